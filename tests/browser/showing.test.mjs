// QR codes on the screens: after the passphrase only, and an independent reader reads what the accounts are.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { launchChromium } from './lib/chromium.mjs';
import { CHROMIUM_DIST } from './lib/dist.mjs';
import { openVault } from './lib/open_vault.mjs';
import { PASSPHRASE, addByHand, openEditor, press } from './lib/person.mjs';
import { PATIENCE, within } from './lib/wait.mjs';
import { codesIn } from './lib/zxing.mjs';
import { there } from '../there.mjs';

const ALICE = { secret: 'JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP', issuer: 'Example', name: 'alice' };

/** @type {import('./lib/chromium.mjs').Chromium} */
let chromium;
/** @type {import('puppeteer-core').Page} */
let page;

before(async () => {
  chromium = await launchChromium({ extension: CHROMIUM_DIST });
  page = await chromium.browser.newPage();
  await openVault(chromium, page);
  const popup = await press(chromium, page);
  await addByHand(popup, ALICE);
});

after(() => chromium?.close());

/** What can be read off the screen. @param {import('./lib/person.mjs').Popup} screen */
async function readOff(screen) {
  return (await codesIn(await screen.screenshot())).map(({ text }) => text);
}

test('an account is shown as a QR code to the person who knows the passphrase', async () => {
  const popup = await press(chromium, page);
  await openEditor(popup, '#list .more');
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
