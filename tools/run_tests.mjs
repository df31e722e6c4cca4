// Runs test files beside each other, the longest first, each in a process of its own: `run_tests.mjs --lanes N [FILE ...]`.
// Without files it runs all of tests/. Lanes take the next file as soon as they are free, so what mostly waits overlaps with
// what mostly computes. It prints a line for each file that passed and all that one printed that failed; at its end, where
// whoever sees only the last lines finds them, what failed once more and a line with the times.
// `--rust` and `--before` say how many seconds the Rust tests, and all that went before, have taken.
// tests/seconds.json says how long each file takes; target/test-seconds.json is what this run measured, to copy there.
import { spawn } from 'node:child_process';
import { mkdir, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseArgs } from 'node:util';

const KNOWN = 'tests/seconds.json';
const MEASURED = 'target/test-seconds.json';
/** A build's own vault, which the browsers of a run share (tests/browser/lib/open_vault.mjs). */
const VAULTS = 'target/vaults';
/** For a file that is not known: it begins early enough to end in time. */
const UNKNOWN = 60;
/** No file may take longer, in milliseconds. */
const LIMIT = 600_000;

/** @typedef {{ file: string, seconds: number, failed: boolean, output: string }} Outcome */

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { lanes: { type: 'string', default: '4' }, rust: { type: 'string' }, before: { type: 'string', default: '0' } },
});
const began = Date.now() / 1000 - Number(values.before);
const known = JSON.parse(await readFile(KNOWN, 'utf8'));
const files = positionals.length > 0 ? positionals : await testFiles('tests');
files.sort((one, other) => (known[other] ?? UNKNOWN) - (known[one] ?? UNKNOWN));
await rm(VAULTS, { recursive: true, force: true });

const waiting = [...files];
/** @type {Outcome[]} */
const outcomes = [];
const lanes = await Promise.all(Array.from({ length: Number(values.lanes) }, lane));
await mkdir('target', { recursive: true });
const measured = outcomes.map(({ file, seconds }) => [file, Math.round(seconds)]).sort();
await writeFile(MEASURED, `${JSON.stringify(Object.fromEntries(measured), null, 2)}\n`);
const failures = outcomes.filter(({ failed }) => failed);
for (const { file, output } of failures) {
  console.log(`\nfailed: ${file}\n${output.slice(Math.max(0, output.indexOf('✖ failing tests:')))}`);
}
console.log(counts());
console.log(times());
process.exitCode = failures.length > 0 ? 1 : 0;

/** @param {string} folder @returns {Promise<string[]>} */
async function testFiles(folder) {
  const entries = await readdir(folder, { withFileTypes: true });
  const found = await Promise.all(entries.map(async (entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return entry.name === 'node_modules' ? [] : testFiles(path);
    return entry.name.endsWith('.test.mjs') ? [path] : [];
  }));
  return found.flat().sort();
}

/** Runs one file after the other. @returns {Promise<number>} how many seconds it was busy */
async function lane() {
  let busy = 0;
  for (let file = waiting.shift(); file !== undefined; file = waiting.shift()) {
    const outcome = await run(file);
    outcomes.push(outcome);
    busy += outcome.seconds;
    console.log(`${file}: ${outcome.failed ? 'FAILED' : 'passed'} in ${Math.round(outcome.seconds)} s`);
    // Of one that passed, what was left out has to be known.
    const told = outcome.failed ? `${outcome.output}\n` : (outcome.output.match(/^\s*﹣.*$/gm) ?? []).join('\n');
    if (told !== '') console.log(told);
  }
  return busy;
}

/** @param {string} file @returns {Promise<Outcome>} */
function run(file) {
  const since = Date.now();
  const child = spawn(process.execPath, ['--test-reporter=spec', file], { stdio: ['ignore', 'pipe', 'pipe'] });
  let output = '';
  const add = (/** @type {string} */ text) => {
    output += text;
  };
  child.stdout.setEncoding('utf8').on('data', add);
  child.stderr.setEncoding('utf8').on('data', add);
  const timer = setTimeout(() => {
    add(`it has not ended after ${LIMIT / 1000} s\n`);
    child.kill('SIGKILL');
    // Whatever it has left behind may hold them.
    child.stdout.destroy();
    child.stderr.destroy();
  }, LIMIT);
  return new Promise((resolve) => {
    child.on('close', (code) => {
      clearTimeout(timer);
      // A file whose tests were never counted has not run them.
      resolve({ file, seconds: (Date.now() - since) / 1000, failed: code !== 0 || !/^ℹ tests [1-9]/m.test(output), output });
    });
  });
}

/** How many tests there were, as each file counted them. */
function counts() {
  const sums = ['tests', 'pass', 'fail', 'cancelled', 'skipped', 'todo'].map((what) => {
    const of = (/** @type {string} */ output) => Number(new RegExp(`^ℹ ${what} (\\d+)$`, 'm').exec(output)?.[1] ?? 0);
    return `${what} ${outcomes.reduce((sum, { output }) => sum + of(output), 0)}`;
  });
  return `\n${outcomes.length} files: ${sums.join(', ')}`;
}

function times() {
  const sum = lanes.reduce((all, busy) => all + busy, 0);
  const whole = Math.round(Date.now() / 1000 - began);
  return [
    ...(values.rust === undefined ? [] : [`tests: rust ${values.rust} s`]),
    `lanes ${lanes.map(Math.round).join(' ')} s, sum ${Math.round(sum)} s`,
    `whole ${Math.floor(whole / 60)} min ${whole % 60} s`,
  ].join('; ');
}
