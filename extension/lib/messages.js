// The contract between the screens and the worker: what may be asked, and what is answered.
import { browser } from './browser.js';
import { CodedError, problemOf } from './errors.js';

/**
 * @typedef {import('../core/types.js').Listing} Listing
 * @typedef {import('../core/types.js').Details} Details
 * @typedef {import('../core/types.js').Offer} Offer
 * @typedef {import('../core/types.js').Done} Done
 * @typedef {import('./settings.js').Settings} Settings
 *
 * @typedef {{ state: 'new' | 'locked' | 'unlocked', setAside: boolean, refusal: Refusal & { id: string, origin?: string } | null,
 *             wait: number, ways: WaysHere }} Status
 *   `setAside`: the newest generation could not be read, and the one before it is in use. `refusal`: why the keyboard
 *   command or the context menu, which opened the popup, filled nothing, and of which account. `wait`: seconds until
 *   a passphrase may be tried again.
 * @typedef {{ passphrase: boolean, recovery: boolean, device: boolean, passkeys: Passkey[] }} WaysHere
 *   What opens the vault from here, as long as it is locked.
 * @typedef {import('../core/types.js').Generation & { number: number }} Earlier a generation that is kept
 * @typedef {{ earlier: Earlier[], unreadable: number[] }} History
 * @typedef {{ id: string, salt: string, credential: string }} Passkey a way in; salt and credential are base64url
 * @typedef {{ credential: string, salt: string, secret: string }} NewPasskey all base64; the secret is what PRF gave
 *
 * @typedef {{ gesture?: import('../core/types.js').Gesture, frame?: { id: number, url: string }, document?: string,
 *             intoFrame?: string, sendsTo?: string[] }} How
 *   `frame`: the one whose field was pointed at. The person was asked about this `document`, and said yes to a code
 *   `intoFrame`, a site's, and to a form that `sendsTo` others.
 * @typedef {{ id: string, tab: number, origin?: string } & How} FillAsk whose code, and into which page: `origin` is its
 *   site, as the person saw it
 *
 * @typedef {{ by: string, seconds: number, corrects: 'site' | 'all' | null }} Doubt
 *   `by` whose clock the computer's is off, how many `seconds` it is behind, and whose codes the person may correct by it.
 *
 * @typedef {{ reason: import('./errors.js').Code, until?: number, site?: string, sendsTo?: string[],
 *             clock?: Doubt, twin?: import('../core/types.js').Twin | null, again?: How }} Refusal
 *   Why nothing is filled: `until` when the next code comes, `site` of the frame that is meant, `sendsTo` where the form
 *   would send it, `clock` by whose the computer's is off and how far, `twin` the site that this one looks like. `again` is what to ask
 *   with once the person has said yes.
 * @typedef {{ filled: true } | { filled: false } & Refusal} Filled
 * @typedef {{ id: string, filled: Filled | null, awaited: boolean }} Added
 *   What became of an account that was added: `filled` its first code, where it has a site; `awaited` that the code is filled
 *   once the page asks for it.
 * @typedef {{ found: Offer[], reason: import('./errors.js').Problem | null }} Look
 *   What the QR codes in sight offer or are, and why the page could not be looked at or a code not be taken.
 *
 * @typedef {{
 *   status: { ask: { tab?: number }, answer: Status },
 *   acknowledge: { ask: {}, answer: null },
 *   create: { ask: { passphrase: string }, answer: null },
 *   unlock: { ask: { passphrase: string }, answer: null },
 *   lock: { ask: {}, answer: null },
 *   unlockHere: { ask: {}, answer: null },
 *   unlockByPasskey: { ask: { id: string, secret: string }, answer: null },
 *   changePassphrase: { ask: { current: string, next: string }, answer: null },
 *   ways: { ask: {}, answer: { ways: import('../core/types.js').WayView[], here: string | null, mayTrust: number, needsPasskey: boolean } },
 *   addRecoveryKey: { ask: { passphrase: string, name: string }, answer: import('../core/types.js').RecoveryKeyView },
 *   addPasskey: { ask: { passphrase: string, name: string } & NewPasskey, answer: null },
 *   trustDevice: { ask: { passphrase: string, name: string, days: number }, answer: null },
 *   renameWay: { ask: { id: string, name: string }, answer: null },
 *   revokeWay: { ask: { id: string, withInherited?: boolean }, answer: null },
 *   rotateKey: { ask: {}, answer: null },
 *   history: { ask: {}, answer: History },
 *   rollBack: { ask: { number: number }, answer: { before: number } },
 *   removeUnreadable: { ask: { number: number }, answer: null },
 *   log: { ask: {}, answer: import('../core/types.js').LogView[] },
 *   list: { ask: { tab?: number }, answer: Listing & { correction: number, origin?: string } },
 *   details: { ask: { id: string }, answer: Details },
 *   edit: { ask: import('../core/types.js').Edit, answer: null },
 *   editAll: { ask: { edits: import('../core/types.js').Edit[] }, answer: Done[] },
 *   remove: { ask: { id: string }, answer: null },
 *   removeAll: { ask: { ids: string[] }, answer: Done[] },
 *   restore: { ask: { id: string }, answer: null },
 *   restoreAll: { ask: { ids: string[] }, answer: Done[] },
 *   nextCode: { ask: { id: string }, answer: import('../core/types.js').ShownCode },
 *   type: { ask: { typed: import('../core/types.js').Typed }, answer: Offer },
 *   add: { ask: { chosen: import('../core/types.js').Chosen, tab?: number }, answer: Added },
 *   addAll: { ask: { chosen: import('../core/types.js').Chosen[] }, answer: Done[] },
 *   confirm: { ask: { tab: number }, answer: (Filled & { id: string }) | null },
 *   freeEnding: { ask: { issuer: string, name: string, url: string }, answer: string | null },
 *   bind: { ask: { id: string, tab: number, origin: string }, answer: null },
 *   know: { ask: { tab: number, origin: string }, answer: null },
 *   lookOnceAllowed: { ask: FillAsk & { site: string }, answer: null },
 *   giveUpFrame: { ask: {}, answer: null },
 *   correctClock: { ask: { by: string }, answer: null },
 *   endCorrection: { ask: {}, answer: null },
 *   qrCode: { ask: { id: string, passphrase: string }, answer: import('../core/types.js').Drawing },
 *   migration: { ask: { passphrase: string }, answer: import('../core/types.js').Migration },
 *   copied: { ask: { code: string }, answer: null },
 *   settings: { ask: {}, answer: Settings },
 *   setSettings: { ask: Partial<Settings>, answer: Settings },
 * }} Contract
 *   `confirm` fills what "Add" has asked for, if it has; `freeEnding` tells of an address that anybody could have got.
 *   `seen` of an edit is what the account was when the person began: what they left of it is not changed.
 *
 * @typedef {{
 *   fill: { ask: FillAsk, progress: never, answer: Filled },
 *   look: { ask: { tab: number }, progress: 'pictures', answer: Look },
 *   readPicture: { ask: { channel: string }, progress: number, answer: Look },
 *   confirmLater: { ask: { tab: number }, progress: never, answer: null },
 * }} Work what takes its time: it tells how far it is, and ends when whoever asked has gone; `confirmLater` begins then
 */

