// The two ways of locking that come from outside: the end of the browser, and the lock of the screen.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { launchChromium } from './lib/chromium.mjs';
import { CHROMIUM_DIST } from './lib/dist.mjs';
import { press, setPassphrase, tryPassphrase } from './lib/person.mjs';
import { PATIENCE, within } from './lib/wait.mjs';
import { startXvfb } from './lib/xvfb.mjs';

let profile = '';

before(async () => {
  profile = await mkdtemp(join(tmpdir(), 'chromium-locking-'));
  const chromium = await launchChromium({ extension: CHROMIUM_DIST, profile });
  await setPassphrase(await press(chromium, await chromium.browser.newPage()));
  await chromium.close();
});

after(() => rm(profile, { recursive: true, force: true, maxRetries: 5 }));

test('after the end of the browser the vault is there, and locked', async () => {
  const chromium = await launchChromium({ extension: CHROMIUM_DIST, profile });
  try {
    const popup = await press(chromium, await chromium.browser.newPage());
    await popup.waitFor('#passphrase');
    assert.match((await popup.text('#gate-title')) ?? '', /is locked/);
    await tryPassphrase(popup);
    await popup.waitFor('#search');
  } finally {
    await chromium.close();
  }
});

test('the lock of the screen locks the vault', async () => {
  const screen = await startXvfb();
  const chromium = await launchChromium({ extension: CHROMIUM_DIST, profile, headless: false, display: screen.display });
  const session = async () => Object.keys(await chromium.inWorker(() => chrome.storage.session.get(null)));
  try {
    const popup = await press(chromium, await chromium.browser.newPage());
    await tryPassphrase(popup);
    await popup.waitFor('#search');
    await chromium.closePopup();
    assert.deepEqual(await session(), ['deadline', 'ticket', 'touched']);
    // The browser takes the screen saver of X for the lock of the screen.
    execFileSync('xset', ['s', 'activate'], { env: { ...process.env, DISPLAY: screen.display } });
    await within(PATIENCE, 'the session to be gone', async () => (await session()).length === 0);
  } finally {
    await chromium.close();
    await screen.close();
  }
});
