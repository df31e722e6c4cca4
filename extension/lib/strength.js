// How many guesses a passphrase takes, as far as can be said. What is needed for it is loaded when one is chosen, and only then.
import { refusal } from './guessable.js';

/**
 * Below how many guesses, as a power of ten, a passphrase is weak. A guess costs an Argon2id of 64 MiB; whoever has a copy of
 * the vault and some hundred graphics cards makes a hundred thousand guesses in a second, and ten billion in a day.
 */
const WEAK = 10;
/** From how many guesses on, as a power of ten, it is strong: they take thirty years. */
const STRONG = 14;
/** What a word counts for at most, as a power of ten: whoever guesses words has a list of ten thousand. */
const WORD = 4;

/** @type {Promise<{ check: (passphrase: string) => { guessesLog10: number }, commonest: Set<string> }> | undefined} */
let loaded;

async function load() {
  const [{ ZxcvbnFactory }, { default: { graphs, ...texts } }] = await Promise.all([
    import('../strength/estimator.js'), import('../strength/guessed_first.js'),
  ]);
  /** @param {keyof typeof texts} name */
  const words = (name) => texts[name].split(' ');
  const dictionary = Object.fromEntries(Object.keys(texts).map((name) => [name, words(/** @type {keyof typeof texts} */ (name))]));
  const estimator = new ZxcvbnFactory({ dictionary, graphs });
  return {
    check: (/** @type {string} */ passphrase) => estimator.check(passphrase),
    commonest: new Set([...words('long'), ...words('short')]),
  };
}

/**
 * @param {string} passphrase
 * @returns {Promise<{ grade: 'refused' | 'weak' | 'fair' | 'strong', refusal: ReturnType<typeof refusal>, digits: number }>}
 *   `digits`: how many guesses find it, as a power of ten
 */
export async function strength(passphrase) {
  loaded ??= load();
  const { check, commonest } = await loaded;
  const refused = refusal(passphrase, commonest);
  const digits = Math.min(check(passphrase).guessesLog10, ofWords(passphrase));
  const grade = refused !== null ? 'refused' : digits < WEAK ? 'weak' : digits < STRONG ? 'fair' : 'strong';
  return { grade, refusal: refused, digits };
}

/** How many guesses words take, as a power of ten; Infinity where a passphrase is not words alone. Small dictionaries lack most words. @param {string} passphrase */
function ofWords(passphrase) {
  const words = passphrase.trim().split(/[\s._-]+/u);
  return words.length > 1 && words.every((word) => /^\p{L}+$/u.test(word)) ? words.length * WORD : Infinity;
}
