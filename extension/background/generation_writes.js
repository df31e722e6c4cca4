// Writing generations of the vault. A write makes a new generation beside the one in use; only when it has been read back and
// found to open does the list name it, in one step, and what no list names is removed.
import { CodedError } from '../lib/errors.js';
import { LOCAL_MOST, local, localWeight } from '../lib/storage.js';
import { EARLIER, assertThere, firstFree, generation, keptGenerations, lists, readGeneration } from './generations.js';

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
