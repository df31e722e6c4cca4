// The pictures of a page, and picture files, in real Firefox: what may differ from Chromium.
import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, beforeEach, test } from 'node:test';
import { FAR, dataUrl, gif, greyPng, otpauth, path, png } from './lib/codes.mjs';
import { FIREFOX_DIST } from './lib/dist.mjs';
import { launchFirefox } from './lib/firefox.mjs';
import { openVault } from './lib/open_vault.mjs';
import { press, scanText } from './lib/person.mjs';
import { PATIENCE, within } from './lib/wait.mjs';
import { startXvfb } from './lib/xvfb.mjs';

const CONTROL = '\uE009';

/** @type {import('./lib/xvfb.mjs').Xvfb} */
let xvfb;
/** @type {import('./lib/firefox.mjs').Firefox} */
let firefox;
/** @type {import('puppeteer-core').Page} */
let page;
/** @type {import('node:http').Server} */
let server;
let site = '';
let folder = '';
/** What the server shows. */
let shown = { body: '', policy: '' };

before(async () => {
  const picture = await png(otpauth('Below'));
  server = createServer((request, response) => {
    const isPicture = request.url === '/code.png';
    response.setHeader('content-type', isPicture ? 'image/png' : 'text/html');
    if (shown.policy !== '') {
      response.setHeader('content-security-policy', shown.policy);
    }
    response.end(isPicture ? picture : `<!doctype html><title>A page</title>${shown.body}`);
  });
  await new Promise((resolve) => {
    server.listen(0, '127.0.0.1', () => resolve(null));
  });
  site = `http://127.0.0.1:${/** @type {import('node:net').AddressInfo} */ (server.address()).port}/`;
  folder = await mkdtemp(join(tmpdir(), 'pictures-'));
  // With a window, since the clipboard of the headless mode takes no pictures.
  xvfb = await startXvfb();
  firefox = await launchFirefox({ extension: FIREFOX_DIST, headless: false, display: xvfb.display });
  page = await firefox.browser.newPage();
  await page.goto(site);
  await openVault(firefox, page);
});

beforeEach(() => firefox.closePopup());

after(async () => {
  await firefox?.close();
  await xvfb?.close();
  server?.close();
  await rm(folder, { recursive: true, force: true });
});

/** @param {string} body @param {string} [policy] */
async function verdictOf(body, policy = '') {
  shown = { body, policy };
  await page.goto(site);
  const popup = await press(firefox, page);
  return within(PATIENCE, 'a verdict', async () => {
    const words = await scanText(popup);
    return words.endsWith('…') ? '' : words;
  });
}

test('an image below the fold', async () => {
  assert.equal(await verdictOf(`${FAR}<img src="/code.png">`), 'On this page: Below · ada');
});

test('a background, below the fold', async () => {
  const body = `${FAR}<div style="width: 90px; height: 90px; background: url(${await dataUrl(otpauth('Background'))}) 0 0 / cover"></div>`;
  assert.equal(await verdictOf(body), 'On this page: Background · ada');
});

test('an SVG on a page that allows next to nothing, in a dark page', async () => {
  const { d, size } = path(otpauth('Vector'));
  const body = `<style>body { background: #222; color: #eee }</style>${FAR}<svg width="150" viewBox="0 0 ${size} ${size}"><path fill="currentColor" d="${d}"/></svg>`;
  assert.equal(await verdictOf(body, "default-src 'none'; style-src 'unsafe-inline'"), 'On this page: Vector · ada');
});

test('within a closed shadow root', async () => {
  const body = `${FAR}<div></div><script>
    document.querySelector('div + div').attachShadow({ mode: 'closed' }).innerHTML = '<img src="${await dataUrl(otpauth('Shadow'))}">';</script>`;
  assert.equal(await verdictOf(body), 'On this page: Shadow · ada');
});

test('files that are chosen: read, or refused in words', async () => {
  const { d, size } = path(otpauth('Drawing'));
  const enrol = await firefox.openTab('enrol/enrol.html');
  await enrol.waitFor('#drop');
  for (const [name, content, words] of /** @type {const} */ ([
    ['code.png', await png(otpauth('File')), 'Accounts found: 1'],
    ['drawing.svg', `<svg xmlns="http://www.w3.org/2000/svg" viewBox="-4 -4 ${size + 8} ${size + 8}"><path d="${d}"/></svg>`, 'Accounts found: 1'],
    ['animated.gif', gif(2), 'This picture is animated: use a single frame of it.'],
    ['large.png', greyPng(8193, 8192), 'This picture is too large: 64 megapixels are the limit.'],
    ['broken.png', greyPng(64, 64).fill(7, 24, 60), 'This file is not a picture that the browser can read.'],
  ])) {
    const place = join(folder, name);
    await writeFile(place, content);
    await enrol.setFiles('#files', [place]);
    const said = () => enrol.evaluate((title) => {
      const card = document.querySelector('#pictures > li:not([aria-busy])');
      return card?.querySelector('h2')?.textContent === title ? (card.querySelector('[data-part="status"]')?.textContent ?? '') : '';
    }, name);
    assert.equal(await within(PATIENCE, name, said), words);
  }
  await enrol.click('#pictures [data-part="add"]');
  await enrol.waitFor('#pictures li.added');
});

test('a picture that is pasted', async () => {
  const enrol = await firefox.openTab('enrol/enrol.html');
  await enrol.waitFor('#drop');
  await firefox.writePicture(await png(otpauth('Pasted')));
  await enrol.hold(CONTROL, 'v');
  await within(PATIENCE, 'the account', async () => (await enrol.text('#pictures .issuer')) === 'Pasted');
});
