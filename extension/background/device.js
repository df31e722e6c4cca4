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
  if (typeof device === 'string') {
    return Uint8Array.fromBase64(device);
  }
  const made = crypto.getRandomValues(new Uint8Array(8));
  await browser.storage.local.set({ device: made.toBase64() });
  return made;
}

/**
 * A new key for this device, and what it answers.
 * @returns {Promise<{ salt: Uint8Array, secret: Uint8Array }>}
 */
export async function makeTrusted() {
  const key = /** @type {CryptoKey} */ (
    await crypto.subtle.generateKey({ name: 'HMAC', hash: 'SHA-256' }, false, ['sign'])
  );
  const salt = crypto.getRandomValues(new Uint8Array(32));
  await inStore('readwrite', (store) => store.put({ key, salt: text(salt) }, TRUSTED));
  return { salt, secret: await answer(key, salt) };
}

/**
 * What the key of this device answers; null when it has none.
 * @returns {Promise<{ salt: string, secret: Uint8Array } | null>}
 */
export async function trusted() {
  const known = /** @type {Trusted | undefined} */ (await inStore('readonly', (store) => store.get(TRUSTED)));
  return known === undefined
    ? null
    : { salt: known.salt, secret: await answer(known.key, Uint8Array.fromBase64(known.salt, { alphabet: 'base64url' })) };
}

/** Only the salt, by which its slot is found. */
export async function trustedSalt() {
  const known = /** @type {Trusted | undefined} */ (await inStore('readonly', (store) => store.get(TRUSTED)));
  return known?.salt ?? null;
}

export async function dropTrusted() {
  await inStore('readwrite', (store) => store.delete(TRUSTED));
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
 * @template T
 * @param {IDBTransactionMode} mode
 * @param {(store: IDBObjectStore) => IDBRequest<T>} use
 * @returns {Promise<T>}
 */
async function inStore(mode, use) {
  const open = indexedDB.open(DATABASE, 1);
  open.onupgradeneeded = () => open.result.createObjectStore(STORE);
  const database = await finished(open);
  try {
    return await finished(use(database.transaction(STORE, mode).objectStore(STORE)));
  } finally {
    database.close();
  }
}

/**
 * @template T
 * @param {IDBRequest<T>} request
 * @returns {Promise<T>}
 */
function finished(request) {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}
