// Every key of the browser's storage, with a reader of what lies there: it answers undefined for what makes no sense, and whoever
// asks for the key goes on as if there were none. The keys of storage.managed are an administrator's: lib/policy.js has them.
import { fromBase64 } from './bytes.js';

/**
 * @template T
 * @typedef {(stored: unknown) => T | undefined} Reader
 */
/**
 * @typedef {(typeof WAYS_IN)[number]} WayIn
 * @typedef {{ failed: number, last: number, told: number }} Attempts how many failed since one did not, when the last one
 *   failed (Unix time in milliseconds), and how many of them the log has already
 * @typedef {{ correction: number, until: number }} Correction how many milliseconds the computer's clock is behind, and until
 *   when codes are corrected by that
 * @typedef {{ found: number, at: number, correction?: number }} Clock of a site: how many milliseconds the computer's clock is
 *   behind it, when that was found, and by how much the site's codes are corrected
 * @typedef {{ id: string, tab: number, origin: string, until: number }} Grant which account's first code may be filled without
 *   another press, into which tab and origin, and until when
 * @typedef {{ at: number | null, changes: number, since: number, quiet: number }} Backup `since`: the first change after the
 *   last backup, `quiet`: until when the person wants no reminder; all in Unix time, milliseconds
 * @typedef {{ place: string, name: string, id: number | null, whole: boolean }} BackupFile that was saved without a person:
 *   `place` is 'downloads' or the key of a folder, `id` that of the download, `whole`: it was seen to be complete
 * @typedef {(typeof BACKUP_FAILURES)[number]} BackupFailure
 * @typedef {import('./messages.js').FillAsk & { site: string, until: number }} Waiting a fill that goes on when the browser lets
 *   the extension into the frame of `site`, and until when
 */

/** The ways in whose failed attempts are counted, each by itself. */
export const WAYS_IN = /** @type {const} */ (['passphrase', 'recovery', 'passkey', 'device']);
/** Why no backup could be saved without a person. */
export const BACKUP_FAILURES = /** @type {const} */ ([
  'backup-folder-asks', 'backup-folder-gone', 'backup-no-passphrase', 'backup-no-permission', 'backup-not-saved',
]);
/** A higher count was not made by attempts: each of the later ones waits for minutes. */
const MOST_ATTEMPTS = 1_000_000;
/** How long the number of a device is. */
export const DEVICE_BYTES = 8;
/** By how many milliseconds codes may be corrected at most: a date that is wrong by a day. */
export const MOST_CORRECTION = 24 * 60 * 60_000;

/** storage.local: on the disk. A content script can read it in Firefox, so it holds nothing worth reading. */
export const LOCAL = {
  /** The numbers of the generations that are kept, the one in use last. Without it, generations.js finds them again. */
  'vault.kept': numbers,
  /** The numbers of the generations that can't be read and stay for whoever can. Without it, the rest of what is there. */
  'vault.unreadable': numbers,
  /** There while the person has not heard of a generation that was set aside. Damaged, it counts as there. */
  'vault.setAside': (/** @type {unknown} */ stored) => stored !== false || undefined,
  /** Failed attempts to unlock. A count that makes no sense is 0. */
  'vault.attempts': attempts,
  /** The number by which this device's changes are known, base64. Without it, device.js makes another one. */
  device: (/** @type {unknown} */ stored) => (fromBase64(stored)?.length === DEVICE_BYTES ? text(stored) : undefined),
  /** When the last backup was made, how often accounts were changed since, and until when not to remind. Without it: never. */
  backup: (/** @type {unknown} */ stored) => shaped(/** @type {Backup} */ (record(stored)), { at: numberOrNull, changes: number, since: number, quiet: number }),
  /** The files that automatic backups have saved, the last one at the end: no other file is ever removed. Without it: none. */
  'backup.files': backupFiles,
  /** Why the last automatic backup failed. Without it, it did not. */
  'backup.failed': (/** @type {unknown} */ stored) => BACKUP_FAILURES.find((one) => one === stored),
  /** What the person has set. Of each setting that makes no sense, lib/settings.js takes the default. */
  settings: record,
  /** How the codes of all sites are corrected. It names no site. */
  'clock.all': correction,
  /** A correction from when one site could correct the codes of all others. An update removes it. */
  clock: () => undefined,
};

/** What the key of a generation begins with; its number follows. Its envelope lies there, base64. */
export const GENERATION = 'vault.generation.';