/** What the offscreen document is sent; these are no messages to the worker. */
export const CLEAR_CLIPBOARD = 'clearClipboard';
export const WRITE_CLIPBOARD = 'writeClipboard';

/**
 * Asks the worker, waking it when it sleeps.
 * @template {keyof Contract} T
 * @param {T} type
 * @param {Contract[T]['ask']} ask
 * @returns {Promise<Contract[T]['answer']>}
 */
export async function send(type, ask) {
  const reply = await browser.runtime.sendMessage({ type, ask });
  if (reply === undefined || reply === null) {
    throw new CodedError('no-answer');
  }
  if ('error' in reply) {
    throw CodedError.of(reply.error);
  }
  return reply.answer;
}

/**
 * What a handler answers with: nothing where the contract says null, which is what nothing is in a message.
 * @template T
 * @typedef {[T] extends [null] ? void : T} Handled
 */

/**
 * Answers what the screens of this extension ask, and nobody else: a content script, a page or another extension gets
 * no answer at all.
 * @param {{ [T in keyof Contract]: (ask: Contract[T]['ask']) => Promise<Handled<Contract[T]['answer']>> }} handlers
 */
export function answer(handlers) {
  browser.runtime.onMessage.addListener((message, sender, reply) => {
    const type = message?.type;
    if (!isOwnScreen(sender) || typeof type !== 'string' || !Object.hasOwn(handlers, type)) {
      return false;
    }
    const handler = /** @type {(ask: unknown) => Promise<unknown>} */ (handlers[/** @type {keyof Contract} */ (type)]);
    handler(message.ask ?? {}).then(
      (result) => reply({ answer: result ?? null }),
      (error) => reply({ error: problemOf(error) }),
    );
    return true;
  });
}

