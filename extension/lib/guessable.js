// What is guessed before anything else: the commonest passwords, and what a hand does on a keyboard. A derivation that is slow
// is no help against the first ten thousand guesses.

/** What fingers walk along: the alphabet, the digits, the rows and the columns of keyboards. */
const WALKS = [
  'abcdefghijklmnopqrstuvwxyz', '01234567890', '!@#$%^&*()', '!"§$%&/()=',
  'qwertyuiop', 'asdfghjkl', 'zxcvbnm', 'qwertzuiopü', 'asdfghjklöä', 'yxcvbnm', 'azertyuiop', 'qsdfghjklm', 'wxcvbn',
  '1qaz', '2wsx', '3edc', '4rfv', '5tgb', '6yhn', '7ujm', '8ik,', '9ol.', '1qay', '6zhn', '1yaq',
  '1q2w3e4r5t6y7u8i9o0p', '1q2w3e4r5t6z7u8i9o0p', 'q1w2e3r4t5y6u7i8o9p0', 'q1w2e3r4t5z6u7i8o9p0',
].flatMap((walk) => [walk, reversed(walk)]);
/** How many characters a piece of a walk has at least: a shorter one is there by accident. */
const STEP = 3;
/** Of how many pieces of walks a passphrase is still a pattern, as `qwe123asd` is. */
const MOST_PIECES = 3;
/** How many different characters a passphrase has at least: one of fewer is a pattern, however long it is. */
const LEAST_DIFFERENT = 4;
/** From which length on a text that is repeated is judged by itself: a shorter one is refused. */
const LEAST = 8;
/** How many characters that are no letters may stand before or behind a common password and be taken off: everybody adds them. */
const MOST_ADDED = 3;
/** The characters that stand for letters. 1 stands for two of them, and `spellings` tries both. */
const STANDS_FOR = { 0: 'o', 3: 'e', 4: 'a', '@': 'a', 5: 's', $: 's', 7: 't', '+': 't', 8: 'b', 9: 'g', 6: 'g', 2: 'z', '(': 'c', '!': 'i', '|': 'l' };

/**
 * Why a passphrase is refused, as the name of an error; null when it is not.
 * @param {string} passphrase
 * @param {ReadonlySet<string>} commonest passwords, in lower case
 * @returns {'passphrase-common' | 'passphrase-pattern' | null}
 */
export function refusal(passphrase, commonest) {
  // Spaces between are no disguise.
  const text = passphrase.normalize('NFKC').toLowerCase().replace(/\s+/gu, '');
  if (bared(text).some((bare) => spellings(bare).some((spelling) => commonest.has(spelling)))) {
    return 'passphrase-common';
  }
  if (new Set(text).size < LEAST_DIFFERENT || bared(text).some(isWalk)) {
    return 'passphrase-pattern';
  }
  const unit = repeated(text);
  if (unit === null) {
    return null;
  }
  return unit.length < LEAST ? 'passphrase-pattern' : refusal(unit, commonest);
}

/** The text, and what is left when a few characters that are no letters go from its ends. @param {string} text */
function bared(text) {
  const some = [];
  for (let front = 0; front <= MOST_ADDED; front += 1) {
    for (let back = 0; back <= MOST_ADDED; back += 1) {
      const bare = text.slice(front, text.length - back);
      const added = text.slice(0, front) + text.slice(text.length - back);
      if (bare.length > MOST_ADDED && !/\p{L}/u.test(added)) {
        some.push(bare);
      }
    }
  }
  return some.length > 0 ? some : [text];
}

/** The text, the text backwards, and both with letters in place of what stands for them. @param {string} text */
function spellings(text) {
  const letters = text.replace(/\W|\d/gu, (character) => STANDS_FOR[/** @type {keyof typeof STANDS_FOR} */ (character)] ?? character);
  const plain = ['i', 'l'].map((one) => letters.replaceAll('1', one));
  return [text, ...plain].flatMap((spelling) => [spelling, reversed(spelling)]);
}

/** Whether a text is made of a few walks along a keyboard, or of one key pressed for long. @param {string} text */
function isWalk(text) {
  // Twice the same key is one step.
  return [text, text.replace(/(.)\1+/gu, '$1')].some((path) => path.length >= STEP && pieces(path) <= MOST_PIECES);
}

/** How many pieces of walks a text is made of; Infinity where it has other characters. @param {string} path @returns {number} */
function pieces(path) {
  let count = 0;
  for (let at = 0; at < path.length; count += 1) {
    let end = at + STEP;
    if (end > path.length || !goesOn(path.slice(at, end))) {
      return Infinity;
    }
    while (end < path.length && goesOn(path.slice(at, end + 1))) {
      end += 1;
    }
    at = end;
  }
  return count;
}

/** Whether a piece of text is a piece of one walk. @param {string} piece */
const goesOn = (piece) => WALKS.some((walk) => walk.includes(piece)) || new Set(piece).size === 1;

/**
 * What a text repeats from its beginning to its end, the last time perhaps in part; null when it repeats nothing.
 * @param {string} text
 */
function repeated(text) {
  for (let length = 1; length <= text.length / 2; length += 1) {
    if (text.startsWith(text.slice(length))) {
      return text.slice(0, length);
    }
  }
  return null;
}

/** @param {string} text */
function reversed(text) {
  return [...text].reverse().join('');
}
