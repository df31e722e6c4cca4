// The log in real Chromium: it says what was done, and what is exported is a chain that anybody can verify.
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { launchChromium } from './lib/chromium.mjs';
import { CHROMIUM_DIST } from './lib/dist.mjs';
import { exportLog, hears, openOptions, send } from './lib/options.mjs';
import { PASSPHRASE, addByHand, empty, openEditor, press, setPassphrase, tryPassphrase } from './lib/person.mjs';
import { PATIENCE, within } from './lib/wait.mjs';
import { there } from '../there.mjs';

const ACCOUNT = { secret: 'JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP', issuer: 'Zephyrine "Waterworks"', name: 'quorra ü' };

/** @type {import('./lib/chromium.mjs').Chromium} */
let chromium;
/** @type {import('puppeteer-core').Page} */
let page;
let folder = '';

before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'halfminute-log-'));
  chromium = await launchChromium({ extension: CHROMIUM_DIST });
  page = await chromium.browser.newPage();
});

after(async () => {
  await chromium?.close();
  await rm(folder, { recursive: true, force: true });
});

/**
 * The first entry whose hash is not that over it and the hash before, or -1. The first line says where the log begins.
 * @param {string[]} lines
 */
function brokenAt([first = '', ...lines]) {
  let before = Buffer.from(JSON.parse(first).from, 'base64url');
  return lines.findIndex((line) => {
    const { device: _device, hash, ...event } = JSON.parse(line);
    const right = createHash('sha256').update(before).update(JSON.stringify(event)).digest();
    before = Buffer.from(hash, 'base64url');
    return !right.equals(before);
  });
}

test('the log says what was done and is verified; its export is a chain that is verified here', async () => {
  const popup = await press(chromium, page);
  await setPassphrase(popup);
  await addByHand(popup, ACCOUNT);
  await openEditor(popup, '#list .more');
  await popup.type('#account-name', ' 2');
  await popup.click('#editor-form .primary');
  // The list takes the focus when it is there.
  await within(PATIENCE, 'the change to be saved', async () => (await popup.text('#notice-text')) === 'Saved');
  await openEditor(popup, '#list .more');
  await popup.click('#show-as-qr');
  await popup.type('#show-passphrase', PASSPHRASE);
  await popup.click('#show-form .primary');
  await popup.waitFor('#show-qr svg');
  await popup.click('#show .back');
  await openEditor(popup, '#list .more');
  await popup.click('#delete');
  await popup.waitFor('#notice-action');
  await popup.click('#notice-action');
  await popup.waitFor('#list li');
  await popup.click('#lock');
  await tryPassphrase(popup, `${PASSPHRASE}?`);
  await within(PATIENCE, 'the refusal', async () => /not the passphrase/.test((await popup.text('#gate-error')) ?? ''));
  await within(PATIENCE, 'the next attempt to be allowed', () =>
    popup.evaluate(() => document.querySelector('#gate-submit:enabled') !== null));
  await empty(popup, '#passphrase');
  await tryPassphrase(popup);
  await popup.waitFor('#list li');

  const options = await openOptions(chromium);
  await send(options, 'recovery', { 'recovery-name': 'Safe', 'recovery-passphrase': PASSPHRASE });
  await options.waitFor('#sheet');
  await options.click('#sheet-done');
  await hears(options, /The recovery key opens/);
  await options.click('#log-details summary');
  await options.waitFor('#log-devices tbody tr');
  const rows = await options.evaluate(() => [...document.querySelectorAll('#log-devices tbody tr')].map((row) => {
    const text = (/** @type {string} */ name) => row.querySelector(`[data-part=${name}]`)?.textContent ?? '';
    return ['what', 'detail', 'account', 'site'].map(text).filter((words) => words !== '').join(' | ');
  }));
  const account = `${ACCOUNT.issuer} ${ACCOUNT.name}`;
  for (const said of [
    'Way in added | Recovery key · Safe', 'Unlocked | Passphrase', 'Unlocking failed | Attempts: 1',
    `Account restored | ${account} 2`, `Account deleted | ${account} 2`, `Secret shown | ${account} 2`,
    `Account edited | ${account} 2`, `Account added | ${account}`,
  ]) {
    assert.ok(rows.includes(said), `${said} among ${rows.join('; ')}`);
  }
  assert.equal(await options.text('#log-devices [data-part=verdict]'), `Verified: ${rows.length} entries, unbroken.`);

  const text = await exportLog(options, folder);
  const lines = text.trimEnd().split('\n');
  assert.deepEqual(Object.keys(JSON.parse(there(lines[0]))), ['device', 'cut', 'from']);
  assert.equal(lines.length, 1 + rows.length);
  assert.equal(brokenAt(lines), -1);
  // And the verifying would see it.
  assert.equal(brokenAt(lines.with(2, there(lines[2]).replace('"what":"', '"what":"un'))), 1);
  assert.equal(brokenAt(lines.toSpliced(2, 1)), 1);
  assert.equal(text.includes(ACCOUNT.secret), false);
  await options.page.close();
});
