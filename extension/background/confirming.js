// The confirmation of an account that was just added: filled without a further press as soon as the page asks for it, as
// grants.js has it. No script stands in the page: it is looked at when it has loaded, when the person opens the popup, and
// a few times after the popup is closed, for a page that asks without loading anew.
import { browser, keepsActiveTab } from '../lib/browser.js';
import { fill } from './filling.js';
import { grant, granted, withdraw } from './grants.js';
import { originOf } from './sites.js';
import { read } from './vault.js';

/** @typedef {import('../lib/messages.js').Filled} Filled */

/** When a page that has loaded is looked at, in milliseconds from then: its scripts may still have to draw the field. */
const AFTER_LOADING = [0, 1000, 3000];
/** When the page is looked at after the popup was closed: the person presses "Next" there. */
const AFTER_CLOSING = [500, 2000, 5000, 10_000];
/** The longest wait for the next code, in milliseconds: what is left of one that is about to run out. */
const LONGEST_WAIT = 15_000;

/**
 * Nothing was filled, and the page may ask yet. One that goes to its next page while it is looked at can't be read, and one
 * that is busy answers too late.
 */
const NOT_YET = [
  'fill-no-code-field', 'fill-several-fields', 'fill-sent', 'fill-sent-by-mail', 'fill-sent-by-sms', 'fill-called',
  'fill-recovery-code', 'fill-hardware-key', 'fill-push', 'fill-not-empty', 'fill-in-frame', 'fill-runs-out', 'fill-used',
  'page-changed', 'page-not-readable', 'fill-too-late',
];

/**
 * Fills the first code of an account that was added from a page, or keeps the press in mind until the page asks for it.
 * @param {string} id
 * @param {number} tab
 * @returns {Promise<{ filled: Filled, awaited: boolean }>}
 */
export async function confirmNow(id, tab) {
  const origin = originOf(await browser.tabs.get(tab));
  const filled = await fill({ id, tab, origin });
  const { sites } = await read((vault) => vault.details(id));
  const awaited = !filled.filled && NOT_YET.includes(filled.reason) && sites.some((site) => site.origin === origin);
  if (awaited && origin !== undefined) {
    await grant({ id, tab, origin });
  }
  return { filled, awaited };
}

/** One at a time: two looks at once would fill twice. @type {Promise<unknown>} */
let current = Promise.resolve(null);

/**
 * Fills what "Add" has asked for, if the page in this tab asks for it now; null when nothing is asked for.
 * @param {number} tab
 * @returns {Promise<(Filled & { id: string }) | null>}
 */
export function confirm(tab) {
  const next = current.then(() => confirmOnce(tab));
  current = next.catch(() => null);
  return next;
}

/** @param {number} tab */
async function confirmOnce(tab) {
  const origin = originOf(await browser.tabs.get(tab));
  const due = await granted(tab);
  if (due === null || origin === undefined) {
    return null;
  }
  if (origin !== due.origin) {
    await withdraw(tab);
    return null;
  }
  const filled = await fill({ id: due.id, tab, origin });
  if (!filled.filled && !NOT_YET.includes(filled.reason)) {
    await withdraw(tab);
  }
  return { ...filled, id: due.id };
}

/**
 * A tab shows something else, or has loaded.
 * @param {number} tabId
 * @param {string | undefined} status
 * @param {chrome.tabs.Tab} tab
 */
export async function pageChanged(tabId, status, tab) {
  const due = await granted(tabId);
  if (due === null) {
    return;
  }
  const origin = originOf(tab);
  // Where the browser tells of the origin as long as it stays the same, it has changed when it does not.
  if (origin === undefined ? keepsActiveTab : origin !== due.origin) {
    await withdraw(tabId);
  } else if (origin !== undefined && status === 'complete') {
    await lookAt(tabId, AFTER_LOADING);
  }
}

/** The popup is closed, over the tab of an account that was added. @param {number} tab */
export function popupClosed(tab) {
  return lookAt(tab, AFTER_CLOSING);
}

/**
 * @param {number} tab
 * @param {number[]} times in milliseconds from now
 */
async function lookAt(tab, times) {
  const start = Date.now();
  for (const time of times) {
    await sleep(start + time - Date.now());
    const filled = await confirm(tab);
    if (filled === null || filled.filled) {
      return;
    }
    if (filled.until !== undefined && filled.until > 0) {
      // The page asks, and the code of now is not to be sent.
      const wait = filled.until * 1000 - Date.now();
      await (wait < LONGEST_WAIT ? sleep(wait + 100).then(() => confirm(tab)) : null);
      return;
    }
  }
}

/** @param {number} ms */
const sleep = (ms) => new Promise((resolve) => {
  setTimeout(resolve, Math.max(ms, 0));
});
