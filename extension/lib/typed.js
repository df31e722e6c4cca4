// What was typed into the field that takes a passphrase or a recovery key.

/**
 * Whether it is a recovery key, right or wrong, as the core tells them apart (src/vault/recovery.rs): 48 digits, with spaces
 * and dashes wherever.
 * @param {string} typed
 */
export const isRecoveryKey = (typed) => /^[ -]*(?:\d[ -]*){48}$/.test(typed);
