// The pictures of a page that its screenshot misses, in real Chromium: each page shows its QR code, made by an
// independent generator, in one of the ways in which pages do, and out of sight.
import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import { after, before, beforeEach, test } from 'node:test';
import { launchChromium } from './lib/chromium.mjs';
import { FAR, dataUrl, otpauth, path, png } from './lib/codes.mjs';
import { CHROMIUM_DIST } from './lib/dist.mjs';
import { openVault } from './lib/open_vault.mjs';
import { press, scanText } from './lib/person.mjs';
import { PATIENCE, within } from './lib/wait.mjs';

/** @typedef {import('./lib/person.mjs').Popup} Popup */

const NONE = 'No QR code on this page';

/** @type {import('./lib/chromium.mjs').Chromium} */
let chromium;
/** @type {import('puppeteer-core').Page} */
let page;
/** What the two servers, of two sites, answer. @type {Map<string, { type: string, body: string | Buffer, policy?: string }>} */
const answers = new Map();
/** @type {import('node:http').Server[]} */
const servers = [];
let site = '';
let elsewhere = '';

async function serve() {
  const server = createServer((request, response) => {
    const { type, body, policy } = answers.get(request.url ?? '') ?? { type: 'text/plain', body: 'not found' };
    response.setHeader('content-type', type);
    if (policy !== undefined) {
      response.setHeader('content-security-policy', policy);
    }
    response.end(body);
  });
  await new Promise((resolve) => {
    server.listen(0, '127.0.0.1', () => resolve(null));
  });
  servers.push(server);
  return `http://127.0.0.1:${/** @type {import('node:net').AddressInfo} */ (server.address()).port}`;
}

/**
 * @param {string} name of the picture's file
 * @param {string} text
 * @param {Parameters<typeof png>[1]} [options]
 */
async function picture(name, text, options) {
  answers.set(`/${name}.png`, { type: 'image/png', body: await png(text, options) });
  return `/${name}.png`;
}

/**
 * @param {string} body of the page
 * @param {{ head?: string, policy?: string }} [options]
 */
async function show(body, { head = '', policy } = {}) {
  const html = `<!doctype html><meta charset="utf-8"><title>A page</title><link rel="icon" href="data:,">${head}<body>${body}`;
  answers.set('/page', { type: 'text/html', body: html, policy });
  await page.goto(`${site}/page`);
}

/** What the bar says once the page has been looked at. @param {Popup} [open] */
async function verdict(open) {
  const popup = open ?? (await press(chromium, page));
  return within(PATIENCE, 'a verdict', async () => {
    const words = await scanText(popup);
    return words.endsWith('…') ? '' : words;
  });
}

/** @param {string} issuer */
async function assertFound(issuer) {
  assert.equal(await verdict(), `On this page: ${issuer} · ada`);
}

before(async () => {
  [site, elsewhere] = await Promise.all([serve(), serve()]);
  chromium = await launchChromium({ extension: CHROMIUM_DIST });
  page = await chromium.browser.newPage();
  await openVault(chromium, page);
});

beforeEach(() => chromium.closePopup());

after(async () => {
  await chromium?.close();
  for (const server of servers) {
    server.close();
  }
});

test('an image below the fold, and nothing of the page is changed', async () => {
  await show(`${FAR}<img src="${await picture('below', otpauth('Below'))}">`);
  await page.evaluate(() => {
    new MutationObserver(() => { document.title = 'changed'; }).observe(document, { subtree: true, childList: true, attributes: true });
  });
  const seen = () => page.evaluate(() => [document.documentElement.outerHTML, ...performance.getEntriesByType('resource').map(({ name }) => name)]);
  const before = await seen();
  await assertFound('Below');
  assert.deepEqual(await seen(), before);
  assert.equal(await page.title(), 'A page');
});

test('a page whose forms hide the methods that all elements have', async () => {
  const names = ['getBoundingClientRect', 'checkVisibility', 'getAttribute', 'localName', 'parentElement', 'getRootNode'];
  await show(`${FAR}<form>${names.map((name) => `<input name="${name}">`).join('')}<img src="${await picture('form', otpauth('Form'))}"></form>`);
  await assertFound('Form');
});

test('what was found there is bound to the site of the page', async () => {
  await show(`${FAR}<img src="${await picture('bound', otpauth('Bound').replace('PXP&', 'PXQ&'))}">`);
  const popup = await press(chromium, page);
  assert.equal(await verdict(popup), 'On this page: Bound · ada');
  await popup.click('#scan-action');
  await popup.waitFor('#list li.here');
  assert.equal(await popup.text('#list li.here .issuer'), 'Bound');
});

test('an image that is scaled down to 40 pixels', async () => {
  await show(`<img width="40" height="40" src="${await picture('small', otpauth('Small'))}">`);
  await assertFound('Small');
});

test('an image for screens of twice the pixels, of one pixel a module', async () => {
  await show(`${FAR}<img srcset="${await picture('dense', otpauth('Dense'), { scale: 1 })} 2x">`);
  await assertFound('Dense');
});

