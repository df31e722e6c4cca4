// Telling an envelope that is damaged from one that was not opened for another reason.
import { errorCode } from '../lib/errors.js';

/** What the core says of an envelope that is damaged, that another version has written, or that another data key opens. */
const DAMAGE = new Set([
  'vault-not-an-envelope', 'vault-unknown-version', 'vault-unknown-critical', 'vault-malformed-header', 'vault-kdf-cost',
  'vault-tampered', 'vault-malformed-contents', 'vault-wrong-session',
]);

/** @param {unknown} error */
export function isDamage(error) {
  return DAMAGE.has(errorCode(error));
}

/** Whether a passphrase or a secret did not open a slot. A damaged slot says the same. @param {unknown} error */
export function isWrongSecret(error) {
  return ['wrong-passphrase', 'wrong-secret'].includes(errorCode(error));
}
