// Why a gesture filled nothing is told over the tab in which it was made, and over no other.
import assert from 'node:assert/strict';
import { after, before, beforeEach, test } from 'node:test';
import { generateSecret } from 'otplib';
import { launchChromium } from '../lib/chromium.mjs';
import { CHROMIUM_DIST } from '../lib/dist.mjs';
import { addByHand, ofPuppeteer, press, setPassphrase } from '../lib/person.mjs';
import { startSites } from '../lib/site.mjs';
import { PATIENCE, sleep, within } from '../lib/wait.mjs';
import { startXvfb } from '../lib/xvfb.mjs';

const FILL = 'alt+shift+l';
/** How long the page lets a gesture wait for what it shows. */
const BUSY = 3000;
const NO_FIELD = /^No field on this page/;
const PAGE = `<h1>Nothing to fill</h1><script>onkeydown = () => {}; addEventListener('busy', () => { for (const end = Date.now() + ${BUSY}; Date.now() < end;); });</script>`;

/** @type {import('../lib/xvfb.mjs').Xvfb} */
let xvfb;
/** @type {import('../lib/site.mjs').Sites} */
let sites;
/** @type {import('../lib/chromium.mjs').Chromium} */
let chromium;
/** @type {import('puppeteer-core').Page} */
let page;

before(async () => {
  xvfb = await startXvfb();
  sites = await startSites(() => PAGE);
  chromium = await launchChromium({ extension: CHROMIUM_DIST, headless: false, display: xvfb.display, args: sites.args });
  [page] = await chromium.browser.pages();
  await page.goto('https://bank.example/');
  const popup = await press(chromium, page);
  await setPassphrase(popup);
  await addByHand(popup, { secret: generateSecret(), issuer: 'Bank', name: 'ada' }, { bindHere: true });
});

beforeEach(() => chromium.closePopup());

after(async () => {
  await chromium?.close();
  sites?.close();
  await xvfb?.close();
});

/** What the popup tells, once it has asked for the news. @param {import('../lib/person.mjs').Popup} popup */
async function news(popup) {
  await popup.waitFor('#list li');
  await sleep(1500);
  return (await popup.text('#notice-text')) ?? '';
}

test('it is told over its own tab', async () => {
  await page.bringToFront();
  await xvfb.pressKeys(FILL);
  const popup = ofPuppeteer(await chromium.popup());
  await within(PATIENCE, 'the reason', async () => NO_FIELD.test((await popup.text('#notice-text')) ?? ''));
});

test('another tab came in front meanwhile: it is not told there, but once the person is back', async () => {
  const other = await chromium.browser.newPage();
  await other.goto('https://mail.example/');
  await page.bringToFront();
  page.evaluate(() => setTimeout(() => dispatchEvent(new Event('busy')))).catch(() => {});
  await xvfb.pressKeys(FILL);
  await sleep(500);
  await other.bringToFront();
  const popup = ofPuppeteer(await chromium.popup());
  assert.equal(await news(popup), '');
  await chromium.closePopup();
  const back = await press(chromium, page);
  await within(PATIENCE, 'the reason', async () => NO_FIELD.test((await back.text('#notice-text')) ?? ''));
});

test('the tab shows another page by then: nothing is told of the one before', async () => {
  const other = await chromium.browser.newPage();
  await other.goto('https://mail.example/');
  await page.bringToFront();
  page.evaluate(() => setTimeout(() => dispatchEvent(new Event('busy')))).catch(() => {});
  await xvfb.pressKeys(FILL);
  await sleep(500);
  await other.bringToFront();
  await chromium.popup();
  await chromium.closePopup();
  await page.goto('https://bank.example/elsewhere');
  assert.equal(await news(await press(chromium, page)), '');
});
