// Which generations of the vault there are, and reading them. generation_writes.js writes them.
//
//   vault.kept              the numbers of the generations that are kept, the last one in use
//   vault.unreadable        the numbers of those that could not be read, kept for whoever can; written together with the
//                           other list, so that a generation is in neither only when it may go
//   vault.generation.<n>    an envelope, base64
//   vault.setAside          whether the person is still to hear of one that could not be read
import { fromBase64 } from '../lib/bytes.js';
import { CodedError } from '../lib/errors.js';
import { local, localKeys } from '../lib/storage.js';
import { GENERATION } from '../lib/storage_keys.js';

/** The key of a generation. @param {number} number */
export const generation = (number) => /** @type {const} */ (`${GENERATION}${number}`);

/** How many generations before the one in use are kept, to be gone back to. */
export const EARLIER = 5;

/**
 * The numbers of the generations that are kept, the one in use last.
 * @returns {Promise<number[]>}
 */
export async function keptGenerations() {
  return (await lists()).kept;
}

/**
 * Whether there is no vault. Whatever lies where a generation would is one that somebody may still be able to read.
 */
export async function noGeneration() {
  return (await generationKeys()).length === 0;
}

/** The numbers of the generations that can't be read, the last one first. */
export async function unreadableGenerations() {
  return (await lists()).aside.reverse();
}

/** Whether a generation was set aside and the person has not heard of it yet. */
export async function anySetAside() {
  return (await local.get('vault.setAside'))['vault.setAside'] === true;
}

/**
 * The envelope of a generation; null when there is none, or it is not base64.
 * @param {number} number
 */
export async function readGeneration(number) {
  const key = generation(number);
  const { [key]: text } = await local.get(key);
  return fromBase64(text);
}

/**
 * The envelope of a generation. It throws `vault-not-an-envelope` when there is none, or it is not base64.
 * @param {number} number
 */
export async function envelopeOf(number) {
  return assertThere(await readGeneration(number));
}

/** The envelope, or throws `vault-not-an-envelope`. @param {Uint8Array | null} envelope */
export function assertThere(envelope) {
  if (envelope === null) {
    throw new CodedError('vault-not-an-envelope');
  }
  return envelope;
}

/** The envelope in use. It throws `vault-not-an-envelope` when there is none. */
export async function newestEnvelope() {
  const number = (await keptGenerations()).at(-1);
  return assertThere(number === undefined ? null : await readGeneration(number));
}

/**
 * What `read` makes of the newest generation that it does not throw at; null when it throws at all of them.
 * @template T
 * @param {(envelope: Uint8Array) => Promise<T>} read
 * @returns {Promise<T | null>}
 */
export async function ofNewestReadable(read) {
  for (const number of (await keptGenerations()).reverse()) {
    try {
      return await read(await envelopeOf(number));
    } catch (error) {
      console.error(error);
    }
  }
  return null;
}

/**
 * The two lists, and `all` numbers. One that is lost, or says what no writer would, is found again from what lies there: a list is small, and
 * must not be what a vault hangs on. `isNamed`: both lie there as they are answered.
 */
export async function lists() {
  const [{ 'vault.kept': kept, 'vault.unreadable': unreadable }, all] = await Promise.all([local.get('vault.kept', 'vault.unreadable'), stored()]);
  /** @param {number[]} list */
  const without = (list) => all.filter((number) => !list.includes(number));
  const isThere = (/** @type {number} */ number) => all.includes(number);
  const aside = unreadable?.every(isThere) ? unreadable : null;
  if (kept !== undefined && kept.length <= 1 + EARLIER && kept.every(follows) && kept.some(isThere)) {
    return { all, kept, aside: aside?.filter((number) => !kept.includes(number)) ?? without(kept), isNamed: aside !== null };
  }
  const found = [];
  for (const number of without(aside ?? [])) {
    if (await looksReadable(number)) {
      found.push(number);
    }
  }
  // Never is a vault taken for none, though nothing that there is can be read.
  return found.length > 0 ? { all, kept: found, aside: without(found), isNamed: false } : { all, kept: all, aside: [], isNamed: false };
}

/** How every envelope begins (docs/vault-format.md). */
const BEGINNING = new TextEncoder().encode('halfminute-vault/');

/** @param {number} number */
async function looksReadable(number) {
  const envelope = await readGeneration(number);
  return envelope !== null && BEGINNING.every((byte, at) => byte === envelope[at]);
}

/** A higher number was not made by writing: nobody writes so often. */
const FAR = 2 ** 52;

/**
 * Whether a number is higher than the one before it in its list. After a number beyond FAR it need not be, since `firstFree` has
 * lower ones left only.
 * @param {number} number
 * @param {number} at
 * @param {number[]} list
 */
function follows(number, at, list) {
  const before = list[at - 1] ?? -1;
  return number > before || before >= FAR;
}

/** @param {unknown} value */
const isNumber = (value) => Number.isSafeInteger(value) && Number(value) >= 0;

/** The numbers of what is stored, kept or not, in their order. */
async function stored() {
  const numbers = (await generationKeys()).map((key) => Number(key.slice(GENERATION.length)));
  return numbers.filter(isNumber).sort((one, other) => one - other);
}

async function generationKeys() {
  return (await localKeys()).filter((key) => key.startsWith(GENERATION));
}

/**
 * The first of `count` numbers in a row that no generation has. They come after the highest number below FAR.
 * @param {number[]} all in their order
 * @param {number} count
 */
export function firstFree(all, count) {
  let first = 1 + (all.findLast((number) => number < FAR) ?? 0);
  for (const taken of all) {
    first = taken >= first && taken < first + count ? taken + 1 : first;
  }
  return first;
}
