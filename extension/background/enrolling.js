// Enrolling: what the QR codes of a page offer, and taking it into the vault.
import { browser } from '../lib/browser.js';
import { CodedError, errorCode } from '../lib/errors.js';
import { fill } from './filling.js';
import { capture, readQrCodes } from './pictures.js';
import { change, read } from './session.js';
import { originOf } from './sites.js';

/** A QR code that is not for an authenticator: it is counted, not reported as a fault. */
const NOT_FOR_US = ['uri-unknown-scheme', 'text-not-utf8', 'text-line-break', 'text-too-long'];

/**
 * @param {number} tabId
 * @returns {Promise<import('../lib/messages.js').Look>}
 */
export async function look(tabId) {
  const tab = await browser.tabs.get(tabId);
  let texts;
  try {
    const pixels = await capture(tab);
    await assertStillInFront(tab);
    texts = await readQrCodes(pixels);
  } catch (error) {
    return { found: [], others: 0, reason: errorCode(error) };
  }
  const origin = originOf(tab);
  return read((vault) => {
    /** @type {import('../lib/messages.js').Look} */
    const seen = { found: [], others: 0, reason: null };
    for (const text of texts) {
      try {
        seen.found.push(vault.offer(text, origin));
      } catch (error) {
        const code = errorCode(error);
        if (NOT_FOR_US.includes(code)) {
          seen.others += 1;
        } else {
          seen.reason = code;
        }
      } finally {
        text.fill(0);
      }
    }
    return seen;
  });
}

/**
 * What was captured is what was in front of the window. An account is bound to the site of the page that it was read
 * from, so that page must have been this tab's all the while.
 * @param {chrome.tabs.Tab} before
 */
async function assertStillInFront(before) {
  const tab = await browser.tabs.get(before.id ?? browser.tabs.TAB_ID_NONE);
  if (!before.active || !tab.active || tab.url !== before.url) {
    throw new CodedError('page-changed');
  }
}

/**
 * @param {import('../lib/views.js').Typed} typed
 * @param {number | undefined} tabId
 */
export async function type(typed, tabId) {
  const origin = tabId === undefined ? undefined : originOf(await browser.tabs.get(tabId));
  return read((vault) => vault.offerTyped(typed, origin));
}

/**
 * Takes a pending enrolment into the vault, and fills its first code where the page asks for one to confirm.
 * @param {number} number
 * @param {number | undefined} tabId
 */
export async function add(number, tabId) {
  const id = await change((vault) => vault.accept(number, Date.now()));
  return { id, filled: tabId === undefined ? null : await fill(tabId, id) };
}
