// Judges which file imports which, in src/ and extension/ of a checkout: `node tools/imports.mjs [DIR]`. It fails on a
// circle of files, and on an import that tools/imports/floors.mjs forbids.
import { readFile, readdir } from 'node:fs/promises';
import { relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { forbidden } from './imports/floors.mjs';
import { circles } from './imports/circles.mjs';
import { importsOfScripts } from './imports/javascript.mjs';
import { importsOfRust } from './imports/rust.mjs';

/** @typedef {import('./imports/floors.mjs').Import} Import */

/**
 * The texts of all files with this ending in a folder, by their path from the checkout's root.
 * @param {string} root
 * @param {string} folder
 * @param {string} ending
 */
async function textsOf(root, folder, ending) {
  const entries = await readdir(`${root}/${folder}`, { recursive: true, withFileTypes: true });
  const paths = entries.filter((entry) => entry.isFile() && entry.name.endsWith(ending)).map((entry) => `${entry.parentPath}/${entry.name}`);
  const texts = await Promise.all(paths.sort().map(async (path) => /** @type {const} */ ([relative(root, path), await readFile(path, 'utf8')])));
  return new Map(texts);
}

const root = (process.argv[2] ?? fileURLToPath(new URL('..', import.meta.url))).replace(/\/$/, '');
const rust = await textsOf(root, 'src', '.rs');
const scripts = await textsOf(root, 'extension', '.js');
const imports = [...importsOfRust(rust), ...importsOfScripts(scripts)];

// A type disappears when a script is loaded, so it closes no circle.
const closed = circles(imports.filter(({ isType }) => !isType));
for (const { files, loops } of closed) {
  console.log(`circle of ${files.length} files:`);
  for (const loop of loops) {
    console.log(`  ${loop.join(' -> ')}`);
  }
}
const wrong = forbidden(imports);
for (const { from, line, to, why } of wrong) {
  console.log(`${from}:${line} imports ${to}: ${why}`);
}
const pairs = new Set(imports.map(({ from, to }) => `${from} ${to}`)).size;
console.log(`${rust.size + scripts.size} files, ${pairs} imports, ${closed.length} circles, ${wrong.length} forbidden imports`);
process.exitCode = closed.length + wrong.length > 0 ? 1 : 0;
