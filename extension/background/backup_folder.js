// Backups in a folder that the person has picked, in Chromium. The worker never asks for the folder: it looks whether it may use
// it, and the page asks when the person presses the button there.
import { CodedError } from '../lib/errors.js';
import { READ_AND_WRITE, keptFolder } from '../lib/kept_folder.js';

/** Answers by what the files there are known. It throws when Halfminute may not save there. */
export async function folderPlace() {
  return (await folder()).key;
}

/**
 * Saves a file that must not be there yet, and answers its name when it is whole.
 * @param {string} name
 * @param {Uint8Array<ArrayBuffer>} bytes
 */
export async function saveInFolder(name, bytes) {
  const { handle } = await folder();
  try {
    const file = await handle.getFileHandle(name, { create: true });
    // It closes the file at its end, which puts the file in its place.
    await new Blob([bytes]).stream().pipeTo(await file.createWritable());
    if ((await file.getFile()).size !== bytes.length) {
      throw new CodedError('backup-not-saved');
    }
    return name;
  } catch (error) {
    console.error(error);
    await handle.removeEntry(name).catch(() => {});
    throw new CodedError(isMissing(error) ? 'backup-folder-gone' : 'backup-not-saved');
  }
}

/** Whether the folder has a file of this name. @param {string} name */
export async function isInFolder(name) {
  const { handle } = await folder();
  return handle.getFileHandle(name).then(() => true, (error) => {
    // A folder of this name.
    if (error instanceof DOMException && error.name === 'TypeMismatchError') {
      return true;
    }
    if (isMissing(error)) {
      return false;
    }
    throw new CodedError('backup-not-saved');
  });
}

/** @param {import('../lib/storage_keys.js').BackupFile} file */
export async function removeFromFolder({ name }) {
  const { handle } = await folder();
  await handle.removeEntry(name).catch((error) => {
    // One that the person has removed is no longer there.
    if (!isMissing(error)) {
      throw error;
    }
  });
}

async function folder() {
  const kept = await keptFolder();
  if (kept === null) {
    throw new CodedError('backup-folder-gone');
  }
  if ((await kept.handle.queryPermission(READ_AND_WRITE)) !== 'granted') {
    throw new CodedError('backup-folder-asks');
  }
  return kept;
}

/** @param {unknown} error */
const isMissing = (error) => error instanceof DOMException && error.name === 'NotFoundError';
