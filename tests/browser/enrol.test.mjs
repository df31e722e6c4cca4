// Accounts from picture files, in real Chromium: chosen, pasted and dropped; what is refused, and that others are
// answered meanwhile.
import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, afterEach, before, beforeEach, test } from 'node:test';
import { launchChromium } from './lib/chromium.mjs';
import { code, corners, gif, greyPng, otpauth, path, png } from './lib/codes.mjs';
import { CHROMIUM_DIST } from './lib/dist.mjs';
import { ofPuppeteer, openEditor, press, pressInMenu, setPassphrase, tryPassphrase } from './lib/person.mjs';
import { PATIENCE, within } from './lib/wait.mjs';
import { there } from '../there.mjs';

/** @type {import('./lib/chromium.mjs').Chromium} */
let chromium;
/** @type {import('puppeteer-core').Page} A page of the web, over which the button is pressed. */
let web;
/** @type {import('puppeteer-core').Page} */
let page;
/** @type {import('./lib/person.mjs').Popup} */
let screen;
let folder = '';

before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'pictures-'));
  chromium = await launchChromium({ extension: CHROMIUM_DIST });
  web = await chromium.browser.newPage();
});

after(async () => {
  await chromium?.close();
  await rm(folder, { recursive: true, force: true });
});

beforeEach(async () => {
  page = await chromium.browser.newPage();
  await page.goto(chromium.url('enrol/enrol.html'));
  screen = ofPuppeteer(page);
});

afterEach(() => page.close());

/** @param {string} name @param {string | Uint8Array} content */
async function file(name, content) {
  const place = join(folder, name);
  await writeFile(place, content);
  return place;
}

/** @param {string[]} places */
async function choose(...places) {
  const [chooser] = await Promise.all([page.waitForFileChooser({ timeout: PATIENCE }), screen.click('#choose')]);
  await chooser.accept(places);
}

/** What the newest card says once its picture has been read. */
async function verdict() {
  await within(PATIENCE, 'a picture to have been read', () =>
    page.evaluate(() => document.querySelector('#pictures > li') !== null && document.querySelector('#pictures > [aria-busy]') === null));
  return screen.text('#pictures > li [data-part="status"]');
}

const issuers = () => page.evaluate(() => [...document.querySelectorAll('#pictures .issuer')].map((one) => one.textContent));

test('before there is a vault, and while it is locked, the page says what to do, and goes on by itself', async () => {
  await screen.waitFor('#locked');
  assert.match((await screen.text('#locked')) ?? '', /Set a passphrase.*Press the Halfminute button/s);
  assert.equal(await page.evaluate(() => document.querySelector('#drop')?.checkVisibility()), false);
  const popup = await press(chromium, web);
  await setPassphrase(popup);
  await screen.waitFor('#drop');
  await popup.click('#lock');
  await popup.waitFor('#passphrase');
  await page.bringToFront();
  await screen.waitFor('#locked');
  assert.match((await screen.text('#locked')) ?? '', /locked.*enter your passphrase/s);
  await tryPassphrase(await press(chromium, web));
  await page.bringToFront();
  await screen.waitFor('#drop');
  assert.equal(await page.evaluate(() => document.activeElement?.id), 'choose');
});

test('a file that is chosen: the account is added, and bound to no site', async () => {
  await choose(await file('chosen.png', await png(otpauth('Chosen'))));
  assert.equal(await verdict(), 'Accounts found: 1');
  assert.equal(await page.evaluate(() => document.activeElement?.getAttribute('aria-label')), 'Add Chosen · ada');
  await page.keyboard.press('Enter');
  await screen.waitFor('#pictures li.added');
  await screen.waitFor('#bound');
  const popup = await press(chromium, web);
  await popup.waitFor('#list li');
  assert.equal(await popup.text('#list .issuer'), 'Chosen');
  await openEditor(popup, '#list .more');
  await popup.waitFor('#editor-form');
  assert.equal(await popup.evaluate(() => document.querySelectorAll('#site-list li').length), 0);
  await chromium.closePopup();
});

test('it is added though the worker has died since, and is known from then on', async () => {
  const place = await file('died.png', await png(otpauth('Died').replace('PXP&', 'PXQ&')));
  await choose(place);
  await verdict();
  await chromium.killWorker();
  await screen.click('[data-part="add"]');
  await screen.waitFor('#pictures li.added');
  await choose(place);
  await within(PATIENCE, 'the second card', async () => (await verdict()) && (await page.$$('#pictures > li')).length === 2);
  assert.match((await screen.text('#pictures > li [data-part="remarks"]')) ?? '', /Already in your vault/);
});

