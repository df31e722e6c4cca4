// Made from src/ by `./build.sh types`: change it there, and run that again.

/** Shortest passphrase, in characters: none has fewer bytes. */
export const MIN_PASSPHRASE = 8;

/** Least memory of a passphrase's derivation, in KiB. */
export const MIN_MEMORY_KIB = 65536;

/** Most memory of a passphrase's derivation, in KiB. */
export const MAX_MEMORY_KIB = 1048576;

/** Fewest passes of a passphrase's derivation. */
export const MIN_PASSES = 3;

/** Most passes of a passphrase's derivation. */
export const MAX_PASSES = 64;

/** Most that a derivation may cost: passes times KiB. */
export const MAX_WORK = 8388608;

/** Length of the salt of a passkey or a device. */
export const SALT_BYTES = 32;

/** Number of groups of a recovery key. */
export const RECOVERY_GROUPS = 8;

/** Number of digits of such a group. */
export const RECOVERY_GROUP_DIGITS = 6;

/** Most pixels of a picture that is read. */
export const MAX_PIXELS = 67108864;

/** Most digits of a code. */
export const MAX_DIGITS = 10;

/** Longest period, in seconds. */
export const MAX_PERIOD = 86400;

/** Most fields of a page in which one is looked for. */
export const MAX_FIELDS = 500;

/** Longest side of a picture that is read, in pixels. */
export const MAX_SIDE = 32768;
