// Every page of a corpus in real Chromium, described by the collector that ships and decided by the core: which field is
// chosen, per kind of page, and why each wrong one was.
import { existsSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { startBrowser } from './autofill/browser.mjs';
import { startCore } from './autofill/core.mjs';
import { readCorpus } from './autofill/corpus.mjs';
import { serve } from './autofill/server.mjs';
import { printAll } from './autofill/tables.mjs';

/**
 * @typedef {'right' | 'missed' | 'wrong' | 'filled' | 'quiet'} Verdict
 *   `filled`: where nothing may be.
 * @typedef {{ id: string, kind: string, verdict: Verdict, expected: string[], chosen: string[], page: string | null,
 *             reasons: string[], decideTime: number }} Result
 */

const { values } = parseArgs({ options: { data: { type: 'string' }, json: { type: 'string' } } });
const calledFrom = process.env['CALLED_FROM'] ?? process.cwd();
const folder = values.data === undefined ? undefined : resolve(calledFrom, values.data);
if (!folder || !existsSync(join(folder, 'manifest.jsonl'))) {
  console.error('bench autofill: --data DIR names a folder with a manifest.jsonl');
  process.exit(2);
}

const entries = await readCorpus(folder);
const server = await serve(folder);
const browser = await startBrowser();
const core = startCore();
/** @type {Result[]} */
const results = [];
try {
  for (const entry of entries) {
    results.push(await judge(entry));
  }
} finally {
  core.close();
  server.close();
  await browser.close();
}

printAll(results);
if (values.json !== undefined) {
  const lines = results.map(({ id, kind, expected, chosen, page, reasons }) =>
    JSON.stringify({ id, kind, expected: orNull(expected), chosen: orNull(chosen), page, reasons }));
  writeFileSync(resolve(calledFrom, values.json), `${lines.join('\n')}\n`);
}

/**
 * @param {import('./autofill/corpus.mjs').Entry} entry
 * @returns {Promise<Result>}
 */
async function judge({ id, kind, selectors, file }) {
  const opened = await browser.open(new URL(encodeURIComponent(file), server.address).href);
  const { frame } = await opened.collect();
  const began = performance.now();
  const { fields, page, declined, reasons: found } = await core.decide([frame]);
  const reasons = [declined, ...found].filter((reason) => reason !== null);
  const decideTime = performance.now() - began;
  const { same, chosen } = await opened.compare(selectors, fields);
  return { id, kind, verdict: verdict(selectors.length > 0, chosen.length > 0, same), expected: selectors, chosen, page, reasons, decideTime };
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

/** @param {string[]} selectors */
function orNull(selectors) {
  return selectors.length === 0 ? null : selectors;
}
