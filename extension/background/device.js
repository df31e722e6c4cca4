// This device: the number by which its changes are known.
import { local } from '../lib/storage.js';
import { DEVICE_BYTES } from '../lib/storage_keys.js';

/** @returns {Promise<Uint8Array>} */
export async function deviceNumber() {
  const { device } = await local.get('device');
  if (device !== undefined) {
    return Uint8Array.fromBase64(device);
  }
  // There is none, or it is damaged: then what this device does from now on is another device's to all others.
  const made = crypto.getRandomValues(new Uint8Array(DEVICE_BYTES));
  await local.set({ device: made.toBase64() });
  return made;
}
