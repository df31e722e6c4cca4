// Filling: describe the page, let the core decide, write one code into the very document that was described.
import { browser } from '../lib/browser.js';
import { CodedError, errorCode } from '../lib/errors.js';
import { isAmong, mayFill, policy } from '../lib/policy.js';
import { readSettings } from '../lib/settings.js';
import { submit } from '../page/submit.js';
import { end, write } from '../page/write.js';
import { copyCode } from './clipboard.js';
import { doubt, forgetClocks, timesAt } from './clock.js';
import { areBare, describe } from './describing.js';
import { withdraw } from './grants.js';
import { assertGoingOn, fromNow, inTime, isOver } from './press.js';
import { domainOf, originIn } from './sites.js';
import { change, read } from './vault.js';

/**
 * @typedef {import('../lib/messages.js').Filled} Filled
 * @typedef {import('./press.js').Press} Press
 * @typedef {import('./describing.js').Described} Described
 *
 * @typedef {import('../lib/messages.js').FillAsk & { until?: number, signal?: AbortSignal, look?: boolean }} Ask
 *   `until`: when the press is over, at once when `signal` says so. `look`: nothing is filled yet.
 */

/** When no way of writing is tried any more, in milliseconds. */
const PATIENCE = 5000;
/** A page that takes longer to begin is asked again, in milliseconds: meanwhile the press may have ended. */
const BEGIN = 1000;

/**
 * Fills the code of an account into a tab, if the core finds a field for it.
 * @param {Ask} ask
 * @returns {Promise<Filled>}
 */
export async function fill({ id, tab, origin, document, gesture = 'page', frame, intoFrame, sendsTo = [], look = false, until = fromNow(), signal }) {
  /** @type {Press} */
  const press = { tab, origin, document, until, signal };
  try {
    const { minSeconds, copyAfterFill } = await readSettings();
    // Names this one description, so that the code goes into the document that was described and into no other.
    const token = crypto.randomUUID();
    const { values } = await policy();
    const described = await describe(press, token);
    const main = assertThatPage(press, described[0]);
    const again = { gesture, frame, intoFrame, sendsTo, document: main.documentId };
    if (frame !== undefined && !described.some(({ frameId }) => frameId === frame.id)) {
      const site = originIn(frame.url);
      return { filled: false, reason: site === undefined ? 'fill-no-code-field' : mayFill(values, site) ? 'fill-in-frame' : 'fill-policy', site, again };
    }
    const { documents, barred } = heed(values, frame === undefined ? described : only(frame.id, described));
    const urls = documents.map(({ url }) => url);
    const frames = documents.map((one) => one.frame);
    const times = await timesAt(urls);
    const { incognito } = await browser.tabs.get(tab);
    assertGoingOn(press);
    // A counter that moved, and a code that was not taken, is stored before anything else happens.
    const answer = await change(
      (vault) => vault.fill(id, urls, frames, times, gesture, look, intoFrame, sendsTo, minSeconds, domainOf, incognito, Date.now()),
      { changed: ({ changed }) => changed, edit: false },
    );
    const { refusal: reason, site, twin } = answer;
    // The field is, or may be, where policy lets no code go.
    if ((reason === 'fill-no-code-field' && barred) || (reason === 'fill-in-frame' && !mayFill(values, site))) {
      throw new CodedError('fill-policy');
    }
    if (reason !== null) {
      // Perhaps the clock was set meanwhile.
      await (reason === 'fill-rejected' ? forgetClocks(urls) : null);
      return { filled: false, reason, until: answer.until, site, twin, sendsTo: answer.sendsTo, again };
    }
    const chosen = documents[answer.frame];
    if (chosen === undefined) {
      throw new RangeError('the core chose a document that it was not shown');
    }
    const target = { tabId: tab, frameIds: [chosen.frameId] };
    const doubted = gesture === 'anyway' || answer.until === 0 ? null : await inTime(press, doubt(site, target), PATIENCE);
    if (doubted !== null) {
      return { filled: false, reason: doubted.seconds > 0 ? 'clock-behind' : 'clock-ahead', clock: doubted, again };
    }
    if (chosen.frameId !== 0 && !(await areBare(press, token, chosen, described, answer.fields))) {
      assertGoingOn(press);
      return { filled: false, reason: 'fill-frame-hidden', again };
    }
    const result = await written(press, token, target, answer);
    // A page may have sent it before it emptied its field, or was gone: then it is used up.
    if (result !== 'page-changed' && result !== 'busy') {
      // What "Add" has asked for is done.
      await withdraw(tab);
      await change(
        (vault) => (incognito ? vault.filledInPrivate : vault.filled).call(vault, id, site, answer.until, Date.now()),
        { changed: () => !incognito, edit: false },
      );
    }
    if (result !== true) {
      return { filled: false, reason: result === 'busy' ? 'fill-too-late' : result, again };
    }
    // The code stands there, whatever becomes of the rest.
    if (answer.submit && !isOver(press)) {
      await inTime(press, browser.scripting.executeScript({ target, func: submit, args: [token, until] }), PATIENCE).catch(console.error);
    }
    if (copyAfterFill) {
      await copyCode(answer.code).catch(console.error);
    }
    return { filled: true };
  } catch (error) {
    return { filled: false, reason: errorCode(error) };
  }
}