test('an image that is chosen by the width that it has on the page', async () => {
  await show(`${FAR}<img srcset="${await picture('wide', otpauth('Wide'))} 212w" sizes="40px">`);
  await assertFound('Wide');
});

test('a button, an object and an embedded drawing', async () => {
  const { d, size } = path(otpauth('Object'));
  answers.set('/drawing.svg', { type: 'image/svg+xml', body: `<svg xmlns="http://www.w3.org/2000/svg" viewBox="-4 -4 ${size + 8} ${size + 8}"><path d="${d}"/></svg>` });
  for (const [issuer, element] of /** @type {[string, string][]} */ ([
    ['Button', `<input type="image" width="40" src="${await picture('button', otpauth('Button'))}">`],
    ['Picture', `<object type="image/png" width="40" data="${await picture('object', otpauth('Picture'))}"></object>`],
    ['Object', '<object type="image/svg+xml" width="40" height="40" data="/drawing.svg"></object>'],
    ['Object', '<embed width="40" height="40" src="/drawing.svg">'],
    ['Object', '<img width="40" src="/drawing.svg">'],
  ])) {
    await chromium.closePopup();
    await show(FAR + element);
    await assertFound(issuer);
  }
});

test('an image of one pixel a module, in sight', async () => {
  await show(`<img src="${await picture('tiny', otpauth('Tiny'), { scale: 1 })}">`);
  await assertFound('Tiny');
});

test('a canvas out of sight', async () => {
  await show(`${FAR}<canvas width="400" height="400"></canvas><script>
    const image = new Image();
    image.onload = () => document.querySelector('canvas').getContext('2d').drawImage(image, 0, 0);
    image.src = ${JSON.stringify(await dataUrl(otpauth('Canvas')))};</script>`);
  await assertFound('Canvas');
});

test('an SVG within a dark page, in the colour of its text, styled by class, without room around it', async () => {
  const { d, size } = path(otpauth('Vector'));
  const head = '<style>body { background: #14161b; color: #f2f2f2 } .dark { fill: currentColor } .light { fill: none }</style>';
  await show(`${FAR}<svg width="120" viewBox="0 0 ${size} ${size}"><path class="light" d="M0 0h${size}v${size}h-${size}z"/><path class="dark" d="${d}"/></svg>`, { head });
  await assertFound('Vector');
});

test('an SVG that uses a symbol from elsewhere, on a page that allows next to nothing', async () => {
  const { d, size } = path(otpauth('Symbol'));
  const svg = `<svg width="0" height="0"><symbol id="code" viewBox="0 0 ${size} ${size}"><path d="${d}"/></symbol></svg>`;
  await show(`${svg}${FAR}<svg width="200" height="200"><use href="#code"/></svg>`, { policy: "default-src 'none'; style-src 'unsafe-inline'" });
  await assertFound('Symbol');
});

test('a background by a data URL, in a frame that is smaller than it', async () => {
  await show(`${FAR}<div class="qr"></div>`, { head: `<style>.qr { width: 90px; height: 90px; background: url(${await dataUrl(otpauth('Background'))}) 0 0 / cover }</style>` });
  await assertFound('Background');
});

test('a background from the same site', async () => {
  await show(`${FAR}<div style="width: 90px; height: 90px; background-image: url(${await picture('own', otpauth('Own'))})"></div>`);
  await assertFound('Own');
});

test('the content of a pseudo-element, and a mask', async () => {
  await show(`${FAR}<p class="before"></p>`, { head: `<style>.before::before { content: url(${await dataUrl(otpauth('Before'))}) }</style>` });
  await assertFound('Before');
  await chromium.closePopup();
  const mask = await dataUrl(otpauth('Mask'), { light: '#00000000' });
  await show(`${FAR}<div style="width: 200px; height: 200px; background: #eee; mask-image: url(${mask})"></div>`, { head: '<style>body { background: #222 }</style>' });
  await assertFound('Mask');
});

for (const mode of ['open', 'closed']) {
  test(`within ${mode} shadow roots, one in the other`, async () => {
    await show(`${FAR}<div id="host"></div><script>
      const outer = document.querySelector('#host').attachShadow({ mode: '${mode}' });
      outer.innerHTML = '<section></section>';
      outer.firstChild.attachShadow({ mode: '${mode}' }).innerHTML = '<img src="${await picture(mode, otpauth('Shadow'))}">';</script>`);
    await page.waitForFunction(() => performance.getEntriesByType('resource').length > 0);
    await assertFound('Shadow');
  });
}

