// What is measured, and how one reading goes.
import { cpuTime } from './cpu.mjs';
import { normal } from './manifests.mjs';

/**
 * @typedef {object} Decoder
 * @property {string} name
 * @property {(pixels: import('./picture.mjs').Pixels) => string[] | Promise<string[]>} read
 * @property {() => void} [reset] makes it usable again after a trap
 * @property {string} [after] the decoder of that name ran before on this picture: its texts, or else its time and ours
 */

/** @typedef {{ texts: string[], ms: number, panic: string | null }} Reading */

/**
 * @param {Decoder} decoder
 * @param {import('./picture.mjs').Pixels} pixels
 * @returns {Promise<Reading>}
 */
export async function readWith(decoder, pixels) {
  const start = cpuTime();
  try {
    const found = await decoder.read(pixels);
    const ms = cpuTime() - start;
    return { texts: found.map(normal), ms, panic: null };
  } catch (error) {
    const ms = cpuTime() - start;
    decoder.reset?.();
    return { texts: [], ms, panic: String(error).split('\n')[0] ?? '' };
  }
}

/**
 * Every decoder in turn on one picture. One that retries what another did not read takes over what that one read.
 * @param {Decoder[]} decoders
 * @param {import('./picture.mjs').Pixels} pixels
 * @returns {Promise<Map<string, Reading>>}
 */
export async function readWithAll(decoders, pixels) {
  const readings = new Map();
  for (const decoder of decoders) {
    const before = decoder.after === undefined ? undefined : readings.get(decoder.after);
    if (before?.texts.length > 0) {
      readings.set(decoder.name, before);
    } else {
      const { texts, ms, panic } = await readWith(decoder, pixels);
      readings.set(decoder.name, { texts, ms: ms + (before?.ms ?? 0), panic: panic ?? before?.panic ?? null });
    }
  }
  return readings;
}
