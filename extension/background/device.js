// This device: the number by which its changes are known.
import { browser } from '../lib/browser.js';

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
