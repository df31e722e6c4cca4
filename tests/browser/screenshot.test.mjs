// The screenshot of a page has the pixels of the screen, not those of its style sheets: in real Chromium on a screen of
// twice the pixels, and zoomed. The QR code is another site's picture, which only a screenshot can read.
import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import { after, before, test } from 'node:test';
import { launchChromium } from './lib/chromium.mjs';
import { otpauth, png } from './lib/codes.mjs';
import { CHROMIUM_DIST } from './lib/dist.mjs';
import { openVault } from './lib/open_vault.mjs';
import { press, scanText } from './lib/person.mjs';
import { PATIENCE, sleep, within } from './lib/wait.mjs';

/** @type {import('./lib/chromium.mjs').Chromium} */
let chromium;
/** @type {import('puppeteer-core').Page} */
let page;
/** @type {import('node:http').Server} */
let server;

before(async () => {
  const picture = await png(otpauth('Device'), { scale: 1 });
  server = createServer((request, response) => {
    response.setHeader('content-type', request.url === '/code.png' ? 'image/png' : 'text/html');
    const { port } = /** @type {import('node:net').AddressInfo} */ (server.address());
    response.end(request.url === '/code.png' ? picture : `<!doctype html><img srcset="http://localhost:${port}/code.png 2x">`);
  });
  await new Promise((resolve) => {
    server.listen(0, () => resolve(null));
  });
  chromium = await launchChromium({ extension: CHROMIUM_DIST, args: ['--force-device-scale-factor=2'] });
  page = await chromium.browser.newPage();
  await page.goto(`http://127.0.0.1:${/** @type {import('node:net').AddressInfo} */ (server.address()).port}/`);
  await openVault(chromium, page);
});

after(async () => {
  await chromium?.close();
  server?.close();
});

/** The size of the screenshot and that of the page, as the extension and the page see them. */
async function sizes() {
  await sleep(1000); // Chromium takes two screenshots a second
  const shot = await chromium.inWorker(async () => {
    const [tab] = await chrome.tabs.query({ active: true });
    const url = await chrome.tabs.captureVisibleTab(tab?.windowId ?? chrome.windows.WINDOW_ID_CURRENT, { format: 'png' });
    const view = new DataView(Uint8Array.fromBase64(url.slice(url.indexOf(',') + 1)).buffer);
    return /** @type {const} */ ([view.getUint32(16), view.getUint32(20)]);
  });
  const seen = await page.evaluate(() => /** @type {const} */ ([innerWidth, innerHeight, devicePixelRatio]));
  return { shot, seen };
}

test('a code of half a CSS pixel a module is read on a screen of twice the pixels', async () => {
  const popup = await press(chromium, page);
  await within(PATIENCE, 'the code to be found', async () => (await scanText(popup)) === 'On this page: Device · ada');
  const { shot, seen: [width, height, ratio] } = await sizes();
  assert.equal(ratio, 2);
  assert.deepEqual(shot, [width * 2, height * 2]);
});

test('zoomed to 150 % it has the pixels of the screen as before', async () => {
  await chromium.inWorker(async () => {
    const [tab] = await chrome.tabs.query({ active: true });
    await chrome.tabs.setZoom(tab?.id ?? 0, 1.5);
  });
  await page.waitForFunction(() => devicePixelRatio === 3);
  const { shot, seen: [width, height] } = await sizes();
  assert.ok(Math.abs(shot[0] - width * 3) <= 3 && Math.abs(shot[1] - height * 3) <= 3, `${shot} of ${width} x ${height}`);
});
