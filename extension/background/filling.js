// Filling: describes the page, lets the core decide, and writes one code into the document that was described.
import { browser } from '../lib/browser.js';
import { CodedError, errorCode } from '../lib/errors.js';
import { isAmong, mayFill, policy } from '../lib/policy.js';
import { readSettings } from '../lib/settings.js';
import { submit } from '../page/submit.js';
import { end, write } from '../page/write.js';
import { copyCode } from './clipboard.js';
import { inJudge } from './core.js';
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
 *   `until` is when the press is over, in milliseconds since the Unix epoch; `signal` ends it before. With `look`, a
 *   field is only looked for and nothing is filled.
 */

/** How long it may take to write the code, in milliseconds. */
const PATIENCE = 5000;
/** How long a page may take to begin writing, in milliseconds. A slower one is asked again, unless the press has ended. */
const BEGIN = 1000;

/** The tabs into which something is being filled. @type {number[]} */
const underWay = [];

/**
 * Fills the code of an account into a tab, if the core finds a field for it.
 * @param {Ask} ask
 * @returns {Promise<Filled>}
 */
export async function fill(ask) {
  underWay.push(ask.tab);
  try {
    return await fillNow(ask);
  } finally {
    underWay.splice(underWay.indexOf(ask.tab), 1);
  }
}

/**
 * Looks for the field that would be filled. While something is being filled into the tab, it does not look: describing the page
 * again would end that.
 * @param {Ask} ask
 * @returns {Promise<Filled>}
 */
export async function survey(ask) {
  return underWay.includes(ask.tab) ? { filled: false, reason: 'fill-too-late' } : fillNow({ ...ask, look: true });
}

/**
 * @param {Ask} ask
 * @returns {Promise<Filled>}
 */
async function fillNow({ id, tab, origin, document, gesture = 'page', frame, intoFrame, sendsTo = [], look = false, until = fromNow(), signal }) {
  /** @type {Press} */
  const press = { tab, origin, document, until, signal };
  try {
    const { minSeconds, copyAfterFill } = await readSettings();
    // Names this description of the page: the code is written only into a document that holds the same token.
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
    // Changes of the vault are stored before a code is written: a counter that moved must never be used again.
    const answer = await inJudge(({ Described }) => {
      const judge = new Described(frames);
      return change(
        (vault) => vault.fill(id, urls, judge, times, gesture, look, intoFrame, sendsTo, minSeconds, domainOf, incognito, Date.now()),
        { changed: ({ changed }) => changed, edit: false },
      );
    });
    if ('refusal' in answer.outcome) {
      const { refusal } = answer.outcome;
      // The core was not shown a document, or can't see a frame, that policy lets no code into: policy is the reason
      // then.
      if ((refusal.code === 'fill-no-code-field' && barred) || (refusal.code === 'fill-in-frame' && !mayFill(values, refusal.args.site))) {
        throw new CodedError('fill-policy');
      }
      // A wrong clock makes codes that are rejected, so the sites are asked for their time again.
      await (refusal.code === 'fill-rejected' ? forgetClocks(urls) : null);
      return { filled: false, reason: refusal.code, ...('args' in refusal ? refusal.args : {}), again };
    }
    const { filling } = answer.outcome;
    const { site } = filling;
    const chosen = documents[filling.frame];
    if (chosen === undefined) {
      throw new RangeError('the core chose a document that it was not shown');
    }
    const target = { tabId: tab, frameIds: [chosen.frameId] };
    const doubted = gesture === 'anyway' || filling.until === null ? null : await inTime(press, doubt(site, target), PATIENCE);
    if (doubted !== null) {
      return { filled: false, reason: doubted.seconds > 0 ? 'clock-behind' : 'clock-ahead', clock: doubted, again };
    }
    if (chosen.frameId !== 0 && !(await areBare(press, token, chosen, described, filling.fields))) {
      assertGoingOn(press);
      return { filled: false, reason: 'fill-frame-hidden', again };
    }
    const result = await written(press, token, target, filling);
    // Unless nothing was written, the page may have sent the code, so it counts as used.
    if (result !== 'page-changed' && result !== 'busy') {
      // The account that "Add" has just added needs no confirmation any more.
      await withdraw(tab);
      await change(
        (vault) => (incognito ? vault.filledInPrivate : vault.filled).call(vault, id, site, filling.until, Date.now()),
        { changed: () => !incognito, edit: false },
      );
    }
    if (result !== true) {
      return { filled: false, reason: result === 'busy' ? 'fill-too-late' : result, again };
    }
    // The code is in its field, so a failure from here on does not make the filling fail.
    if (filling.submit && !isOver(press)) {
      await inTime(press, browser.scripting.executeScript({ target, func: submit, args: [token, until] }), PATIENCE).catch(console.error);
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
 * Writes the code into the page while the press is not over. A page that is too busy to begin at once is asked again,
 * and does not run the earlier request later, so that nothing is written after the person has closed the popup.
 * @param {Press} press
 * @param {string} token
 * @param {{ tabId: number, frameIds: number[] }} target
 * @param {import('../core/types.js').FillingView} filling
 */
async function written(press, token, target, { fields, code, submit: sends }) {
  const stop = () => {
    browser.scripting.executeScript({ target, func: end, args: [token] }).catch(() => {});
  };
  press.signal?.addEventListener('abort', stop);
  try {
    for (;;) {
      // This throws when the vault was locked meanwhile.
      await read(() => null);
      assertGoingOn(press);
      const until = Math.min(press.until, Date.now() + PATIENCE);
      const when = { begin: Math.min(until, Date.now() + BEGIN), until, sends };
      // The answer is awaited even when the press ends, because a code that was written has to be recorded as used.
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
 * Throws unless the page is the one that the person saw when they pressed. Returns its main document.
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
 * Removes the fields of all documents but one: a person who points at a field in a frame means no field outside of it.
 * @param {number} frameId of that document
 * @param {Described[]} documents
 */
function only(frameId, documents) {
  return documents.map((one) => (one.frameId === frameId ? one : { ...one, frame: { ...one.frame, fields: [], closed: [] } }));
}

/**
 * Removes the fields of the documents that policy lets no code into, and tells whether there were any. It runs before
 * the core decides, because the core increments a counter when it chooses a field. Throws when policy blocks the page
 * itself or leaves no document.
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
