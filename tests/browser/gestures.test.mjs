// What a person does without pointing into the popup, in a Chromium with a window, by real presses of keys and mouse
// buttons: the keyboard commands, the context menu of a field, the popup by keyboard alone; and what becomes of a code
// that was copied. Two accounts, each bound to its site, serve all the tests.
import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import { after, before, beforeEach, test } from 'node:test';
import { codeAt } from '../portals/client.mjs';
import { allow } from './lib/allowing.mjs';
import { launchChromium } from './lib/chromium.mjs';
import { CHROMIUM_DIST } from './lib/dist.mjs';
import { fillByMenu } from './lib/menu.mjs';
import { openVault } from './lib/open_vault.mjs';
import { openOptions } from './lib/options.mjs';
import { freshPeriod, periodNow } from './lib/period.mjs';
import { addByHand, addFromPage, awaitConfirmation, ofPuppeteer, press, shownCodes, tryPassphrase } from './lib/person.mjs';
import { PATIENCE, sleep, within } from './lib/wait.mjs';
import { m2mManager } from './lib/walks.mjs';
import { startXvfb } from './lib/xvfb.mjs';

/** @typedef {import('puppeteer-core').Page} Page */

// In X's names; the manifest has them in the browser's.
const FILL = 'alt+shift+l';
const OPEN = 'alt+shift+k';
const CLEARED_AFTER = 15_000;

const SHOP = { secret: 'JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP', issuer: 'Corner shop', name: 'ada' };
const SHOP_PAGE = `<!doctype html><title>Corner shop</title>
<p><input id="unnamed" aria-label="Type it here"></p>
<p><input id="promo" name="promoCode" aria-label="Promo code" inputmode="numeric" maxlength="6"></p>`;

/** @type {import('./lib/xvfb.mjs').Xvfb} */
let xvfb;
/** @type {import('./lib/chromium.mjs').Chromium} */
let chromium;
/** @type {import('./lib/walks.mjs').Walk} */
let walk;
/** @type {import('node:http').Server} */
let shop;
/** The one tab, at the portal's page that asks for a code or at the shop. @type {Page} */
let page;

before(async () => {
  shop = createServer((_, response) => response.setHeader('content-type', 'text/html').end(SHOP_PAGE)).listen(0, '127.0.0.1');
  [xvfb, walk] = await Promise.all([startXvfb(), m2mManager()]);
  chromium = await launchChromium({ extension: CHROMIUM_DIST, headless: false, display: xvfb.display });
  page = await chromium.firstPage();
  await openVault(chromium, page);
  await walk.toQrCode(page);
  await addFromPage(await press(chromium, page), walk.issuer);
  await chromium.closePopup();
  await walk.toConfirmation(page);
  await awaitConfirmation(chromium, page, () => walk.typed(page));
  used = periodNow();
});

after(async () => {
  await chromium?.close();
  await Promise.all([xvfb?.close(), walk?.portal.close()]);
  shop?.close();
});

// Whatever a test that failed has left open is no fault of the next one.
beforeEach(() => chromium.closePopup());

/** The period whose code the portal has seen. */
let used = 0;

/**
 * Other sites come between, so that what an earlier gesture has allowed is over. A code is filled once only, so a test
 * that fills waits for one that was not.
 */
async function toPortal() {
  await page.goto('about:blank');
  used = await freshPeriod(used);
  await page.goto(walk.portal.url);
  assert.equal(await walk.typed(page), '');
}

async function toShop() {
  const { port } = /** @type {import('node:net').AddressInfo} */ (shop.address());
  await page.goto(`http://127.0.0.1:${port}/`);
}

/** @param {string} selector */
const valueOf = (selector) => page.$eval(selector, (field) => /** @type {HTMLInputElement} */ (field).value);

/** The popup that a gesture opens. */
async function opened() {
  return ofPuppeteer(await chromium.popup());
}

async function openedByKey() {
  await xvfb.pressKeys(OPEN);
  const popup = await opened();
  await popup.waitFor('#list li');
  // Keys that come before go to the page.
  await popup.waitFor(() => document.hasFocus());
  return popup;
}

