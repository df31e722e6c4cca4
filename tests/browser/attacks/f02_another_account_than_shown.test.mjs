// "Add" takes the very account that the screen shows, whatever other screens have offered since, and though the worker was
// killed in between. Codes tell the accounts apart, as an independent generator makes them.
import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, afterEach, before, beforeEach, test } from 'node:test';
import { generateSecret, generateSync } from 'otplib';
import { launchChromium } from '../lib/chromium.mjs';
import { dataUrl, googleExport, png } from '../lib/codes.mjs';
import { CHROMIUM_DIST, FIREFOX_DIST } from '../lib/dist.mjs';
import { launchFirefox } from '../lib/firefox.mjs';
import { openVault } from '../lib/open_vault.mjs';
import { ofPuppeteer, press, scanText } from '../lib/person.mjs';
import { startSites } from '../lib/site.mjs';
import { PATIENCE, within } from '../lib/wait.mjs';

/** @typedef {{ issuer: string, name: string, secret: string }} Account */

/** @type {import('../lib/site.mjs').Sites} */
let sites;
/** @type {import('../lib/chromium.mjs').Chromium} */
let chromium;
/** @type {import('puppeteer-core').Page} A page of the web with a QR code. */
let web;
/** @type {import('puppeteer-core').Page} "Add accounts from a picture". */
let enrol;
let folder = '';
/** What the site shows. */
let shown = '';

let count = 0;
/** @param {string} issuer @param {string} [name] @returns {Account} */
const account = (issuer, name = 'ada') => ({ issuer: `${issuer}${(count += 1)}`, name, secret: generateSecret() });
/** @param {Account} of */
const uri = ({ issuer, name, secret }) => `otpauth://totp/${issuer}:${name}?secret=${secret}&issuer=${issuer}`;

before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'offers-'));
  sites = await startSites(() => `<link rel="icon" href="data:,"><img src="${shown}">`);
  chromium = await launchChromium({ extension: CHROMIUM_DIST, args: sites.args });
  web = await chromium.browser.newPage();
  await openVault(chromium, web);
});

after(async () => {
  await chromium?.close();
  sites?.close();
  await rm(folder, { recursive: true, force: true });
});

beforeEach(async () => {
  // Which begins to count anew.
  await chromium.killWorker();
  enrol = await chromium.browser.newPage();
  await enrol.goto(chromium.url('enrol/enrol.html'));
});

afterEach(async () => {
  await chromium.closePopup();
  await enrol.close();
});

/** Reads a picture in the tab, also while it is behind. @param {string} text */
async function read(text) {
  count += 1;
  const place = join(folder, `${count}.png`);
  await writeFile(place, await png(text));
  const before = (await enrol.$$('#pictures > li')).length;
  const input = /** @type {import('puppeteer-core').ElementHandle<HTMLInputElement>} */ (await enrol.$('#files'));
  await input.uploadFile(place);
  await within(PATIENCE, 'the picture to be read', async () =>
    (await enrol.$$('#pictures > li:not([aria-busy])')).length > before);
}

/** A stranger's page, looked at by the popup and by nobody else. @param {Account} other */
async function lookAtPage(other) {
  shown = await dataUrl(uri(other));
  await web.goto('https://stranger.test/');
  const popup = await press(chromium, web);
  await within(PATIENCE, 'the page to be looked at', async () => (await scanText(popup)).includes(other.issuer));
  return popup;
}

/** Presses "Add" in the tab, of the account with this name. @param {string} issuer */
async function addInTab(issuer) {
  await chromium.closePopup();
  await enrol.bringToFront();
  await ofPuppeteer(enrol).click(`#pictures [data-part="add"][aria-label^="Add ${issuer} "]`);
  await ofPuppeteer(enrol).waitFor('#pictures li.added');
}

/** What is in the vault: names, codes and sites. */
const stored = () => enrol.evaluate(async () => {
  const ask = async (/** @type {string} */ type, /** @type {object} */ what) => (await chrome.runtime.sendMessage({ type, ask: what })).answer;
  const { accounts } = await ask('list', {});
  return Promise.all(accounts.map(async (/** @type {any} */ one) => {
    const { sites: bound } = await ask('details', { id: one.id });
    return { issuer: one.issuer, name: one.name, code: one.code.text, sites: bound.map((/** @type {any} */ site) => site.origin) };
  }));
});

/** The account is in the vault, with its own seed, and bound there. @param {Account} wanted @param {string[]} bound */
async function assertStored({ issuer, name, secret }, bound) {
  const found = (await stored()).filter((/** @type {any} */ one) => one.issuer === issuer);
  const codes = [0, 1].map((late) => generateSync({ secret, epoch: Math.floor(Date.now() / 1000) - late }));
  assert.equal(found.length, 1, issuer);
  assert.ok(codes.includes(found[0].code), `${issuer} has its own seed`);
  assert.deepEqual([found[0].name, found[0].sites], [name, bound]);
}

/** @param {Account} other */
async function assertNotStored(other) {
  assert.equal((await stored()).some((/** @type {any} */ one) => one.issuer === other.issuer), false, other.issuer);
}

test('a page that the popup has looked at since the worker died', async () => {
  const [bank, other] = [account('Bank'), account('WiFi', 'x')];
  await read(uri(bank));
  await chromium.killWorker();
  await lookAtPage(other);
  await addInTab(bank.issuer);
  await assertStored(bank, []);
  await assertNotStored(other);
});

