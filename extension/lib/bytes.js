// Bytes and texts. Whoever makes secret bytes wipes them.

/**
 * A passphrase as the core takes it: UTF-8 of its NFC form, so that it is the same on every keyboard.
 * @param {string} passphrase
 */
export function passphraseBytes(passphrase) {
  return new TextEncoder().encode(passphrase.normalize('NFC'));
}

/**
 * The bytes of a base64 text; null where it is none.
 * @param {unknown} text
 */
export function fromBase64(text) {
  try {
    return typeof text === 'string' ? Uint8Array.fromBase64(text) : null;
  } catch {
    return null;
  }
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