test('frames: of the same site and without an address, but never of another site', async () => {
  await picture('framed', otpauth('Framed'));
  answers.set('/frame', { type: 'text/html', body: `${FAR}<img src="/framed.png">` });
  await show(`${FAR}<iframe src="/frame"></iframe>`);
  await assertFound('Framed');
  await chromium.closePopup();
  await show(`${FAR}<iframe srcdoc='<img src="/framed.png">'></iframe>`);
  await assertFound('Framed');
  await chromium.closePopup();
  // Held within the page, so that nothing but whose frame it is stands in the way.
  const held = `<img src="${await dataUrl(otpauth('Framed'))}">`;
  answers.set('/held', { type: 'text/html', body: FAR + held });
  for (const frame of [`src="${elsewhere}/held"`, 'sandbox="allow-scripts" src="/held"', `sandbox srcdoc='${held}'`]) {
    await chromium.closePopup();
    await show(`${FAR}<iframe ${frame}></iframe>`);
    assert.equal(await verdict(), NONE, frame.slice(0, 60));
  }
});

test('a picture of another site is passed over, and does not stand in the way of the next', async () => {
  await picture('foreign', otpauth('Foreign'));
  await show(`${FAR}<img src="${elsewhere}/foreign.png"><div style="width: 300px; height: 300px; background: url(${elsewhere}/foreign.png)"></div>`);
  assert.equal(await verdict(), NONE);
  await chromium.closePopup();
  await show(`${FAR}<img class="qr" src="${elsewhere}/foreign.png"><img src="${await picture('near', otpauth('Near'))}">`);
  await assertFound('Near');
});

test('light modules on nothing, on a dark page', async () => {
  const src = await picture('light', otpauth('Light'), { dark: '#ffffffff', light: '#00000000' });
  await show(`${FAR}<main><img src="${src}"></main>`, { head: '<style>body { background: rgb(10, 20, 0) } main { background: #fff2 }</style>' });
  await assertFound('Light');
});

test('what is not shown at all is not read', async () => {
  await show(`${FAR}<img hidden src="${await picture('hidden', otpauth('Hidden'))}"><div style="display: none"><img src="/hidden.png"></div>
    <div style="visibility: hidden"><img src="/hidden.png"></div>`);
  assert.equal(await verdict(), NONE);
});

test('several: the ones for an authenticator are listed, each once, and the others named', async () => {
  const sources = await Promise.all([
    picture('a', otpauth('Alpha')), picture('b', otpauth('Beta')), picture('c', 'https://example.com/help'), picture('d', otpauth('Alpha')),
  ]);
  await show(FAR + sources.map((src) => `<img src="${src}">`).join(''));
  const popup = await press(chromium, page);
  assert.equal(await verdict(popup), 'Accounts found: 2');
  await popup.click('#scan-action');
  await popup.waitFor('#review-list .issuer');
  const issuers = await popup.evaluate(() => [...document.querySelectorAll('#review-list .issuer')].map((one) => one.textContent));
  assert.deepEqual(issuers.sort(), ['Alpha', 'Beta']);
  assert.equal(await popup.text('#review-others'), 'Not for an authenticator: a web address (example.com).');
});

test('one for an authenticator in sight is enough: the others there do not matter', async () => {
  await show(`<img src="${await picture('here', otpauth('Here'))}"><img src="${await picture('web', 'https://example.com/')}">`);
  await assertFound('Here');
});

test('others alone are named as what they are, and their texts stay out of the popup', async () => {
  await show(`<img src="${await picture('wifi', 'WIFI:T:WPA;S:Guests;P:correcthorse;;')}"><img src="/web.png">`);
  const popup = await press(chromium, page);
  assert.match(await verdict(popup), /^2 QR codes here: (a Wi-Fi network, a web address \(example\.com\)|a web address \(example\.com\), a Wi-Fi network)\. None is for an authenticator\.$/);
  assert.doesNotMatch(await popup.evaluate(() => document.documentElement.outerHTML), /correcthorse/);
  await chromium.closePopup();
  await show(`<img src="${await picture('push', 'phonefactor://activate_account?code=1')}">`);
  assert.match(await verdict(), /^This QR code is for Microsoft Authenticator\. Choose another/);
});

test('two looks in a second are more than Chromium takes screenshots: the second one waits', async () => {
  await show(`<img src="${await picture('again', otpauth('Again'))}">`);
  const popup = await press(chromium, page);
  for (let at = 0; at < 5; at += 1) {
    assert.equal(await verdict(popup), 'On this page: Again · ada');
    await popup.evaluate(() => location.reload());
    await popup.waitFor('#list li');
  }
});

test('a page of endless pictures is looked at for a bounded time', async () => {
  await show(`<div></div><script>
    for (let at = 0; at < 400; at += 1) {
      const canvas = document.createElement('canvas');
      canvas.width = canvas.height = 700;
      canvas.getContext('2d').fillText(at, 10, 10);
      document.body.append(canvas);
    }</script>`);
  const start = Date.now();
  const popup = await press(chromium, page);
  await within(PATIENCE, 'its pictures to be looked at', async () => ["Looking at the page's pictures…", NONE].includes(await scanText(popup)));
  assert.equal(await verdict(popup), NONE);
  console.log(`400 canvases of 700 pixels: ${Date.now() - start} ms`);
});
