// What the collector that ships and the core make of each page of a corpus, in real Chromium.
import { startBrowser } from './browser.mjs';
import { startCore } from './core.mjs';
import { readCorpus } from './corpus.mjs';
import { serve } from './server.mjs';

/**
 * @typedef {'right' | 'missed' | 'wrong' | 'filled' | 'quiet'} Verdict
 *   `filled`: where nothing may be.
 * @typedef {{ id: string, kind: string, verdict: Verdict, expected: string[], chosen: string[], page: string | null,
 *             reasons: string[], decideTime: number }} Result
 */

/**
 * @param {string} folder
 * @param {'small' | 'debug'} [profile] of the core
 * @returns {Promise<Result[]>}
 */
export async function judgeAll(folder, profile = 'small') {
  const entries = await readCorpus(folder);
  const server = await serve(folder);
  const browser = await startBrowser();
  const core = startCore(profile);
  /** @type {Result[]} */
  const results = [];
  try {
    for (const { id, kind, selectors, file } of entries) {
      const opened = await browser.open(new URL(encodeURIComponent(file), server.address).href);
      const { frame } = await opened.collect();
      const began = performance.now();
      const { fields, page, declined, reasons: found } = await core.decide([frame]);
      const decideTime = performance.now() - began;
      const reasons = [declined, ...found].filter((reason) => reason !== null);
      const { same, chosen } = await opened.compare(selectors, fields);
      results.push({ id, kind, verdict: verdict(selectors.length > 0, chosen.length > 0, same), expected: selectors, chosen, page, reasons, decideTime });
    }
  } finally {
    core.close();
    server.close();
    await browser.close();
  }
  return results;
}

/**
 * @param {boolean} wanted
 * @param {boolean} filled
 * @param {boolean} same
 * @returns {Verdict}
 */
function verdict(wanted, filled, same) {
  if (!wanted) {
    return filled ? 'filled' : 'quiet';
  }
  if (!filled) {
    return 'missed';
  }
  return same ? 'right' : 'wrong';
}
