// What was typed into the field that takes a passphrase or a recovery key.
import { RECOVERY_GROUPS, RECOVERY_GROUP_DIGITS } from '../core/limits.js';

/**
 * Whether it is a recovery key, right or wrong, as the core tells them apart: so many digits, with spaces
 * and dashes wherever.
 * @param {string} typed
 */
export const isRecoveryKey = (typed) => /^[ \d-]+$/.test(typed) && typed.replace(/\D/g, '').length === RECOVERY_GROUPS * RECOVERY_GROUP_DIGITS;
