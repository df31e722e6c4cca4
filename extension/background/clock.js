// The time that codes are made of. A computer's clock that is off makes codes that nobody takes; a site's own clock tells.
import { browser } from '../lib/browser.js';
import { siteDate } from '../page/date.js';

/** Portals take a code some seconds early or late; more than this is worth a word, in milliseconds. */
const TOLERATED = 10_000;
/** More is no clock that is off but a server that is wrong. */
const MOST = 24 * 60 * 60_000;
/** Clocks do not jump: what was found holds for this long. */
const FRESH = 6 * 60 * 60_000;
/** A correction ends by itself, since the computer sets its clock right one day. */
const CORRECTED_FOR = 24 * 60 * 60_000;
/** How far a `Date` may be off for the time that it took to come. */
const SLOWEST = 5000;

/** @typedef {{ correction: number, until: number }} Correction milliseconds that the clock is behind */

/** How many milliseconds the person has corrected the clock by. */
export async function correction() {
  const { clock } = await browser.storage.local.get('clock');
  const { correction: behind = 0, until = 0 } = /** @type {Partial<Correction>} */ (clock ?? {});
  const sound = Number.isFinite(behind) && Math.abs(behind) <= MOST;
  return sound && Date.now() < until && until <= Date.now() + CORRECTED_FOR ? behind : 0;
}

/** The time for codes. */
export async function now() {
  return Date.now() + (await correction());
}

/**
 * How many milliseconds the clock is behind that of the site (ahead when below zero), beyond what is corrected already;
 * null when it is right, or nothing can be known.
 * @param {{ tabId: number, frameIds: number[] }} target
 * @returns {Promise<number | null>}
 */
export async function skew(target) {
  const { skew: known } = await browser.storage.session.get('skew');
  const { found, at } = /** @type {{ found?: number, at?: number }} */ (known ?? {});
  const fresh = at !== undefined && Math.abs(Date.now() - at) < FRESH;
  const behind = fresh ? found ?? 0 : await measure(target);
  if (behind === null) {
    return null;
  }
  await browser.storage.session.set({ skew: { found: behind, at: fresh ? at : Date.now() } });
  if (Math.abs(behind) <= TOLERATED) {
    // It is right again.
    await browser.storage.local.remove('clock');
    return null;
  }
  const rest = behind - (await correction());
  return Math.abs(rest) <= TOLERATED ? null : rest;
}

/** Corrects the time of codes by what was found last, for a day. */
export async function correct() {
  const { skew: known } = await browser.storage.session.get('skew');
  const { found } = /** @type {{ found?: number }} */ (known ?? {});
  if (found !== undefined) {
    await browser.storage.local.set({ clock: { correction: found, until: Date.now() + CORRECTED_FOR } });
  }
}

/** It is measured anew before the next code. */
export async function forgetSkew() {
  await browser.storage.session.remove('skew');
}

/** @param {{ tabId: number, frameIds: number[] }} target */
async function measure(target) {
  const [{ result }] = await browser.scripting.executeScript({ target, func: siteDate });
  if (!result || result.date === null || result.answered - result.asked > SLOWEST) {
    return null;
  }
  // The header names a whole second that had begun when it was written; what lay in a cache is older by its age.
  const told = Date.parse(result.date) + 500 + 1000 * Number(result.age ?? 0);
  const behind = told - (result.asked + result.answered) / 2;
  return Number.isFinite(behind) && Math.abs(behind) <= MOST ? behind : null;
}
