// `./build.sh watch` in a copy of all that it reads: after a change it builds and loads the extension anew, and after one that does
// not build it keeps the extension as it was.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { cp, mkdtemp, readFile, readlink, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { PATIENCE, within } from './lib/wait.mjs';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
/** What the build reads, and the core that is built already: it is older than no source, so only the shell is laid out. */
const READ = [
  'build.sh', 'build.rs', 'Cargo.toml', 'Cargo.lock', 'rust-toolchain.toml', 'package.json', 'package-lock.json', 'manifest.json',
  'LICENSE-MIT', 'LICENSE-APACHE', 'src', 'crates', 'tools', 'extension', 'dist/core', 'dist/transfer', 'tests/there.mjs',
  'tests/browser/lib',
];
const SCRIPT = 'extension/ui/ui.js';

let folder = '';
/** What was said so far. */
let said = '';
/** @type {import('node:child_process').ChildProcess} */
let watching;
/** @type {Promise<unknown>} */
let ended;

before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'watch-'));
  for (const path of READ) {
    await cp(join(ROOT, path), join(folder, path), { recursive: true, preserveTimestamps: true });
  }
  await symlink(join(ROOT, 'node_modules'), join(folder, 'node_modules'));
  // A group of its own, to which Ctrl+C is sent as a terminal sends it.
  watching = spawn(join(folder, 'build.sh'), ['watch', '--headless'], { detached: true, stdio: ['ignore', 'pipe', 'pipe'] });
  ended = new Promise((resolve) => watching.once('exit', resolve));
  for (const output of [watching.stdout, watching.stderr]) {
    output?.on('data', (text) => {
      said += text;
    });
  }
});

after(async () => {
  if (watching?.exitCode === null && watching.signalCode === null) {
    interrupt();
    await ended;
  }
  await rm(folder, { recursive: true, force: true, maxRetries: 5 });
});

const interrupt = () => process.kill(-(watching.pid ?? 0), 'SIGINT');

/** Waits until these words are said, and returns what was said up to there. @param {string} words */
async function hears(words) {
  await within(PATIENCE, `"${words}"`, async () => said.includes(words)).catch((error) => {
    throw new Error(`${error.message}; it said:\n${said}`);
  });
  const heard = said;
  said = '';
  return heard;
}

/** The script as the extension has it. */
const built = () => readFile(join(folder, 'dist/chromium/ui/ui.js'), 'utf8');

test('a change is built and loaded anew', async () => {
  await hears('Chromium runs without a window');
  const script = await readFile(join(folder, SCRIPT), 'utf8');
  await writeFile(join(folder, SCRIPT), `${script}\nglobalThis.changed = 1;\n`);
  assert.doesNotMatch(await hears('loaded anew'), /fail|not loaded/);
  assert.match(await built(), /changed = 1/);
});

test('a change that does not build is said, and the next one is loaded again', async () => {
  const script = await readFile(join(folder, SCRIPT), 'utf8');
  await writeFile(join(folder, SCRIPT), `${script}\nconst ;\n`);
  assert.doesNotMatch(await hears('the build failed'), /loaded anew/);
  await writeFile(join(folder, SCRIPT), `${script}\nglobalThis.changed = 2;\n`);
  await hears('loaded anew');
  assert.match(await built(), /changed = 2/);
});

test('it ends with Ctrl+C, and Chromium with it', async () => {
  const lock = await readlink(join(folder, 'target/watch/SingletonLock'));
  const chromium = Number(lock.split('-').at(-1));
  assert.ok(process.kill(chromium, 0), 'Chromium runs');
  interrupt();
  await ended;
  await within(PATIENCE, 'Chromium to end', async () => {
    try {
      process.kill(chromium, 0);
      return false;
    } catch {
      return true;
    }
  });
});