/** storage.session: in memory, for trusted contexts only. A lock empties it. */
export const SESSION = {
  /** What opens the vault again when the worker was killed, base64. It is there as long as the vault is unlocked. */
  ticket: text,
  /** When a person last used the vault, Unix time in milliseconds. */
  touched: number,
  /** When to lock, Unix time in milliseconds; null is never. */
  deadline: (/** @type {unknown} */ stored) => (stored === null ? null : number(stored)),
  /** What became of codes in private windows, as the core writes it. */
  unsealed: text,
  /** Failed attempts to unlock that storage.local had no room for. */
  'vault.attempts': attempts,
  /** The code that was copied last and is to be cleared from the clipboard. */
  copied: text,
  /** Each site's name with its clock, the one that was asked last at the end. clock.js keeps 50. */
  clocks,
  /** What goes on when the browser lets the extension into a frame. */
  waiting: (/** @type {unknown} */ stored) => shaped(/** @type {Waiting} */ (record(stored)), { id: text, tab: number, site: text, until: number }),
  /** The account that was just added, whose first code the page may ask for. */
  grant: (/** @type {unknown} */ stored) => shaped(/** @type {Grant} */ (record(stored)), { id: text, tab: number, origin: text, until: number }),
};

/** @param {unknown} stored */
export function text(stored) {
  return typeof stored === 'string' ? stored : undefined;
}

/** @param {unknown} stored */
function number(stored) {
  return typeof stored === 'number' && Number.isFinite(stored) ? stored : undefined;
}

/** @param {unknown} stored */
function numberOrNull(stored) {
  return stored === null ? null : number(stored);
}

/** A list of whole numbers, none below 0 and none twice. @param {unknown} stored @returns {number[] | undefined} */
function numbers(stored) {
  const isList = Array.isArray(stored) && stored.every((one) => Number.isSafeInteger(one) && one >= 0);
  return isList && new Set(stored).size === stored.length ? stored : undefined;
}

/** @param {unknown} stored */
function record(stored) {
  const isRecord = typeof stored === 'object' && stored !== null && !Array.isArray(stored);
  return isRecord ? /** @type {Record<string, unknown>} */ (stored) : undefined;
}

/**
 * A record, if these fields of it make sense. It may have others.
 * @template {object} T
 * @param {T | undefined} stored
 * @param {{ [K in keyof T]?: Reader<T[K]> }} fields
 */
function shaped(stored, fields) {
  const isShaped = stored !== undefined && Object.entries(fields).every(([key, reader]) => reader(stored[/** @type {keyof T} */ (key)]) !== undefined);
  return isShaped ? stored : undefined;
}

/** @param {unknown} stored @returns {BackupFile[] | undefined} */
function backupFiles(stored) {
  const isFile = (/** @type {unknown} */ one) =>
    shaped(/** @type {BackupFile | undefined} */ (record(one)), { place: text, name: text, id: numberOrNull, whole: yesOrNo }) !== undefined;
  return Array.isArray(stored) ? stored.filter(isFile) : undefined;
}

/** @param {unknown} stored */
function yesOrNo(stored) {
  return typeof stored === 'boolean' ? stored : undefined;
}

/** @param {unknown} stored @returns {Correction | undefined} */
function correction(stored) {
  const found = shaped(/** @type {Correction | undefined} */ (record(stored)), { correction: number, until: number });
  return found !== undefined && Math.abs(found.correction) <= MOST_CORRECTION ? found : undefined;
}

/** @param {unknown} stored @returns {[name: string, clock: Clock][] | undefined} */
function clocks(stored) {
  const isClock = (/** @type {unknown} */ one) =>
    Array.isArray(one) && text(one[0]) !== undefined && shaped(/** @type {Clock | undefined} */ (record(one[1])), { found: number, at: number }) !== undefined;
  return Array.isArray(stored) ? stored.filter(isClock) : undefined;
}

/** @param {unknown} stored @returns {Partial<Record<WayIn, Attempts>>} */
function attempts(stored) {
  const made = record(stored) ?? {};
  // An earlier version had one count for all ways in.
  const all = 'failed' in made ? { passphrase: made } : made;
  return Object.fromEntries(Object.entries(all).filter(([way]) => WAYS_IN.some((one) => one === way)).map(([way, one]) => [way, count(one)]));
}

/** @param {unknown} stored @returns {Attempts} */
function count(stored) {
  const { failed, last, told } = record(stored) ?? {};
  const most = Math.min(whole(failed), MOST_ATTEMPTS);
  return { failed: most, last: whole(last), told: Math.min(whole(told), most) };
}

/** @param {unknown} stored */
function whole(stored) {
  return Number.isSafeInteger(stored) ? Math.max(0, Number(stored)) : 0;
}
