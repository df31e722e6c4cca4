// Accounts by chance, the same ones for the same seed.

/**
 * @typedef {object} Account
 * @property {'totp' | 'hotp' | 'steam'} kind
 * @property {string} issuer
 * @property {string} name
 * @property {string} secret in base32
 * @property {string} algorithm
 * @property {number} digits
 * @property {number} period
 * @property {number} counter
 * @property {string} note
 * @property {string[]} tags
 * @property {boolean} pinned
 */

/** Numbers below 1 by chance: mulberry32. @param {number} seed */
export function fromSeed(seed) {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

const BASE32 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';
const ISSUERS = ['', 'Example', 'Überbank', 'Wolke: Nord', 'A, B & C', 'بنك الشمال', 'בנק', '東京電力', 'Žluťoučký', 'a/b?c=d#e', '100 % + 1', 'Steam', '🦊 Fuchs', '"quoted"'];
const NAMES = ['ada', 'ada@example.com', 'k. größe', 'ops+1', 'a:b:c', 'one, two', 'مستخدم', 'משתמש', '利用者', 'x;y|z', 'a\\b', 'it\'s', '<b>', '{"a":1}', '😀'];

/**
 * @param {() => number} random
 * @param {number} count
 * @returns {Account[]} no two with the same names
 */
export function randomAccounts(random, count) {
  const below = (/** @type {number} */ end) => Math.floor(random() * end);
  /** @template T @param {T[]} choices */
  const one = (choices) => /** @type {T} */ (choices[below(choices.length)]);
  return Array.from({ length: count }, (_, at) => {
    const kind = one(/** @type {Account['kind'][]} */ (['totp', 'totp', 'totp', 'hotp', 'steam']));
    return {
      kind,
      issuer: one(ISSUERS),
      name: `${one(NAMES)} ${at}`,
      secret: randomSecret(below, 10 + below(50)),
      algorithm: kind === 'steam' ? 'SHA1' : one(['SHA1', 'SHA256', 'SHA512']),
      digits: kind === 'steam' ? 5 : one([5, 6, 6, 6, 7, 8, 9, 10]),
      period: kind === 'steam' ? 30 : one([30, 30, 30, 1, 7, 15, 45, 60, 90, 3600]),
      counter: one([0, 1, 7, 4711, 2 ** 40]),
      note: one(['', '', '', 'a note', 'zwei\nZeilen']),
      tags: one([[], [], ['Work'], ['Arbeit', 'بيت']]),
      pinned: below(4) === 0,
    };
  });
}

/** A secret of so many bytes, without padding. @param {(end: number) => number} below @param {number} bytes */
function randomSecret(below, bytes) {
  const characters = Math.ceil((bytes * 8) / 5);
  const spare = characters * 5 - bytes * 8;
  // The bits behind the last byte are zero.
  return Array.from({ length: characters }, (_, at) => BASE32[at < characters - 1 ? below(32) : (below(32) >> spare) << spare]).join('');
}

/** The account as an otpauth URI, in the way that the vault hands it over. @param {Account} account */
export function toLine({ kind, issuer, name, secret, algorithm, digits, period, counter, note, tags, pinned }) {
  const encoded = encodeURIComponent;
  // Without a name before it, a colon in the account name would be taken for the one behind the issuer.
  const label = issuer === '' ? `${name.includes(':') ? ':' : ''}${encoded(name)}` : `${encoded(issuer)}:${encoded(name)}`;
  const display = note === '' && tags.length === 0 && !pinned ? '' : `&codeDisplay=${encoded(JSON.stringify({ note, tags, pinned }))}`;
  return `otpauth://${kind}/${label}?secret=${secret}${issuer === '' ? '' : `&issuer=${encoded(issuer)}`}&algorithm=${algorithm}&digits=${digits}`
    + `${kind === 'hotp' ? `&counter=${counter}` : `&period=${period}`}${display}`;
}
