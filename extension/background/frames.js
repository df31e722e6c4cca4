// A frame of another site, into which the browser lets us look once the person allows that site in a dialog of its own. That
// dialog closes the popup, so what is to come after it is remembered here: a look, and then a question. To let us look is
// not yet to say that a code may go there.
import { browser } from '../lib/browser.js';
import { session } from '../lib/storage.js';
import { fill } from './filling.js';
import { isUntold, keepRefusal } from './gestures.js';
import { originOf, patternOf } from './sites.js';
import { state } from './vault.js';

/** How long the person may think about it, in milliseconds. */
const PATIENCE = 2 * 60_000;
/** How long a popup that is still open gets to ask what was found, in milliseconds. */
const TO_ASK = 150;

/** @typedef {import('../lib/messages.js').FillAsk & { site: string }} Wanted `site`: the frame's */

/**
 * Remembers what is waited for in storage.session, since the worker may be stopped meanwhile.
 * @param {Wanted} wanted
 */
export async function lookOnceAllowed(wanted) {
  await session.set({ waiting: { ...wanted, until: Date.now() + PATIENCE } });
}

/** Takes what was waited for, if there is anything and it is not over. */
async function take() {
  const { waiting } = await session.get('waiting');
  await session.remove('waiting');
  return waiting !== undefined && Date.now() < waiting.until ? waiting : null;
}

/** The person has said no, or is doing something else. */
export async function giveUpFrame() {
  await take();
}

/** A tab is another page now, or none any more. @param {number} tab */
export async function gone(tab) {
  const { waiting } = await session.get('waiting');
  if (waiting?.tab === tab) {
    await take();
  }
}

/** What is being looked into. @type {Promise<chrome.tabs.Tab | null>} */
let looking = Promise.resolve(null);

/** A popup that has outlived the question is told of what was found. */
export const looked = () => looking;

/**
 * Sites were allowed: if it is what was waited for, the frame is looked into, and the popup asks.
 * @param {string[]} patterns
 */
export async function allowed(patterns) {
  looking = look(patterns);
  const tab = await looking;
  await new Promise((resolve) => {
    setTimeout(resolve, TO_ASK);
  });
  if (tab?.active && isUntold()) {
    // Where the browser opens no popup by itself, it is said when the person does.
    await browser.action.openPopup({ windowId: tab.windowId }).catch(console.error);
  }
}

/** @param {string[]} patterns */
async function look(patterns) {
  const due = await take();
  if (due === null || !patterns.includes(patternOf(due.site)) || (await state()) !== 'unlocked') {
    return null;
  }
  const tab = await browser.tabs.get(due.tab).catch(() => null);
  if (tab === null || originOf(tab) !== due.origin) {
    return null;
  }
  const { site: _, ...ask } = due;
  const found = await fill({ ...ask, look: true });
  if (found.filled || found.reason === 'page-changed') {
    return null;
  }
  keepRefusal(tab, { ...found, id: due.id });
  return tab;
}
