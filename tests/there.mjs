/**
 * What is there, or an error that says what is missing.
 * @template T
 * @param {T} value
 * @param {string} [what]
 * @returns {NonNullable<T>}
 */
export function there(value, what = 'such thing') {
  if (value === undefined || value === null) {
    throw new Error(`there is no ${what}`);
  }
  return value;
}
