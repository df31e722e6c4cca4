// Sites as the core is told of them.
import { browser } from '../lib/browser.js';

/**
 * The address of what a tab shows, without query and fragment, which the core is told of; undefined when it may not be
 * known.
 * @param {chrome.tabs.Tab} tab
 */
export function urlOf(tab) {
  const url = tab.url && URL.canParse(tab.url) ? new URL(tab.url) : null;
  if (url === null || url.origin === 'null') {
    return undefined;
  }
  // What a page has made itself (`blob:`) has its origin, and no path of its own.
  return `${url.origin}${url.protocol.startsWith('http') ? url.pathname : '/'}`;
}

/** @param {chrome.tabs.Tab} tab */
export function originOf(tab) {
  const url = urlOf(tab);
  return url === undefined ? undefined : new URL(url).origin;
}

/** @param {number | undefined} tabId */
export async function urlIn(tabId) {
  return tabId === undefined ? undefined : urlOf(await browser.tabs.get(tabId));
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
