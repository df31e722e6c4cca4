/**
 * A vault of version 1 in a browser's profile, as Halfminute left it there before it wrote version 2: made by the
 * independent writer (tests/fixtures/vault/version_1.py) and put into the real storages.
 */
import { runPython } from '../../independent/reader.mjs';

/**
 * @typedef {object} Version1
 * @property {string[]} generations the last one in use; each holds one account more
 * @property {string} passphrase
 * @property {string} recovery
 * @property {{ id: string, secret: string }} passkey
 * @property {{ key: string, salt: string }} device remembered as "Desk"; its key is base64
 */

const DAY = 24 * 60 * 60 * 1000;

/** @param {number} [days] for how many its device is remembered @returns {Promise<Version1>} */
export async function version1(days = 30) {
  const { code, output, errors } = await runPython('../fixtures/vault/version_1.py', [String(Date.now() + days * DAY)]);
  if (code !== 0) throw new Error(errors);
  return JSON.parse(output);
}

/**
 * In the place of whatever the storages of this worker hold.
 * @param {{ inWorker: import('./chromium.mjs').Chromium['inWorker'], killWorker(): Promise<void> }} chromium
 * @param {Version1} vault
 */
export async function plant(chromium, vault) {
  await chromium.inWorker(async ({ generations, device: { key, salt } }) => {
    await Promise.all([chrome.storage.local.clear(), chrome.storage.session.clear()]);
    const numbers = generations.map((_, at) => at + 1);
    const stored = Object.fromEntries(generations.map((envelope, at) => [`vault.generation.${at + 1}`, envelope]));
    await chrome.storage.local.set({ ...stored, 'vault.kept': numbers });
    const answers = await crypto.subtle.importKey('raw', Uint8Array.fromBase64(key), { name: 'HMAC', hash: 'SHA-256' }, false, ['sign']);
    await new Promise((resolve, reject) => {
      const request = indexedDB.open('halfminute', 1);
      request.onupgradeneeded = () => request.result.createObjectStore('keys');
      request.onerror = reject;
      request.onsuccess = () => {
        const transaction = request.result.transaction('keys', 'readwrite');
        transaction.objectStore('keys').put([{ key: answers, salt }], 'trusted');
        transaction.oncomplete = () => {
          request.result.close();
          resolve(null);
        };
      };
    });
  }, vault);
  await chromium.killWorker();
}
