// What other apps' files need beside themselves, in real Chromium: passwords within passwords, and a PIN that a file lacks.
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { after, before, test } from 'node:test';
import { Uint8ArrayReader, Uint8ArrayWriter, ZipWriter } from '@zip.js/zip.js';
import { choose } from './lib/moving.mjs';
import { launchChromium } from './lib/chromium.mjs';
import { CHROMIUM_DIST } from './lib/dist.mjs';
import { openVault } from './lib/open_vault.mjs';
import { ofPuppeteer, press } from './lib/person.mjs';
import { PATIENCE, within } from './lib/wait.mjs';
import { MIB, deflatedSpaces, zipOf } from '../hostile_files.mjs';

const KDBX = new URL('../../crates/transfer/tests/data/keepass_kdbx/chacha20-argon2id.kdbx', import.meta.url);
const KDBX_PASSWORD = 'Bär & 12 Löwen';
const MOTP_SECRET = 'e3152afee62599c8';
const PIN = '7586';

/** @type {import('./lib/chromium.mjs').Chromium} */
let chromium;
/** @type {import('puppeteer-core').Page} */
let page;

before(async () => {
  chromium = await launchChromium({ extension: CHROMIUM_DIST });
  page = await chromium.browser.newPage();
  await openVault(chromium, page);
});

after(() => chromium?.close());

/** The page that imports, afresh. */
async function importPage() {
  const tab = await chromium.browser.newPage();
  await tab.goto(chromium.url('move/move.html'));
  const screen = ofPuppeteer(tab);
  await screen.waitFor('#choose');
  return { tab, screen };
}

/** @param {import('./lib/person.mjs').Popup} screen @param {string} selector @param {RegExp} words */
const says = (screen, selector, words) => within(PATIENCE, `${selector} to say ${words}`, async () => words.test((await screen.text(selector)) ?? ''));

/** The names of the cards, and whether each asks for a password. @param {import('./lib/person.mjs').Popup} screen */
const cards = (screen) => screen.evaluate(() => [...document.querySelectorAll('#read-files > *')].map((card) => {
  const sealed = card.querySelector('[data-part="sealed"]');
  return [card.querySelector('[data-part="name"]')?.textContent, sealed instanceof HTMLElement && !sealed.hidden];
}));

test('a sealed archive opens, then the database in it that has another password', async () => {
  const { tab, screen } = await importPage();
  const writer = new ZipWriter(new Uint8ArrayWriter(), { password: 'of the archive', encryptionStrength: 3 });
  const files = {
    'safe.kdbx': await readFile(KDBX),
    'links.txt': Buffer.from('otpauth://totp/Plain:ada?secret=GEZDGNBVGY3TQOJQ&issuer=Plain'),
    'table.csv': Buffer.from('dienst,zeichen\nTisch,JBSWY3DPEHPK3PXP\n'),
  };
  for (const [name, bytes] of Object.entries(files)) await writer.add(name, new Uint8ArrayReader(bytes));
  await choose(screen, '#files', 'all.zip', await writer.close());
  await within(PATIENCE, 'the archive to ask', async () => JSON.stringify(await cards(screen)) === '[["all.zip",true]]');
  await screen.type('[data-part="password"]', 'of the archive');
  await screen.click('[data-part="sealed"] button');
  await within(PATIENCE, 'the database to ask', async () => (await cards(screen)).some(([name, asks]) => name === 'all.zip/safe.kdbx' && asks === true));
  assert.equal((await cards(screen)).length, 3);
  await says(screen, '#summary', /^New: 1\./);
  // The table in the archive shows the shape of its own cells.
  assert.match((await screen.text('#read-files > :last-child [data-part="table"]')) ?? '', /a{5}0a{6}0a{3}$/);
  await screen.type('form:not([hidden]) [data-part="password"]', KDBX_PASSWORD);
  await screen.click('[data-part="sealed"]:not([hidden]) button');
  await says(screen, '#summary', /^New: (?!1\.)/);
  assert.deepEqual((await cards(screen)).map(([, asks]) => asks), [false, false, false]);
  await tab.close();
});

test('a hostile file is refused in words, and the vault stays as it is', async () => {
  const { tab, screen } = await importPage();
  const list = () => screen.evaluate(() => chrome.runtime.sendMessage({ type: 'list', ask: {} }));
  const before = (await list()).answer.accounts.length;
  await choose(screen, '#files', 'bomb.zip', zipOf([{ name: 'a.txt', data: deflatedSpaces(1024), unpacked: 1024 * MIB }]));
  await says(screen, '[data-part="about"]', /./);
  assert.match((await screen.text('[data-part="about"]')) ?? '', /no export is/);
  assert.equal((await list()).answer.accounts.length, before);
  // The page goes on with the next file.
  await choose(screen, '#files', 'links.txt', 'otpauth://totp/After:ada?secret=MFRGGZDFMZTWQ2LK&issuer=After');
  await says(screen, '#summary', /^New: 1\./);
  await tab.close();
});

test('an account of Mobile-OTP without its PIN says that it makes no codes, and does once the PIN is typed', async () => {
  const { tab, screen } = await importPage();
  await choose(screen, '#files', 'links.txt', `motp://Motp:ada?secret=${MOTP_SECRET}&issuer=Motp`);
  await says(screen, '#summary', /^New: 1\./);
  await screen.click('#import-now');
  await says(screen, '#imported-text', /^Accounts imported: 1/);
  await tab.close();
  await page.goto('data:text/html,<title>Motp</title>');
  const popup = await press(chromium, page);
  await popup.waitFor('#list li .code');
  assert.equal(await popup.text('#list li .code'), 'No codes');
  await popup.click('#list li .copy');
  await popup.waitFor('#pin');
  assert.match((await popup.text('#pin-about')) ?? '', /without the PIN/);
  await popup.type('#pin', PIN);
  await popup.click('#editor-form button.primary');
  const codeOf = (/** @type {number} */ seconds) =>
    createHash('md5').update(`${Math.floor(seconds / 10)}${MOTP_SECRET}${PIN}`).digest('hex').slice(0, 6);
  await within(PATIENCE, 'the right code', async () => {
    const shown = await popup.text('#list li .code');
    const now = Date.now() / 1000;
    return [now, now - 10].map(codeOf).includes(shown ?? '');
  });
});
