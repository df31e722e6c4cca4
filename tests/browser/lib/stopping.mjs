/**
 * Stopping the worker between two steps: the calls by which it reads and writes are the real ones, but from a chosen one
 * on nothing answers any more, as for a worker that is dead. Then it is killed indeed.
 */
import { ask } from './asking_worker.mjs';
import { PATIENCE, limit } from './wait.mjs';

/**
 * @typedef {import('./chromium.mjs').Chromium} Chromium
 *
 * @typedef {object} Step
 * @property {number} number of the call, from 1
 * @property {'before' | 'after'} side whether the call itself still happens
 * @property {boolean} [writes] only calls that write are counted
 * @property {string} [from] and only from the first one that names this
 */

/**
 * From now on until it is killed, this worker stops at the step.
 * @param {Chromium} chromium
 * @param {Step} step
 */
async function arm(chromium, step) {
  await chromium.inWorker(({ number, side, writes = false, from = '' }) => {
    let begun = false;
    let calls = 0;
    /** @type {(call: string) => void} */
    let stop = () => {};
    Object.assign(globalThis, { stopped: new Promise((resolve) => { stop = resolve; }) });
    /**
     * @param {any} owner
     * @param {string} name
     * @param {boolean} counts
     */
    const wrap = (owner, name, counts) => {
      const real = owner[name];
      const dead = [IDBObjectStore.prototype, IDBFactory.prototype].includes(owner) ? {} : new Promise(() => {});
      owner[name] = function (/** @type {unknown[]} */ ...args) {
        if (calls >= number) return dead;
        begun ||= counts && JSON.stringify(args).includes(from);
        calls += counts && begun ? 1 : 0;
        if (calls < number) return real.apply(this, args);
        const answer = side === 'after' ? real.apply(this, args) : undefined;
        // A request of IndexedDB is no promise, and not written before its transaction is.
        const done = answer instanceof IDBRequest
          ? new Promise((resolve) => (answer.transaction ?? answer).addEventListener(answer.transaction ? 'complete' : 'success', resolve))
          : answer;
        void Promise.resolve(done).then(() => stop(`${name} ${JSON.stringify(args).slice(0, 60)}`));
        return dead;
      };
    };
    for (const area of [chrome.storage.local, chrome.storage.session]) {
      for (const name of ['get', 'getKeys']) wrap(area, name, !writes);
      for (const name of ['set', 'remove', 'clear']) wrap(area, name, true);
    }
    for (const name of ['put', 'delete']) wrap(IDBObjectStore.prototype, name, true);
    wrap(IDBFactory.prototype, 'deleteDatabase', true);
    wrap(Object.getPrototypeOf(/** @type {any} */ (navigator).storageBuckets), 'delete', true);
  }, step);
}

/**
 * Sends what changes the vault, to a worker that stops at the step and is killed there.
 * @template T
 * @param {Chromium} chromium
 * @param {Step} step
 * @param {() => Promise<T>} send
 * @returns {Promise<{ call: string } | { answer: T }>} the call that it was stopped at, or the answer if it made fewer
 */
export async function stoppedAt(chromium, step, send) {
  await arm(chromium, step);
  const stop = chromium.inWorker(() => /** @type {any} */ (globalThis).stopped.then((/** @type {string} */ call) => ({ call })));
  const end = await limit(PATIENCE, `step ${step.number}`, Promise.race([stop, send().then((answer) => ({ answer }))]));
  await chromium.killWorker();
  return end;
}

/** Whether a question to the gate is answered. @param {import('puppeteer-core').Page} page @param {string} passphrase */
export function opens(page, passphrase) {
  return ask(page, 'unlock', { passphrase }).then(() => true, (error) => {
    if (error.message !== 'wrong-passphrase') throw error;
    return false;
  });
}
