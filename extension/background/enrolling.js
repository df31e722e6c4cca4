// Enrolling: what QR codes offer, and taking it into the vault.
import { browser } from '../lib/browser.js';
import { CodedError, errorCode, problemOf } from '../lib/errors.js';
import { accept } from './accounts.js';
import { confirmNow } from './confirming.js';
import { readFile, receive } from './files.js';
import { decoded, picturesOf } from './page_pictures.js';
import { capture, readQrCodes, wipeAll } from './pictures.js';
import { domainOf, originOf, urlOf } from './sites.js';
import { offer, read } from './vault.js';

/** A screenshot is one picture, and the person waits for it. */
const SCREENSHOT = { deep: 300, most: 5000 };
/** The page's own pictures are many, most of them no QR code at all. */
const PICTURES = { deep: 600, most: 5000 };

/**
 * The screenshot first, which is what the person sees; when it offers no account, the pictures of the page.
 * @param {{ tab: number }} ask
 * @param {(stage: 'pictures') => void} progress
 * @param {AbortSignal} signal
 * @returns {Promise<import('../lib/messages.js').Look>}
 */
export async function look({ tab: tabId }, progress, signal) {
  const tab = await browser.tabs.get(tabId);
  const url = urlOf(tab);
  /** @type {Uint8Array[]} */
  const texts = [];
  try {
    const pixels = await capture(tab);
    await assertStillInFront(tab);
    texts.push(...(await readQrCodes([pixels], SCREENSHOT, signal)));
    const seen = await offerAll(different(texts), url);
    if (offersAny(seen)) {
      return seen;
    }
    progress('pictures');
    // A page that may be captured and not be looked into has been looked at.
    const pictures = await picturesOf(tabId, originOf(tab)).catch(() => []);
    await assertStillInFront(tab);
    if (pictures.length === 0) {
      return seen;
    }
    texts.push(...(await readQrCodes(decoded(pictures), PICTURES, signal)));
    return await offerAll(different(texts), url);
  } catch (error) {
    signal.throwIfAborted();
    if (errorCode(error) === 'locked') {
      throw error;
    }
    return { found: [], reason: problemOf(error) };
  } finally {
    wipeAll(texts);
  }
}

/**
 * A picture's file: what it offers is of no site.
 * @param {{ channel: string }} ask
 * @param {(share: number) => void} progress
 * @param {AbortSignal} signal
 * @returns {Promise<import('../lib/messages.js').Look>}
 */
export async function readPicture({ channel }, progress, signal) {
  // Before the person waits for nothing.
  await read(() => null);
  const texts = await readFile(await receive(channel), progress, signal);
  try {
    return await offerAll(different(texts), undefined);
  } finally {
    wipeAll(texts);
  }
}

/**
 * Offers texts to the vault, which keeps what is for an authenticator as pending and names the others.
 * @param {Uint8Array[]} texts
 * @param {string | undefined} url of the page that they were read from
 * @returns {Promise<import('../lib/messages.js').Look>}
 */
function offerAll(texts, url) {
  return offer((vault) => {
    /** @type {import('../lib/messages.js').Look} */
    const seen = { found: [], reason: null };
    for (const text of texts) {
      try {
        seen.found.push(vault.offer(text, url, domainOf));
      } catch (error) {
        seen.reason = problemOf(error);
      }
    }
    return seen;
  });
}

/** @param {import('../lib/messages.js').Look} seen */
function offersAny({ found }) {
  return found.some(({ pending, refused }) => pending.length + refused.length > 0);
}

/**
 * Each text once: the same code often stands in the screenshot and in a picture.
 * @param {Uint8Array[]} texts
 */
function different(texts) {
  const same = (/** @type {Uint8Array} */ a, /** @type {Uint8Array} */ b) =>
    a.length === b.length && a.every((byte, at) => byte === b[at]);
  return texts.filter((text, at) => texts.findIndex((other) => same(text, other)) === at);
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
 * Takes a pending enrolment into the vault, and fills its first code where the page asks for one to confirm.
 * @param {import('../core/types.js').Chosen} chosen
 * @param {number | undefined} tab
 * @returns {Promise<import('../lib/messages.js').Added>}
 */
export async function add(chosen, tab) {
  const id = await accept(chosen);
  // What goes to no site goes into no page.
  const { filled, awaited } = tab === undefined || chosen.host === '' ? { filled: null, awaited: false } : await confirmNow(id, tab);
  return { id, filled, awaited };
}