test('an export of several, and a page that offers as many', async () => {
  await read(googleExport([
    { seed: '12345678901234567890', name: 'ada', issuer: 'ExportA' },
    { seed: 'abcdefghijklmnopqrst', name: 'ada', issuer: 'ExportB' },
  ]));
  await chromium.killWorker();
  const [one, two] = [account('One'), account('Two')];
  await lookAtPage(one);
  await lookAtPage(two);
  await addInTab('ExportB');
  const names = (await stored()).map((/** @type {any} */ { issuer }) => issuer);
  assert.deepEqual([names.includes('ExportA'), names.includes('ExportB')], [false, true]);
  await assertNotStored(one);
  await assertNotStored(two);
});

test('an account that was typed meanwhile', async () => {
  const [bank, typed] = [account('Bank'), account('Typed')];
  await read(uri(bank));
  await chromium.killWorker();
  await enrol.evaluate((text) => chrome.runtime.sendMessage({ type: 'type', ask: { typed: { text } } }), uri(typed));
  await addInTab(bank.issuer);
  await assertStored(bank, []);
  await assertNotStored(typed);
});

test('the other way round: a picture that was read while the popup stood there', async () => {
  const [bank, other] = [account('Bank'), account('File')];
  const popup = await lookAtPage(bank);
  await chromium.killWorker();
  await read(uri(other));
  await popup.click('#scan-action');
  await within(PATIENCE, 'the account to be there', async () => /^Added/.test((await popup.text('#notice-text')) ?? ''));
  await assertStored(bank, ['https://stranger.test']);
  await assertNotStored(other);
});

test('the same names and another seed, put in the place of what was shown', async () => {
  const bank = account('Bank');
  const popup = await lookAtPage(bank);
  const forged = { ...bank, secret: generateSecret() };
  await web.evaluate((src) => {
    const image = document.querySelector('img');
    if (image === null) throw new TypeError('no picture');
    image.src = src;
    return image.decode();
  }, await dataUrl(uri(forged)));
  await chromium.killWorker();
  await popup.click('#scan-action');
  await within(PATIENCE, 'the refusal', async () => /^Look at the page again/.test((await popup.text('#notice-text')) ?? ''));
  await assertNotStored(bank);
});

test('the same code on another site since: the popup offers what it saw before no longer', async () => {
  const bank = account('Bank');
  const popup = await lookAtPage(bank);
  assert.equal(await popup.text('#scan-action'), 'Add');
  await web.goto('https://elsewhere.test/');
  await within(PATIENCE, 'the popup to look anew', async () => (await popup.text('#scan-action').catch(() => '')) === 'Look again');
  assert.equal((await popup.text('#scan-text'))?.includes(bank.issuer), false);
  await assertNotStored(bank);
});

test('the same code on another site since: a press that was on its way binds it to neither', async () => {
  const bank = account('Bank');
  await lookAtPage(bank);
  const asked = await enrol.evaluate(async () => {
    const { sendWork } = await import(/** @type {any} */ ('/lib/messages.js'));
    const [tab] = (await chrome.tabs.query({})).filter(({ url }) => url === 'https://stranger.test/');
    const { found: [{ pending: [{ handle, issuer, name, host }] }] } = await sendWork('look', { tab: tab?.id });
    return { chosen: { handle, issuer, name, host }, tab: tab?.id };
  });
  assert.equal(asked.chosen.host, 'stranger.test');
  await chromium.killWorker();
  await web.goto('https://elsewhere.test/');
  const popup = await press(chromium, web);
  await within(PATIENCE, 'the other page to be looked at', async () => (await scanText(popup)).includes(bank.issuer));
  const reply = await enrol.evaluate((what) => chrome.runtime.sendMessage({ type: 'add', ask: what }), asked);
  assert.deepEqual(reply, { error: { code: 'no-such-pending' } });
  await assertNotStored(bank);
  // What the screen shows now can be added, and says where its codes go.
  assert.equal(await popup.text('#scan-host'), 'Codes will go to elsewhere.test');
});

test('Firefox: a page that the popup has looked at since the background ended', async () => {
  const server = createServer((_, response) => {
    response.setHeader('content-type', 'text/html');
    response.end(`<!doctype html><title>A page</title><img src="${shown}">`);
  });
  await new Promise((resolve) => {
    server.listen(0, '127.0.0.1', () => resolve(null));
  });
  const url = `http://127.0.0.1:${/** @type {import('node:net').AddressInfo} */ (server.address()).port}/`;
  const firefox = await launchFirefox({ extension: FIREFOX_DIST });
  try {
    const page = await firefox.browser.newPage();
    await page.goto(url);
    await openVault(firefox, page);
    const tab = await firefox.openTab('enrol/enrol.html');
    const [bank, other] = [account('Bank'), account('WiFi', 'x')];
    await tab.waitFor('#drop');
    await tab.evaluate((base64) => {
      const data = new DataTransfer();
      data.items.add(new File([Uint8Array.fromBase64(base64)], 'bank.png', { type: 'image/png' }));
      document.dispatchEvent(new DragEvent('drop', { dataTransfer: data, bubbles: true, cancelable: true }));
    }, (await png(uri(bank))).toString('base64'));
    await tab.waitFor('#pictures [data-part="add"]');
    await firefox.killBackground();
    shown = await dataUrl(uri(other));
    await page.goto(url);
    const popup = await press(firefox, page);
    await within(PATIENCE, 'the page to be looked at', async () => (await scanText(popup)).includes(other.issuer));
    await firefox.closePopup();
    await tab.click('#pictures [data-part="add"]');
    await tab.waitFor('#pictures li.added');
    const names = await tab.evaluate(async () => {
      const { answer } = await chrome.runtime.sendMessage({ type: 'list', ask: {} });
      return answer.accounts.map((/** @type {any} */ one) => one.issuer);
    });
    assert.deepEqual(names, [bank.issuer]);
  } finally {
    await firefox.close();
    server.close();
  }
});
