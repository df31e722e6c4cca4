// Filling: describe the page, let the core decide, write one code into the very document that was described.
import { browser } from '../lib/browser.js';
import { CodedError, errorCode } from '../lib/errors.js';
import { isAmong, mayFill, policy } from '../lib/policy.js';
import { readSettings } from '../lib/settings.js';
import { collect } from '../page/collect.js';
import { submit } from '../page/submit.js';
import { write } from '../page/write.js';
import { copyCode } from './clipboard.js';
import { forgetSkew, now, skew } from './clock.js';
import { withdraw } from './grants.js';
import { change, read } from './session.js';
import { domainOf } from './sites.js';

/**
 * @typedef {import('../lib/messages.js').Filled} Filled
 * @typedef {import('../lib/views.js').Gesture} Gesture
 */

/** How long the browser gets to let the extension into the page, in milliseconds. */
const GRANT_DELAY = 150;
/** When no way of writing is tried any more, in milliseconds. */
const PATIENCE = 5000;

/**
 * Fills the code of an account into a tab, if the core finds a field for it.
 * @param {number} tabId
 * @param {string} id
 * @param {Gesture} [gesture]
 * @returns {Promise<Filled>}
 */
export async function fill(tabId, id, gesture = 'page') {
  try {
    const { minSeconds, copyAfterFill } = await readSettings();
    // Names this one description, so that the code goes into the document that was described and into no other.
    const token = crypto.randomUUID();
    const { values } = await policy();
    const { documents, barred } = heed(values, await describe(tabId, token));
    const urls = documents.map(({ url }) => url);
    const frames = documents.map(({ frame }) => frame);
    const time = await now();
    // A counter that moved, and a code that was not taken, is stored before anything else happens.
    const answer = await change(
      (vault) => vault.fill(id, urls, frames, gesture, minSeconds, domainOf, time),
      { changed: ({ changed }) => changed, edit: false },
    );
    const { refusal: reason, until, site, bound, twin } = answer;
    // The field is, or may be, where policy lets no code go.
    if ((reason === 'fill-no-code-field' && barred) || (reason === 'fill-in-frame' && !mayFill(values, site))) {
      throw new CodedError('fill-policy');
    }
    if (reason !== null) {
      // Perhaps the clock was set meanwhile.
      await (reason === 'fill-rejected' ? forgetSkew() : null);
      return { filled: false, reason, until, site, bound, twin };
    }
    const target = { tabId, frameIds: [documents[answer.frame].frameId] };
    const behind = gesture === 'anyway' || until === 0 ? null : await skew(target);
    if (behind !== null) {
      return { filled: false, reason: behind > 0 ? 'clock-behind' : 'clock-ahead', seconds: Math.round(Math.abs(behind) / 1000) };
    }
    const { fields, code } = answer;
    // The site may have taken its time to tell what its clock says.
    await read(() => null);
    const written = await inTime(browser.scripting.executeScript({ target, func: write, args: [token, fields, code, answer.submit] }));
    const result = written?.[0].result ?? 'fill-not-known';
    // A page may have sent it before it emptied its field, or was gone: then it is used up.
    if (result !== 'page-changed') {
      // What "Add" has asked for is done.
      await withdraw(tabId);
      await change((vault) => vault.filled(id, site, until, time), { edit: false });
    }
    if (result !== true) {
      return { filled: false, reason: result };
    }
    // The code stands there, whatever becomes of the rest.
    if (answer.submit) {
      await inTime(browser.scripting.executeScript({ target, func: submit })).catch(console.error);
    }
    if (copyAfterFill) {
      await copyCode(code).catch(console.error);
    }
    return { filled: true };
  } catch (error) {
    return { filled: false, reason: errorCode(error) };
  }
}

/**
 * Policy comes before the core, which may count a counter on: of a document into which no code may go it gets to see no
 * field, and no code goes anywhere in a page that is blocked.
 * @param {Partial<import('../lib/policy.js').Values>} values
 * @param {Awaited<ReturnType<typeof describe>>} documents
 */
function heed(values, documents) {
  const [main] = documents;
  const open = documents.filter(({ url }) => mayFill(values, url));
  if (documents.length > 0 && (open.length === 0 || isAmong(values.fillBlockedSites ?? [], main.url))) {
    throw new CodedError('fill-policy');
  }
  const barred = documents.filter((document) => !open.includes(document) && document.frame.fields.length > 0);
  const heeding = documents.map((one) => (barred.includes(one) ? { ...one, frame: { ...one.frame, fields: [] } } : one));
  return { documents: heeding, barred: barred.length > 0 };
}

/**
 * A page that is gone meanwhile may never answer.
 * @template T
 * @param {Promise<T>} answer
 * @returns {Promise<T | null>}
 */
function inTime(answer) {
  return Promise.race([
    answer,
    new Promise((resolve) => {
      setTimeout(() => resolve(null), PATIENCE);
    }),
  ]);
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
