// The modules that read and write other apps' files, as the screen asks them.
import { browser } from '../lib/browser.js';
import { CodedError, TRAP } from '../lib/errors.js';

/**
 * @typedef {import('./transfer_worker.js').Input} Input
 * @typedef {import('../transfer/types.js').ImportView} ImportView
 */

/** @type {Map<string, Promise<WebAssembly.Module>>} */
const modules = new Map();

/** @param {'transfer' | 'databases'} name */
function compiled(name) {
  const module = modules.get(name) ?? WebAssembly.compileStreaming(fetch(browser.runtime.getURL(`transfer/${name}_bg.wasm`)));
  modules.set(name, module);
  module.catch(() => modules.delete(name));
  return module;
}

/** A thread with what was read. It does one thing after the other. */
export class Transfer {
  #thread = new Worker(browser.runtime.getURL('move/transfer_worker.js'), { type: 'module' });
  /** @type {Promise<unknown>} */
  #queue = Promise.resolve();
  /** Rejects what is being done when the thread is ended. @type {(reason: unknown) => void} */
  #giveUp = () => {};
  /** The modules that it has. @type {Set<string>} */
  #loaded = new Set();

  /** Ends the thread with all that was read. */
  end() {
    this.#thread.terminate();
    this.#giveUp(new CodedError('cancelled'));
  }

  /**
   * @param {string} work
   * @param {unknown} ask
   * @param {Transferable[]} [transferred]
   * @returns {Promise<any>}
   */
  #do(work, ask, transferred = []) {
    const done = this.#queue.then(() => new Promise((resolve, reject) => {
      this.#giveUp = reject;
      this.#thread.onmessage = ({ data }) => ('error' in data ? reject(CodedError.of(data.error)) : resolve(data.answer));
      this.#thread.onerror = () => reject(new CodedError(TRAP));
      this.#thread.postMessage({ work, ask }, transferred);
    }));
    this.#queue = done.catch(() => {});
    return done;
  }

  /** @param {'transfer' | 'databases'} name */
  async #load(name) {
    if (!this.#loaded.has(name)) {
      this.#loaded.add(name);
      await this.#do('load', { [name]: await compiled(name) });
    }
  }

  /**
   * Reads files. The bytes go to the thread and are gone here.
   * @param {'transfer' | 'databases'} by
   * @param {Input[]} inputs
   * @param {Uint8Array} [password]
   * @returns {Promise<ImportView>}
   */
  async read(by, inputs, password) {
    await this.#load(by);
    return this.#do('read', { by, inputs, password }, inputs.map(({ bytes }) => bytes.buffer));
  }

  /** The bytes of a file in an archive whose error asks for more. @param {string} name @returns {Promise<Uint8Array | null>} */
  innerFile(name) {
    return this.#do('innerFile', { name });
  }

  /** @param {Uint8Array} bytes @returns {Promise<import('../transfer/types.js').CsvPreview>} */
  async previewTable(bytes) {
    await this.#load('transfer');
    return this.#do('previewTable', { bytes });
  }

  /**
   * @param {Uint8Array} bytes
   * @param {string} name
   * @param {import('../transfer/types.js').CsvColumns} columns
   * @returns {Promise<ImportView>}
   */
  async readTable(bytes, name, columns) {
    await this.#load('transfer');
    return this.#do('readTable', { bytes, name, columns });
  }

  /** @param {number[]} indices @returns {Promise<Uint8Array>} */
  takeLines(indices) {
    return this.#do('takeLines', { indices });
  }

  /** @param {string} format @param {Uint8Array} lines @returns {Promise<import('../transfer/types.js').LossView[]>} */
  async losses(format, lines) {
    await this.#load('transfer');
    return this.#do('losses', { format, lines });
  }

  /**
   * @param {string} format
   * @param {Uint8Array} lines
   * @param {Uint8Array} [password]
   * @returns {Promise<Uint8Array<ArrayBuffer>[]>}
   */
  async writeFiles(format, lines, password) {
    await this.#load('transfer');
    return this.#do('writeFiles', { format, lines, password, now: Date.now(), perCode: PER_CODE });
  }
}

/** Accounts in a QR code for another phone: ten are too dense to be read from a screen. */
const PER_CODE = 4;
