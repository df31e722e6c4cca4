// What the documents say can be found: the files and headings that they name are there, and every claim about who can do
// what names a test, or says that it has none.
import assert from 'node:assert/strict';
import { existsSync, readdirSync } from 'node:fs';
import { readFile, readdir } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../', import.meta.url));
const inDocs = (await readdir(join(root, 'docs'))).filter((name) => name.endsWith('.md'));
const names = ['README.md', 'CONTRIBUTING.md', 'SECURITY.md', 'CHANGELOG.md', ...inDocs.map((name) => `docs/${name}`)];
/** Without drawings and commands of several lines. @type {Map<string, string>} */
const documents = new Map(await Promise.all(names.map(async (name) =>
  /** @type {[string, string]} */ ([name, (await readFile(join(root, name), 'utf8')).replace(/^```[^]*?^```$/gm, '')]))));
const text = (/** @type {string} */ name) => documents.get(name) ?? '';

/** The paths of this tree that stand in backticks, by themselves or in a command; not `tests/NAME`, which stands for one. @param {string} document */
function pathsIn(document) {
  const spans = [...document.matchAll(/`([^`]+)`/g)].flatMap(([, span = '']) => span.split(/\s+/));
  const isPlaceholder = (/** @type {string} */ word) => /NAME|</.test(word);
  return spans.filter((word) => /^(?:src|tests|extension|tools|crates|bench|docs)\//.test(word) && !isPlaceholder(word));
}

/** Whether it is there; where it has an asterisk, as a shell takes it, whether any such file is. @param {string} path */
function isThere(path) {
  if (!path.includes('*')) {
    return existsSync(join(root, path));
  }
  const [before = '', after = ''] = basename(path).split('*');
  const folder = join(root, dirname(path));
  return existsSync(folder) && readdirSync(folder).some((name) => name.startsWith(before) && name.endsWith(after));
}

/** The tests among them. @param {string} document */
const testsIn = (document) => pathsIn(document).filter((path) => /^tests\/(?:.*\.test\.mjs|it\/\w+\.rs)$/.test(path));

/** Whether it names a test that is there, or says that there is none. @param {string} claim */
const isHeld = (claim) => /not tested/.test(claim) || testsIn(claim).some(isThere);

/** The rows of the tables, without their heads. @param {string} document */
const rowsIn = (document) => [...document.matchAll(/^\|[-|]+\|\n((?:\|.*\n)+)/gm)].flatMap(([, rows = '']) => rows.trim().split('\n'));

/** The items of the lists. @param {string} document */
const itemsIn = (document) => [...document.matchAll(/^- .*\n(?: +\S.*\n)*/gm)].map(([item]) => item);

/** As GitHub makes an anchor of a heading. @param {string} document */
const anchorsIn = (document) => [...document.matchAll(/^#+ (.*)$/gm)].map(([, heading = '']) =>
  heading.toLowerCase().replace(/[^\p{L}\p{N} _-]/gu, '').replaceAll(' ', '-'));

for (const name of names) {
  test(`${name}: every path in it is there`, () => {
    const paths = pathsIn(text(name));
    assert.deepEqual(paths.filter((path) => !isThere(path)), []);
  });

  test(`${name}: every link within this tree leads somewhere`, async () => {
    const links = [...text(name).matchAll(/\]\((?!https?:)([^)#]*)(?:#([^)]*))?\)/g)];
    for (const [link, path = '', anchor] of links) {
      const target = path === '' ? name : join(dirname(name), path);
      assert.ok(existsSync(join(root, target)), link);
      assert.ok(anchor === undefined || anchorsIn(await readFile(join(root, target), 'utf8')).includes(anchor), link);
    }
  });
}

test('every row and every item of the threat model names a test, or says that it is not tested', () => {
  const document = text('docs/threat-model.md');
  const rows = rowsIn(document);
  assert.ok(rows.length > 40, `${rows.length} rows`);
  const held = rows.map((row) => row.split('|').at(-2) ?? '');
  assert.deepEqual(rows.filter((_, at) => !isHeld(held[at] ?? '')), []);
  const [, crosses = ''] = document.split('## What crosses');
  const items = itemsIn(crosses);
  assert.ok(items.length > 10, `${items.length} items`);
  assert.deepEqual(items.filter((item) => !isHeld(item)), []);
});

test('every item of what privacy promises names a test, or says that it is not tested', () => {
  const items = itemsIn(text('docs/privacy.md'));
  assert.ok(items.length > 15, `${items.length} items`);
  assert.deepEqual(items.filter((item) => !isHeld(item)), []);
});

test('the size of the kit is what the documents say', async () => {
  const folder = join(root, 'tests/vault_testkit');
  const cases = (await readdir(folder)).filter((name) => name.endsWith('.json'));
  const envelopes = await Promise.all(cases.map(async (name) => {
    const { changes } = JSON.parse(await readFile(join(folder, name), 'utf8'));
    return changes === undefined ? 1 : Object.keys(changes).length;
  }));
  const all = envelopes.reduce((sum, count) => sum + count, 0).toLocaleString('en');
  const says = async (/** @type {string} */ name, /** @type {string} */ words) =>
    assert.ok((await readFile(join(root, name), 'utf8')).replace(/\s+/g, ' ').includes(words), `${name} does not say "${words}"`);
  await says('README.md', `${cases.length} cases with ${all} envelopes`);
  await says('docs/design.md', `${cases.length} small files with ${all} envelopes`);
  await says('CHANGELOG.md', `${all} envelopes`);
});
