// An idle computer locks the vault: a real display that nobody touches for a minute.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { ask, openOptions } from './lib/asking_worker.mjs';
import { launchChromium } from './lib/chromium.mjs';
import { CHROMIUM_DIST } from './lib/dist.mjs';
import { PASSPHRASE } from './lib/person.mjs';
import { PATIENCE, sleep, within } from './lib/wait.mjs';
import { startXvfb } from './lib/xvfb.mjs';

const MINUTE = 60_000;
/** The browser looks now and then only. */
const LATE = 30_000;

/** @type {Awaited<ReturnType<typeof startXvfb>>} */
let screen;
/** @type {import('./lib/chromium.mjs').Chromium} */
let chromium;

before(async () => {
  screen = await startXvfb();
  chromium = await launchChromium({ extension: CHROMIUM_DIST, headless: false, display: screen.display });
});

after(async () => {
  await chromium?.close();
  await screen?.close();
});

test('nobody there for a minute: the vault is locked, also when the worker has ended, and an open page shows it at once', async () => {
  const page = await openOptions(chromium);
  await ask(page, 'create', { passphrase: PASSPHRASE });
  await page.waitForSelector('#ways-list li', { visible: true });
  await ask(page, 'setSettings', { idleMinutes: 1 });
  // Somebody is there still.
  for (let x = 0; x < 4; x += 1) {
    await screen.xdotool('mousemove', String(100 + x), '100');
    await sleep(5000);
  }
  await chromium.killWorker();
  const left = Date.now();
  await within(MINUTE + PATIENCE, 'the screen that is locked', () => page.$$eval('#ways-list li', (rows) => rows.length === 0));
  const away = Date.now() - left;
  assert.ok(away > MINUTE - LATE, `locked after ${away} ms`);
  assert.equal((await ask(page, 'status', {})).state, 'locked');
  assert.deepEqual(await page.evaluate(() => chrome.storage.session.get(null)), {});
});
