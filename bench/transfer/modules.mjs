// The wasm that ships, used as the shell uses it: what `transfer` does not read for being a database, `databases` reads.
import { readFileSync } from 'node:fs';
import { fromBase32 } from './compare.mjs';

/** @import { Found } from './compare.mjs' */

const core = new URL('../../dist/transfer/', import.meta.url);

/** @param {string} name */
async function load(name) {
  const module = await import(new URL(`${name}.js`, core).href);
  module.initSync({ module: readFileSync(new URL(`${name}_bg.wasm`, core)) });
  return module;
}

export const transfer = await load('transfer');
const databases = await load('databases');

/**
 * What one file, or the text of one QR code, gives.
 * @param {string} name
 * @param {Uint8Array} bytes
 * @param {string} [password]
 * @returns {{ error?: { code: string }, found: Found[], refused: { issuer: string }[] }}
 */
export function read(name, bytes, password) {
  const first = readIn(transfer, name, bytes, password);
  return first.error?.code === 'transfer-needs-databases' ? readIn(databases, name, bytes, password) : first;
}

/** @param {any} module @param {string} name @param {Uint8Array} bytes @param {string} [password] */
function readIn(module, name, bytes, password) {
  const imported = module.Imported.read([{ name, bytes }], password === undefined ? undefined : new TextEncoder().encode(password));
  const { files } = imported.view();
  const error = files.find((/** @type {any} */ file) => file.error !== null)?.error;
  const found = files.flatMap((/** @type {any} */ file) => file.entries).map((/** @type {any} */ entry) => {
    const line = new TextDecoder().decode(imported.takeLines(Uint32Array.of(entry.index))).trim();
    return { ...entry, ...secretsOf(line, entry.type) };
  });
  const refused = files.flatMap((/** @type {any} */ file) => file.refused);
  imported.free();
  // As the shell does after each import: the memory may hold what a hostile file made of it.
  module.__wbg_reset_state();
  return { error, found, refused };
}

/** The secret and the PIN of a link. @param {string} line @param {string} type */
function secretsOf(line, type) {
  const parameters = new URLSearchParams(line.slice(line.indexOf('?')));
  const pin = parameters.get('pin') ?? '';
  return { secret: parameters.get('secret') ?? '', pin: type === 'yandex' ? fromBase32(pin).toString() : pin };
}
