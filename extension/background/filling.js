// Filling: describe the page, let the core decide, write one code into the very document that was described.
import { browser } from '../lib/browser.js';
import { CodedError, errorCode } from '../lib/errors.js';
import { readSettings } from '../lib/settings.js';
import { collect } from '../page/collect.js';
import { submit } from '../page/submit.js';
import { write } from '../page/write.js';
import { copyCode } from './clipboard.js';
import { doubt, now, skew } from './clock.js';
import { change } from './session.js';
import { domainOf } from './sites.js';

/**
 * @typedef {import('../lib/messages.js').Filled} Filled
 * @typedef {import('../lib/views.js').Filling} Filling
 *
 * @typedef {object} Gesture
 * @property {'page' | 'field' | 'teach'} [gesture] `field`: the person has just pointed at the focused field; `teach`:
 *   and says that it is the one, which is remembered
 * @property {boolean} [anyway] the person was told what speaks against it
 */

/** How long the browser gets to let the extension into the page, in milliseconds. */
const GRANT_DELAY = 150;

/**
 * Fills the code of an account into a tab, if the core finds a field for it.
 * @param {number} tabId
 * @param {string} id
 * @param {Gesture} [how]
 * @returns {Promise<Filled>}
 */
export async function fill(tabId, id, { gesture = 'page', anyway = false } = {}) {
  try {
    const { minSeconds, copyAfterFill } = await readSettings();
    // Names this one description, so that the code goes into the document that was described and into no other.
    const token = crypto.randomUUID();
    const documents = await describe(tabId, token);
    const ask = {
      id,
      places: documents.map(({ place }) => place),
      frames: documents.map(({ frame }) => frame),
      gesture,
      anyway,
      minSeconds,
    };
    const time = await now();
    // A counter that moved, and a code that was not taken, is stored before anything else happens.
    const { filling, refusal, site } = await change((vault) => vault.fill(ask, domainOf, time), ({ changed }) => changed);
    if (filling === null) {
      if (refusal?.reason === 'fill-rejected') {
        await doubt();
      }
      return { filled: false, ...(refusal ?? { reason: 'unexpected' }) };
    }
    const target = { tabId, frameIds: [documents[filling.frame].frameId] };
    const behind = anyway || filling.until === 0 ? null : await skew(target);
    if (behind !== null) {
      return { filled: false, reason: behind > 0 ? 'clock-behind' : 'clock-ahead', seconds: Math.round(Math.abs(behind) / 1000) };
    }
    const reason = await put(target, token, filling);
    if (reason !== null) {
      return { filled: false, reason };
    }
    await change((vault) => vault.filled(id, site ?? undefined, filling.until, time));
    if (filling.submit) {
      await browser.scripting.executeScript({ target, func: submit }).catch(() => {});
    }
    if (copyAfterFill) {
      await copyCode(filling.code).catch(console.error);
    }
    return { filled: true };
  } catch (error) {
    return { filled: false, reason: errorCode(error) };
  }
}

/**
 * Writes the code; answers why it does not stand there.
 * @param {{ tabId: number, frameIds: number[] }} target
 * @param {string} token
 * @param {Filling} filling
 */
async function put(target, token, { fields, code }) {
  const [{ result }] = await browser.scripting.executeScript({ target, func: write, args: [token, fields, code] });
  return result === true ? null : result ?? 'page-changed';
}

/**
 * The documents of the tab that the browser lets the extension into, the main one first: those of its own site, and of
 * sites that the person has allowed. The core looks at no document of a site that the account is not bound to.
 * @param {number} tabId
 * @param {string} token
 */
async function describe(tabId, token) {
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
  const seen = results.flatMap(({ frameId, result }) => (result ? [{ frameId, ...result }] : []));
  return seen.toSorted((one, other) => one.frameId - other.frameId);
}
