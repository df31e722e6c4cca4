// The reader that ships, used as extension/background/pictures.js uses it.
import { readFileSync } from 'node:fs';
import { cpuTime } from './cpu.mjs';

/** @import { Decoder } from './decoders.mjs' */

const core = new URL('../../dist/core/', import.meta.url);
export const OURS = 'halfminute';

/**
 * The quick tier always, and the deep one while the budget lasts. The extension's budget is of the wall clock; here it is
 * of CPU time, so that the same is read on a busy machine.
 * @param {number} budget milliseconds
 * @returns {Promise<{ full: Decoder, quick: Decoder, weight: Buffer[] }>}
 */
export async function ourReader(budget) {
  const wasm = readFileSync(new URL('reader_bg.wasm', core));
  const glue = new URL('reader.js', core);
  const { initSync, QrReader, __wbg_reset_state: reset } = await import(glue.href);
  initSync({ module: wasm });

  /**
   * @param {import('./picture.mjs').Pixels} pixels
   * @param {number} deep
   * @returns {string[]}
   */
  const read = (pixels, deep) => {
    const reader = new QrReader(pixels);
    const end = cpuTime() + deep;
    for (let next = 'quick'; next === 'quick' || (next === 'deep' && deep > 0 && cpuTime() < end);) {
      next = reader.step();
    }
    return reader.finish().map((/** @type {any} */ symbol) => {
      const text = new TextDecoder(symbol.encoding).decode(symbol.text);
      symbol.free();
      return text;
    });
  };
  return {
    full: { name: OURS, read: (pixels) => read(pixels, budget), reset },
    quick: { name: `${OURS}, quick tier`, read: (pixels) => read(pixels, 0), reset },
    weight: [wasm, readFileSync(glue)],
  };
}
