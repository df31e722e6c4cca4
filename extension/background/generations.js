// Where the sealed envelope lies. Each write is a new generation beside the one in use; only when it has been read
// back and found to open does the pointer move to it, and the one before is kept.
//
//   vault.current           number of the generation in use
//   vault.generation.<n>    an envelope, base64
//   vault.unreadable.<n>    an envelope that could not be read, kept for whoever can
//   vault.setAside          whether the person is still to hear of one of those
import { browser } from '../lib/browser.js';
import { CodedError } from '../lib/errors.js';

const CURRENT = 'vault.current';
const SET_ASIDE = 'vault.setAside';
/** @param {number} number */
const generation = (number) => `vault.generation.${number}`;
/** @param {number} number */
const unreadable = (number) => `vault.unreadable.${number}`;

/**
 * The number of the generation in use, 0 when there is no vault.
 * @returns {Promise<number>}
 */
export async function currentGeneration() {
  const { [CURRENT]: number } = await browser.storage.local.get(CURRENT);
  return typeof number === 'number' ? number : 0;
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

/**
 * Writes the next generation and moves to it.
 * @param {Uint8Array} envelope
 * @param {(readBack: Uint8Array) => void | Promise<void>} verify throws when what was read back is not what it should be
 * @param {{ keepPrevious?: boolean }} [options]
 */
export async function writeGeneration(envelope, verify, { keepPrevious = true } = {}) {
  const current = await currentGeneration();
  const next = current + 1;
  try {
    await browser.storage.local.set({ [generation(next)]: envelope.toBase64() });
  } catch (error) {
    console.error(error);
    throw new CodedError('storage-refused');
  }
  const readBack = await readGeneration(next);
  if (readBack === null) {
    throw new CodedError('storage-refused');
  }
  await verify(readBack);
  await browser.storage.local.set({ [CURRENT]: next });
  const outdated = keepPrevious ? [current - 1] : [current - 1, current];
  await browser.storage.local.remove(outdated.map(generation));
}

/**
 * Puts a generation that can't be read out of the way of later writes, and moves back to the one before it.
 * @param {number} number
 */
export async function setAside(number) {
  const key = generation(number);
  const { [key]: text } = await browser.storage.local.get(key);
  await browser.storage.local.set({ [unreadable(number)]: text ?? null, [CURRENT]: number - 1, [SET_ASIDE]: true });
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
