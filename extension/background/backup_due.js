// When the last backup was made, and whether a person should be reminded of the next one.
import { local } from '../lib/storage.js';
import { turns } from '../lib/turns.js';

export const DAY = 24 * 60 * 60_000;
/** After so many changes of accounts, or so long after the first of them, a backup is due. */
const MOST_CHANGES = 10;
const MOST_WAIT = 30 * DAY;
/** How long "Later" lasts. */
const QUIET = 7 * DAY;

/** @typedef {import('../lib/storage_keys.js').Backup} Backup */

/** So that no count is written over. */
const inTurn = turns();

/** @returns {Promise<Backup>} */
export async function known() {
  const { backup } = await local.get('backup');
  return backup ?? { at: null, changes: 0, since: 0, quiet: 0 };
}

/**
 * Counts how many accounts were changed. A count that can't be written is no reason to refuse the change.
 * @param {number} count
 */
export async function countChanges(count) {
  if (count > 0) {
    await update((backup) => ({
      ...backup, changes: backup.changes + count, since: backup.changes === 0 ? Date.now() : backup.since,
    })).catch(console.error);
  }
}

/**
 * A backup was saved.
 * @param {number} [covered] how many of the changes are in it; all of them without it
 */
export function backedUp(covered = Infinity) {
  return update(({ changes }) => {
    const left = Math.max(0, changes - covered);
    return { at: Date.now(), changes: left, since: left > 0 ? Date.now() : 0, quiet: 0 };
  });
}

/** The person wants to hear of it later. */
export function putOffBackup() {
  return update((backup) => ({ ...backup, quiet: Date.now() + QUIET }));
}

/**
 * Whether the person should be reminded.
 * @param {Backup} backup
 * @param {{ failed: boolean }} how whether it should have been made by itself, and was not
 */
export function isDue({ changes, since, quiet }, { failed }) {
  const isLate = failed || changes >= MOST_CHANGES || Date.now() - since >= MOST_WAIT;
  return changes > 0 && isLate && Date.now() >= quiet;
}

/** @param {(backup: Backup) => Backup} next */
function update(next) {
  return inTurn(async () => {
    await local.set({ backup: next(await known()) });
  });
}
