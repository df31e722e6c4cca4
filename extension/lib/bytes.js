// Bytes and texts. Whoever makes secret bytes wipes them.

/**
 * A passphrase as the core takes it: UTF-8 of its NFC form, so that it is the same on every keyboard.
 * @param {string} passphrase
 */
export function passphraseBytes(passphrase) {
  return new TextEncoder().encode(passphrase.normalize('NFC'));
}

/**
 * Runs `use` over secret bytes, and wipes them whatever comes of it.
 * @template T
 * @param {Uint8Array} bytes
 * @param {(bytes: Uint8Array) => T | Promise<T>} use
 * @returns {Promise<T>}
 */
export async function wiping(bytes, use) {
  try {
    return await use(bytes);
  } finally {
    bytes.fill(0);
  }
}