const closed = () => within(PATIENCE, 'the popup to close', () => !chromium.popupIsOpen());

/**
 * Whether it is the account's code, at `since` or now.
 * @param {string} code
 * @param {string} otpauth
 * @param {number} since milliseconds
 */
function assertRight(code, otpauth, since) {
  const right = [since, Date.now()].map((at) => codeAt(otpauth, at));
  assert.ok(right.includes(code), `${code} is none of ${right.join(', ')}`);
}

const ofPortal = () => walk.portal.otpauth(walk.account);
const ofShop = () => `otpauth://totp/${SHOP.name}?secret=${SHOP.secret}`;

test('the keyboard command fills when one account is bound here, without the popup', async () => {
  await toPortal();
  const since = Date.now();
  await xvfb.pressKeys(FILL);
  await within(PATIENCE, 'the code to be filled', () => walk.typed(page));
  assertRight(await walk.typed(page), ofPortal(), since);
  assert.equal(chromium.popupIsOpen(), false);
});

test('the keyboard command opens the popup when no account is bound here', async () => {
  await toShop();
  await xvfb.pressKeys(FILL);
  const popup = await opened();
  await popup.waitFor('#list li');
  assert.equal(await popup.evaluate(() => document.querySelectorAll('#list li.here').length), 0);
  assert.equal(await valueOf('#unnamed'), '');
  await addByHand(popup, SHOP, { bindHere: true });
  await chromium.closePopup();
});

test('the keyboard command opens the popup when the vault is locked, and fills when it was unlocked', async () => {
  await toPortal();
  await (await press(chromium, page)).click('#lock');
  await within(PATIENCE, 'the gate', async () => (await opened()).waitFor('#gate').then(() => true));
  await chromium.closePopup();

  await xvfb.pressKeys(FILL);
  const popup = await opened();
  await tryPassphrase(popup);
  await popup.waitFor('#list li.here');
  assert.equal(await walk.typed(page), '');
  await xvfb.pressKeys('Escape');
  await closed();
  await xvfb.pressKeys(FILL);
  await within(PATIENCE, 'the code to be filled', () => walk.typed(page));
});

test('the context menu of the code field fills', async () => {
  await toPortal();
  await fillByMenu(xvfb, page, '#oneTimeCode');
  await within(PATIENCE, 'the code to be filled', () => walk.typed(page));
  assert.equal(chromium.popupIsOpen(), false);
});

test('the context menu fills a field that is not named as one for codes, because it was pointed at', async () => {
  await toShop();
  const since = Date.now();
  await fillByMenu(xvfb, page, '#unnamed');
  await within(PATIENCE, 'the code to be filled', () => valueOf('#unnamed'));
  assertRight(await valueOf('#unnamed'), ofShop(), since);
});

test('the keyboard command leaves such a field alone, and the popup says why', async () => {
  await toShop();
  await page.focus('#unnamed');
  await xvfb.pressKeys(FILL);
  const popup = await opened();
  await within(PATIENCE, 'the reason', async () => (await popup.text('#notice-text')) === 'No field on this page asks for a code.');
  assert.equal(await valueOf('#unnamed'), '');
  await chromium.closePopup();
});

test('the context menu fills no field for a promo code, and the popup says why', async () => {
  await toShop();
  await fillByMenu(xvfb, page, '#promo');
  const popup = await opened();
  await within(PATIENCE, 'the reason', async () => (await popup.text('#notice-text')) === 'No field on this page asks for a code.');
  assert.equal(await valueOf('#promo'), '');
  await chromium.closePopup();
  const later = await press(chromium, page);
  await later.waitFor(() => document.querySelector('#scan-text')?.textContent === 'No QR code on this page');
  assert.equal(await later.text('#notice-text'), '', 'it is said once');
  await chromium.closePopup();
});

test('a key opens the popup and Escape closes it', async () => {
  await toPortal();
  await openedByKey();
  await xvfb.pressKeys('Escape');
  await closed();
});

