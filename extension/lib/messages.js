// The contract between the screens and the worker: what may be asked, and what is answered.
import { browser } from './browser.js';
import { CodedError, errorCode } from './errors.js';

/**
 * @typedef {import('./views.js').Listing} Listing
 * @typedef {import('./views.js').Details} Details
 * @typedef {import('./views.js').Offer} Offer
 * @typedef {import('./settings.js').Settings} Settings
 *
 * @typedef {{ state: 'new' | 'locked' | 'unlocked', setAside: boolean, refusal: string | null }} Status
 *   `setAside`: the newest generation could not be read, and the one before it is in use. `refusal`: why the keyboard
 *   command or the context menu, which opened the popup, filled nothing.
 * @typedef {{ filled: true } | { filled: false, reason: string }} Filled
 * @typedef {{ found: Offer[], others: number, reason: string | null }} Look
 *   What the QR codes of the page offer, how many hold something else, and why the page could not be looked at.
 *
 * @typedef {{
 *   status: { ask: {}, answer: Status },
 *   acknowledge: { ask: {}, answer: null },
 *   create: { ask: { passphrase: string }, answer: null },
 *   unlock: { ask: { passphrase: string }, answer: null },
 *   lock: { ask: {}, answer: null },
 *   changePassphrase: { ask: { current: string, next: string }, answer: null },
 *   list: { ask: { tab?: number }, answer: Listing },
 *   details: { ask: { id: string }, answer: Details },
 *   edit: { ask: { id: string, changes: import('./views.js').Changes }, answer: null },
 *   remove: { ask: { id: string }, answer: null },
 *   restore: { ask: { id: string }, answer: null },
 *   nextCode: { ask: { id: string }, answer: import('./views.js').ShownCode },
 *   look: { ask: { tab: number }, answer: Look },
 *   type: { ask: { typed: import('./views.js').Typed, tab?: number }, answer: Offer },
 *   add: { ask: { number: number, tab?: number }, answer: { id: string, filled: Filled | null } },
 *   fill: { ask: { id: string, tab: number }, answer: Filled },
 *   qrCode: { ask: { id: string, passphrase: string }, answer: import('./views.js').Drawing },
 *   migration: { ask: { passphrase: string }, answer: import('./views.js').Migration },
 *   copied: { ask: { code: string }, answer: null },
 *   settings: { ask: {}, answer: Settings },
 *   setSettings: { ask: Partial<Settings>, answer: Settings },
 * }} Contract
 */

/** What the offscreen document is sent; it is no message to the worker. */
export const CLEAR_CLIPBOARD = 'clearClipboard';

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
    throw new CodedError(reply.error);
  }
  return reply.answer;
}

/**
 * Answers what the screens of this extension ask, and nobody else: a content script, a page or another extension gets
 * no answer at all.
 * @param {{ [T in keyof Contract]: (ask: Contract[T]['ask']) => Promise<Contract[T]['answer']> }} handlers
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
      (error) => reply({ error: errorCode(error) }),
    );
    return true;
  });
}

/** @param {chrome.runtime.MessageSender} sender */
function isOwnScreen(sender) {
  return sender.id === browser.runtime.id && (sender.url ?? '').startsWith(browser.runtime.getURL('/'));
}
