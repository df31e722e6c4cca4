// Where a passphrase is chosen: what it is worth is said while it is typed, and a weak one is taken at the second press.
import { browser } from './browser.js';
import { CodedError } from './errors.js';
import { message } from './i18n.js';
import { strength } from './strength.js';

/** How long somebody types nothing until the strength is said, in milliseconds. */
const PAUSE = 250;
/** The most digits of a number of guesses that is said: a larger number says no more to a person. */
const MOST_DIGITS = 15;

/**
 * @param {HTMLInputElement} field
 * @param {HTMLElement} said where it is said
 * @param {HTMLButtonElement} button which takes it
 * @param {() => boolean} [chosen] whether one is chosen there, and not typed to unlock
 */
export function choosing(field, said, button, chosen = () => true) {
  /** The weak one that was pressed once. */
  let warned = '';
  /** What the button says otherwise. */
  let label = '';
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let pause;

  function reset() {
    clearTimeout(pause);
    said.textContent = '';
    if (warned !== '') {
      warned = '';
      button.textContent = label;
    }
  }

  async function sayStrength() {
    const { value } = field;
    const words = inWords(await strength(value));
    // It may be another one by now.
    if (field.value === value) {
      said.textContent = words;
    }
  }

  function typed() {
    reset();
    if (field.value !== '' && chosen()) {
      pause = setTimeout(() => {
        sayStrength().catch(console.error);
      }, PAUSE);
    }
  }

  field.addEventListener('input', typed);
  // Somebody may have typed while this file was loaded.
  typed();

  /** Throws what is to be told: it is refused, or weak and was not pressed before. */
  async function insist() {
    const { value } = field;
    const { grade, refusal } = await strength(value);
    if (refusal !== null) {
      throw new CodedError(refusal);
    }
    if (grade === 'weak' && warned !== value) {
      label = warned === '' ? button.textContent : label;
      warned = value;
      button.textContent = message('passphraseAllTheSame');
      throw new CodedError('passphrase-weak');
    }
  }

  return { insist, reset };
}

/** @param {Awaited<ReturnType<typeof strength>>} strength */
function inWords({ grade, digits }) {
  if (grade === 'refused') {
    return message('passphraseRefused');
  }
  const format = new Intl.NumberFormat(browser.i18n.getUILanguage(), {
    notation: 'compact', compactDisplay: 'long', maximumSignificantDigits: 1,
  });
  const guesses = format.format(10 ** Math.min(digits, MOST_DIGITS));
  const key = { weak: 'passphraseWeak', fair: 'passphraseFair', strong: 'passphraseStrong' }[grade];
  return message(digits > MOST_DIGITS ? 'passphraseStrongest' : key, guesses);
}
