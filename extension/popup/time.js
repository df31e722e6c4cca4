// The time that the codes of the list are made of, which the person may have corrected.

let correction = 0;

/** @param {number} behind how many milliseconds the clock is behind */
export function setCorrection(behind) {
  correction = behind;
}

/** In milliseconds. */
export function now() {
  return Date.now() + correction;
}
