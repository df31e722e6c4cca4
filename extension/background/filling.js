// Filling: describe the page, let the core decide, write one code into the very document that was described.
import { browser } from '../lib/browser.js';
import { CodedError, errorCode } from '../lib/errors.js';
import { collect } from '../page/collect.js';
import { write } from '../page/write.js';
import { change } from './session.js';
import { originOf } from './sites.js';

/** @typedef {import('../lib/messages.js').Filled} Filled */

/** How long the browser gets to let the extension into the page, in milliseconds. */
const GRANT_DELAY = 150;

/**
 * Fills the code of an account into a tab, if the core finds a field for it.
 * @param {number} tabId
 * @param {string} id
 * @param {{ pointedAt?: boolean }} [options] `pointedAt`: the person has just pointed at the focused field
 * @returns {Promise<Filled>}
 */
export async function fill(tabId, id, { pointedAt = false } = {}) {
  try {
    const tab = await browser.tabs.get(tabId);
    const origin = originOf(tab);
    // Names this one description, so that the code goes into the document that was described and into no other.
    const token = crypto.randomUUID();
    const frames = await describe(tabId, token, origin);
    const descriptions = frames.map(({ frame }) => frame);
    // A counter that moved is stored before its code leaves.
    const filling = await change(
      (vault) => vault.fill(id, origin, descriptions, pointedAt, Date.now()),
      ({ changed }) => changed,
    );
    const frame = frames[filling.frame];
    const [{ result }] = await browser.scripting.executeScript({
      target: { tabId, frameIds: [frame.frameId] },
      func: write,
      args: [token, filling.fields, filling.code],
    });
    return result === true ? { filled: true } : { filled: false, reason: result ?? 'page-changed' };
  } catch (error) {
    return { filled: false, reason: errorCode(error) };
  }
}

/**
 * The frames of the tab that are of its own site. Frames of other sites are not described: nothing goes into them.
 * @param {number} tabId
 * @param {string} token
 * @param {string | undefined} origin
 */
async function describe(tabId, token, origin) {
  /** @returns {Promise<chrome.scripting.InjectionResult<ReturnType<typeof collect>>[]>} */
  const inject = () => browser.scripting.executeScript({ target: { tabId, allFrames: true }, func: collect, args: [token] });
  // Right after a keyboard command, Chromium may take a moment until the page may be looked into.
  const results = await inject().catch(async () => {
    await new Promise((resolve) => {
      setTimeout(resolve, GRANT_DELAY);
    });
    return inject();
  }).catch(() => {
    // The browser's own pages can never be.
    throw new CodedError('page-not-readable');
  });
  return results.flatMap(({ frameId, result }) =>
    result && result.origin === origin ? [{ frameId, frame: result.frame }] : [],
  );
}
