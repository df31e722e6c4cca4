// Who may ask the worker: its own screens, and nobody else. Everything that a screen may ask is forged from wherever a
// message or a port can come from; nothing is answered, and nothing has happened.
import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import { after, before, test } from 'node:test';
import { ask, openOptions } from './lib/asking_worker.mjs';
import { launchChromium } from './lib/chromium.mjs';
import { CHROMIUM_DIST, FIREFOX_DIST } from './lib/dist.mjs';
import { launchFirefox } from './lib/firefox.mjs';
import { everyMessage, forgeByOther, inOwnWorld, makeForger } from './lib/forging.mjs';
import { openVault } from './lib/open_vault.mjs';
import { PASSPHRASE, addByHand, press, shownCodes } from './lib/person.mjs';
import { there } from '../there.mjs';

const ACCOUNT = { secret: 'NBUW45DJNZTXGZLFMQYTEMY', issuer: 'Zephyrine Waterworks', name: 'quorra.vexley' };

/** @type {import('node:http').Server} */
let server;
let url = '';

before(async () => {
  server = createServer((_, response) => response.setHeader('content-type', 'text/html').end('<title>A page</title>'));
  await new Promise((resolve) => {
    server.listen(0, '127.0.0.1', () => resolve(null));
  });
  const { port } = /** @type {import('node:net').AddressInfo} */ (server.address());
  url = `http://127.0.0.1:${port}/`;
});

after(() => void server?.close());

/** @param {unknown} told by `forge` @param {number} tried */
function assertNothingHeard(told, tried) {
  assert.deepEqual(told, { tried, heard: [] });
}

test('Chromium: a content script, its own or another\'s, another extension and a page are not answered', async () => {
  const forger = await makeForger({ background: { service_worker: 'background.js' } });
  const chromium = await launchChromium({ extension: CHROMIUM_DIST });
  try {
    await chromium.browser.installExtension(forger.folder);
    const options = await openOptions(chromium);
    const page = await chromium.browser.newPage();
    await page.goto(url);
    await openVault(chromium, page);
    const popup = await press(chromium, page);
    await addByHand(popup, ACCOUNT);
    const { id } = there((await ask(options, 'list', {})).accounts[0]);
    const tab = await popup.evaluate(async () => (await chrome.tabs.query({ active: true, currentWindow: true }))[0]?.id ?? 0);
    const every = await everyMessage({ id, passphrase: PASSPHRASE, tab });
    const tried = every.messages.length + every.ports.length;
    assert.ok(every.messages.length > 20 && every.ports.length === 6, `${every.messages.length} messages, ${every.ports.length} ports`);
    const before = await everythingStored(options);

    const worker = await chromium.worker();
    assertNothingHeard(await worker.evaluate(inOwnWorld(tab, { target: null, ...every })), tried);
    assertNothingHeard(await worker.evaluate(inOwnWorld(tab, { target: chromium.id, ...every })), tried);
    const other = await forgeByOther(page, { target: chromium.id, ...every });
    assertNothingHeard(other.content, tried);
    assertNothingHeard(other.background, tried);
    // Answers would be heard: the other extension hears its own.
    assert.deepEqual(await otherHearsItself(page), ['own: "heard"']);

    assert.deepEqual(await everythingStored(options), before, 'nothing has changed');
    assert.equal((await shownCodes(popup)).length, 1, 'and the vault is open as it was');

    // A page has no way to send at all, and can't have the extension's screens in it to send for it.
    assert.equal(await page.evaluate(() => typeof globalThis.chrome?.runtime?.sendMessage), 'undefined');
    const screens = ['ui/ui.html', 'options/options.html', 'core/core_bg.wasm'].map(chromium.url);
    assert.deepEqual(await page.evaluate(triesToLoad, screens), screens.map(() => 'refused'));
    assert.deepEqual(page.frames().filter((frame) => frame.url().startsWith(chromium.url(''))), []);
    // What the extension's own content scripts could read is what a page that took one over could.
    const session = await worker.evaluate(`chrome.scripting.executeScript({ target: { tabId: ${tab} }, func: () =>
      chrome.storage.session.get(null).then(JSON.stringify, () => 'refused') }).then(([{ result }]) => result)`);
    assert.equal(session, 'refused');
  } finally {
    await chromium.close();
    await forger.remove();
  }
});

test('Firefox: nor are they there', async () => {
  const forger = await makeForger({ background: { scripts: ['background.js'] } });
  const firefox = await launchFirefox({ extension: FIREFOX_DIST });
  try {
    await firefox.browser.installExtension(forger.folder);
    const page = await firefox.browser.newPage();
    await page.goto(url);
    await openVault(firefox, page);
    const popup = await press(firefox, page);
    await addByHand(popup, ACCOUNT);
    const { id, tab } = await popup.evaluate(async () => {
      const { answer } = await chrome.runtime.sendMessage({ type: 'list', ask: {} });
      return { id: answer.accounts[0].id, tab: (await chrome.tabs.query({ active: true, currentWindow: true }))[0]?.id ?? 0 };
    });
    const every = await everyMessage({ id, passphrase: PASSPHRASE, tab });
    const tried = every.messages.length + every.ports.length;
    const stored = () => popup.evaluate(async () => JSON.stringify([await chrome.storage.local.get(null), (await chrome.storage.session.get('ticket'))]));
    const before = await stored();

    const background = await firefox.background();
    assertNothingHeard(await background.evaluate(`() => ${inOwnWorld(tab, { target: null, ...every })}`), tried);
    const other = await forgeByOther(page, { target: firefox.id, ...every });
    assertNothingHeard(other.content, tried);
    assertNothingHeard(other.background, tried);
    assert.deepEqual(await otherHearsItself(page), ['own: "heard"']);

    assert.equal(await stored(), before, 'nothing has changed');
    assert.equal((await shownCodes(popup)).length, 1);
    const screens = ['ui/ui.html', 'options/options.html', 'core/core_bg.wasm'].map(firefox.url);
    assert.deepEqual(await page.evaluate(triesToLoad, screens), screens.map(() => 'refused'));
    const session = await background.evaluate(`() => chrome.scripting.executeScript({ target: { tabId: ${tab} }, func: async () => {
      try { return JSON.stringify(await chrome.storage.session.get(null)); } catch { return 'refused'; } } }).then(([{ result }]) => result)`);
    assert.equal(session, 'refused');
  } finally {
    await firefox.close();
    await forger.remove();
  }
});

/** What the other extension's content script hears of its own background, so that a gate that is open would be seen. @param {import('puppeteer-core').Page} page */
async function otherHearsItself(page) {
  const { content } = await forgeByOther(page, { target: null, messages: [{ type: 'own', ask: {} }], ports: [] });
  return content.heard;
}

/** @param {import('puppeteer-core').Page} options */
async function everythingStored(options) {
  return options.evaluate(async () => ({ local: await chrome.storage.local.get(null), session: await chrome.storage.session.get('ticket') }));
}

/** Runs in a page. @param {string[]} addresses */
async function triesToLoad(addresses) {
  return Promise.all(addresses.map(async (address) => {
    const frame = document.createElement('iframe');
    frame.src = address;
    document.body.append(frame);
    return fetch(address).then(() => 'loaded', () => 'refused');
  }));
}
