// The instances of the core: the one that holds the vault, a scratch one that is dropped after each call, so that what
// needed much memory (Argon2) leaves none behind, and the reader's, which is dropped likewise with its picture.
import initVault, { Vault, __wbg_reset_state as dropVaultCore } from '../core/core.js';
// A module of the same file under another address has an instance of its own, which TypeScript does not know.
// @ts-expect-error
import initSecond, * as secondCore from '../core/core.js?scratch';
import initReader, * as readerCore from '../core/reader.js';
import { browser } from '../lib/browser.js';
import { CodedError } from '../lib/errors.js';

export { Vault, dropVaultCore };

/** Has the vault's instance ready. */
export async function vaultCore() {
  await initVault({ module_or_path: browser.runtime.getURL('core/core_bg.wasm') });
}

/**
 * Runs what it is given in an instance that is dropped afterwards with its memory, one call after the other. A trap in
 * there, which a hostile picture might bring about, is an error like any other and leaves the vault's instance alone.
 * @template {{ __wbg_reset_state(): void }} Core
 * @param {Core} core
 * @param {(source: { module_or_path: string }) => Promise<unknown>} init
 * @param {string} wasm
 */
function dropping(core, init, wasm) {
  /** @type {Promise<unknown>} */
  let queue = Promise.resolve();
  /**
   * @template T
   * @param {(core: Core) => T | Promise<T>} use
   * @returns {Promise<T>}
   */
  return (use) => {
    const run = queue.then(async () => {
      await init({ module_or_path: browser.runtime.getURL(wasm) });
      try {
        return await use(core);
      } catch (error) {
        throw error instanceof WebAssembly.RuntimeError ? new CodedError('core-trap') : error;
      } finally {
        core.__wbg_reset_state();
      }
    });
    queue = run.catch(() => {});
    return run;
  };
}

/** @typedef {typeof import('../core/core.js')} Core */

/** For what derives keys. */
export const inScratch = dropping(
  /** @type {Core} */ (secondCore),
  /** @type {Core['default']} */ (initSecond),
  'core/core_bg.wasm',
);
/** For pictures. */
export const inReader = dropping(readerCore, initReader, 'core/reader_bg.wasm');
