// Finding accounts by words: without accents and case, by service, name, site and tag, the best first, and one letter may be wrong.

/**
 * @typedef {{ issuer: string, name: string, hosts?: string[], tags?: string[] }} Searched
 */

/** A word must be so long before one letter of it may be wrong. */
const FORGIVEN_FROM = 4;

/** What each place is worth: where a name begins with the word, where one of its words does, inside of it, a site or tag, a slip. */
const WORTH = { beginning: 5, word: 4, inside: 3, beside: 2, slip: 1 };

/** @type {Map<string, string>} */
const known = new Map();

/**
 * A text without accents and case.
 * @param {string} text
 */
export function folded(text) {
  let plain = known.get(text);
  if (plain === undefined) {
    plain = text.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase().replaceAll('ß', 'ss').replaceAll('ı', 'i').replaceAll('ø', 'o').replaceAll('ł', 'l');
    known.set(text, plain);
  }
  return plain;
}

/**
 * The accounts in which every word is found, the best first. Accounts that are found as well stay in their order.
 * @template {Searched} T
 * @param {T[]} accounts
 * @param {string} typed
 * @returns {T[]}
 */
export function found(accounts, typed) {
  const words = folded(typed).split(/\s+/).filter(Boolean);
  if (words.length === 0) {
    return accounts;
  }
  const rated = accounts.map((account) => ({ account, worth: worthOf(account, words) })).filter(({ worth }) => worth > 0);
  const best = rated.filter(({ worth }) => worth > words.length * WORTH.slip);
  // What a slip would find is shown only where nothing else is.
  return (best.length > 0 ? best : rated).sort((one, other) => other.worth - one.worth).map(({ account }) => account);
}

/**
 * @param {Searched} account
 * @param {string[]} words
 */
function worthOf(account, words) {
  const worths = words.map((word) => worthOfWord(account, word));
  return worths.includes(0) ? 0 : worths.reduce((sum, worth) => sum + worth, 0);
}

/**
 * @param {Searched} account
 * @param {string} word
 */
function worthOfWord({ issuer, name, hosts = [], tags = [] }, word) {
  if (word.startsWith('#')) {
    return tags.some((tag) => folded(tag).startsWith(word.slice(1))) ? WORTH.beside : 0;
  }
  const names = [folded(issuer), folded(name)];
  if (names.some((text) => text.startsWith(word))) {
    return WORTH.beginning;
  }
  const parts = names.flatMap((text) => text.split(/[^\p{L}\p{N}]+/u));
  if (parts.some((part) => part.startsWith(word))) {
    return WORTH.word;
  }
  if (names.some((text) => text.includes(word))) {
    return WORTH.inside;
  }
  if ([...hosts, ...tags].some((text) => folded(text).includes(word))) {
    return WORTH.beside;
  }
  const forgiven = word.length >= FORGIVEN_FROM && parts.some((part) => isSlip(word, part));
  return forgiven ? WORTH.slip : 0;
}

/**
 * Whether a word is the beginning of another one but for one letter: wrong, too many, missing, or two that are swapped.
 * @param {string} word
 * @param {string} whole
 */
function isSlip(word, whole) {
  let at = 0;
  while (at < word.length && word[at] === whole[at]) {
    at += 1;
  }
  const rest = word.slice(at + 1);
  return (
    whole.startsWith(rest, at + 1) ||
    whole.startsWith(rest, at) ||
    whole.startsWith(word.slice(at), at + 1) ||
    (word[at] === whole[at + 1] && word[at + 1] === whole[at] && whole.startsWith(word.slice(at + 2), at + 2))
  );
}
