// Filling into a frame of another site, which the person has to allow in a dialog of the browser's. That dialog closes the
// popup, so what is to come after it is remembered here.
import { browser } from '../lib/browser.js';
import { fill } from './filling.js';
import { change } from './session.js';
import { domainOf, patternOf } from './sites.js';

/** How long the person may think about it, in milliseconds. */
const PATIENCE = 2 * 60_000;

/** @typedef {{ id: string, tab: number, origin: string, bound: boolean, until: number }} Waiting */

/** @type {Waiting | null} */
let waiting = null;

/** @param {Omit<Waiting, 'until'>} what */
export async function fillOnceAllowed(what) {
  waiting = { ...what, until: Date.now() + PATIENCE };
  await browser.storage.session.set({ waiting });
}

/**
 * Sites were allowed: fills, once, if it is the one that was waited for.
 * @param {string[]} patterns
 */
export async function allowed(patterns) {
  const { waiting: kept } = /** @type {{ waiting?: Waiting }} */ (await browser.storage.session.get('waiting'));
  const due = waiting ?? kept;
  if (due === undefined || due === null || !patterns.includes(patternOf(due.origin))) {
    return;
  }
  waiting = null;
  await browser.storage.session.remove('waiting');
  if (due.until < Date.now()) {
    return;
  }
  if (!due.bound) {
    await change((vault) => vault.bind(due.id, due.origin, domainOf, Date.now()));
  }
  await fill(due.tab, due.id);
}
