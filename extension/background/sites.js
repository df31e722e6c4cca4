// Sites as the core is told of them.
import { browser } from '../lib/browser.js';

/** @typedef {import('../lib/views.js').Place} Place */

/**
 * What a tab shows; undefined when that may not be known.
 * @param {chrome.tabs.Tab} tab
 * @returns {Place | undefined}
 */
export function placeOf(tab) {
  const url = tab.url && URL.canParse(tab.url) ? new URL(tab.url) : null;
  return url === null || url.origin === 'null' ? undefined : { origin: url.origin, path: url.pathname };
}

/** @param {number | undefined} tabId */
export async function placeIn(tabId) {
  return tabId === undefined ? undefined : placeOf(await browser.tabs.get(tabId));
}

/**
 * The registrable domain of a host, as the browser knows it. Without that API, codes go to the very host only.
 * @param {string} host
 * @returns {string | undefined}
 */
export function domainOf(host) {
  const { publicSuffix } = /** @type {Partial<typeof chrome>} */ (browser);
  return publicSuffix?.getDomain(host) ?? undefined;
}

/**
 * What the browser is asked to let the extension into.
 * @param {string} origin
 */
export function patternOf(origin) {
  const { protocol, hostname } = new URL(origin);
  return `${protocol}//${hostname}/*`;
}
