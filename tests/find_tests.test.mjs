// `./build.sh test NAME` runs the tests that are called so, with all that they need: tried on a tree of a few files.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { cp, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { after, before, test } from 'node:test';
import { fileURLToPath } from 'node:url';

const FINDER = fileURLToPath(new URL('../tools/find_tests.mjs', import.meta.url));
const RUST = '#[test]\nfn first() {}\n\nfn no_test() {}\n\nmod inner {\n    #[test]\n    fn second() {}\n}\n\n#[test]\n#[ignore]\nfn third() {}\n';
const FILES = {
  'src/lib.rs': '#[test]\nfn whole() {}\n',
  'src/qr/read.rs': '#[cfg(test)]\nmod tests {\n    #[test]\n    fn reads() {}\n}\n',
  'crates/part/src/lib.rs': '#[test]\nfn apart() {}\n',
  'tests/it/main.rs': 'mod rfc1;\n',
  'tests/it/rfc1.rs': RUST,
  'tests/it/rfc10.rs': '#[test]\nfn other() {}\n',
  'tests/plain.test.mjs': '',
  'tests/built.test.mjs': "const folder = 'dist/core';",
  'tests/judged.test.mjs': "import { core } from './lib/judge.mjs';",
  'tests/lib/judge.mjs': "export { core } from '../../bench/autofill/core.mjs';",
  'bench/autofill/core.mjs': 'export const core = 1;',
  'tests/read.test.mjs': "import './independent/reader.mjs';",
  'tests/independent/reader.mjs': '',
  'tests/opened.test.mjs': "import './independent/age.mjs';",
  'tests/independent/age.mjs': '',
  'tests/browser/filling.test.mjs': '',
  'tests/browser/filling_codes.test.mjs': '',
  'tests/browser/frameworks.test.mjs': '',
  'tests/browser/frameworks/node_modules/theirs.test.mjs': '',
  'tests/browser/attacks/f05_first.test.mjs': '',
  'tests/browser/attacks/f05_second.test.mjs': '',
};
const OF_CRATE = '--features qr-debug';
let folder = '';

before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'find-tests-'));
  for (const [path, text] of Object.entries(FILES)) {
    await mkdir(join(folder, dirname(path)), { recursive: true });
    await writeFile(join(folder, path), text);
  }
  await mkdir(join(folder, 'tools'));
  await cp(FINDER, join(folder, 'tools/find_tests.mjs'));
});

after(() => rm(folder, { recursive: true, force: true }));

/** @param {string[]} names */
function find(...names) {
  const { status, stdout, stderr } = spawnSync(process.execPath, [join(folder, 'tools/find_tests.mjs'), ...names], { encoding: 'utf8' });
  return { status, found: stdout.split('\n').filter(Boolean).map((line) => line.split('\t')), stderr };
}

/** @type {[string, string[][]][]} */
const FOUND = [
  // A module of the tests, and not the one whose name goes on with a digit; a function; a path; what is in a module.
  ['rfc1', [['cargo', `${OF_CRATE} --test it`, 'rfc1::first rfc1::inner::second rfc1::third']]],
  ['second', [['cargo', `${OF_CRATE} --test it`, 'rfc1::inner::second']]],
  ['rfc1::inner', [['cargo', `${OF_CRATE} --test it`, 'rfc1::inner::second']]],
  ['tests/it/rfc10.rs', [['cargo', `${OF_CRATE} --test it`, 'rfc10::other']]],
  ['./tests/it/rfc10.rs', [['cargo', `${OF_CRATE} --test it`, 'rfc10::other']]],
  // Tests beside the code, and those of another crate.
  ['qr', [['cargo', `${OF_CRATE} --lib`, 'qr::read::tests::reads']]],
  ['whole', [['cargo', `${OF_CRATE} --lib`, 'whole']]],
  ['apart', [['cargo', '--manifest-path crates/part/Cargo.toml', 'apart']]],
  // A file of Node's tests, with what it needs.
  ['plain', [['node', 'nothing', 'tests/plain.test.mjs']]],
  ['built', [['node', 'dist', 'tests/built.test.mjs']]],
  ['judged', [['node', 'decide', 'tests/judged.test.mjs']]],
  ['read.test.mjs', [['node', 'python', 'tests/read.test.mjs']]],
  ['opened', [['node', 'strangers', 'tests/opened.test.mjs']]],
  ['frameworks', [['node', 'browsers,dist,frameworks', 'tests/browser/frameworks.test.mjs']]],
  // Its own name, and not those that go on after it; a folder before it; the beginning of several.
  ['filling', [['node', 'browsers,dist', 'tests/browser/filling.test.mjs']]],
  ['browser/filling_codes', [['node', 'browsers,dist', 'tests/browser/filling_codes.test.mjs']]],
  ['f05', [['node', 'browsers,dist', 'tests/browser/attacks/f05_first.test.mjs tests/browser/attacks/f05_second.test.mjs']]],
  // Where no test is called so, all whose name has it in it.
  ['_codes', [['node', 'browsers,dist', 'tests/browser/filling_codes.test.mjs']]],
];

for (const [name, expected] of FOUND) {
  test(`"${name}" finds its tests`, () => {
    const { status, found, stderr } = find(name);
    assert.deepEqual({ status, found, stderr }, { status: 0, found: expected, stderr: '' });
  });
}

test('several names are run together, each test once', () => {
  assert.deepEqual(find('first', 'rfc1', 'plain', 'rfc10').found, [
    ['cargo', `${OF_CRATE} --test it`, 'rfc1::first rfc1::inner::second rfc1::third rfc10::other'],
    ['node', 'nothing', 'tests/plain.test.mjs'],
  ]);
});

test('a name that no test has ends with those that are near to it', () => {
  const { status, found, stderr } = find('plain', 'fillign');
  assert.deepEqual([status, found], [1, []]);
  assert.match(stderr, /^no test is called "fillign"; near to it: filling, /);
});
