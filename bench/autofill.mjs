// Every page of a corpus in real Chromium, described by the collector that ships and decided by the core: which field is
// chosen, per kind of page, and why each wrong one was.
import { existsSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { judgeAll } from './autofill/judge.mjs';
import { printAll } from './autofill/tables.mjs';

const { values } = parseArgs({ options: { data: { type: 'string' }, json: { type: 'string' } } });
const calledFrom = process.env['CALLED_FROM'] ?? process.cwd();
const folder = values.data === undefined ? undefined : resolve(calledFrom, values.data);
if (!folder || !existsSync(join(folder, 'manifest.jsonl'))) {
  console.error('bench autofill: --data DIR names a folder with a manifest.jsonl');
  process.exit(2);
}

const results = await judgeAll(folder);
printAll(results);
if (values.json !== undefined) {
  const lines = results.map(({ id, kind, expected, chosen, page, reasons }) =>
    JSON.stringify({ id, kind, expected: orNull(expected), chosen: orNull(chosen), page, reasons }));
  writeFileSync(resolve(calledFrom, values.json), `${lines.join('\n')}\n`);
}

/** @param {string[]} selectors */
function orNull(selectors) {
  return selectors.length === 0 ? null : selectors;
}
