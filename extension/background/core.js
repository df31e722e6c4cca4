// The two instances of the core: the one that holds the vault, and a scratch one that is dropped after each call, so
// that what needed much memory (Argon2, a screenshot) leaves none behind. Each has the part of the core that it needs.
import initVault, { Vault, __wbg_reset_state as dropVaultCore } from '../core/vault.js';
import initScratch, * as scratchCore from '../core/scratch.js';
import { browser } from '../lib/browser.js';
import { CodedError } from '../lib/errors.js';

export { Vault, dropVaultCore };

/** Has the vault's instance ready. */
export async function vaultCore() {
  await initVault({ module_or_path: browser.runtime.getURL('core/vault_bg.wasm') });
}

/** One at a time: there is one scratch instance. @type {Promise<unknown>} */
let queue = Promise.resolve();

/**
 * Runs `use` in the scratch instance, then drops the instance with its memory. A trap in there, which a hostile picture
 * might bring about, is an error like any other and leaves the vault's instance alone.
 * @template T
 * @param {(core: typeof scratchCore) => T | Promise<T>} use
 * @returns {Promise<T>}
 */
export function inScratch(use) {
  const run = queue.then(async () => {
    await initScratch({ module_or_path: browser.runtime.getURL('core/scratch_bg.wasm') });
    try {
      return await use(scratchCore);
    } catch (error) {
      throw error instanceof WebAssembly.RuntimeError ? new CodedError('core-trap') : error;
    } finally {
      scratchCore.__wbg_reset_state();
    }
  });
  queue = run.catch(() => {});
  return run;
}
