// What is filled in a private window leaves nothing in the vault: neither in the log nor in what it knows of codes that were
// used. Until the vault is locked the code counts as used all the same, in every window.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { generateSecret, generateSync } from 'otplib';
import { launchChromium } from '../lib/chromium.mjs';
import { CHROMIUM_DIST } from '../lib/dist.mjs';
import { openVault } from '../lib/open_vault.mjs';
import { addByHand, press, tryPassphrase } from '../lib/person.mjs';
import { startSites } from '../lib/site.mjs';
import { PATIENCE, sleep, within } from '../lib/wait.mjs';

const URL_OF_BANK = 'https://bank.example/login';
const FORM = '<p>Enter the code of your authenticator app</p><input id="otp" name="otp" inputmode="numeric" autocomplete="off">';
/** Long, so that all of the test is in the time of one code, as nearly always. */
const PERIOD = 3600;
const ENOUGH = 60_000;
/** In the log, whose entries are texts within a text. */
const FILLED = /what[\\":]+fill\b/;

/** @type {import('../lib/site.mjs').Sites} */
let sites;
/** @type {import('../lib/chromium.mjs').Chromium} */
let chromium;
/** @type {import('puppeteer-core').Page} */
let page;
const secret = generateSecret();

before(async () => {
  sites = await startSites(() => FORM);
  chromium = await launchChromium({ extension: CHROMIUM_DIST, args: sites.args });
  page = await chromium.browser.newPage();
  await allowPrivateWindows();
  await page.goto(URL_OF_BANK);
  await openVault(chromium, page);
  const popup = await press(chromium, page);
  await addByHand(popup, { secret, issuer: 'Bank', name: 'ada', period: PERIOD }, { bindHere: true });
  await chromium.closePopup();
});

after(async () => {
  await chromium?.close();
  sites?.close();
});

/** As the person does among the browser's extensions; the browser loads the extension anew then. */
async function allowPrivateWindows() {
  await page.goto('chrome://extensions');
  await page.evaluate(async (extensionId) => {
    const { developerPrivate } = /** @type {any} */ (chrome);
    await developerPrivate.updateProfileConfiguration({ inDeveloperMode: true });
    await developerPrivate.updateExtensionConfiguration({ extensionId, incognitoAccess: true });
  }, chromium.id);
  await within(PATIENCE, 'private windows to be allowed', async () => {
    await page.goto(chromium.url('options/options.html'));
    return page.evaluate(() => chrome.extension.isAllowedIncognitoAccess());
  });
  await chromium.killWorker();
}

/** A tab in a private window. */
async function privateTab() {
  await chromium.inWorker(async (url) => {
    await chrome.windows.create({ incognito: true, url });
  }, URL_OF_BANK);
  const target = await chromium.browser.waitForTarget((one) => one.type() === 'page' && one.url() === URL_OF_BANK && one !== page.target(), { timeout: PATIENCE });
  const tab = await target.page();
  assert.ok(tab);
  await tab.waitForSelector('#otp');
  return tab;
}

/** What the worker answers to the extension's own pages. @param {string} type */
async function asked(type) {
  const own = await chromium.browser.newPage();
  try {
    await own.goto(chromium.url('options/options.html'));
    return await own.evaluate((what) => chrome.runtime.sendMessage({ type: what, ask: {} }), type);
  } finally {
    await own.close();
  }
}

const kept = () => chromium.inWorker(async () => JSON.stringify(await chrome.storage.local.get()));
const code = (/** @type {import('puppeteer-core').Page} */ tab) => tab.$eval('#otp', (field) => /** @type {HTMLInputElement} */ (field).value);

/** @param {import('puppeteer-core').Page} tab */
async function fill(tab) {
  await tab.goto(URL_OF_BANK);
  const popup = await press(chromium, tab);
  await popup.click('.here .fill');
  return within(PATIENCE, 'the popup to close or to say why not', async () =>
    !chromium.popupIsOpen() ? 'closed' : await popup.text('#notice-text').catch(() => ''));
}

test('nothing is written down, and the code is used in every window until the lock', async () => {
  const left = PERIOD * 1000 - (Date.now() % (PERIOD * 1000));
  await sleep(left < ENOUGH ? left : 0);
  const before = await kept();
  const tab = await privateTab();
  assert.equal(await fill(tab), 'closed');
  assert.equal(await code(tab), generateSync({ secret, period: PERIOD, epoch: Math.floor(Date.now() / 1000) }));
  // Not one generation more: nothing was sealed.
  assert.equal(await kept(), before);
  assert.doesNotMatch(JSON.stringify(await asked('log')), FILLED);
  assert.match(await fill(tab) ?? '', /^This code was filled here already/);
  assert.match(await fill(page) ?? '', /^This code was filled here already/);
  await chromium.closePopup();
  await chromium.killWorker();
  assert.match(await fill(page) ?? '', /^This code was filled here already/);
  await chromium.closePopup();
  assert.equal(await kept(), before);
  // The lock ends what was known of it.
  await (await press(chromium, page)).click('#lock');
  await within(PATIENCE, 'nothing of the session to be left', () =>
    chromium.inWorker(async () => Object.keys(await chrome.storage.session.get()).length === 0));
});

test('what is filled in a usual window stands in the log', async () => {
  const popup = await press(chromium, page);
  await tryPassphrase(popup);
  await popup.waitFor('#search');
  await chromium.closePopup();
  assert.equal(await fill(page), 'closed');
  assert.match(JSON.stringify(await asked('log')), FILLED);
});
