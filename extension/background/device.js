// This device: the number by which its changes are known.
import { browser } from '../lib/browser.js';

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
