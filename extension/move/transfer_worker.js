// The modules that read and write other apps' files, in a thread that can be ended while it derives a key. What was read stays
// in its memory: the screen gets views without secrets, and the lines of the accounts that a person takes.
import * as databases from '../transfer/databases.js';
import * as transfer from '../transfer/transfer.js';
import { TRAP, problemOf } from '../lib/errors.js';

/**
 * @typedef {import('../transfer/transfer.js').Imported | import('../transfer/databases.js').Imported} Imported
 * @typedef {import('../transfer/types.js').ImportView} ImportView
 * @typedef {{ name: string, bytes: Uint8Array }} Input
 */

/** What was read so far, each with the number of its first account. @type {{ imported: Imported, first: number, count: number }[]} */
const kept = [];

/** @param {ImportView} view */
const countOf = ({ files }) => files.reduce((sum, { entries }) => sum + entries.length, 0);

/**
 * Keeps what was read, and answers with its view, in which accounts are numbered through all that was read.
 * @param {Imported} imported
 */
function keep(imported) {
  const view = imported.view();
  const first = kept.reduce((sum, { count }) => sum + count, 0);
  kept.push({ imported, first, count: countOf(view) });
  for (const entry of view.files.flatMap(({ entries }) => entries)) {
    entry.index += first;
  }
  return view;
}

const WORK = {
  /** @param {{ transfer?: WebAssembly.Module, databases?: WebAssembly.Module }} modules */
  load(modules) {
    if (modules.transfer) {
      transfer.initSync({ module: modules.transfer });
    }
    if (modules.databases) {
      databases.initSync({ module: modules.databases });
    }
    return null;
  },

  /**
   * Reads files by one of the modules.
   * @param {{ by: 'transfer' | 'databases', inputs: Input[], password?: Uint8Array }} ask
   */
  read({ by, inputs, password }) {
    return keep((by === 'transfer' ? transfer : databases).Imported.read(inputs, password));
  },

  /** The bytes of a file in an archive whose error asks for more; null if there is none. @param {{ name: string }} ask */
  innerFile({ name }) {
    for (const { imported } of [...kept].reverse()) {
      const bytes = imported.innerFile(name);
      if (bytes !== undefined) {
        return bytes;
      }
    }
    return null;
  },

  /** @param {{ bytes: Uint8Array }} ask */
  previewTable: ({ bytes }) => transfer.previewTable(bytes),

  /** @param {{ bytes: Uint8Array, name: string, columns: import('../transfer/types.js').CsvColumns }} ask */
  readTable: ({ bytes, name, columns }) => keep(transfer.readTable(bytes, name, columns)),

  /** The lines of the accounts with these numbers. @param {{ indices: number[] }} ask */
  takeLines({ indices }) {
    const parts = kept.map(({ imported, first, count }) => {
      const own = indices.filter((index) => index >= first && index < first + count).map((index) => index - first);
      return imported.takeLines(Uint32Array.from(own));
    });
    const all = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0));
    let at = 0;
    for (const part of parts) {
      all.set(part, at);
      at += part.length;
      part.fill(0);
    }
    return all;
  },

  /** What a format can't hold. @param {{ format: string, lines: Uint8Array }} ask */
  losses: ({ format, lines }) => transfer.losses(format, lines),

  /** @param {{ format: string, lines: Uint8Array, password?: Uint8Array, now: number, perCode: number }} ask */
  writeFiles: ({ format, lines, password, now, perCode }) => transfer.writeFiles(format, lines, password, now, perCode),
};

globalThis.onmessage = ({ data: { work, ask } }) => {
  try {
    const answer = WORK[/** @type {keyof typeof WORK} */ (work)](/** @type {never} */ (ask));
    globalThis.postMessage({ answer });
  } catch (error) {
    // A trap leaves nothing of a module to rely on: the screen ends the thread.
    globalThis.postMessage({ error: error instanceof WebAssembly.RuntimeError ? { code: TRAP } : problemOf(error) });
  }
};
