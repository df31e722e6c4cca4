// The files of automatic backups: a new one is saved, and those that are too many go. Each is written down before it is there,
// so that none is left behind, and none that is not written down is ever removed.
import { readSettings } from '../lib/settings.js';
import { stamp } from '../lib/stamp.js';
import { local } from '../lib/storage.js';
import { downloadsPlace, lookAtDownload, removeDownload, saveDownload } from './backup_downloads.js';
import { folderPlace, isInFolder, removeFromFolder, saveInFolder } from './backup_folder.js';

/** @typedef {import('../lib/storage_keys.js').BackupFile} BackupFile */

const IN_DOWNLOADS = 'downloads';

/** By what the files in the place are known that the person has chosen. It throws when Halfminute may not save there. */
export async function placeOfBackups() {
  const { backupsTo } = await readSettings();
  return backupsTo === 'folder' ? folderPlace() : downloadsPlace();
}

/**
 * Saves a sealed copy of the vault as a new file. When it has thrown, no older file was removed.
 * @param {Uint8Array<ArrayBuffer>} bytes
 */
export async function saveBackup(bytes) {
  const place = await placeOfBackups();
  await settle(place, bytes);
  const name = await freeName(place);
  /** @type {BackupFile} */
  const file = { place, name, id: null, whole: false };
  const before = await files();
  const remember = (/** @type {Partial<BackupFile>} */ known) => write([...before, Object.assign(file, known)]);
  try {
    if (place === IN_DOWNLOADS) {
      await remember({ name: await saveDownload(name, bytes, (id) => remember({ id })), whole: true });
    } else {
      await remember({});
      await remember({ name: await saveInFolder(name, bytes), whole: true });
    }
  } catch (error) {
    await write(before);
    throw error;
  }
}

/**
 * Removes the oldest files in the place that are more than should stay. One that can't be removed is tried again next time.
 * @param {Uint8Array<ArrayBuffer>} bytes the newest copy
 */
export async function removeOldBackups(bytes) {
  const place = await placeOfBackups();
  const { backupsKept } = await readSettings();
  const here = (await files()).filter((file) => file.place === place && file.whole);
  for (const file of here.slice(0, -backupsKept)) {
    await remove(file, bytes);
  }
}

/**
 * Sees to the files that were not seen to be whole, since the browser has ended the worker before.
 * @param {string} place
 * @param {Uint8Array<ArrayBuffer>} bytes
 */
async function settle(place, bytes) {
  for (const file of (await files()).filter((one) => one.place === place && !one.whole)) {
    const found = place === IN_DOWNLOADS ? await lookAtDownload(file) : 'gone';
    if (found === 'whole') {
      await write((await files()).map((one) => (one.name === file.name && one.place === place ? { ...one, whole: true } : one)));
    } else if (found === 'gone') {
      await remove(file, bytes);
    }
  }
}

/** @param {BackupFile} file @param {Uint8Array<ArrayBuffer>} bytes */
async function remove(file, bytes) {
  try {
    await (file.place === IN_DOWNLOADS ? removeDownload(file, bytes) : removeFromFolder(file));
    await write((await files()).filter((one) => one.name !== file.name || one.place !== file.place));
  } catch (error) {
    console.error(error);
  }
}

/** A name that no file has yet: two may be saved within a minute. @param {string} place */
async function freeName(place) {
  const taken = (await files()).filter((file) => file.place === place).map(({ name }) => name);
  const base = `halfminute-${stamp()}`;
  for (let number = 1; ; number += 1) {
    const name = `${base}${number === 1 ? '' : `-${number}`}.halfminute`;
    if (!taken.includes(name) && (place === IN_DOWNLOADS || !(await isInFolder(name)))) {
      return name;
    }
  }
}

/** @returns {Promise<BackupFile[]>} the last one at the end */
async function files() {
  return (await local.get('backup.files'))['backup.files'] ?? [];
}

/** @param {BackupFile[]} all */
async function write(all) {
  await local.set({ 'backup.files': all });
}
