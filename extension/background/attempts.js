// Attempts at unlocking: each that fails makes the next one of its way in wait longer, also when the worker was killed
// meanwhile. Only a right one of the same way ends that: whoever opens the vault by this device, or by a passkey, has not
// shown that they know the passphrase, and may not guess it faster for that. A recovery key is a way of its own although it
// is typed into the same field, for the same reason.
import { browser } from '../lib/browser.js';
import { CodedError, errorCode } from '../lib/errors.js';
import { isRecoveryKey } from '../lib/typed.js';

const ATTEMPTS = 'vault.attempts';
/** So many mistypings cost nothing. */
const FREE = 3;
/** The longest wait, in seconds: whoever has forgotten comes back, whoever guesses has given up. */
const LONGEST = 300;
/** Nobody has made so many, each of the later ones after the longest wait: a higher count was not made by attempts. */
const MOST = 1_000_000;

const KINDS = /** @type {const} */ (['passphrase', 'recovery', 'passkey', 'device']);

/**
 * @typedef {(typeof KINDS)[number]} Kind the way in
 * @typedef {{ failed: number, last: number, told: number }} Attempts how many failed since one did not, when the last one
 *   was, and how many of them are in the log already
 * @typedef {Partial<Record<Kind, Attempts>>} All
 */

/**
 * The way in that a typed text is an attempt at.
 * @param {string} typed
 * @returns {Kind}
 */
export const kindOf = (typed) => (isRecoveryKey(typed) ? 'recovery' : 'passphrase');

/** @returns {Promise<All>} */
async function attempts() {
  const { [ATTEMPTS]: stored } = await browser.storage.local.get(ATTEMPTS);
  const { [ATTEMPTS]: refused } = await browser.storage.session.get(ATTEMPTS);
  const known = /** @type {Record<string, unknown>} */ (Object(refused ?? stored));
  // There was one count for all, before.
  const all = 'failed' in known ? { passphrase: known } : known;
  return Object.fromEntries(KINDS.flatMap((kind) => (kind in all ? [[kind, sound(/** @type {any} */ (all)[kind])]] : [])));
}

/** @param {unknown} stored which may be damaged @returns {Attempts} */
function sound(stored) {
  const { failed, last, told } = /** @type {Record<string, unknown>} */ (Object(stored));
  const count = Math.min(whole(failed), MOST);
  return { failed: count, last: whole(last), told: Math.min(whole(told), count) };
}

/** @param {unknown} value */
const whole = (value) => (Number.isSafeInteger(value) ? Math.max(0, Number(value)) : 0);

/**
 * A storage that is full locks nobody out: it is remembered while the browser runs.
 * @param {All} made
 */
async function remember(made) {
  try {
    await (Object.keys(made).length > 0 ? browser.storage.local.set({ [ATTEMPTS]: made }) : browser.storage.local.remove(ATTEMPTS));
    await browser.storage.session.remove(ATTEMPTS);
  } catch (error) {
    console.error(error);
    await browser.storage.session.set({ [ATTEMPTS]: made });
  }
}

/**
 * In how many seconds the next attempt is allowed: 0 is now.
 * @param {Kind} kind
 */
export async function waitForAttempt(kind) {
  const { failed, last } = (await attempts())[kind] ?? sound(null);
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
  const own = before[kind] ?? sound(null);
  await remember({ ...before, [kind]: { ...own, failed: own.failed + 1, last: Date.now() } });
  try {
    const result = await work();
    const { [kind]: _own, ...others } = before;
    const told = Object.entries(others).map(([other, { failed, last }]) => [other, { failed, last, told: failed }]);
    await remember(Object.fromEntries(told)).catch(console.error);
    return { result, before: untold(before) };
  } catch (error) {
    if (!/^wrong-(?:passphrase|secret)$|^recovery-group/.test(errorCode(error))) {
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