test('Ctrl+C copies the code of the account of this site', async () => {
  await toPortal();
  await openedByKey();
  const since = Date.now();
  await xvfb.pressKeys('ctrl+c');
  await closed();
  assertRight(await chromium.readClipboard(), ofPortal(), since);
});

test('Enter fills the code of the account of this site: its button has the focus', async () => {
  await toPortal();
  await openedByKey();
  const since = Date.now();
  await xvfb.pressKeys('Return');
  await closed();
  assertRight(await walk.typed(page), ofPortal(), since);
});

test('arrows walk to another account, whose code Enter copies', async () => {
  const popup = await openedByKey();
  await xvfb.pressKeys('Down', 'Up', 'Up', 'Down', 'Down');
  await within(PATIENCE, 'the focus on the other account', async () =>
    (await popup.evaluate(() => document.activeElement?.querySelector('.issuer')?.textContent)) === SHOP.issuer);
  const since = Date.now();
  await xvfb.pressKeys('Return');
  await closed();
  assertRight(await chromium.readClipboard(), ofShop(), since);
});

test('typing searches at once, and Enter copies what was found', async () => {
  await chromium.writeClipboard('from before');
  const popup = await openedByKey();
  await xvfb.pressKeys('c', 'o', 'r', 'n');
  await within(PATIENCE, 'the search', async () => (await shownCodes(popup)).length === 1);
  const since = Date.now();
  await xvfb.pressKeys('Return');
  await closed();
  assertRight(await chromium.readClipboard(), ofShop(), since);
});

test('Ctrl+Enter fills', async () => {
  await toPortal();
  await openedByKey();
  const since = Date.now();
  await xvfb.pressKeys('ctrl+Return');
  await closed();
  assertRight(await walk.typed(page), ofPortal(), since);
});

test('a copied code is cleared from the clipboard in time, counted from the last copy', async () => {
  await openOptions(chromium, page);
  await page.focus('#clearClipboardSeconds');
  await xvfb.pressKeys('Down');
  await allow(xvfb, page);
  await within(PATIENCE, 'the answer', () => page.$eval('#settings-status', (status) => status.textContent === 'Saved'));

  await openedByKey();
  await xvfb.pressKeys('Return');
  await closed();
  // The first copy is older than the second one by this.
  await sleep(5000);
  await openedByKey();
  const since = Date.now();
  await xvfb.pressKeys('Return');
  await closed();
  // When it is to be cleared is what a busy machine does not change; it may do so late.
  const due = () => chromium.inWorker(async () => (await chrome.alarms.get('clear-clipboard'))?.scheduledTime ?? 0);
  await within(PATIENCE, 'the last copy to be counted from', async () => (await due()) >= since + CLEARED_AFTER);
  assert.ok((await due()) <= Date.now() + CLEARED_AFTER, 'in time');
  await sleep(since + CLEARED_AFTER - 2000 - Date.now());
  await within(CLEARED_AFTER + PATIENCE, 'the clipboard to be cleared', async () => (await chromium.readClipboard()) === '');
  const after = Date.now() - since;
  assert.ok(after > CLEARED_AFTER - 1000, `cleared after ${after} ms`);
});

test('what the person has copied meanwhile stays on the clipboard', async () => {
  await openedByKey();
  await xvfb.pressKeys('Return');
  await closed();
  assert.match(await chromium.readClipboard(), /^\d{6}$/);
  await chromium.writeClipboard('a note of their own');
  await sleep(CLEARED_AFTER);
  await within(PATIENCE, 'the time of the code to be over', () =>
    chromium.inWorker(async () => !('copied' in (await chrome.storage.session.get('copied')))));
  assert.equal(await chromium.readClipboard(), 'a note of their own');
});

test('a lock clears it at once', async () => {
  await openedByKey();
  await xvfb.pressKeys('Return');
  await closed();
  assert.match(await chromium.readClipboard(), /^\d{6}$/);
  await page.goto(chromium.url('background/clipboard.html'));
  await page.evaluate(() => chrome.runtime.sendMessage({ type: 'lock', ask: {} }));
  assert.equal(await chromium.readClipboard(), '');
});