/**
 * Writes the code into the page, as long as the press goes on. What a busy page finds when it comes to itself is too old: so
 * nothing is written after the person has closed the popup, and a page that was only slow is asked again.
 * @param {Press} press
 * @param {string} token
 * @param {{ tabId: number, frameIds: number[] }} target
 * @param {import('../lib/views.js').Answer} answer
 */
async function written(press, token, target, { fields, code, submit: sends }) {
  const stop = () => {
    browser.scripting.executeScript({ target, func: end, args: [token] }).catch(() => {});
  };
  press.signal?.addEventListener('abort', stop);
  try {
    for (;;) {
      // The vault may have been locked meanwhile.
      await read(() => null);
      assertGoingOn(press);
      const until = Math.min(press.until, Date.now() + PATIENCE);
      const when = { begin: Math.min(until, Date.now() + BEGIN), until, sends };
      // Also when the press ends meanwhile: whether the page has the code has to be known.
      const waiting = { ...press, until: until + PATIENCE, signal: undefined };
      const answer = await inTime(waiting, browser.scripting.executeScript({ target, func: write, args: [token, fields, code, when] }), 2 * PATIENCE);
      const result = answer?.[0]?.result ?? 'fill-not-known';
      if (result !== 'busy' || isOver(press)) {
        return result;
      }
    }
  } finally {
    press.signal?.removeEventListener('abort', stop);
  }
}

/**
 * The page must be the one that the person saw when they pressed.
 * @param {Press} press
 * @param {Described | undefined} main
 */
function assertThatPage({ origin, document }, main) {
  if (main?.frameId !== 0 || originIn(main.url) !== origin || (document !== undefined && main.documentId !== document)) {
    throw new CodedError('page-changed');
  }
  return main;
}

/**
 * Who points at a field in a frame means no field around it.
 * @param {number} frameId
 * @param {Described[]} documents
 */
function only(frameId, documents) {
  return documents.map((one) => (one.frameId === frameId ? one : { ...one, frame: { ...one.frame, fields: [], closed: [] } }));
}

/**
 * Policy comes before the core, which may count a counter on: of a document into which no code may go it gets to see no
 * field, and no code goes anywhere in a page that is blocked.
 * @param {Partial<import('../lib/policy.js').Values>} values
 * @param {Described[]} documents
 */
function heed(values, documents) {
  const [main] = documents;
  const open = documents.filter(({ url }) => mayFill(values, url));
  if (main !== undefined && (open.length === 0 || isAmong(values.fillBlockedSites ?? [], main.url))) {
    throw new CodedError('fill-policy');
  }
  const barred = documents.filter((document) => !open.includes(document) && document.frame.fields.length > 0);
  const heeding = documents.map((one) => (barred.includes(one) ? { ...one, frame: { ...one.frame, fields: [] } } : one));
  return { documents: heeding, barred: barred.length > 0 };
}
