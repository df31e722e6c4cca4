// One derivation in a thread of its own.
import * as core from '../core/core.js';
import { TRAP, problemOf } from '../lib/errors.js';
import { DERIVATIONS } from './derivations.js';

globalThis.onmessage = ({ data: { module, name, args } }) => {
  const derivation = /** @type {(...args: unknown[]) => unknown} */ (DERIVATIONS[/** @type {keyof typeof DERIVATIONS} */ (name)]);
  try {
    core.initSync({ module });
    globalThis.postMessage({ result: derivation(core, ...args) });
  } catch (error) {
    globalThis.postMessage({ error: error instanceof WebAssembly.RuntimeError ? { code: TRAP } : problemOf(error) });
  }
};
