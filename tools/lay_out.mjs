// Lays out dist/chromium and dist/firefox: the shell as it stands in extension/, the core that was built into
// dist/core, and the manifest that each browser understands, derived from the one in the root. What is written for those
// who work on it stays behind, the comments of the scripts and the notes to translators: it was a twelfth of the package.
import { cp, mkdir, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { parse } from 'acorn';
import { layOutStrength } from './strength.mjs';

const root = new URL('../', import.meta.url);
const source = JSON.parse(await readFile(new URL('manifest.json', root), 'utf8'));

/** Chromium runs the background as a service worker and does not know Firefox's settings. */
function forChromium() {
  const { browser_specific_settings: _gecko, ...manifest } = structuredClone(source);
  delete manifest.background.scripts;
  return manifest;
}

/** Firefox runs the background as an event page, has no offscreen documents and needs none, nor a schema for policy. */
function forFirefox() {
  const { minimum_chrome_version: _chrome, storage: _schema, ...manifest } = structuredClone(source);
  delete manifest.background.service_worker;
  manifest.optional_permissions = manifest.optional_permissions.filter((/** @type {string} */ name) => name !== 'offscreen');
  return manifest;
}

/**
 * A script without its comments. Its lines keep their numbers, so that an error names the line of the source as well.
 * @param {string} script
 */
function withoutComments(script) {
  /** @type {import('acorn').Comment[]} */
  const comments = [];
  parse(script, { ecmaVersion: 'latest', sourceType: 'module', onComment: comments });
  let [bare, from] = ['', 0];
  for (const { start, end, value } of comments) {
    const between = /\s/.test(script.charAt(end)) ? '' : ' ';
    bare += script.slice(from, start).replace(/[ \t]+$/, '') + value.replace(/[^\n]/g, '') + between;
    from = end;
  }
  return bare + script.slice(from);
}

/**
 * The words of a language, without the notes to its translators.
 * @param {string} words
 */
function withoutNotes(words) {
  return JSON.stringify(JSON.parse(words, (_key, value) => {
    if (typeof value.message === 'string') {
      delete value.description;
    }
    return value;
  }));
}

/**
 * @param {URL} folder
 * @param {RegExp} name
 * @param {(text: string) => string} change
 */
async function changeEach(folder, name, change) {
  for (const entry of await readdir(folder, { recursive: true, withFileTypes: true })) {
    if (entry.isFile() && name.test(entry.name)) {
      const path = `${entry.parentPath}/${entry.name}`;
      await writeFile(path, change(await readFile(path, 'utf8')));
    }
  }
}

const core = new URL('dist/core/', root);
const transfer = new URL('dist/transfer/', root);
await layOutStrength(root);
const strength = new URL('dist/strength/', root);

for (const [browser, manifest] of Object.entries({ chromium: forChromium(), firefox: forFirefox() })) {
  const target = new URL(`dist/${browser}/`, root);
  await rm(target, { recursive: true, force: true });
  await cp(new URL('extension/', root), target, { recursive: true, filter: (path) => !path.endsWith('.d.ts') });
  for (const file of ['core.js', 'core_bg.wasm', 'judge.js', 'judge_bg.wasm', 'reader.js', 'reader_bg.wasm']) {
    await cp(new URL(file, core), new URL(`core/${file}`, target));
  }
  for (const file of ['transfer.js', 'transfer_bg.wasm', 'databases.js', 'databases_bg.wasm']) {
    await cp(new URL(file, transfer), new URL(`transfer/${file}`, target));
  }
  await mkdir(new URL('strength/', target));
  for (const file of ['estimator.js', 'guessed_first.js']) {
    await cp(new URL(file, strength), new URL(`strength/${file}`, target));
  }
  await changeEach(target, /\.js$/, withoutComments);
  await changeEach(target, /^messages\.json$/, withoutNotes);
  if (!manifest.storage) {
    await rm(new URL('managed_schema.json', target));
  }
  for (const file of ['LICENSE-MIT', 'LICENSE-APACHE']) {
    await cp(new URL(file, root), new URL(file, target));
  }
  await cp(new URL('LICENSE-zxcvbn', strength), new URL('LICENSE-zxcvbn', target));
  // The table of well-known services is others' work, under terms that go with it.
  await cp(new URL('src/sites/well_known.LICENSE', root), new URL('LICENSE-2factorauth', target));
  await writeFile(new URL('manifest.json', target), `${JSON.stringify(manifest, null, 2)}\n`);
}
