// Sites as the core is told of them.
import { browser } from '../lib/browser.js';
import { CodedError } from '../lib/errors.js';

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
  return originIn(urlOf(tab));
}

/** The origin of an address; undefined for those that have none. @param {string | undefined} url */
export function originIn(url) {
  const origin = url !== undefined && URL.canParse(url) ? new URL(url).origin : 'null';
  return origin === 'null' ? undefined : origin;
}

/** @param {number | undefined} tabId */
export async function urlIn(tabId) {
  return tabId === undefined ? undefined : urlOf(await browser.tabs.get(tabId));
}

/**
 * The address of a tab, which must still be at the site that the person was told of.
 * @param {number} tabId
 * @param {string} origin
 */
export async function urlAt(tabId, origin) {
  const url = await urlIn(tabId);
  if (url === undefined || originIn(url) !== origin) {
    throw new CodedError('page-changed');
  }
  return url;
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
