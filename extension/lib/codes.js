// A code as a person reads it, and as a screen reader says it.

/**
 * A code in groups that leave no digit alone: 3 3, 4 3, 4 4, 3 3 3, 5 5. Letters and short codes stay as they are.
 * @param {string} code
 */
export function grouped(code) {
  return /^[0-9]{6,}$/.test(code) ? groups(code).join(' ') : code;
}

/**
 * A code digit by digit, with a pause between the groups.
 * @param {string} code
 */
export function spoken(code) {
  const parts = /^[0-9]{6,}$/.test(code) ? groups(code) : [code];
  return parts.map((part) => [...part].join(' ')).join(', ');
}

/** The sizes of the groups, by how many digits there are. @type {Record<number, number[]>} */
const SIZES = { 7: [4, 3], 8: [4, 4], 10: [5, 5] };

/** @param {string} code */
function groups(code) {
  const sizes = SIZES[code.length] ?? Array.from({ length: Math.ceil(code.length / 3) }, () => 3);
  let from = 0;
  return sizes.map((size) => code.slice(from, (from += size)));
}
