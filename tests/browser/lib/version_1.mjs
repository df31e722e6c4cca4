/**
 * A vault of version 1 in a browser's profile, as Halfminute left it there before it wrote version 2: made by the
 * independent writer (tests/fixtures/vault/version_1.py) or left by a build of then, and put into the real storages.
 */
import { readFile } from 'node:fs/promises';
import { runPython } from '../../independent/reader.mjs';

/**
 * @typedef {object} Version1
 * @property {Record<string, unknown>} stored what lies in `storage.local`
 * @property {string[]} generations the envelopes in it, the last one in use
 * @property {string} passphrase
 * @property {string} recovery
 * @property {{ id: string, secret: string }} passkey
 * @property {{ key: string, salt: string }} device remembered as "Desk"; its key is base64
 */

const DAY = 24 * 60 * 60 * 1000;

/** By the independent writer; each generation holds one account more. @param {number} [days] for how many its device is remembered @returns {Promise<Version1>} */
export async function version1(days = 30) {
  const { code, output, errors } = await runPython('../fixtures/vault/version_1.py', [String(Date.now() + days * DAY)]);
  if (code !== 0) throw new Error(errors);
  const vault = JSON.parse(output);
  const numbers = vault.generations.map((/** @type {string} */ _, /** @type {number} */ at) => at + 1);
  const stored = Object.fromEntries(numbers.map((/** @type {number} */ number) => [`vault.generation.${number}`, vault.generations[number - 1]]));
  return { ...vault, stored: { ...stored, 'vault.kept': numbers } };
}

/** What the build of commit b5c3656 left; `until` is how long it remembers its device. @returns {Promise<Version1 & { until: number }>} */
export async function ofB5c3656() {
  const file = new URL('../../fixtures/vault/made_by_b5c3656.json', import.meta.url);
  const { stored, secrets: { passphrase, recovery, passkey, device } } = JSON.parse(await readFile(file, 'utf8'));
  const padded = (/** @type {string} */ text) => Buffer.from(text, 'base64url').toString('base64');
  return {
    stored,
    generations: stored['vault.kept'].map((/** @type {number} */ number) => stored[`vault.generation.${number}`]),
    passphrase: passphrase.text,
    recovery: recovery.text,
    passkey: { id: passkey.slot, secret: padded(passkey.secret) },
    device: { key: padded(device.key), salt: device.salt },
    until: device.expires,
  };
}

/**
 * In the place of whatever the storages of this worker hold.
 * @param {{ inWorker: import('./chromium.mjs').Chromium['inWorker'], killWorker(): Promise<void> }} chromium
 * @param {Version1} vault
 */
export async function plant(chromium, vault) {
  await chromium.inWorker(async ({ stored, device: { key, salt } }) => {
    await Promise.all([chrome.storage.local.clear(), chrome.storage.session.clear()]);
    await chrome.storage.local.set(stored);
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
