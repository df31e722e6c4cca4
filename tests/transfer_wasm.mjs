// The modules for other apps' files as they ship, for tests without a browser.
import { readFileSync } from 'node:fs';

/**
 * @typedef {import('../dist/transfer/transfer.js').Imported | import('../dist/transfer/databases.js').Imported} Imported
 * @typedef {import('../extension/transfer/types.js').ImportView} ImportView
 * @typedef {'transfer' | 'databases'} Name
 */

const folder = new URL('../dist/transfer/', import.meta.url);

/** @param {Name} name */
async function load(name) {
  const module = await import(new URL(`${name}.js`, folder).href);
  module.initSync({ module: readFileSync(new URL(`${name}_bg.wasm`, folder)) });
  return module;
}

const modules = { transfer: await load('transfer'), databases: await load('databases') };

/** A new instance of a module, and its memory. @param {Name} name */
export function fresh(name) {
  const module = modules[name];
  module.__wbg_reset_state();
  // With an instance there, it loads none, and answers with what the instance exports.
  const { memory } = module.initSync();
  return { module, memory: /** @type {WebAssembly.Memory} */ (memory) };
}

/**
 * Reads one file with an instance.
 * @param {any} module
 * @param {string} name
 * @param {Uint8Array} bytes
 * @param {string} [password]
 * @returns {{ imported: Imported, view: ImportView }}
 */
export function readIn(module, name, bytes, password) {
  const imported = module.Imported.read([{ name, bytes }], password === undefined ? undefined : new TextEncoder().encode(password));
  return { imported, view: imported.view() };
}