test('several files at once, read one after the other; what is in none of them is said', async () => {
  const { d, size } = path(otpauth('Vector'));
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="-4 -4 ${size + 8} ${size + 8}"><path d="${d}"/></svg>`;
  await choose(
    await file('one.png', await png(otpauth('One'))), await file('two.svg', svg), await file('none.png', greyPng(300, 300)),
    await file('web.png', await png('https://example.com/')),
  );
  await within(PATIENCE, 'four cards', async () => (await page.$$('#pictures > li:not([aria-busy])')).length === 4);
  const said = await page.evaluate(() => [...document.querySelectorAll('#pictures > li')].map((card) => card.querySelector('[data-part="status"]')?.textContent));
  assert.deepEqual(said.reverse(), ['Accounts found: 1', 'Accounts found: 1', 'No QR code in this picture', 'This QR code is a web address (example.com).']);
  assert.deepEqual((await issuers()).sort(), ['One', 'Vector']);
});

test('other kinds of pictures, as the browser writes them: their size is read right, and so is the code', async () => {
  const url = `data:image/png;base64,${(await png(otpauth('Other'))).toString('base64')}`;
  // In a page of the web, since the extension's own can't show a data URL.
  const encoded = await web.evaluate(async (src) => {
    const image = new Image();
    image.src = src;
    await image.decode();
    const canvas = document.createElement('canvas');
    [canvas.width, canvas.height] = [image.width + 40, image.height];
    const context = canvas.getContext('2d');
    if (context === null) throw new TypeError('no canvas');
    context.fillStyle = '#fff';
    context.fillRect(0, 0, canvas.width, canvas.height);
    context.drawImage(image, 0, 0);
    return Promise.all(['jpeg', 'webp', 'avif'].map(async (kind) => {
      const data = canvas.toDataURL(`image/${kind}`, 0.8);
      return { kind, width: canvas.width, height: canvas.height, data: data.startsWith(`data:image/${kind}`) ? data : null };
    }));
  }, url);
  assert.ok(encoded.filter(({ data }) => data !== null).length >= 2);
  for (const { kind, width, height, data } of encoded) {
    if (data !== null) {
      const bytes = Buffer.from(data.slice(data.indexOf(',') + 1), 'base64');
      const header = await page.evaluate(async (base64) => {
        const { readHeader } = await import(/** @type {any} */ ('/background/picture_header.js'));
        return readHeader(Uint8Array.fromBase64(base64));
      }, bytes.toString('base64'));
      assert.deepEqual(header, { kind, width, height, animated: false });
      await choose(await file(`other.${kind}`, bytes));
      assert.equal(await verdict(), 'Accounts found: 1', kind);
    }
  }
});

test('a picture that is pasted', async () => {
  await page.bringToFront();
  await page.evaluate(async (base64) => {
    const blob = new Blob([Uint8Array.fromBase64(base64)], { type: 'image/png' });
    await navigator.clipboard.write([new ClipboardItem({ 'image/png': blob })]);
  }, (await png(otpauth('Pasted'))).toString('base64'));
  await page.keyboard.down('Control');
  await page.keyboard.press('KeyV');
  await page.keyboard.up('Control');
  await verdict();
  assert.deepEqual(await issuers(), ['Pasted']);
  await page.evaluate(() => navigator.clipboard.writeText('only words'));
  await page.keyboard.down('Control');
  await page.keyboard.press('KeyV');
  await page.keyboard.up('Control');
  await within(PATIENCE, 'to be told', async () => /no picture/.test((await screen.text('#complaint')) ?? ''));
});

test('a picture that is dropped', async () => {
  const session = await page.createCDPSession();
  const data = { items: [], files: [await file('dropped.png', await png(otpauth('Dropped')))], dragOperationsMask: 1 };
  for (const type of /** @type {const} */ (['dragEnter', 'dragOver', 'drop'])) {
    await session.send('Input.dispatchDragEvent', { type, x: 300, y: 700, data });
  }
  await verdict();
  assert.deepEqual(await issuers(), ['Dropped']);
  assert.equal(page.url(), chromium.url('enrol/enrol.html'));
});

test('a picture that is pasted into the popup', async () => {
  const popup = await press(chromium, web);
  await popup.waitFor('#add');
  await popup.evaluate(async (base64) => {
    const data = new DataTransfer();
    data.items.add(new File([Uint8Array.fromBase64(base64)], 'image.png', { type: 'image/png' }));
    document.querySelector('#search')?.dispatchEvent(new ClipboardEvent('paste', { clipboardData: data, bubbles: true, cancelable: true }));
  }, (await png(otpauth('Popup').replace('PXP&', 'PXR&'))).toString('base64'));
  await within(PATIENCE, 'the account', async () => (await popup.text('#scan-text')) === 'In the picture: Popup · ada');
  await popup.click('#scan-action');
  await within(PATIENCE, 'the account to be there', async () => /Popup/.test((await popup.text('#list')) ?? ''));
  await chromium.closePopup();
});

test('the popup leads here', async () => {
  const popup = await press(chromium, web);
  await pressInMenu(popup, '#add', '#scan-picture');
  const opened = await chromium.browser.waitForTarget((target) => target.url() === chromium.url('enrol/enrol.html') && target !== page.target(), { timeout: PATIENCE });
  await (await opened.page())?.close();
});

test('what can not be read is refused in words', async () => {
  const whole = greyPng(64, 64);
  for (const [name, content, words] of /** @type {const} */ ([
    ['65 megapixels.png', greyPng(8193, 8192), /too large: 64 megapixels/],
    ['long.png', greyPng(33_000, 1), /too large: 64 megapixels/],
    ['claims.gif', Buffer.concat([Buffer.from('GIF89a\xff\xff\xff\xff\x00\x00\x00', 'latin1'), gif(1).subarray(13)]), /too large: 64 megapixels/],
    ['animated.gif', gif(2), /animated/],
    ['broken.png', Buffer.concat([whole.subarray(0, 40), Buffer.alloc(50, 7)]), /not a picture that the browser can read/],
    ['broken.svg', '<svg xmlns="http://www.w3.org/2000/svg"><path', /not a picture that the browser can read/],
    ['text.png', 'This is a text.', /not a picture that can be read here/],
    ['empty.png', '', /not a picture that can be read here/],
    ['document.pdf', '%PDF-1.7\n%…', /This is a PDF/],
    ['large.png', Buffer.concat([whole, Buffer.alloc(64 * 1024 * 1024)]), /too large for a picture/],
  ])) {
    const cards = (await page.$$('#pictures > li')).length;
    await choose(await file(name, content));
    await within(PATIENCE, name, async () => (await page.$$('#pictures > li')).length > cards);
    assert.match((await verdict()) ?? '', words, name);
  }
  assert.equal(await chromium.workerIsRunning(), true);
});

test('64 megapixels are read, and a code that is small in them, where two parts meet, is found', async () => {
  const large = greyPng(8192, 8192, code(otpauth('Needle'), { x: 4030, y: 6080, scale: 3 }));
  const start = Date.now();
  await choose(await file('large.png', large));
  assert.equal(await verdict(), 'Accounts found: 1');
  console.log(`a code of 3 pixels a module in 64 megapixels: ${Date.now() - start} ms`);
});

test('while a hostile picture is read, others are answered; Escape puts an end to it', async () => {
  await choose(await file('corners.png', corners(8000, 8000, 3)));
  const waits = await page.evaluate(async () => {
    const waits = [];
    while (waits.length < 30) {
      await new Promise((resolve) => { setTimeout(resolve, 50); });
      const start = performance.now();
      await chrome.runtime.sendMessage({ type: 'list', ask: {} });
      waits.push(performance.now() - start);
    }
    return waits.sort((a, b) => a - b);
  });
  assert.equal(await page.evaluate(() => document.querySelectorAll('#pictures > [aria-busy]').length), 1, 'it is still being read');
  console.log(`answered meanwhile: median ${Math.round(there(waits[15]))} ms, longest ${Math.round(there(waits[29]))} ms`);
  await page.keyboard.press('Escape');
  assert.equal(await verdict(), 'Cancelled');
  await choose(await file('after.png', await png(otpauth('After'))));
  await within(PATIENCE, 'the next one to be read', async () => (await verdict()) === 'Accounts found: 1');
});
