// Reads every file of other apps that EXPECTED.json in each folder of a tree names, with the wasm that ships, and counts for
// each format what was read right; then how long a sealed file says that it takes and takes, and how long ten thousand links take.
// It fails on any difference, and where the links take too long.
import { writeFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { derivations } from './transfer/costs.mjs';
import { judgeTree } from './transfer/judge.mjs';
import { tenThousandLinks } from './transfer/many.mjs';

const { values } = parseArgs({ options: { data: { type: 'string' }, json: { type: 'string' } } });
if (values.data === undefined) {
  console.error('bench transfer: --data names a folder of folders with EXPECTED.json');
  process.exit(2);
}
const from = process.env.CALLED_FROM ?? '.';
const judged = await judgeTree(resolve(from, values.data));

console.log('| format | files | right | wrong | missing | refused rightly |\n|---|---|---|---|---|---|');
for (const format of new Set(judged.map((file) => file.format))) {
  const files = judged.filter((file) => file.format === format);
  const sum = (/** @type {'right' | 'wrong' | 'missing' | 'refused'} */ what) => files.reduce((all, file) => all + file[what], 0);
  console.log(`| ${format} | ${files.length} | ${sum('right')} | ${sum('wrong')} | ${sum('missing')} | ${sum('refused')} |`);
}
const differences = judged.flatMap((file) => file.differences.map((difference) => `${file.format}/${file.file}: ${difference}`));
console.log(differences.length === 0 ? '\nNo difference.' : `\n${differences.join('\n')}`);
console.log(`\n| derivation | said, in ms | taken, in ms of the processor | ratio |\n|---|---|---|---|\n${derivations().join('\n')}`);
const many = tenThousandLinks();
console.log(`\n${many.words}`);
if (values.json !== undefined) {
  const lines = judged.map(({ differences: _differences, ...line }) => `${JSON.stringify(line)}\n`);
  await writeFile(resolve(from, values.json), lines.join(''));
}
process.exitCode = differences.length === 0 && judged.length > 0 && many.met ? 0 : 1;
