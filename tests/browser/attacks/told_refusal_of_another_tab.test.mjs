// Why a gesture filled nothing is told over the tab in which it was made, and over no other.
import assert from 'node:assert/strict';
import { after, before, beforeEach, test } from 'node:test';
import { generateSecret } from 'otplib';
import { launchChromium } from '../lib/chromium.mjs';
import { CHROMIUM_DIST } from '../lib/dist.mjs';
import { openVault } from '../lib/open_vault.mjs';
import { addByHand, ofPuppeteer, press } from '../lib/person.mjs';
import { startSites } from '../lib/site.mjs';
import { PATIENCE, sleep, within } from '../lib/wait.mjs';
import { startXvfb } from '../lib/xvfb.mjs';

const FILL = 'alt+shift+l';
const NO_FIELD = /^No field on this page/;
/** It can be made to hold: then it waits for an answer, doing nothing else, and lets a gesture wait for what it shows. */
const PAGE = `<h1>Nothing to fill</h1><script>onkeydown = () => {};
  addEventListener('busy', () => { const request = new XMLHttpRequest(); request.open('GET', '/hold', false); request.send(); });</script>`;

/** @type {import('../lib/xvfb.mjs').Xvfb} */
let xvfb;
/** @type {import('../lib/site.mjs').Sites} */
let sites;
/** @type {import('../lib/chromium.mjs').Chromium} */
let chromium;
/** @type {import('puppeteer-core').Page} */
let page;
/** The page holds until then. */
let release = () => {};
let holds = false;

before(async () => {
  xvfb = await startXvfb();
  sites = await startSites(async ({ path }) => {
    if (path === '/hold') {
      holds = true;
      await new Promise((resolve) => {
        release = () => resolve(null);
      });
    }
    return PAGE;
  });
  chromium = await launchChromium({ extension: CHROMIUM_DIST, headless: false, display: xvfb.display, args: sites.args });
  page = await chromium.firstPage();
  await page.goto('https://bank.example/');
  await openVault(chromium, page);
  const popup = await press(chromium, page);
  await addByHand(popup, { secret: generateSecret(), issuer: 'Bank', name: 'ada' }, { bindHere: true });
});

beforeEach(() => chromium.closePopup());

after(async () => {
  await chromium?.close();
  sites?.close();
  await xvfb?.close();
});

/** The gesture is made over a page that holds, and the person goes to another tab before it goes on. */
async function goesElsewhere() {
  const other = await chromium.browser.newPage();
  await other.goto('https://mail.example/');
  await page.bringToFront();
  await chromium.killWorker();
  holds = false;
  page.evaluate(() => setTimeout(() => dispatchEvent(new Event('busy')))).catch(() => {});
  await within(PATIENCE, 'the page to hold', () => holds);
  await xvfb.pressKeys(FILL);
  // The browser has taken the keys, for the tab in front, when it wakes the worker for them.
  await within(PATIENCE, 'the worker to be woken', () => chromium.workerIsRunning());
  await other.bringToFront();
  release();
  return ofPuppeteer(await chromium.popup());
}

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
  assert.equal(await news(await goesElsewhere()), '');
  await chromium.closePopup();
  const back = await press(chromium, page);
  await within(PATIENCE, 'the reason', async () => NO_FIELD.test((await back.text('#notice-text')) ?? ''));
});

test('the tab shows another page by then: nothing is told of the one before', async () => {
  await goesElsewhere();
  await chromium.closePopup();
  await page.goto('https://bank.example/elsewhere');
  assert.equal(await news(await press(chromium, page)), '');
});
