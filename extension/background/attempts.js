// Attempts at unlocking: each that fails makes the next one of its way in wait longer, also when the worker was killed
// meanwhile. Only a right one of the same way ends that: whoever opens the vault by this device, or by a passkey, has not
// shown that they know the passphrase, and may not guess it faster for that. A recovery key is a way of its own although it
// is typed into the same field, for the same reason.
import { CodedError, errorCode } from '../lib/errors.js';
import { local, session } from '../lib/storage.js';
import { isRecoveryKey } from '../lib/typed.js';

/** How many attempts may fail before the next one has to wait. */
const FREE = 3;
/** The longest wait, in seconds. Whoever forgot the passphrase still comes back; whoever guesses gets nowhere. */
const LONGEST = 300;

/**
 * @typedef {import('../lib/storage_keys.js').WayIn} Kind
 * @typedef {Partial<Record<Kind, import('../lib/storage_keys.js').Attempts>>} All
 */

/** Of a way in by which nobody has failed. */
const NONE = { failed: 0, last: 0, told: 0 };

/**
 * The way in that a typed text is an attempt at.
 * @param {string} typed
 * @returns {Kind}
 */
export const kindOf = (typed) => (isRecoveryKey(typed) ? 'recovery' : 'passphrase');

/** @returns {Promise<All>} */
async function attempts() {
  const { 'vault.attempts': stored } = await local.get('vault.attempts');
  const { 'vault.attempts': refused } = await session.get('vault.attempts');
  return refused ?? stored ?? {};
}

/**
 * A storage that is full locks nobody out: it is remembered while the browser runs.
 * @param {All} made
 */
async function remember(made) {
  try {
    await (Object.keys(made).length > 0 ? local.set({ 'vault.attempts': made }) : local.remove('vault.attempts'));
    await session.remove('vault.attempts');
  } catch (error) {
    console.error(error);
    await session.set({ 'vault.attempts': made });
  }
}

/**
 * In how many seconds the next attempt is allowed: 0 is now.
 * @param {Kind} kind
 */
export async function waitForAttempt(kind) {
  const { failed, last } = (await attempts())[kind] ?? NONE;
  const wait = failed < FREE ? 0 : Math.min(2 ** (failed - FREE), LONGEST);
  // A clock that was put back must not make anybody wait longer.
  const since = Math.abs(Date.now() - last) / 1000;
  return since > wait ? 0 : Math.ceil(wait - since);
}

/**
 * One attempt. It counts before it is made: whoever kills the worker meanwhile has tried.
 * @template T
 * @param {Kind} kind
 * @param {() => Promise<T>} work
 * @returns {Promise<{ result: T, before: { failed: number, last: number } }>} `before`: those that failed, by any way, since
 *   this was last answered
 */
export async function attempt(kind, work) {
  if ((await waitForAttempt(kind)) > 0) {
    throw new CodedError('attempts-wait');
  }
  const before = await attempts();
  const own = before[kind] ?? NONE;
  await remember({ ...before, [kind]: { ...own, failed: own.failed + 1, last: Date.now() } });
  try {
    const result = await work();
    const { [kind]: _own, ...others } = before;
    const told = Object.entries(others).map(([other, { failed, last }]) => [other, { failed, last, told: failed }]);
    await remember(Object.fromEntries(told)).catch(console.error);
    return { result, before: untold(before) };
  } catch (error) {
    if (!['recovery-group', 'wrong-passphrase', 'wrong-secret'].includes(errorCode(error))) {
      await remember(before);
    }
    throw error;
  }
}

/** @param {All} all */
function untold(all) {
  const some = Object.values(all).filter(({ failed, told }) => failed > told);
  const failed = some.reduce((sum, one) => sum + one.failed - one.told, 0);
  return { failed, last: Math.max(0, ...some.map(({ last }) => last)) };
}
