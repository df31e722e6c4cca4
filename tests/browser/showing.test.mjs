// QR codes on the screens: after the passphrase only, and an independent reader reads what the accounts are.
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { after, before, test } from 'node:test';
import { prepareZXingModule, readBarcodes } from 'zxing-wasm/reader';
import { launchChromium } from './lib/chromium.mjs';
import { CHROMIUM_DIST } from './lib/dist.mjs';
import { openVault } from './lib/open_vault.mjs';
import { openOptions } from './lib/options.mjs';
import { PASSPHRASE, addByHand, press } from './lib/person.mjs';
import { PATIENCE, within } from './lib/wait.mjs';
import { there } from '../there.mjs';

const ALICE = { secret: 'JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP', issuer: 'Example', name: 'alice' };
/** Seven digits: more than Google's format can say. */
const BOB = { secret: 'otpauth://totp/Odd:bob?secret=GEZDGNBVGY3TQOJQ&digits=7', issuer: 'Odd', name: 'bob' };

/** @type {import('./lib/chromium.mjs').Chromium} */
let chromium;
/** @type {import('puppeteer-core').Page} */
let page;

before(async () => {
  const wasm = createRequire(import.meta.url).resolve('zxing-wasm/reader/zxing_reader.wasm');
  const wasmBinary = new Uint8Array(await readFile(wasm)).buffer;
  await prepareZXingModule({ overrides: { wasmBinary }, fireImmediately: true });
  chromium = await launchChromium({ extension: CHROMIUM_DIST });
  page = await chromium.browser.newPage();
  await openVault(chromium, page);
  const popup = await press(chromium, page);
  await addByHand(popup, ALICE);
  await addByHand(popup, BOB);
});

after(() => chromium?.close());

/** What can be read off the screen. @param {import('./lib/person.mjs').Popup} screen */
async function readOff(screen) {
  const found = await readBarcodes(new Blob([new Uint8Array(await screen.screenshot())]), { formats: ['QRCode'] });
  return found.map(({ text }) => text);
}

test('an account is shown as a QR code to the person who knows the passphrase', async () => {
  const popup = await press(chromium, page);
  await popup.click('#list .more');
  await popup.click('#show-as-qr');
  await popup.type('#show-passphrase', `${PASSPHRASE}?`);
  await popup.click('#show-form .primary');
  await within(PATIENCE, 'the refusal', async () => /not the passphrase/.test((await popup.text('#show-error')) ?? ''));
  assert.equal(await popup.text('#show-qr'), '');
  assert.deepEqual(await readOff(popup), []);
  await popup.type('#show-passphrase', PASSPHRASE);
  await popup.click('#show-form .primary');
  await popup.waitFor('#show-qr svg');
  const [text, ...others] = await readOff(popup);
  assert.deepEqual(others, []);
  const { protocol, pathname, searchParams } = new URL(there(text));
  assert.deepEqual([protocol, decodeURIComponent(pathname)], ['otpauth:', '/Example:alice']);
  assert.deepEqual([searchParams.get('secret'), searchParams.get('issuer')], [ALICE.secret, ALICE.issuer]);
  // Going back takes it off the screen.
  await popup.click('#show .back');
  await popup.waitFor('#search');
  assert.equal(await popup.evaluate(() => document.querySelector('#show-qr svg')), null);
});

test('all accounts move to another app, and what cannot is named', async () => {
  const screen = await openOptions(chromium);
  await screen.type('#move-passphrase', PASSPHRASE);
  await screen.click('#move-form .primary');
  await screen.waitFor('#move-qr svg');
  assert.match((await screen.text('#move-status')) ?? '', /Odd/);
  await screen.page.$eval('#move-qr', (place) => place.scrollIntoView());
  const text = there((await readOff(screen))[0]);
  assert.match(text, /^otpauth-migration:\/\/offline\?data=/);
  const payload = Buffer.from(new URL(text).searchParams.get('data') ?? '', 'base64').toString('latin1');
  assert.ok(payload.includes('alice') && payload.includes('Example') && !payload.includes('bob'));
  await chromium.inWorker(() => chrome.storage.session.remove('ticket'));
  await within(PATIENCE, 'the QR codes to go when the vault is locked', async () => !(await screen.page.$('#move-qr svg')));
});