/**
 * Asks for work that takes its time. It is given up when `signal` says so, and when this screen is closed.
 * @template {keyof Work} T
 * @param {T} type
 * @param {Work[T]['ask']} ask
 * @param {{ progress?: (done: Work[T]['progress']) => void, signal?: AbortSignal }} [options]
 * @returns {Promise<Work[T]['answer']>}
 */
export function sendWork(type, ask, { progress, signal } = {}) {
  return new Promise((resolve, reject) => {
    signal?.throwIfAborted();
    const port = browser.runtime.connect({ name: type });
    port.onMessage.addListener((reply) => {
      if ('progress' in reply) {
        progress?.(reply.progress);
        return;
      }
      port.disconnect();
      if ('error' in reply) {
        reject(CodedError.of(reply.error));
      } else {
        resolve(reply.answer);
      }
    });
    port.onDisconnect.addListener(() => reject(new CodedError('no-answer')));
    signal?.addEventListener('abort', () => {
      port.disconnect();
      reject(signal.reason);
    });
    port.postMessage(ask);
  });
}

/**
 * Does the work that the screens of this extension ask for, and nobody else.
 * @param {{ [T in keyof Work]: (ask: Work[T]['ask'], progress: (done: Work[T]['progress']) => void, signal: AbortSignal) => Promise<Handled<Work[T]['answer']>> }} handlers
 */
export function doWork(handlers) {
  browser.runtime.onConnect.addListener((port) => {
    if (!port.sender || !isOwnScreen(port.sender) || !Object.hasOwn(handlers, port.name)) {
      port.disconnect();
      return;
    }
    const handler = /** @type {(ask: unknown, progress: (done: unknown) => void, signal: AbortSignal) => Promise<unknown>} */ (
      /** @type {unknown} */ (handlers[/** @type {keyof Work} */ (port.name)])
    );
    const gone = new AbortController();
    const reply = (/** @type {object} */ message) => {
      if (!gone.signal.aborted) {
        port.postMessage(message);
      }
    };
    port.onDisconnect.addListener(() => gone.abort());
    port.onMessage.addListener((ask) => {
      handler(ask, (progress) => reply({ progress }), gone.signal).then(
        (result) => reply({ answer: result ?? null }),
        (error) => gone.signal.aborted || reply({ error: problemOf(error) }),
      );
    });
  });
}

/** @param {chrome.runtime.MessageSender} sender */
function isOwnScreen(sender) {
  return sender.id === browser.runtime.id && (sender.url ?? '').startsWith(browser.runtime.getURL('/'));
}
