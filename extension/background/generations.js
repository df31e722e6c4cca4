// Where the sealed envelopes lie. A write makes a new generation beside the one in use; only when it has been read back
// and found to open does the list name it, in one step, and what no list names is removed.
//
//   vault.kept              the numbers of the generations that are kept, the last one in use
//   vault.unreadable        the numbers of those that could not be read, kept for whoever can; written together with the
//                           other list, so that a generation is in neither only when it may go
//   vault.generation.<n>    an envelope, base64
//   vault.setAside          whether the person is still to hear of one that could not be read
import { fromBase64 } from '../lib/bytes.js';
import { CodedError } from '../lib/errors.js';
import { LOCAL_MOST, local, localKeys, localWeight } from '../lib/storage.js';
import { GENERATION } from '../lib/storage_keys.js';

/** @param {number} number */
const generation = (number) => /** @type {const} */ (`${GENERATION}${number}`);

/** So many generations before the one in use can be gone back to. */
const EARLIER = 5;

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

/**
 * The two lists. One that is lost, or says what no writer would, is found again from what lies there: a list is small, and
 * must not be what a vault hangs on. `isNamed`: both lie there as they are answered.
 */
async function lists() {
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

/** Nobody writes so often. */
const FAR = 2 ** 52;

/**
 * Each number is higher than the one before it, which only a number that no writer made is not (see `firstFree`).
 * @param {number} number
 * @param {number} at
 * @param {number[]} list
 */
const follows = (number, at, list) => at === 0 || number > list[at - 1] || list[at - 1] >= FAR;

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
 * The first of so many numbers in a row that none has. After a number that no writer made there may be none.
 * @param {number[]} all in their order
 * @param {number} count
 */
function firstFree(all, count) {
  let first = 1 + (all.findLast((number) => number < FAR) ?? 0);
  for (const taken of all) {
    first = taken >= first && taken < first + count ? taken + 1 : first;
  }
  return first;
}

/**
 * @param {number} number
 * @returns {Promise<Uint8Array | null>} null when there is none, or it is not base64
 */
export async function readGeneration(number) {
  const key = generation(number);
  const { [key]: text } = await local.get(key);
  return fromBase64(text);
}

/**
 * The envelope of a generation. Throws `vault-not-an-envelope` when there is none, or it is not base64.
 * @param {number} number
 */
export async function envelopeOf(number) {
  return assertThere(await readGeneration(number));
}

/** @param {Uint8Array | null} envelope */
function assertThere(envelope) {
  if (envelope === null) {
    throw new CodedError('vault-not-an-envelope');
  }
  return envelope;
}

/**
 * What `use` makes of each generation before the one in use, the oldest first. Those that it throws at are set aside.
 * @template T
 * @param {(envelope: Uint8Array, number: number) => T} use
 */
export async function ofEarlierGenerations(use) {
  const made = [];
  for (const number of (await keptGenerations()).slice(0, -1)) {
    const envelope = await readGeneration(number);
    try {
      made.push(use(assertThere(envelope), number));
    } catch (error) {
      console.error(error);
      await setAside(number);
    }
  }
  return made;
}

/** @typedef {(readBack: Uint8Array, at: number) => void | Promise<void>} Verify throws when it is not what it should be */

/**
 * Writes the next generation. An edit is one to go back from; what is no edit takes the place of the one before.
 * @param {Uint8Array} envelope
 * @param {Verify} verify
 * @param {{ edit: boolean }} options
 */
export async function writeGeneration(envelope, verify, { edit }) {
  const kept = await keptGenerations();
  const earlier = edit ? kept : kept.slice(0, -1);
  await write([envelope], verify, earlier.slice(-EARLIER));
}

/**
 * Writes all that is kept anew, for other ways in: nothing that was written before stays.
 * @param {Uint8Array[]} envelopes the one in use last
 * @param {Verify} verify
 */
export async function writeAllGenerations(envelopes, verify) {
  await write(envelopes, verify, []);
}

/**
 * @param {Uint8Array[]} envelopes
 * @param {Verify} verify
 * @param {number[]} earlier what stays of what is kept
 */
async function write(envelopes, verify, earlier) {
  const { all, kept, aside, isNamed } = await lists();
  // An earlier build left no list of what could not be read: without one, a write that is broken off would be taken for that.
  if (!isNamed) {
    await name(kept, aside).catch(console.error);
  }
  const first = firstFree(all, envelopes.length);
  const written = await setWhatFits(envelopes.map((envelope, at) => [first + at, envelope.toBase64()]));
  for (const number of written) {
    const readBack = await readGeneration(number);
    if (readBack === null) {
      throw new CodedError('storage-refused');
    }
    await verify(readBack, number - first);
  }
  // Of what there is: room may have been made.
  const still = await keptGenerations();
  await name([...earlier.filter((number) => still.includes(number)), ...written].slice(-1 - EARLIER), aside);
  // It is written, whatever becomes of what is left of earlier ones.
  await sweep().catch(console.error);
}

/**
 * Where the storage is full, the oldest generations make room, but never the one in use nor the one that is written.
 * @param {[number, string][]} envelopes
 * @returns {Promise<number[]>} those that are written
 */
async function setWhatFits(envelopes) {
  try {
    await local.set(Object.fromEntries(envelopes.map(([number, text]) => [generation(number), text])));
    return envelopes.map(([number]) => number);
  } catch (error) {
    // Whoever refuses for another reason is not helped by having less.
    if (/quota/i.test(String(error)) && await makeRoom(envelopes)) {
      return setWhatFits(envelopes);
    }
    if (/quota/i.test(String(error)) && envelopes.length > 1) {
      return setWhatFits(envelopes.slice(1));
    }
    console.error(error);
    throw new CodedError('storage-refused');
  }
}

/**
 * Gives up the oldest generation if that, or giving up all but the one in use, lets the others be written.
 * @param {[number, string][]} envelopes
 */
async function makeRoom(envelopes) {
  const { kept, aside } = await lists();
  // A string weighs its length, two quotes and its name.
  const wanted = envelopes.reduce((sum, [number, text]) => sum + generation(number).length + text.length + 2, 0);
  // In Firefox it is the disk that is full, and nobody knows by how much.
  const inUse = await localWeight(null) ?? 0;
  const spare = await localWeight(kept.slice(0, -1).map(generation)) ?? wanted;
  if (kept.length < 2 || inUse - spare + wanted > LOCAL_MOST) {
    return false;
  }
  await name(kept.slice(1), aside);
  await sweep();
  return true;
}

/** Removes the generations that no list names: of a write that was broken off, or that were replaced. */
export async function sweep() {
  const { all, kept, aside } = await lists();
  const left = all.filter((number) => !kept.includes(number) && !aside.includes(number));
  if (left.length > 0) {
    await local.remove(...left.map(generation));
  }
}

/**
 * Puts a generation that can't be read out of the way of later writes, where it lies: that takes no room.
 * @param {number} number
 */
export async function setAside(number) {
  const { all, kept, aside } = await lists();
  await set({
    'vault.unreadable': [...aside, number].filter((one) => all.includes(one)),
    'vault.kept': kept.filter((other) => other !== number),
    'vault.setAside': true,
  });
}

/** The numbers of those, the last one first. */
export async function unreadableGenerations() {
  return (await lists()).aside.reverse();
}

/**
 * The person wants it no more.
 * @param {number} number
 */
export async function dropUnreadable(number) {
  const { kept, aside } = await lists();
  if (!aside.includes(number)) {
    throw new CodedError('no-such-generation');
  }
  // A number that no list names is swept.
  await name(kept, aside.filter((other) => other !== number));
  await sweep();
}

/** The person has heard of it. What was set aside stays. */
export async function acknowledgeSetAside() {
  await local.remove('vault.setAside');
}

/** Whether a generation was set aside and the person has not heard of it yet. */
export async function anySetAside() {
  return (await local.get('vault.setAside'))['vault.setAside'] === true;
}

/**
 * @param {number[]} kept
 * @param {number[]} aside
 */
const name = (kept, aside) => set({ 'vault.kept': kept, 'vault.unreadable': aside });

/** @param {Partial<import('../lib/storage.js').Local>} values */
async function set(values) {
  try {
    await local.set(values);
  } catch (error) {
    console.error(error);
    throw new CodedError('storage-refused');
  }
}
