// Where the background is a page (Firefox), the popup shares its thread: what takes half a second is done in another one,
// which ends with its memory.
import { browser } from '../lib/browser.js';
import { CodedError } from '../lib/errors.js';

/** Chromium's worker is a thread by itself, and can't start another one. */
export const hasThreads = typeof Worker !== 'undefined';

/**
 * @param {WebAssembly.Module} module
 * @param {string} name of one of the derivations
 * @param {unknown[]} args
 * @returns {Promise<unknown>}
 */
export async function inThread(module, name, args) {
  const thread = new Worker(browser.runtime.getURL('background/thread_worker.js'), { type: 'module' });
  try {
    return await new Promise((resolve, reject) => {
      thread.onmessage = ({ data }) => ('error' in data ? reject(CodedError.of(data.error)) : resolve(data.result));
      thread.onerror = ({ message }) => reject(new Error(message));
      thread.postMessage({ module, name, args });
    });
  } finally {
    thread.terminate();
  }
}
