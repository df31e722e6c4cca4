// Finds the tests of the names that it is given, for `./build.sh test NAME`. Each line that it prints has three parts with
// tabs between them: `node`, what the test file needs, and its path; or `cargo`, the options that choose a test binary, and
// the tests in it. A name that fits no test ends the program with status 1 and the names that are most like it.
import { readFile, readdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/**
 * @typedef {object} NodeTest
 * @property {'node'} kind
 * @property {string} path
 * @property {string[]} names
 *
 * @typedef {object} RustTest
 * @property {'cargo'} kind
 * @property {string[]} target the options of cargo that choose the binary
 * @property {string} path its modules and its function, as libtest prints them
 * @property {string[]} names
 */

/** With the drawing of what the QR reader saw, which ships in no module, as `./build.sh test` builds the tests. */
const FEATURES = ['--features', 'qr-debug'];

/** @param {string} folder */
async function filesBelow(folder) {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch(() => []);
  return entries.filter((entry) => entry.isFile()).map((entry) => `${entry.parentPath.replace(/\/$/, '')}/${entry.name}`)
    .filter((path) => !/\/(?:node_modules|target)\//.test(path)).sort();
}

/**
 * What libtest calls the tests of a file, but for the modules that the file lies in.
 * @param {string} source
 */
function rustTestsIn(source) {
  /** @type {{ name: string, indent: number }[]} */
  const modules = [];
  const found = [];
  let isTest = false;
  for (const line of source.split('\n')) {
    const indent = line.search(/\S/);
    const [, module] = line.match(/^\s*(?:pub(?:\(\w+\))? )?mod (\w+) \{/) ?? [];
    const [, name] = line.match(/^\s*fn (\w+)/) ?? [];
    if (line.trim() === '}' && modules.at(-1)?.indent === indent) {
      modules.pop();
    } else if (module !== undefined) {
      modules.push({ name: module, indent });
    } else if (/^\s*#\[test\]/.test(line)) {
      isTest = true;
    } else if (name !== undefined) {
      if (isTest) {
        found.push([...modules.map((outer) => outer.name), name]);
      }
      isTest = false;
    }
  }
  return found;
}

/**
 * The modules of a file and the binary that it is tested in.
 * @param {string} path
 */
function placeOf(path) {
  const modules = (/** @type {string} */ below) => below.replace(/\.rs$/, '').split('/').filter((name) => !['', 'lib', 'main'].includes(name));
  const [, crate, inCrate] = path.match(/^((?:crates|tools|bench)\/[^/]+)\/src\/(.*)$/) ?? [];
  if (crate !== undefined && inCrate !== undefined) {
    return { target: ['--manifest-path', `${crate}/Cargo.toml`], modules: modules(inCrate) };
  }
  const [, inSource] = path.match(/^src\/(.*)$/) ?? [];
  if (inSource !== undefined) {
    return { target: [...FEATURES, '--lib'], modules: modules(inSource) };
  }
  const [, binary, inBinary] = path.match(/^tests\/([^/.]+)(?:\/(.*))?/) ?? [];
  return { target: [...FEATURES, '--test', binary ?? ''], modules: modules(inBinary ?? '') };
}

/** @returns {Promise<(NodeTest | RustTest)[]>} */
async function everyTest() {
  /** @type {(NodeTest | RustTest)[]} */
  const tests = [];
  for (const path of [...await filesBelow('tests'), ...await filesBelow('src'), ...await filesBelow('crates'), ...await filesBelow('tools')]) {
    if (path.endsWith('.test.mjs')) {
      const bare = path.slice('tests/'.length, -'.test.mjs'.length);
      tests.push({ kind: 'node', path, names: [path, bare, `${bare}.test.mjs`, ...bare.split('/').slice(-1), ...path.split('/').slice(-1)] });
    } else if (path.endsWith('.rs')) {
      const { target, modules } = placeOf(path);
      const file = path.split('/').at(-1) ?? '';
      for (const inFile of rustTestsIn(await readFile(path, 'utf8'))) {
        const full = [...modules, ...inFile];
        const ends = full.map((_, from) => full.slice(from).join('::'));
        const beginnings = full.flatMap((_, from) => full.slice(from).map((_, to) => full.slice(from, from + to + 1).join('::')));
        tests.push({ kind: 'cargo', target, path: full.join('::'), names: [path, file, file.replace(/\.rs$/, ''), ...ends, ...beginnings] });
      }
    }
  }
  return tests;
}

/**
 * How many letters have to change, come or go.
 * @param {string} one
 * @param {string} other
 */
function distance(one, other) {
  let row = Array.from({ length: other.length + 1 }, (_, at) => at);
  for (const [at, letter] of [...one].entries()) {
    const next = [at + 1];
    for (const [to, wanted] of [...other].entries()) {
      next.push(Math.min((next[to] ?? 0) + 1, (row[to + 1] ?? 0) + 1, (row[to] ?? 0) + (letter === wanted ? 0 : 1)));
    }
    row = next;
  }
  return row.at(-1) ?? 0;
}

/**
 * @param {(NodeTest | RustTest)[]} tests
 * @param {string} name
 */
function nearTo(tests, name) {
  const short = new Set(tests.flatMap((test) => test.names.filter((one) => !/[./]|::/.test(one))));
  return [...short].map((one) => ({ one, far: distance(name, one) })).sort((a, b) => a.far - b.far).slice(0, 5).map(({ one }) => one);
}

/**
 * A script and all that it imports from this tree.
 * @param {string} path
 * @param {Set<string>} seen
 */
async function withImports(path, seen = new Set()) {
  if (!seen.has(path)) {
    seen.add(path);
    const source = await readFile(path, 'utf8');
    for (const [, imported = ''] of source.matchAll(/^(?:import|export|\}) .*'(\.[^']+\.m?js)'/gm)) {
      await withImports(join(dirname(path), imported), seen);
    }
  }
  return seen;
}

/** What has to be there before a file of Node's tests runs. @param {string} path */
async function needsOf(path) {
  const imported = await withImports(path);
  const inBrowser = path.startsWith('tests/browser/');
  const source = await readFile(path, 'utf8');
  const needs = {
    browsers: inBrowser,
    dist: inBrowser || source.includes('dist/'),
    python: imported.has('tests/independent/reader.mjs'),
    strangers: !inBrowser && (imported.has('tests/independent/age.mjs') || source.includes('oathtool')),
    decide: imported.has('bench/autofill/core.mjs'),
    frameworks: path.includes('frameworks'),
  };
  return Object.entries(needs).filter(([, needed]) => needed).map(([need]) => need).join(',') || 'nothing';
}

/**
 * The tests that are called so; but for a file of Node's, also those whose name goes on with `_`. Where there are none, all
 * whose name has it in it.
 * @param {(NodeTest | RustTest)[]} tests
 * @param {string} name
 */
function fitted(tests, name) {
  const exact = tests.filter(({ names }) => names.includes(name));
  if (exact.some(({ kind }) => kind === 'node')) {
    return exact;
  }
  const begun = tests.filter(({ names }) => names.some((one) => one === name || one.startsWith(`${name}_`)));
  return begun.length > 0 ? begun : tests.filter(({ names }) => names.some((one) => one.includes(name)));
}

process.chdir(fileURLToPath(new URL('..', import.meta.url)));
const tests = await everyTest();
/** @type {Map<string, Set<string>>} what runs together, by the first two parts of its line */
const groups = new Map();
for (const given of process.argv.slice(2)) {
  const name = given.replace(/^\.\//, '');
  const fitting = fitted(tests, name);
  if (fitting.length === 0) {
    console.error(`no test is called "${given}"; near to it: ${nearTo(tests, name).join(', ')}`);
    process.exit(1);
  }
  for (const test of fitting) {
    const group = `${test.kind}\t${test.kind === 'node' ? await needsOf(test.path) : test.target.join(' ')}`;
    groups.set(group, (groups.get(group) ?? new Set()).add(test.path));
  }
}
for (const [group, paths] of groups) {
  console.log(`${group}\t${[...paths].join(' ')}`);
}
