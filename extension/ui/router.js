// What the screens ask of each other. A screen raises it here and knows no other screen: the host, ui.js, says what
// follows.
import { element } from '../lib/dom.js';

/**
 * @typedef {import('../core/types.js').PendingView} PendingView
 * @typedef {import('../core/types.js').RefusedView} RefusedView
 * @typedef {import('../core/types.js').OtherCode} OtherView
 *
 * @typedef {{ pending: PendingView[], refused: RefusedView[], others: OtherView[] }} Found what pictures offer
 * @typedef {(chosen: PendingView, bind: boolean) => Promise<void>} Add adds one account; `bind`: and binds it to the site
 * @typedef {(chosen: PendingView[], bind: boolean) => Promise<import('../core/types.js').Done[]>} AddAll adds several accounts in
 *   one step, and answers for each
 *
 * @typedef {object} Routes
 * @property {(focused?: string) => Promise<void>} list shows the list as it is now, with the focus on an account or else on
 *   the first of this site
 * @property {() => void} add asks for a new account by hand
 * @property {(id: string) => Promise<void>} edit shows one account
 * @property {(found: Found, add: Add, addAll: AddAll) => Promise<void>} review shows what was found in pictures, to be added one by one
 *   or all in one step
 * @property {(id: string, title: string) => Promise<void>} qrCode asks for the passphrase, then shows one account as a QR code
 * @property {() => Promise<void>} unlocked goes on from the gate
 * @property {() => void} done closes the popup
 * @property {() => void} again begins the popup anew
 */

const SCREENS = ['gate', 'accounts', 'review', 'editor', 'show'];

/** @type {Routes | undefined} */
let routes;

/** @param {Routes} given */
export function setRoutes(given) {
  routes = given;
}

/**
 * @template {keyof Routes} N
 * @param {N} name
 * @param {Parameters<Routes[N]>} details
 * @returns {ReturnType<Routes[N]>}
 */
export function raise(name, ...details) {
  const route = /** @type {((...details: Parameters<Routes[N]>) => ReturnType<Routes[N]>) | undefined} */ (routes?.[name]);
  if (route === undefined) {
    throw new TypeError(`nothing follows "${name}" yet`);
  }
  return route(...details);
}

/** Shows one screen and hides the others. @param {string} name */
export function showScreen(name) {
  for (const screen of SCREENS) {
    element(screen, HTMLElement).hidden = screen !== name;
  }
}
