// What a press of "Add" asks for besides: the code that confirms this very account, on this origin, in this tab, within
// five minutes, once. It lies in storage.session alone, which goes at a lock.
import { session } from '../lib/storage.js';

/** How long it counts, in milliseconds: a person reads a page of recovery codes before they confirm. */
const LIFETIME = 5 * 60_000;

/** @typedef {import('../lib/storage_keys.js').Grant} Grant */

/** @param {Omit<Grant, 'until'>} what */
export async function grant(what) {
  await session.set({ grant: { ...what, until: Date.now() + LIFETIME } });
}

/**
 * What still counts in a tab.
 * @param {number} tab
 * @returns {Promise<Grant | null>}
 */
export async function granted(tab) {
  const { grant: kept } = await session.get('grant');
  return kept?.tab === tab && kept.until > Date.now() ? kept : null;
}

/**
 * Takes it away: it is used, or the tab shows another origin, or is closed.
 * @param {number} tab
 */
export async function withdraw(tab) {
  if ((await granted(tab)) !== null) {
    await session.remove('grant');
  }
}
