// The page for import, export and backup as everybody meets it: what axe finds in each of its states, light and dark, and the
// whole of it by the keyboard alone.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { accounts, aegisFile } from './lib/aegis.mjs';
import { faultsInBoth } from './lib/axe.mjs';
import { launchChromium } from './lib/chromium.mjs';
import { CHROMIUM_DIST } from './lib/dist.mjs';
import { PATIENCE, within } from './lib/wait.mjs';

const PASSPHRASE = 'seven wooden boats at dawn';
const FILE_PASSWORD = 'brought along from aegis';
const LINKS = [
  'otpauth://totp/Shop:ada?secret=JBSWY3DPEHPK3PXP&issuer=Shop',
  'otpauth://totp/Bank:ada?secret=JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP&issuer=Bank&period=45',
  'otpauth://totp/Bad:ada?secret=10&issuer=Bad',
].join('\n');

/** @type {import('./lib/chromium.mjs').Chromium} */
let chromium;
/** @type {import('puppeteer-core').Page} */
let page;

before(async () => {
  chromium = await launchChromium({ extension: CHROMIUM_DIST });
  page = await chromium.browser.newPage();
  await page.goto(chromium.url('move/move.html'));
});

after(() => chromium?.close());

/** @param {string} type @param {object} ask */
const send = (type, ask) => page.evaluate((message) => chrome.runtime.sendMessage(message), { type, ask });

/** @param {string} selector */
const seen = (selector) => page.waitForSelector(selector, { visible: true, timeout: PATIENCE });

/** Pastes text into the page, as Ctrl+V does. @param {string} text */
const paste = (text) => page.evaluate((plain) => {
  const clipboardData = new DataTransfer();
  clipboardData.setData('text/plain', plain);
  document.body.dispatchEvent(new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true }));
}, text);

/** @param {string} name @param {string} content */
const choose = (name, content) => page.evaluate((called, text) => {
  const input = document.querySelector('#files');
  if (!(input instanceof HTMLInputElement)) throw new TypeError('#files');
  const data = new DataTransfer();
  data.items.add(new File([text], called));
  input.files = data.files;
  input.dispatchEvent(new Event('change', { bubbles: true }));
}, name, content);

/** Presses Tab until this has the focus; more than 60 times is no way. @param {string} selector */
async function tabTo(selector) {
  for (let pressed = 0; pressed < 60; pressed += 1) {
    if (await page.evaluate((css) => document.activeElement?.matches(css) === true, selector)) return pressed;
    await page.keyboard.press('Tab');
  }
  assert.fail(`Tab never comes to ${selector}`);
}

const focused = (/** @type {string} */ selector) =>
  within(PATIENCE, `${selector} to have the focus`, () => page.evaluate((css) => document.activeElement?.matches(css) === true, selector));

test('axe finds nothing before there is a vault', async () => {
  await seen('#restore');
  assert.deepEqual(await faultsInBoth(page), []);
});

test('axe finds nothing when a file is sealed, read, or refused', async () => {
  await send('create', { passphrase: PASSPHRASE });
  await seen('#import');
  assert.deepEqual(await faultsInBoth(page), []);
  await choose('aegis.json', aegisFile(accounts(3), FILE_PASSWORD).toString());
  await seen('[data-part="password"]');
  assert.deepEqual(await faultsInBoth(page), []);
  assert.equal(await page.$eval('#import-now', (button) => button.checkVisibility()), false, 'there is nothing to import yet');
  await page.type('[data-part="password"]', FILE_PASSWORD);
  await page.keyboard.press('Enter');
  await seen('#import-now');
  assert.deepEqual(await faultsInBoth(page), []);
  await page.click('#import-drop');
  await choose('table.csv', 'alpha,beta,gamma\none,two,three\n');
  await seen('.read');
  assert.deepEqual(await faultsInBoth(page), []);
  await page.click('#import-drop');
});

test('accounts come in, are backed up and leave by the keyboard alone', async () => {
  await paste(LINKS);
  await focused('#summary');
  assert.deepEqual(await faultsInBoth(page), []);
  await page.bringToFront();
  await tabTo('#import-now');
  await page.keyboard.press('Enter');
  await focused('#imported-text');
  assert.equal((await send('list', {})).answer.accounts.length, 2);
  assert.deepEqual(await faultsInBoth(page), []);
  await tabTo('#import-undo');
  await page.keyboard.press('Enter');
  await within(PATIENCE, 'it to be undone', async () => (await send('list', {})).answer.accounts.length === 0);
  await paste(LINKS);
  await focused('#summary');
  await tabTo('#import-now');
  await page.keyboard.press('Enter');
  await focused('#imported-text');

  await tabTo('#backup-passphrase');
  await page.keyboard.type(PASSPHRASE);
  await page.keyboard.press('Enter');
  await within(PATIENCE, 'the backup to be saved', () => page.$eval('#backup-status', (status) => /^Saved as/.test(status.textContent ?? '')));

  await tabTo('#export-format');
  await page.keyboard.press('2');
  assert.equal(await page.$eval('#export-format', (select) => /** @type {HTMLSelectElement} */ (select).value), '2fas');
  await tabTo('#export-password');
  await page.keyboard.type('for strangers only');
  await tabTo('#export-repeat');
  await page.keyboard.type('for strangers only');
  await tabTo('#export-passphrase');
  await page.keyboard.type(PASSPHRASE);
  await page.keyboard.press('Enter');
  await within(PATIENCE, 'the file to be saved, or what it loses to be named', () =>
    page.$eval('#export', (section) => /Saved as|Write it all the same/.test(/** @type {HTMLElement} */ (section).innerText)));
  assert.deepEqual(await faultsInBoth(page), []);
});

test('notes, tags and pins come in with the accounts and go out with them', async () => {
  const display = { pinned: true, note: 'recovery 1111-2222', tags: ['work', 'mail'] };
  await paste(`otpauth://totp/Desk:ada?secret=GEZDGNBVGY3TQOJQ&issuer=Desk&codeDisplay=${encodeURIComponent(JSON.stringify(display))}`);
  await focused('#summary');
  assert.equal(await page.$eval('#lost', (words) => words.textContent), '');
  await page.click('#import-now');
  await focused('#imported-text');
  const desk = (await send('list', {})).answer.accounts.find((/** @type {{ issuer: string }} */ { issuer }) => issuer === 'Desk');
  const { note, tags, pinned } = (await send('details', { id: desk.id })).answer;
  assert.deepEqual({ pinned, note, tags }, display);
});

test('whoever comes from Authenticator-Extension hears which accounts may have lost something there', async () => {
  const account = { encrypted: false, account: 'ada', secret: 'GEZDGNBVGY3TQOJQ', type: 'totp', counter: 0 };
  await choose('backup.json', JSON.stringify({
    one: { ...account, hash: 'one', index: 0, issuer: 'Usual', algorithm: 'SHA1', digits: 6, period: 30 },
    two: { ...account, hash: 'two', index: 1, issuer: 'Other', algorithm: 'SHA256', digits: 6, period: 30 },
  }));
  await within(PATIENCE, 'both rows', () => page.$$eval('.read li', (rows) => rows.length === 2));
  assert.match(await page.$eval('.read [data-part="about"]', (about) => about.textContent ?? ''), /Compare a code of each/);
  const marked = await page.$$eval('.read li', (rows) => rows.map((row) => /May have lost/.test(row.textContent ?? '')));
  assert.deepEqual(marked, [true, false]);
  assert.deepEqual(await faultsInBoth(page), []);
});
