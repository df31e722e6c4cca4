// What runs the test files believes none that has not run its tests to their end, and says which failed.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { fileURLToPath } from 'node:url';

const RUNNER = fileURLToPath(new URL('../tools/run_tests.mjs', import.meta.url));
const FILES = {
  'passes.test.mjs': "import { test } from 'node:test'; test('right', () => {}); test('left out', { skip: true }, () => {});",
  'fails.test.mjs': "import { test } from 'node:test'; test('wrong', () => { throw new Error('no'); });",
  'breaks.test.mjs': "throw new Error('at once');",
  'empty.test.mjs': '',
};
let folder = '';

before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'run-tests-'));
  await mkdir(join(folder, 'tests'));
  await writeFile(join(folder, 'tests/seconds.json'), '{ "tests/fails.test.mjs": 90 }');
  await Promise.all(Object.entries(FILES).map(([name, text]) => writeFile(join(folder, 'tests', name), text)));
});

after(() => rm(folder, { recursive: true, force: true }));

/** @param {string[]} files */
function run(...files) {
  // Within a test of Node's, its own variable makes a file tell its parent instead of the screen.
  const { NODE_TEST_CONTEXT: _, ...env } = process.env;
  const { status, stdout } = spawnSync(process.execPath, [RUNNER, '--lanes', '2', '--rust', '62', ...files], { cwd: folder, env, encoding: 'utf8' });
  return { status, stdout };
}

test('all that failed are named, also those that broke or were empty', async () => {
  const { status, stdout } = run();
  assert.equal(status, 1);
  const failed = [...stdout.matchAll(/^failed: tests\/(.*)$/gm)].map(([, name]) => name);
  assert.deepEqual(failed.sort(), ['breaks.test.mjs', 'empty.test.mjs', 'fails.test.mjs']);
  // What it was stands at the end once more.
  assert.match(stdout.slice(stdout.indexOf('failed: tests/fails')), /Error: no/);
  assert.match(stdout, /^tests\/passes.test.mjs: passed in \d+ s\n.*left out/m);
  assert.match(stdout, /^4 files: tests 3, pass 1, fail 1, cancelled 0, skipped 1, todo 0$/m);
  assert.match(stdout, /^tests: rust 62 s; lanes \d+ \d+ s, sum \d+ s; whole 0 min \d+ s$/m);
  assert.equal(Object.keys(JSON.parse(await readFile(join(folder, 'target/test-seconds.json'), 'utf8'))).length, 4);
});

test('one that passes is believed', () => {
  assert.equal(run('tests/passes.test.mjs').status, 0);
});
