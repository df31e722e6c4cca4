// What a passphrase's derivation costs: as much as this machine does in half a second, never below the floor.
import { MAX_PASSES, MIN_MEMORY_KIB, MIN_PASSES } from '../core/limits.js';
import { kdfFloor, policy } from '../lib/policy.js';
import { derive } from './core.js';

/** @typedef {import('./derivations.js').Cost} Cost */

/** The least that the core allows. */
export const LEAST = { memoryKib: MIN_MEMORY_KIB, passes: MIN_PASSES };
/** What a person waits for gladly, and a guesser for each guess, in milliseconds. */
const TARGET = 500;

/** What a derivation must cost at least, by the core's floor and by policy. @returns {Promise<Cost>} */
export async function floor() {
  const { passes, memoryKiB } = kdfFloor((await policy()).values);
  return { memoryKib: Math.max(LEAST.memoryKib, memoryKiB), passes: Math.max(LEAST.passes, passes) };
}

/**
 * @param {Cost} done what was derived
 * @param {number} took in milliseconds
 * @param {Cost} least
 * @returns {Cost}
 */
function costAfter(done, took, least) {
  const perPass = (Math.max(took, 1) / done.passes) * (least.memoryKib / done.memoryKib);
  return { memoryKib: least.memoryKib, passes: Math.min(MAX_PASSES, Math.max(least.passes, Math.round(TARGET / perPass))) };
}

/**
 * What a slot should cost that costs less than policy asks for, or that was derived so fast that it must have been made
 * on a slower machine; null where it is dear enough. On a slower machine it stays as dear as it is: whoever has copied
 * the file guesses on a machine of their own.
 * @param {Cost} has
 * @param {number} took in milliseconds
 * @param {Cost} floor
 * @returns {Cost | null}
 */
export function dearer(has, took, floor) {
  if (took >= TARGET / 2 && has.memoryKib >= floor.memoryKib && has.passes >= floor.passes) {
    return null;
  }
  const memoryKib = Math.max(has.memoryKib, floor.memoryKib);
  const asMuchWork = Math.ceil((has.passes * has.memoryKib) / memoryKib);
  const cost = costAfter(has, took, { memoryKib, passes: Math.max(asMuchWork, floor.passes) });
  return cost.memoryKib > has.memoryKib || cost.passes > has.passes ? cost : null;
}

/**
 * A slot for a passphrase. The first derivation, at the least cost, shows how fast this machine is.
 * @param {Uint8Array} ticket
 * @param {Uint8Array} passphrase
 * @returns {Promise<Uint8Array>}
 */
export async function passphraseSlot(ticket, passphrase) {
  const { slot: least, took } = await derive('passphraseSlot', ticket, passphrase, LEAST);
  const cost = costAfter(LEAST, took, await floor());
  const isEnough = cost.passes === LEAST.passes && cost.memoryKib === LEAST.memoryKib;
  return isEnough ? least : passphraseSlotOf(cost, ticket, passphrase);
}

/**
 * @param {Cost} cost
 * @param {Uint8Array} ticket
 * @param {Uint8Array} passphrase
 */
export async function passphraseSlotOf(cost, ticket, passphrase) {
  return (await derive('passphraseSlot', ticket, passphrase, cost)).slot;
}

/**
 * A new vault at the least cost, for whoever has its ticket to put a slot of the right cost in.
 * @param {Uint8Array} passphrase
 */
export function create(passphrase) {
  return derive('create', passphrase, LEAST, Date.now());
}

/**
 * What a person typed opens an envelope.
 * @param {Uint8Array} envelope
 * @param {Uint8Array} typed
 */
export function unlock(envelope, typed) {
  return derive('unlock', envelope, typed, Date.now());
}
