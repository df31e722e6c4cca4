// Opens Chromium with Halfminute installed, and after each change in the sources builds and loads the extension anew. The
// profile stays in target/watch, and the vault in it with it; a reload locks the vault, because the session ends with it.
import { spawn } from 'node:child_process';
import { watch } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { launchChromium } from '../tests/browser/lib/chromium.mjs';
import { CHROMIUM_DIST } from '../tests/browser/lib/dist.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
const PROFILE = `${root}target/watch`;
/** What the extension is built from. */
const SOURCES = ['extension', 'src', 'crates', 'manifest.json', 'Cargo.toml', 'tools/lay_out.mjs'];
/** An editor writes several files at once, or one in several steps. */
const QUIET_MS = 150;

const hasDisplay = Boolean(process.env['DISPLAY'] || process.env['WAYLAND_DISPLAY']);
const headless = process.argv.includes('--headless') || !hasDisplay;

/** @type {NodeJS.Timeout | undefined} */
let waiting;
// Busy with the start of the browser, during which all folders come under watch.
let [busy, changedMeanwhile] = [true, false];
const watchers = SOURCES.map((source) => watch(`${root}${source}`, { recursive: true }, () => {
  clearTimeout(waiting);
  waiting = setTimeout(() => void buildAndLoad(), QUIET_MS);
}));

await mkdir(PROFILE, { recursive: true });
const chromium = await launchChromium({ extension: CHROMIUM_DIST, profile: PROFILE, headless });
say(`Chromium runs${headless ? ' without a window' : ''}; it ends with Ctrl+C, or when it is closed`);
busy = false;
if (changedMeanwhile) {
  void buildAndLoad();
}

chromium.browser.once('disconnected', () => void end());
process.once('SIGINT', () => void end());
process.once('SIGTERM', () => void end());

async function buildAndLoad() {
  if (busy) {
    changedMeanwhile = true;
    return;
  }
  busy = true;
  do {
    changedMeanwhile = false;
    const began = Date.now();
    if (await builds()) {
      // The browser loads an unpacked extension anew where it is installed already, also one whose worker does not run.
      await chromium.browser.installExtension(CHROMIUM_DIST).then(
        () => say(`loaded anew after ${((Date.now() - began) / 1000).toFixed(1)} s`),
        (error) => say(`not loaded: ${error.message}`),
      );
    } else {
      say('the build failed; the extension stays as it was');
    }
  } while (changedMeanwhile);
  busy = false;
}

/** @returns {Promise<boolean>} */
function builds() {
  return new Promise((resolve) => {
    spawn(`${root}build.sh`, ['build-what-changed'], { stdio: 'inherit' }).once('exit', (code) => resolve(code === 0));
  });
}

async function end() {
  for (const watcher of watchers) {
    watcher.close();
  }
  await chromium.close().catch(() => {});
  process.exit(0);
}

/** @param {string} text */
function say(text) {
  console.log(`${new Date().toTimeString().slice(0, 8)} ${text}`);
}
