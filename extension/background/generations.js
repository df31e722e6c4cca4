// Where the sealed envelopes lie. A write makes a new generation beside the one in use; only when it has been read back
// and found to open does the list name it, in one step, and what the list no longer names is removed.
//
//   vault.kept              the numbers of the generations that are kept, the last one in use
//   vault.generation.<n>    an envelope, base64
//   vault.unreadable.<n>-<t>  an envelope that could not be read, and when that was: kept for whoever can
//   vault.setAside          whether the person is still to hear of one of those
import { browser } from '../lib/browser.js';
import { CodedError } from '../lib/errors.js';

const KEPT = 'vault.kept';
/** What named the generation in use before there were more than two. */
const CURRENT = 'vault.current';
const SET_ASIDE = 'vault.setAside';
const GENERATION = 'vault.generation.';
/** @param {number} number */
const generation = (number) => GENERATION + number;
/** Numbers are given anew once a generation is out of the way, times are not. @param {number} number */
const unreadable = (number) => `vault.unreadable.${number}-${Date.now()}`;

/** So many generations before the one in use can be gone back to. */
const EARLIER = 5;

/**
 * The numbers of the generations that are kept, the one in use last.
 * @returns {Promise<number[]>}
 */
export async function keptGenerations() {
  const { [KEPT]: kept, [CURRENT]: current } = await browser.storage.local.get([KEPT, CURRENT]);
  if (Array.isArray(kept)) {
    return kept;
  }
  return typeof current === 'number' && current > 0 ? [current - 1, current].filter((number) => number > 0) : [];
}

/**
 * @param {number} number
 * @returns {Promise<Uint8Array | null>} null when there is none, or it is not base64
 */
export async function readGeneration(number) {
  const key = generation(number);
  const { [key]: text } = await browser.storage.local.get(key);
  try {
    return typeof text === 'string' ? Uint8Array.fromBase64(text) : null;
  } catch {
    return null;
  }
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
  await write([envelope], verify, kept, earlier.slice(-EARLIER));
}

/**
 * Writes all that is kept anew, for other ways in: nothing that was written before stays.
 * @param {Uint8Array[]} envelopes the one in use last
 * @param {Verify} verify
 */
export async function writeAllGenerations(envelopes, verify) {
  await write(envelopes, verify, await keptGenerations(), []);
}

/**
 * @param {Uint8Array[]} envelopes
 * @param {Verify} verify
 * @param {number[]} kept as it is
 * @param {number[]} earlier what stays of it
 */
async function write(envelopes, verify, kept, earlier) {
  const first = (kept.at(-1) ?? 0) + 1;
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
  await browser.storage.local.set({ [KEPT]: [...earlier.filter((number) => still.includes(number)), ...written] });
  await sweep();
}

/**
 * Where the storage is full, the oldest generations make room, but never the one in use nor the one that is written.
 * @param {[number, string][]} envelopes
 * @returns {Promise<number[]>} those that are written
 */
async function setWhatFits(envelopes) {
  try {
    await browser.storage.local.set(Object.fromEntries(envelopes.map(([number, text]) => [generation(number), text])));
    return envelopes.map(([number]) => number);
  } catch (error) {
    const kept = await keptGenerations();
    // Whoever refuses for another reason is not helped by having less.
    const isFull = /quota/i.test(String(error));
    if (isFull && kept.length > 1) {
      await browser.storage.local.set({ [KEPT]: kept.slice(1) });
      await sweep();
      return setWhatFits(envelopes);
    }
    if (isFull && envelopes.length > 1) {
      return setWhatFits(envelopes.slice(1));
    }
    console.error(error);
    throw new CodedError('storage-refused');
  }
}

/** Removes the generations that the list does not name: of a write that was broken off, or that were replaced. */
export async function sweep() {
  const kept = await keptGenerations();
  const keys = await browser.storage.local.getKeys?.() ?? Object.keys(await browser.storage.local.get(null));
  const left = keys.filter((key) => key === CURRENT || (key.startsWith(GENERATION) && !kept.some((number) => generation(number) === key)));
  if (left.length > 0) {
    await browser.storage.local.remove(left);
  }
}

/**
 * Puts a generation that can't be read out of the way of later writes.
 * @param {number} number
 */
export async function setAside(number) {
  const key = generation(number);
  const kept = await keptGenerations();
  const { [key]: text } = await browser.storage.local.get(key);
  const others = kept.filter((other) => other !== number);
  await browser.storage.local.set({ [unreadable(number)]: text ?? null, [KEPT]: others, [SET_ASIDE]: true });
  await browser.storage.local.remove(key);
}

/** The person has heard of it. What was set aside stays. */
export async function acknowledgeSetAside() {
  await browser.storage.local.remove(SET_ASIDE);
}

/** Whether a generation was set aside and the person has not heard of it yet. */
export async function anySetAside() {
  const { [SET_ASIDE]: any } = await browser.storage.local.get(SET_ASIDE);
  return any === true;
}
