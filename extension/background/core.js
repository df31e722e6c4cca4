// The instances of the core. One holds the vault. A scratch instance is dropped after each call, so that what needed much
// memory (Argon2) leaves none behind. Those of the judge and the reader are dropped too, with the page or the picture in them.
import { Vault, __wbg_reset_state as resetVault, initSync as initVault } from '../core/core.js';
// A module of the same file under another address has an instance of its own, which TypeScript does not know.
// @ts-expect-error
import * as secondCore from '../core/core.js?scratch';
import * as judgeCore from '../core/judge.js';
import * as readerCore from '../core/reader.js';
import { browser } from '../lib/browser.js';
import { CodedError, TRAP } from '../lib/errors.js';
import { DERIVATIONS } from './derivations.js';
import { hasThreads, inThread } from './thread.js';

export { Vault };

const CORE = 'core/core_bg.wasm';

/** Whether there is a vault's instance. */
let ready = false;

/** Has the vault's instance ready. */
export async function vaultCore() {
  initVault({ module: await compiled(CORE) });
  ready = true;
}

/** Drops the vault's instance with its memory. */
export function dropVaultCore() {
  if (ready) {
    resetVault();
  }
}

/** Compiled once for all instances. @type {Map<string, Promise<WebAssembly.Module>>} */
const modules = new Map();

/**
 * For `initSync`: the generated `init` keeps the first instance that it makes, and with it that one's memory, for as long
 * as the worker lives.
 * @param {string} wasm
 */
function compiled(wasm) {
  const module = modules.get(wasm) ?? WebAssembly.compileStreaming(fetch(browser.runtime.getURL(wasm)));
  modules.set(wasm, module);
  module.catch(() => modules.delete(wasm));
  return module;
}

/**
 * Runs what it is given in an instance that is dropped afterwards with its memory, one call after the other. A trap in
 * there, which a hostile picture might bring about, is an error like any other and leaves the vault's instance alone.
 * @template {{ __wbg_reset_state(): void, initSync(source: { module: WebAssembly.Module }): unknown }} Core
 * @param {Core} core
 * @param {string} wasm
 * @param {typeof TRAP | 'core-trap'} trap what a trap is called
 */
function dropping(core, wasm, trap) {
  /** @type {Promise<unknown>} */
  let queue = Promise.resolve();
  /**
   * @template T
   * @param {(core: Core) => T | Promise<T>} use
   * @returns {Promise<T>}
   */
  return (use) => {
    const run = queue.then(async () => {
      core.initSync({ module: await compiled(wasm) });
      try {
        return await use(core);
      } catch (error) {
        throw error instanceof WebAssembly.RuntimeError ? new CodedError(trap) : error;
      } finally {
        core.__wbg_reset_state();
      }
    });
    queue = run.catch(() => {});
    return run;
  };
}

/** @typedef {typeof import('../core/core.js')} Core */

/** Runs calls that need no vault. */
export const inScratch = dropping(/** @type {Core} */ (secondCore), CORE, TRAP);

/**
 * Derives a key where that keeps no screen waiting.
 * @template {keyof typeof DERIVATIONS} Name
 * @param {Name} name
 * @param {(typeof DERIVATIONS)[Name] extends (core: Core, ...args: infer Args) => unknown ? Args : never} args
 * @returns {Promise<ReturnType<(typeof DERIVATIONS)[Name]>>}
 */
export async function derive(name, ...args) {
  const derivation = /** @type {(core: Core, ...args: unknown[]) => any} */ (DERIVATIONS[name]);
  return hasThreads
    ? /** @type {any} */ (await inThread(await compiled(CORE), name, args))
    : inScratch((core) => derivation(core, ...args));
}

/** Runs what asks the judge of pages. */
export const inJudge = dropping(judgeCore, 'core/judge_bg.wasm', 'core-trap');

/** Runs calls of the QR reader. */
export const inReader = dropping(readerCore, 'core/reader_bg.wasm', 'core-trap');
