// The contract between the screens and the worker: the messages that a screen may send, and their answers.
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
 *   `setAside`: the newest generation of the vault can't be read, and the one before it is in use. `refusal`: the
 *   account that the keyboard command or the context menu filled nothing of, and why; it opened the popup to say so.
 *   `wait`: seconds until a passphrase may be tried again. `ways`: how the vault can be opened on this device.
 * @typedef {{ passphrase: boolean, recovery: boolean, device: boolean, passkeys: Passkey[] }} WaysHere
 *   How a locked vault can be opened on this device. `device`: this device is remembered.
 * @typedef {import('../core/types.js').Generation & { number: number }} Earlier an earlier generation that is kept
 * @typedef {{ earlier: Earlier[], unreadable: number[] }} History
 *   The earlier generations, and the numbers of those that can't be read.
 * @typedef {{ id: string, salt: string, credential: string }} Passkey
 *   A passkey that opens the vault; `salt` and `credential` are base64url.
 * @typedef {{ credential: string, salt: string, secret: string }} NewPasskey
 *   A passkey to be added; each value is base64, and `secret` is the output of the passkey's PRF.
 *
 * @typedef {{ gesture?: import('../core/types.js').Gesture, frame?: { id: number, url: string }, document?: string,
 *             intoFrame?: string, sendsTo?: string[] }} How
 *   How a code is to be filled. `frame`: the frame with the field that was pointed at. `document`: the document that
 *   the person was asked about, by its id in the browser. `intoFrame`: the site of a frame that the person has allowed
 *   codes in. `sendsTo`: the other origins that the person has allowed the form to send the code to.
 * @typedef {{ id: string, tab: number, origin?: string } & How} FillAsk
 *   `id`: the account. `origin`: the site of the page that the person saw.
 *
 * @typedef {{ by: string, seconds: number, corrects: 'site' | 'all' | null }} Doubt
 *   `by`: the site whose clock differs from the computer's. `seconds`: how far the computer's clock is behind it.
 *   `corrects`: the codes that the person may correct by it, those for the site or for all sites; null for none.
 *
 * @typedef {{ reason: import('./errors.js').Code, until?: number, site?: string, sendsTo?: string[],
 *             clock?: Doubt, twin?: import('../core/types.js').Twin | null, again?: How }} Refusal
 *   Why nothing is filled. `until`: when the next code comes, in seconds since the Unix epoch. `site`: that of the
 *   frame with the field. `sendsTo`: where the form would send the code. `clock`: how far the computer's clock is off.
 *   `twin`: the host that the page's host looks like. `again`: how to ask again once the person has agreed.
 * @typedef {{ filled: true } | { filled: false } & Refusal} Filled
 * @typedef {{ id: string, filled: Filled | null, awaited: boolean }} Added
 *   The account that was added. `filled`: what became of its first code; null when it is bound to no site. `awaited`:
 *   the code is filled as soon as the page asks for it.
 * @typedef {{ at: number | null, changes: number, due: boolean, automatic: Settings['backups'],
 *             problem: import('./storage_keys.js').BackupFailure | null }} LastBackup
 *   `at`: when the last backup was made, Unix time in milliseconds; null for never. `changes`: of accounts since then.
 *   `due`: the person should be reminded. `automatic`: when backups are made by themselves, as far as policy allows it.
 *   `problem`: why they are not.
 * @typedef {{ found: Offer[], reason: import('./errors.js').Problem | null }} Look
 *   `found`: what each QR code in sight offers. `reason`: why the page could not be looked at, or why a QR code offers
 *   nothing.
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
 *   survey: { ask: FillAsk, answer: Filled },
 *   bind: { ask: { id: string, tab: number, origin: string }, answer: null },
 *   know: { ask: { tab: number, origin: string }, answer: null },
 *   lookOnceAllowed: { ask: FillAsk & { site: string }, answer: null },
 *   giveUpFrame: { ask: {}, answer: null },
 *   correctClock: { ask: { by: string }, answer: null },
 *   endCorrection: { ask: {}, answer: null },
 *   qrCode: { ask: { id: string, passphrase: string }, answer: import('../core/types.js').Drawing },
 *   judgeLines: { ask: { channel: string }, answer: import('../core/types.js').JudgedView[] },
 *   importLines: { ask: { channel: string }, answer: { added: number, before: number | null } },
 *   exportLines: { ask: { ids: string[], passphrase: string, channel: string }, answer: null },
 *   drawLines: { ask: { channel: string }, answer: import('../core/types.js').Drawing[] },
 *   backUp: { ask: { passphrase: string, own?: string, channel: string }, answer: null },
 *   backedUp: { ask: {}, answer: null },
 *   backUpNow: { ask: {}, answer: null },
 *   examineBackup: { ask: { passphrase: string, channel: string }, answer: import('../core/types.js').Comparison },
 *   mergeBackup: { ask: { passphrase: string, channel: string }, answer: { before: number | null } },
 *   restoreBackup: { ask: { passphrase: string, channel: string }, answer: null },
 *   lastBackup: { ask: {}, answer: LastBackup },
 *   putOffBackup: { ask: {}, answer: null },
 *   copied: { ask: { code: string, id: string }, answer: null },
 *   arrange: { ask: { ids: string[] }, answer: null },
 *   settings: { ask: {}, answer: Settings },
 *   setSettings: { ask: Partial<Settings>, answer: Settings },
 * }} Contract
 *   What has a `channel` takes bytes from there, or hands bytes over there: they never become a string. `before`: the number of
 *   the generation to go back to. `own`: the passphrase of the backup, where it is not that of the vault. `backedUp`: the file
 *   was saved. `backUpNow`: saves what would be saved by itself later. `confirm`: fills the first code of an account that was just
 *   added, if its page waits for one. `survey`: whether the page has a field for an account's code, which is not filled: the reason
 *   is `fill-found` then. `freeEnding`: the
 *   ending of the address under which anybody could have registered the issuer's name; null when there is none.
 *
 * @typedef {{
 *   fill: { ask: FillAsk, progress: never, answer: Filled },
 *   look: { ask: { tab: number }, progress: 'pictures', answer: Look },
 *   readPicture: { ask: { channel: string }, progress: number, answer: Look },
 *   readTexts: { ask: { channel: string }, progress: number, answer: { texts: number } },
 *   confirmLater: { ask: { tab: number }, progress: never, answer: null },
 * }} Work
 *   What takes long. `readTexts` hands the texts of a picture's QR codes over on the channel. It reports its progress, and is given up when the screen that asked is closed. `confirmLater`
 *   begins when that screen is closed.
 */

/** Messages from the worker to the offscreen document. */
export const CLEAR_CLIPBOARD = 'clearClipboard';
export const WRITE_CLIPBOARD = 'writeClipboard';

/**
 * Sends a message to the worker, which the browser starts if it is not running, and returns its answer.
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
 * What a handler returns. It returns nothing where the contract says null.
 * @template T
 * @typedef {[T] extends [null] ? void : T} Handled
 */

/**
 * Answers the messages of this extension's own screens. Content scripts, pages and other extensions get no answer.
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
 * Asks the worker for work that takes long. The work is given up when `signal` is aborted or this screen is closed.
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
 * Does the work that this extension's own screens ask for. Nobody else can ask for it.
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

/** Whether a message comes from a screen of this extension. @param {chrome.runtime.MessageSender} sender */
function isOwnScreen(sender) {
  return sender.id === browser.runtime.id && (sender.url ?? '').startsWith(browser.runtime.getURL('/'));
}
