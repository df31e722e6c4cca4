// What an administrator decides, in real Firefox: there is no schema, so every spelling arrives as it was written. The
// policy is the file that Firefox reads from the home folder for managed storage, which is one of the test's own.
import assert from 'node:assert/strict';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { FIREFOX_DIST } from './lib/dist.mjs';
import { launchFirefox } from './lib/firefox.mjs';

const ID = 'halfminute@halfminute.app';
const home = await mkdtemp(join(tmpdir(), 'firefox-home-'));
process.env['HOME'] = home;

/** @type {import('./lib/firefox.mjs').Firefox | undefined} */
let firefox;

after(async () => {
  await firefox?.close();
  await rm(home, { recursive: true, force: true, maxRetries: 5 });
});

/** @param {object | null} data */
async function start(data) {
  await firefox?.close();
  const folder = join(home, '.mozilla/managed-storage');
  await mkdir(folder, { recursive: true });
  if (data !== null) {
    await writeFile(join(folder, `${ID}.json`), JSON.stringify({ name: ID, description: 'test', type: 'storage', data }));
  }
  firefox = await launchFirefox({ extension: FIREFOX_DIST });
  const options = await firefox.openTab('options/options.html');
  // Until the policy was read, the page says that there is none.
  await options.waitFor(data === null ? () => document.querySelector('#minSeconds option') !== null : () => document.querySelector('#policy-rows tr') !== null);
  return options;
}

test('without a policy Firefox throws, and nothing is decided', async () => {
  const options = await start(null);
  assert.equal(await options.evaluate(() => document.querySelector('#policy-none')?.checkVisibility()), true);
  assert.equal(await options.evaluate(() => document.querySelector('.decided')), null);
});

test('true, 1 and "true" are the same, and so are numbers and their texts', async () => {
  const options = await start({
    requirePasskey: true, lockOnIdle: 1, allowRememberDevice: 'true', allowReveal: 0, allowExport: 'false',
    maximumAutoLockMinutes: '5', clearClipboardSeconds: 20, fillBlockedSites: 'a.example b.example', minimumPassphraseLength: true,
  });
  const rows = await options.evaluate(() =>
    [...document.querySelectorAll('#policy-rows tr')].map((row) => [...row.children].slice(0, 2).map((cell) => cell.textContent)));
  assert.deepEqual(Object.fromEntries(rows), {
    requirePasskey: 'true', lockOnIdle: 'true', allowRememberDevice: 'true', allowReveal: 'false', allowExport: 'false',
    maximumAutoLockMinutes: '5', clearClipboardSeconds: '20', fillBlockedSites: 'a.example b.example',
  });
  assert.equal(await options.text('#policy-unknown-list'), 'minimumPassphraseLength: true');
  /** @type {(type: string, ask: object) => Promise<object>} */
  const ask = (type, question) =>
    options.evaluate((what, how) => /** @type {any} */ (globalThis).browser.runtime.sendMessage({ type: what, ask: how }), type, question);
  assert.deepEqual(await ask('exportLines', { ids: [], passphrase: 'x', channel: 'nobody' }), { error: { code: 'policy-forbids' } });
  assert.deepEqual(await ask('qrCode', { id: 'x', passphrase: 'x' }), { error: { code: 'policy-forbids' } });
});
