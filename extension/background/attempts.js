// Attempts at unlocking: each that fails makes the next one wait longer, also when the worker was killed meanwhile.
import { browser } from '../lib/browser.js';
import { CodedError, errorCode } from '../lib/errors.js';

const ATTEMPTS = 'vault.attempts';
/** So many mistypings cost nothing. */
const FREE = 3;
/** The longest wait, in seconds: whoever has forgotten comes back, whoever guesses has given up. */
const LONGEST = 300;

/** @typedef {{ failed: number, last: number }} Attempts how many failed since one did not, and when the last one was */

/** @returns {Promise<Attempts>} */
async function attempts() {
  const { [ATTEMPTS]: stored } = await browser.storage.local.get(ATTEMPTS);
  const { [ATTEMPTS]: refused } = await browser.storage.session.get(ATTEMPTS);
  const { failed = 0, last = 0 } = /** @type {Partial<Attempts>} */ (refused ?? stored ?? {});
  return { failed, last };
}

/**
 * A storage that is full locks nobody out: it is remembered while the browser runs.
 * @param {Attempts} made
 */
async function remember(made) {
  try {
    await browser.storage.local.set({ [ATTEMPTS]: made });
    await browser.storage.session.remove(ATTEMPTS);
  } catch (error) {
    console.error(error);
    await browser.storage.session.set({ [ATTEMPTS]: made });
  }
}

/** In how many seconds the next attempt is allowed: 0 is now. */
export async function waitForAttempt() {
  const { failed, last } = await attempts();
  const wait = failed < FREE ? 0 : Math.min(2 ** (failed - FREE), LONGEST);
  // A clock that was put back must not make anybody wait longer.
  const since = Math.abs(Date.now() - last) / 1000;
  return since > wait ? 0 : Math.ceil(wait - since);
}

/**
 * One attempt. It counts before it is made: whoever kills the worker meanwhile has tried.
 * @template T
 * @param {() => Promise<T>} work
 * @returns {Promise<{ result: T, before: Attempts }>}
 */
export async function attempt(work) {
  if ((await waitForAttempt()) > 0) {
    throw new CodedError('attempts-wait');
  }
  const before = await attempts();
  await remember({ failed: before.failed + 1, last: Date.now() });
  try {
    const result = await work();
    await Promise.all([browser.storage.local.remove(ATTEMPTS), browser.storage.session.remove(ATTEMPTS)]).catch(console.error);
    return { result, before };
  } catch (error) {
    if (!/^wrong-(?:passphrase|secret)$|^recovery-group/.test(errorCode(error))) {
      await remember(before);
    }
    throw error;
  }
}
