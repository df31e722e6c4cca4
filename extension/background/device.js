// This device: the number by which its changes are known, and the key by which it may be trusted. The key can't be read
// out, not even by this extension: it only answers, with an HMAC, and lies where the browser keeps it.
import { browser } from '../lib/browser.js';

const DATABASE = 'halfminute';
const STORE = 'keys';
const TRUSTED = 'trusted';

/** @typedef {{ key: CryptoKey, salt: string }} Trusted the salt is that of its slot, base64url */

/** @returns {Promise<Uint8Array>} */
export async function deviceNumber() {
  const { device } = await browser.storage.local.get('device');
  const known = bytesOf(device);
  if (known?.length === 8) {
    return known;
  }
  // There is none, or it is damaged: then what this device does from now on is another device's to all others.
  const made = crypto.getRandomValues(new Uint8Array(8));
  await browser.storage.local.set({ device: made.toBase64() });
  return made;
}

/** @param {unknown} text base64, unless it is damaged */
function bytesOf(text) {
  try {
    return typeof text === 'string' ? Uint8Array.fromBase64(text) : null;
  } catch {
    return null;
  }
}

/**
 * A new key for this device, beside those that it has, and what it answers.
 * @returns {Promise<{ salt: Uint8Array, secret: Uint8Array }>}
 */
export async function makeTrusted() {
  const key = /** @type {CryptoKey} */ (
    await crypto.subtle.generateKey({ name: 'HMAC', hash: 'SHA-256' }, false, ['sign'])
  );
  const salt = crypto.getRandomValues(new Uint8Array(32));
  await rewrite((known) => [...known, { key, salt: text(salt) }]);
  return { salt, secret: await answer(key, salt) };
}

/**
 * What this device answers to a salt; null when it has no key for it.
 * @param {string} salt
 */
export async function trustedAnswer(salt) {
  const known = (await all()).find((one) => one.salt === salt);
  return known ? answer(known.key, Uint8Array.fromBase64(salt, { alphabet: 'base64url' })) : null;
}

/** The salts of its keys, by which their slots are found. One whose slot was never written, or is gone, may be among them. */
export async function trustedSalts() {
  return (await all()).map(({ salt }) => salt);
}

/** @param {string[]} salts of the keys that are of no use any more */
export async function dropTrusted(salts) {
  await rewrite((known) => known.filter(({ salt }) => !salts.includes(salt)));
}

async function all() {
  let known = listed(undefined);
  await inStore('readonly', (store) => {
    const request = store.get(TRUSTED);
    request.onsuccess = () => {
      known = listed(request.result);
    };
  });
  return known;
}

/** @param {(known: Trusted[]) => Trusted[]} change */
async function rewrite(change) {
  await inStore('readwrite', (store) => {
    const request = store.get(TRUSTED);
    request.onsuccess = () => {
      store.put(change(listed(request.result)), TRUSTED);
    };
  });
}

/** There was one at a time, by itself, before. @param {Trusted | Trusted[] | undefined} stored @returns {Trusted[]} */
function listed(stored) {
  return [stored ?? []].flat();
}

/** @param {Uint8Array} salt */
const text = (salt) => salt.toBase64({ alphabet: 'base64url', omitPadding: true });

/**
 * @param {CryptoKey} key
 * @param {Uint8Array<ArrayBuffer>} salt
 */
async function answer(key, salt) {
  return new Uint8Array(await crypto.subtle.sign('HMAC', key, salt));
}

/**
 * Ends when what was written lies in the database.
 * @param {IDBTransactionMode} mode
 * @param {(store: IDBObjectStore) => void} use
 */
async function inStore(mode, use) {
  const database = await opened();
  try {
    const transaction = database.transaction(STORE, mode);
    await new Promise((resolve, reject) => {
      transaction.oncomplete = resolve;
      transaction.onabort = () => reject(transaction.error);
      use(transaction.objectStore(STORE));
    });
  } finally {
    database.close();
  }
}

/** @returns {Promise<IDBDatabase>} */
function opened() {
  return new Promise((resolve, reject) => {
    const request = indexedDB.open(DATABASE, 1);
    request.onupgradeneeded = () => request.result.createObjectStore(STORE);
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}
