// The folder for backups that the person has picked, in Chromium. Its handle is kept in a database, since nothing else can hold
// one. It opens nothing by itself: the browser still asks whether Halfminute may use the folder.

const DATABASE = 'backup';
const STORE = 'folder';

/**
 * @typedef {{ queryPermission(how: { mode: 'readwrite' }): Promise<PermissionState>,
 *             requestPermission(how: { mode: 'readwrite' }): Promise<PermissionState> }} Asking which TypeScript does not know
 * @typedef {FileSystemDirectoryHandle & Asking} Folder
 * @typedef {{ handle: Folder, key: string }} KeptFolder `key`: by which the files are known that were saved into this very folder
 */

/** @type {{ mode: 'readwrite' }} */
export const READ_AND_WRITE = { mode: 'readwrite' };

/** Whether this browser lets a person pick a folder. */
export const hasFolders = typeof FileSystemDirectoryHandle !== 'undefined' && 'queryPermission' in FileSystemDirectoryHandle.prototype;

/** Keeps a folder instead of the one before. @param {Folder} handle */
export async function keepFolder(handle) {
  const before = await keptFolder();
  const isSame = before !== null && (await before.handle.isSameEntry(handle));
  /** @type {KeptFolder} */
  const kept = { handle, key: isSame ? before.key : crypto.randomUUID() };
  await inStore('readwrite', (store) => store.put(kept, STORE));
}

/** @returns {Promise<KeptFolder | null>} */
export async function keptFolder() {
  return (await inStore('readonly', (store) => store.get(STORE))) ?? null;
}

/**
 * @param {IDBTransactionMode} mode
 * @param {(store: IDBObjectStore) => IDBRequest} use
 * @returns {Promise<any>}
 */
async function inStore(mode, use) {
  const opening = indexedDB.open(DATABASE, 1);
  opening.onupgradeneeded = () => opening.result.createObjectStore(STORE);
  const database = /** @type {IDBDatabase} */ (await result(opening));
  try {
    return await result(use(database.transaction(STORE, mode).objectStore(STORE)));
  } finally {
    database.close();
  }
}

/** @param {IDBRequest} request */
function result(request) {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}
