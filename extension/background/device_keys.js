// The keys by which this device is remembered. A key answers with an HMAC and no script can read it out, but it lies on
// the disk as it is: whoever copies the profile has it. So each key lies in files of its own, which go from the disk with
// it; a database that stays keeps in its log what was deleted from it.
import { browser, hasBuckets } from '../lib/browser.js';
import { turns } from '../lib/turns.js';

export const DEVICE_ALARM = 'device';

/** What the names of those places begin with. */
const PLACE = 'device-';
/** Of the database in a bucket; where there are no buckets, the place is a database itself. */
const DATABASE = 'device';
const STORE = 'key';

/** Where all keys lay before, in a list. Chromium keeps in its log what lay there, whatever is deleted. */
const SHARED = { database: 'halfminute', store: 'keys', entry: 'trusted' };

/**
 * @typedef {{ key: CryptoKey, salt: string, expires: number }} Remembered the salt is that of its slot, base64url
 * @typedef {{ open(name: string, options?: { expires: number }): Promise<{ indexedDB: IDBFactory }>, keys(): Promise<string[]>,
 *             delete(name: string): Promise<void> }} Buckets
 */

/** A place that is looked into while another step deletes it would be there again, and empty. */
const inTurn = turns();

/** @returns {Buckets} which TypeScript does not know */
const buckets = () => /** @type {any} */ (navigator).storageBuckets;

/**
 * A new key for this device, beside those that it has, and what it answers.
 * @param {number} expires
 * @returns {Promise<{ salt: Uint8Array, secret: Uint8Array }>}
 */
export function makeKey(expires) {
  return inTurn(async () => {
    const key = /** @type {CryptoKey} */ (
      await crypto.subtle.generateKey({ name: 'HMAC', hash: 'SHA-256' }, false, ['sign'])
    );
    const salt = crypto.getRandomValues(new Uint8Array(32));
    const remembered = { key, salt: salt.toBase64({ alphabet: 'base64url', omitPadding: true }), expires };
    const place = PLACE + crypto.getRandomValues(new Uint8Array(8)).toHex();
    if (hasBuckets) {
      // Then the browser drops it too, also when this extension is never started again.
      await buckets().open(place, { expires });
    }
    await inPlace(place, 'readwrite', (store) => store.put(remembered, STORE));
    await watch();
    return { salt, secret: await answer(key, salt) };
  });
}

/**
 * What this device answers to a salt; null when it has no key for it.
 * @param {string} salt
 */
export async function answerTo(salt) {
  const remembered = (await inTurn(keys)).find((one) => one.salt === salt);
  return remembered ? answer(remembered.key, Uint8Array.fromBase64(salt, { alphabet: 'base64url' })) : null;
}

/** The salts of this device's keys, by which their slots are found. A key without a slot may be among them. */
export async function saltsHere() {
  return (await inTurn(keys)).map(({ salt }) => salt);
}

/** The salts of the keys in the database that all keys once shared. */
export async function saltsShared() {
  return (await inTurn(keysShared)).map(({ salt }) => salt);
}

/**
 * Takes keys off the disk, and answers how many places that were. A place where none was put yet has no salt, and never ends.
 * @param {(key: { salt: string, expires: number }) => boolean} which
 */
export function forgetKeys(which) {
  return inTurn(async () => {
    let forgotten = 0;
    for (const place of await places()) {
      if (which((await keyIn(place)) ?? { salt: '', expires: Infinity })) {
        await (hasBuckets ? buckets().delete(place) : deleted(place));
        forgotten += 1;
      }
    }
    if ((await keysShared()).every(which) && await isThere(SHARED.database)) {
      await deleted(SHARED.database);
      forgotten += 1;
    }
    await watch();
    return forgotten;
  });
}

/** Has the worker woken when the first key ends, also while the vault is locked. */
async function watch() {
  const ends = (await keys()).map(({ expires }) => expires).filter(Number.isFinite);
  await (ends.length === 0 ? browser.alarms.clear(DEVICE_ALARM) : browser.alarms.create(DEVICE_ALARM, { when: Math.min(...ends) }));
}

/** @returns {Promise<Remembered[]>} */
async function keys() {
  const found = await Promise.all((await places()).map(keyIn));
  return [...found.filter((key) => key !== undefined), ...await keysShared()];
}

async function places() {
  const names = hasBuckets ? await buckets().keys() : (await indexedDB.databases()).map(({ name }) => name ?? '');
  return names.filter((name) => name.startsWith(PLACE));
}

/** @param {string} place */
async function keyIn(place) {
  return /** @type {Remembered | undefined} */ (await inPlace(place, 'readonly', (store) => store.get(STORE)));
}

/** The keys in the database that all keys once shared, which does not say when they end. @returns {Promise<Remembered[]>} */
async function keysShared() {
  if (!await isThere(SHARED.database)) {
    return [];
  }
  const listed = await inStore(indexedDB, SHARED.database, SHARED.store, 'readonly', (store) => store.get(SHARED.entry));
  // At first it was one by itself.
  return [listed ?? []].flat().map(({ key, salt }) => ({ key, salt, expires: Infinity }));
}

/** @param {string} database */
async function isThere(database) {
  return (await indexedDB.databases()).some(({ name }) => name === database);
}

/**
 * @param {CryptoKey} key
 * @param {Uint8Array<ArrayBuffer>} salt
 */
async function answer(key, salt) {
  return new Uint8Array(await crypto.subtle.sign('HMAC', key, salt));
}

/**
 * @param {string} place
 * @param {IDBTransactionMode} mode
 * @param {(store: IDBObjectStore) => IDBRequest} use
 */
async function inPlace(place, mode, use) {
  return hasBuckets
    ? inStore((await buckets().open(place)).indexedDB, DATABASE, STORE, mode, use)
    : inStore(indexedDB, place, STORE, mode, use);
}

/**
 * Ends when what was written lies in the database, which is closed then: else it could not be deleted.
 * @param {IDBFactory} factory
 * @param {string} name
 * @param {string} storeName
 * @param {IDBTransactionMode} mode
 * @param {(store: IDBObjectStore) => IDBRequest} use
 */
async function inStore(factory, name, storeName, mode, use) {
  const database = await opened(factory, name, storeName);
  try {
    const transaction = database.transaction(storeName, mode);
    const request = use(transaction.objectStore(storeName));
    await new Promise((resolve, reject) => {
      transaction.oncomplete = resolve;
      transaction.onabort = () => reject(transaction.error);
    });
    return request.result;
  } finally {
    database.close();
  }
}

/**
 * @param {IDBFactory} factory
 * @param {string} name
 * @param {string} store
 * @returns {Promise<IDBDatabase>}
 */
function opened(factory, name, store) {
  return new Promise((resolve, reject) => {
    const request = factory.open(name, 1);
    request.onupgradeneeded = () => request.result.createObjectStore(store);
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}

/** @param {string} database */
function deleted(database) {
  return new Promise((resolve, reject) => {
    const request = indexedDB.deleteDatabase(database);
    request.onsuccess = resolve;
    request.onerror = () => reject(request.error);
  });
}
