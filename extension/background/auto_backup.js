// Backups that are made by themselves while the vault is unlocked: soon after a change, or once a day when something has changed.
import { browser } from '../lib/browser.js';
import { CodedError, errorCode } from '../lib/errors.js';
import { assertAllowed, policy } from '../lib/policy.js';
import { ownSettings } from '../lib/settings.js';
import { local } from '../lib/storage.js';
import { BACKUP_FAILURES } from '../lib/storage_keys.js';
import { turns } from '../lib/turns.js';
import { DAY, backedUp, isDue, known } from './backup_due.js';
import { placeOfBackups, removeOldBackups, saveBackup } from './backup_files.js';
import { change, lock, state } from './vault.js';

export const BACKUP_ALARM = 'backup';

/** How long after a change a backup waits for further ones, in milliseconds: the least that Chromium lets an alarm wait. */
const GATHERED_FOR = 30_000;

/** @typedef {{ bytes: Uint8Array<ArrayBuffer>, covered: number }} Sealed `covered`: how many of the counted changes are in it */

/** One file after the other. */
const inTurn = turns();

/** @returns {Promise<import('../lib/messages.js').LastBackup>} */
export async function lastBackup() {
  const [backup, automatic, { values }] = await Promise.all([known(), when(), policy()]);
  const problem = automatic === 'off' ? null : await problemNow();
  const due = values.allowExport !== false && (automatic === 'off' || problem !== null) && isDue(backup, { failed: problem !== null });
  return { at: backup.at, changes: backup.changes, due, automatic, problem };
}

/** Plans the next backup, whatever has changed: the accounts, the settings, or what Halfminute may do. */
export async function planBackup() {
  const at = await dueAt();
  if (at === null) {
    await browser.alarms.clear(BACKUP_ALARM);
    return;
  }
  const planned = await browser.alarms.get(BACKUP_ALARM);
  const wanted = Math.max(at, Date.now() + GATHERED_FOR);
  // Further changes do not put it off.
  if (planned === undefined || planned.scheduledTime > wanted) {
    await browser.alarms.create(BACKUP_ALARM, { when: wanted });
  }
}

/** Makes the backup that was planned, if the vault is unlocked. What hinders it is written down. */
export async function makePlannedBackup() {
  if ((await isDueNow()) && (await state()) === 'unlocked') {
    await backUpNow().catch(ignoreTold);
  }
}

/** Makes a backup. What hinders it is written down and thrown. */
export function backUpNow() {
  return inTurn(async () => {
    await noting(async () => save(await seal()));
  });
}

/** Locks the vault. What has changed is sealed before, and saved after it. */
export async function lockWithBackup() {
  const sealed = await sealedIfDue().catch(ignoreTold);
  await lock();
  if (sealed) {
    inTurn(() => noting(() => save(sealed))).catch(ignoreTold);
  }
}

async function sealedIfDue() {
  if (!(await isDueNow()) || (await state()) !== 'unlocked' || (await problemNow()) !== null) {
    return undefined;
  }
  return seal();
}

/** @returns {Promise<Sealed>} */
async function seal() {
  await assertAllowed('allowExport');
  // Counted before: a change between is in the copy, and leads to another one.
  const { changes } = await known();
  const bytes = await change((vault) => vault.backup(undefined, Date.now()), { changed: () => false }).catch((error) => {
    throw errorCode(error) === 'last-way' ? new CodedError('backup-no-passphrase') : error;
  });
  return { bytes: /** @type {Uint8Array<ArrayBuffer>} */ (bytes), covered: changes };
}

/** @param {Sealed} sealed */
async function save({ bytes, covered }) {
  await saveBackup(bytes);
  await backedUp(covered);
  await removeOldBackups(bytes);
}

/**
 * Writes down why a backup fails, or that it did not.
 * @param {() => Promise<void>} make
 */
async function noting(make) {
  try {
    await make();
    await local.remove('backup.failed');
  } catch (error) {
    const failure = BACKUP_FAILURES.find((one) => one === errorCode(error));
    if (failure !== undefined) {
      await local.set({ 'backup.failed': failure });
    }
    throw error;
  }
}

/** What is written down is told on the screens. @param {unknown} error */
function ignoreTold(error) {
  if (!BACKUP_FAILURES.some((one) => one === errorCode(error))) {
    console.error(error);
  }
}

/** Why no backup can be saved now, or why the last one failed. */
async function problemNow() {
  const { 'backup.failed': failed = null } = await local.get('backup.failed');
  const inTheWay = await placeOfBackups().then(() => null, (error) => BACKUP_FAILURES.find((one) => one === errorCode(error)) ?? null);
  const isAboutPlace = failed === 'backup-no-permission' || failed === 'backup-folder-asks';
  return inTheWay ?? (isAboutPlace ? null : failed);
}

/** When backups are made by themselves: never where policy allows no export. */
async function when() {
  const { backups } = await ownSettings();
  // Policy is asked for only where it matters: at the browser's start that takes seconds, and a lock waits for this.
  return backups === 'off' || (await policy()).values.allowExport === false ? 'off' : backups;
}

/** When the next backup is due, Unix time in milliseconds; null when nothing has changed or none is made by itself. */
async function dueAt() {
  const [backups, { at, changes }] = await Promise.all([when(), known()]);
  if (backups === 'off' || changes === 0) {
    return null;
  }
  return backups === 'daily' && at !== null ? at + DAY : 0;
}

async function isDueNow() {
  const at = await dueAt();
  return at !== null && at <= Date.now();
}
