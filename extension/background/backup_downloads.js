// Backups among the downloads. The browser's list of downloads knows which files are ours; Firefox's forgets them when it is
// closed, and a person may empty either.
import { browser, hasOffscreen } from '../lib/browser.js';
import { CodedError } from '../lib/errors.js';
import { SAVING } from '../lib/permissions.js';

/** @typedef {import('../lib/storage_keys.js').BackupFile} BackupFile */

/** The folder among the downloads. */
const FOLDER = 'Halfminute';
/** How long a download of a file in memory may take, in milliseconds. A person may be asked where it should go. */
const PATIENCE = 60_000;

/** Answers by what the files there are known. It throws when Halfminute may not save there. */
export async function downloadsPlace() {
  if (!(await browser.permissions.contains({ permissions: SAVING }))) {
    throw new CodedError('backup-no-permission');
  }
  return 'downloads';
}

/**
 * Saves a file that must not be there yet, and answers its name when it is whole.
 * @param {string} name
 * @param {Uint8Array<ArrayBuffer>} bytes
 * @param {(id: number) => Promise<void>} begun told before it is whole
 */
export async function saveDownload(name, bytes, begun) {
  const { id, item } = await download({ name, bytes, conflictAction: 'uniquify', begun });
  if (item?.state !== 'complete' || item.fileSize !== bytes.length) {
    await tidy(id);
    throw new CodedError('backup-not-saved');
  }
  return baseName(item.filename);
}

/** What became of a file that was not seen to be whole. @param {BackupFile} file @returns {Promise<'whole' | 'pending' | 'gone'>} */
export async function lookAtDownload(file) {
  const item = await itemOf(file);
  return item?.state === 'complete' ? 'whole' : item?.state === 'in_progress' ? 'pending' : 'gone';
}

/**
 * Removes a file that was saved before. Where the browser no longer knows whose it is, a download of the same name takes its
 * place first: no other way leads to it.
 * @param {BackupFile} file
 * @param {Uint8Array<ArrayBuffer>} bytes what would be left if the browser removed nothing
 */
export async function removeDownload(file, bytes) {
  const found = await itemOf(file);
  const { id } = found ?? (await download({ name: file.name, bytes, conflictAction: 'overwrite' }));
  await tidy(id);
}

/** The download of a file, if it is ours: an id may mean another one after a restart. @param {BackupFile} file */
async function itemOf({ id, name }) {
  const [item] = id === null ? [] : await browser.downloads.search({ id });
  const isOurs = item?.byExtensionId === browser.runtime.id && (item.filename === '' || baseName(item.filename) === name);
  return isOurs ? item : undefined;
}

/** Removes the file of a download, whole or not, and the entry in the list. @param {number} id */
async function tidy(id) {
  await browser.downloads.cancel(id).catch(() => {});
  // One that the person has removed is no longer there.
  await browser.downloads.removeFile(id).catch(() => {});
  await browser.downloads.erase({ id });
}

/** @param {{ name: string, bytes: Uint8Array<ArrayBuffer>, conflictAction: 'uniquify' | 'overwrite', begun?: (id: number) => Promise<void> }} what */
async function download({ name, bytes, conflictAction, begun }) {
  const url = addressOf(bytes);
  try {
    const id = await browser.downloads.download({ url, filename: `${FOLDER}/${name}`, conflictAction, saveAs: false }).catch((error) => {
      console.error(error);
      throw new CodedError('backup-not-saved');
    });
    await begun?.(id);
    return { id, item: await ended(id) };
  } finally {
    URL.revokeObjectURL?.(url);
  }
}

/** Firefox refuses to download `data:`, and Chromium's worker can make no `blob:`. @param {Uint8Array<ArrayBuffer>} bytes */
function addressOf(bytes) {
  const type = 'application/octet-stream';
  return hasOffscreen ? `data:${type};base64,${bytes.toBase64()}` : URL.createObjectURL(new Blob([bytes], { type }));
}

/**
 * The download, when the browser has finished it or given it up; undefined when that takes too long.
 * @param {number} id
 * @returns {Promise<chrome.downloads.DownloadItem | undefined>}
 */
async function ended(id) {
  const { promise, resolve } = /** @type {PromiseWithResolvers<chrome.downloads.DownloadItem | undefined>} */ (Promise.withResolvers());
  const look = async () => {
    const [item] = await browser.downloads.search({ id });
    if (item?.state !== 'in_progress') {
      resolve(item);
    }
  };
  const changed = (/** @type {chrome.downloads.DownloadDelta} */ delta) => {
    if (delta.id === id) {
      look().catch(console.error);
    }
  };
  const timer = setTimeout(() => resolve(undefined), PATIENCE);
  browser.downloads.onChanged.addListener(changed);
  try {
    await look();
    return await promise;
  } finally {
    clearTimeout(timer);
    browser.downloads.onChanged.removeListener(changed);
  }
}

/** @param {string} path of either system */
const baseName = (path) => path.slice(Math.max(path.lastIndexOf('/'), path.lastIndexOf('\\')) + 1);
