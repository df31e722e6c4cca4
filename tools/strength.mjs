// Lays out dist/strength: the estimator of how many guesses a passphrase takes, as its npm package has it but for the one
// line by which it names itself, and the words that are guessed first, from the same project. Both are MIT (LICENSE-zxcvbn).
import { mkdir, readFile, writeFile } from 'node:fs/promises';

/** Shorter ones are refused for their length. */
const LEAST = 8;
/** So many of the commonest passwords of that length are refused: it takes in each of the ten thousand commonest of any. */
const LONG = 10_000;
/** What it opens is the first thing that anybody thinks of. */
const OWN = 'halfminute';
/** Shorter ones are parts of longer ones. */
const SHORT = 1500;
/** Words of a language: what people take first. More add little, since a phrase counts by its words, and all weigh below 60 KiB. */
const WORDS = 1000;

/** @param {URL} root */
export async function layOutStrength(root) {
  const packages = new URL('node_modules/@zxcvbn-ts/', root);
  const read = (/** @type {string} */ path) => readFile(new URL(path, packages), 'utf8');
  const list = async (/** @type {string} */ path) => /** @type {string[]} */ (JSON.parse(await read(path)));

  const bundle = await read('core/dist/zxcvbn-ts.js');
  const begins = 'this.zxcvbnts = this.zxcvbnts || {};\nthis.zxcvbnts.core = (function';
  if (!bundle.startsWith(begins)) {
    throw new Error('the bundle of @zxcvbn-ts/core begins otherwise');
  }
  const estimator = bundle.replace(begins, '// @ts-nocheck\nexport const { ZxcvbnFactory } = (function').replace(/\n\/\/# sourceMappingURL=.*/, '');

  const passwords = await list('language-common/src/passwords.json');
  const long = [OWN, ...passwords.filter((password) => password.length >= LEAST).slice(0, LONG)];
  const short = passwords.filter((password) => password.length < LEAST).slice(0, SHORT);
  const known = new Set([...long, ...short]);
  const words = (/** @type {string[]} */ all) => all.filter((word) => /^\p{L}{3,}$/u.test(word) && !known.has(word)).slice(0, WORDS);
  const english = words(await list('language-en/src/commonWords.json'));
  const german = words(await list('language-de/src/commonWords.json'));
  const graphs = JSON.parse(await read('language-common/src/adjacencyGraphs.json'));
  const texts = Object.fromEntries(Object.entries({ long, short, english, german }).map(([name, ranked]) => [name, inSteps(ranked).join(' ')]));

  const target = new URL('dist/strength/', root);
  await mkdir(target, { recursive: true });
  await writeFile(new URL('estimator.js', target), estimator);
  await writeFile(new URL('guessed_first.js', target), `export default ${JSON.stringify({ ...texts, graphs })}\n`);
  await writeFile(new URL('LICENSE-zxcvbn', target), await read('core/LICENSE.txt'));
}

/**
 * The commonest first, but only to a factor of two, and by the alphabet between: that packs a tenth better, and an estimate is
 * one of magnitude.
 * @param {string[]} ranked
 */
function inSteps(ranked) {
  const steps = [];
  for (let from = 0, size = 64; from < ranked.length; from += size, size *= 2) {
    steps.push(...ranked.slice(from, from + size).sort());
  }
  return steps;
}
