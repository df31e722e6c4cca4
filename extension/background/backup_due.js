// When the last backup was made, and whether a person should be reminded of the next one.
import { local } from '../lib/storage.js';

const DAY = 24 * 60 * 60_000;
/** After so many changes of accounts, or so long after the first of them, a backup is due. */
const MOST_CHANGES = 10;
const MOST_WAIT = 30 * DAY;
/** How long "Later" lasts. */
const QUIET = 7 * DAY;

/** @typedef {import('../lib/storage_keys.js').Backup} Backup */

/** @returns {Promise<Backup>} */
async function known() {
  const { backup } = await local.get('backup');
  return backup ?? { at: null, changes: 0, since: 0, quiet: 0 };
}

/** Counts a change of accounts. A count that can't be written is no reason to refuse the change. */
export async function countChange() {
  const backup = await known();
  const since = backup.changes === 0 ? Date.now() : backup.since;
  await local.set({ backup: { ...backup, changes: backup.changes + 1, since } }).catch(console.error);
}

/** A backup was saved. */
export async function backedUp() {
  await local.set({ backup: { at: Date.now(), changes: 0, since: 0, quiet: 0 } });
}

/** The person wants to hear of it later. */
export async function putOffBackup() {
  await local.set({ backup: { ...(await known()), quiet: Date.now() + QUIET } });
}

/** @returns {Promise<import('../lib/messages.js').LastBackup>} */
export async function lastBackup() {
  const { at, changes, since, quiet } = await known();
  const due = changes >= MOST_CHANGES || (changes > 0 && Date.now() - since >= MOST_WAIT);
  return { at, changes, due: due && Date.now() >= quiet };
}
