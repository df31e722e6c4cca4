// A frame of another site, into which the browser lets us look once the person allows that site in a dialog of its own. That
// dialog closes the popup, so what is to come after it is remembered here: a look, and then a question. To let us look is
// not yet to say that a code may go there.
import { browser } from '../lib/browser.js';
import { fill } from './filling.js';
import { openFor } from './gestures.js';
import { state } from './session.js';
import { originOf, patternOf } from './sites.js';

/** How long the person may think about it, in milliseconds. */
const PATIENCE = 2 * 60_000;

/** @typedef {import('../lib/messages.js').FillAsk & { site: string }} Wanted `site`: the frame's */

/**
 * What is waited for. It is kept in the session alone, since the worker may be stopped meanwhile.
 * @typedef {{ waiting?: Wanted & { until: number } }} Kept
 */

/** @param {Wanted} wanted */
export async function lookOnceAllowed(wanted) {
  await browser.storage.session.set({ waiting: { ...wanted, until: Date.now() + PATIENCE } });
}

/** Takes what was waited for, if there is anything and it is not over. */
async function take() {
  const { waiting } = /** @type {Kept} */ (await browser.storage.session.get('waiting'));
  await browser.storage.session.remove('waiting');
  return waiting !== undefined && Date.now() < waiting.until ? waiting : null;
}

/** The person has said no, or is doing something else. */
export async function giveUpFrame() {
  await take();
}

/** A tab is another page now, or none any more. @param {number} tab */
export async function gone(tab) {
  const { waiting } = /** @type {Kept} */ (await browser.storage.session.get('waiting'));
  if (waiting?.tab === tab) {
    await take();
  }
}

/**
 * Sites were allowed: if it is what was waited for, the frame is looked into, and the popup asks.
 * @param {string[]} patterns
 */
export async function allowed(patterns) {
  const due = await take();
  if (due === null || !patterns.includes(patternOf(due.site)) || (await state()) !== 'unlocked') {
    return;
  }
  const tab = await browser.tabs.get(due.tab).catch(() => null);
  if (tab === null || originOf(tab) !== due.origin) {
    return;
  }
  const { site: _, ...ask } = due;
  const looked = await fill({ ...ask, look: true });
  if (!looked.filled && looked.reason !== 'page-changed') {
    // Where the browser opens no popup by itself, or over another tab, it is said when the person opens it.
    await openFor(tab, { ...looked, id: due.id }).catch(console.error);
  }
}
