// Whether what was read is what is there.

/** @import { Entry } from './manifests.mjs' */
/** @import { Reading } from './decoders.mjs' */

/**
 * @typedef {object} Verdict
 * @property {boolean} hit the wanted text is among the results
 * @property {string[]} wrong texts that hardly differ from a true one: misread, if the truth is right
 * @property {string[]} encoding texts that differ from a true one in nothing but characters beyond ASCII
 * @property {string[]} other texts that are not in the truth, which may not list every code of the picture
 * @property {string[]} invented texts where nothing may be found
 */

/**
 * @param {Entry} entry
 * @param {Reading} reading
 * @returns {Verdict}
 */
export function judge(entry, { texts }) {
  if (entry.empty) {
    return { hit: false, wrong: [], encoding: [], other: [], invented: texts };
  }
  if (!entry.counted) {
    return { hit: false, wrong: [], encoding: [], other: [], invented: [] };
  }
  const strange = [...new Set(texts)].filter((text) => !entry.truths.includes(text));
  const encoding = strange.filter((text) => entry.truths.some((truth) => ascii(text) === ascii(truth)));
  const rest = strange.filter((text) => !encoding.includes(text));
  const wrong = rest.filter((text) => entry.truths.some((truth) => isNear(text, truth)));
  return {
    hit: entry.wanted.some((text) => texts.includes(text)),
    wrong,
    encoding,
    other: rest.filter((text) => !wrong.includes(text)),
    invented: [],
  };
}

/** @param {string} text */
const ascii = (text) => [...text].filter((character) => character < '\u0080').join('');

/**
 * A fifth of a text may differ until it counts as another one.
 * @param {string} a
 * @param {string} b
 */
function isNear(a, b) {
  return distance(a, b) <= Math.max(2, Math.max(a.length, b.length) / 5);
}

/**
 * Levenshtein's.
 * @param {string} a
 * @param {string} b
 */
function distance(a, b) {
  let row = Array.from({ length: b.length + 1 }, (_, at) => at);
  for (let i = 1; i <= a.length; i += 1) {
    let [left, diagonal] = [i, i - 1];
    row = row.map((above, j) => {
      left = j === 0 ? i : Math.min(above + 1, left + 1, diagonal + (a[i - 1] === b[j - 1] ? 0 : 1));
      diagonal = above;
      return left;
    });
  }
  return row.at(-1) ?? 0;
}
