// What a passphrase's derivation costs: as much as this machine does in half a second, never below the floor.
import { wiping } from '../lib/bytes.js';
import { kdfFloor, policy } from '../lib/policy.js';
import { derive } from './core.js';

/** @typedef {import('./derivations.js').Cost} Cost */

/** The least: the core's own floor (src/vault/slot.rs). */
export const LEAST = { memoryKib: 64 * 1024, passes: 3 };
/** What a person waits for gladly, and a guesser for each guess, in milliseconds. */
const TARGET = 500;
/** As the core has it. */
const MOST_PASSES = 64;

/** What policy asks for. @returns {Promise<Cost>} */
export async function floor() {
  const { passes, memoryKiB } = kdfFloor((await policy()).values);
  return { memoryKib: Math.max(LEAST.memoryKib, memoryKiB), passes: Math.max(LEAST.passes, passes) };
}

/**
 * @param {Cost} done what was derived
 * @param {number} took in milliseconds
 * @returns {Promise<Cost>}
 */
async function costAfter(done, took) {
  const least = await floor();
  const perPass = (Math.max(took, 1) / done.passes) * (least.memoryKib / done.memoryKib);
  return { memoryKib: least.memoryKib, passes: Math.min(MOST_PASSES, Math.max(least.passes, Math.round(TARGET / perPass))) };
}

/**
 * A slot for a passphrase. The first derivation, at the least cost, shows how fast this machine is.
 * @param {Uint8Array} ticket
 * @param {Uint8Array} passphrase
 * @returns {Promise<Uint8Array>}
 */
export async function passphraseSlot(ticket, passphrase) {
  const { slot: least, took } = await derive('passphraseSlot', ticket, passphrase, LEAST);
  const cost = await costAfter(LEAST, took);
  const isEnough = cost.passes === LEAST.passes && cost.memoryKib === LEAST.memoryKib;
  return isEnough ? least : (await derive('passphraseSlot', ticket, passphrase, cost)).slot;
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

/**
 * Throws unless this is what opens the envelope.
 * @param {Uint8Array} envelope
 * @param {Uint8Array} typed
 */
export async function assertOpens(envelope, typed) {
  const { ticket } = await unlock(envelope, typed);
  await wiping(ticket, () => {});
}
