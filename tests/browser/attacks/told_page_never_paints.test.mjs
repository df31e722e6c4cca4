// A page that is never painted: looking at it ends, and the popup says so.
import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import { after, before, beforeEach, test } from 'node:test';
import { launchChromium } from '../lib/chromium.mjs';
import { CHROMIUM_DIST } from '../lib/dist.mjs';
import { openVault } from '../lib/open_vault.mjs';
import { press } from '../lib/person.mjs';
import { PATIENCE, sleep, within } from '../lib/wait.mjs';

/** The page waits for an answer that never comes, doing nothing else, so that the browser can't paint it. */
const PAGE = `<!doctype html><title>Busy</title><p>Something</p><script>
onblur = () => { document.body.style.background = 'red'; const request = new XMLHttpRequest(); request.open('GET', '/never', false); request.send(); };</script>`;

/** @type {import('../lib/chromium.mjs').Chromium} */
let chromium;
/** @type {import('puppeteer-core').Page} */
let page;
/** @type {import('node:http').Server} */
let server;
let site = '';

before(async () => {
  server = createServer((request, response) => {
    // The style sheet, without which nothing is painted, never comes.
    if (!request.url?.startsWith('/never')) {
      response.setHeader('content-type', 'text/html');
      response.end({ '/busy': PAGE, '/bare': '<!doctype html><link rel="stylesheet" href="/never.css"><p>Something' }[request.url ?? ''] ?? '<!doctype html>');
    }
  });
  await new Promise((resolve) => {
    server.listen(0, '127.0.0.1', () => resolve(null));
  });
  site = `http://127.0.0.1:${/** @type {import('node:net').AddressInfo} */ (server.address()).port}`;
  chromium = await launchChromium({ extension: CHROMIUM_DIST });
  page = await chromium.browser.newPage();
  await page.goto(site);
  await openVault(chromium, page);
});

beforeEach(() => chromium.closePopup());

after(async () => {
  await chromium?.close();
  server?.closeAllConnections();
  server?.close();
});

for (const path of ['busy', 'bare']) {
  test(`a page that is ${path}`, async () => {
    const tab = await chromium.browser.newPage();
    tab.goto(`${site}/${path}`).catch(() => {});
    await within(PATIENCE, 'the page', () => tab.url().endsWith(path));
    await sleep(500);
    const popup = await press(chromium, tab);
    const since = Date.now();
    const said = await within(PATIENCE, 'the look to end', async () => {
      const words = (await popup.text('#scan-text')) ?? '';
      return words.endsWith('…') ? '' : words;
    });
    console.log(`${path}: "${said}" after ${Date.now() - since} ms`);
    assert.match(said, /^(This page was not painted for three seconds|No QR code on this page)/);
    assert.equal(await popup.text('#scan-action'), 'Look again');
  });
}
