// A page of the bank without a field, with a frame of an advertiser that has one. The code goes there when the person has said
// so to a question that names the frame and the page, and into no frame that they do not see.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { allow, deny } from '../lib/allowing.mjs';
import { BANK, LOGIN, startNorthbank } from '../lib/northbank.mjs';
import { PATIENCE, sleep, within } from '../lib/wait.mjs';
import { openEditor } from '../lib/person.mjs';

const AD = 'https://ads.tracker.test';
const PORTAL = 'https://portal.test';
const ASKS = /^Fill the code of Northbank · ada into a frame of ads\.tracker\.test on northbank\.test from now on\?$/;
const NO_FIELD = /^No field on this page asks for a code\.$/;
/** In which a code would have been filled. */
const ENOUGH = 1500;

const frameOf = (/** @type {string} */ src, style = '') => `<h1>Welcome</h1><iframe id="frame" src="${src}" width="500" height="300" style="${style}"></iframe>`;
const COVERED = `<div style="position: relative">${frameOf(`${AD}/login`)}<div style="position: absolute; left: 0; top: 0; width: 600px; height: 400px; background: white">News</div></div>`;
const FIELD_COVERED = `${frameOf(`${AD}/top`)}<script>frame.onload = () => { const { left, top } = frame.getBoundingClientRect();
  document.body.insertAdjacentHTML('beforeend', '<div style="position: absolute; left: ' + left + 'px; top: ' + top + 'px; width: 240px; height: 60px; background: white">News</div>'); };</script>`;
/** Seen when the page is looked at, and no more when the code comes. */
const VANISHING = `${frameOf(`${AD}/login`)}<script>frame.onload = () => setTimeout(() => { frame.style.opacity = 0; }, 1000);</script>`;

const PAGES = new Map(Object.entries({
  '/ads': frameOf(`${AD}/login`),
  '/transparent': frameOf(`${AD}/login`, 'opacity: 0'),
  '/clipped': frameOf(`${AD}/login`, 'clip-path: inset(100%)'),
  '/away': frameOf(`${AD}/login`, 'position: absolute; left: -3000px'),
  '/unseen': frameOf(`${AD}/login`, 'visibility: hidden'),
  '/untouchable': frameOf(`${AD}/login`, 'pointer-events: none; opacity: 0.05'),
  '/covered': COVERED,
  '/field-covered': FIELD_COVERED,
  '/vanishing': VANISHING,
  '/nested': frameOf(`${BANK}/ads`),
  '/nested-transparent': frameOf(`${BANK}/ads`, 'opacity: 0'),
  '/in-a-component': `<div id="host"></div><script>host.attachShadow({ mode: 'closed' }).innerHTML = '<iframe src="${AD}/login" width="500" height="300"></iframe>';</script>`,
  '/in-a-component-transparent': `<div id="host"></div><script>host.attachShadow({ mode: 'closed' }).innerHTML = '<iframe src="${AD}/login" width="500" height="300" style="opacity: 0"></iframe>';</script>`,
  '/two': `${frameOf(`${AD}/empty`)}${frameOf(`${AD}/login`, 'opacity: 0')}`,
}));

/** @type {import('../lib/northbank.mjs').Northbank} */
let bank;

before(async () => {
  bank = await startNorthbank(({ host, path }) => {
    if (host.endsWith('.tracker.test')) {
      return { '/login': LOGIN, '/top': `<style>* { margin: 0 }</style>${LOGIN.replace(/.*<label>/, '<label>')}`, '/empty': '<p>News</p>' }[path];
    }
    return PAGES.get(path) ?? (path === '/' ? LOGIN : frameOf(`https://${path.slice(1)}.tracker.test/login`));
  });
});

after(() => bank?.close());

/** Of whom the browser asks: it does so only once of each site. */
const pageWith = (/** @type {string} */ name) => `${BANK}/${name}`;

/** Presses "Fill code" and then what is offered, so that the browser asks. @param {string} name */
async function askBrowser(name) {
  const popup = await bank.open(pageWith(name));
  await popup.click('.here .fill');
  await bank.says(popup, new RegExp(`^The field may be in a frame of ${name}\\.tracker\\.test`));
  assert.equal(await bank.standing(), '');
  await popup.click('#notice-action');
  return popup;
}

/** Not by the popup: as when the person allows it for another reason. @param {string} name */
async function allowForAnotherReason(name) {
  const { tab, done } = await bank.elsewhere(`chrome.permissions.request({ origins: ['https://${name}.tracker.test/*'] })`);
  await allow(bank.xvfb, tab);
  assert.equal(await done, true);
  await tab.close();
}

test('"Deny" counts: nothing is filled or bound when the site is allowed for another reason', async () => {
  const popup = await askBrowser('denied');
  await deny(bank.xvfb, popup);
  await allowForAnotherReason('denied');
  await sleep(ENOUGH);
  assert.equal(await bank.standing(), '');
  assert.deepEqual(await bank.boundTo(), [BANK]);
});

test('nor when the popup was opened again meanwhile: it does not even ask', async () => {
  await deny(bank.xvfb, await askBrowser('refused'));
  await within(PATIENCE, 'the popup to be gone', () => !bank.chromium.popupIsOpen());
  await bank.chromium.openPopup(bank.page);
  const popup = await bank.opened();
  await popup.waitFor('#list li.here');
  await bank.chromium.closePopup();
  await allowForAnotherReason('refused');
  await bank.page.bringToFront();
  await sleep(ENOUGH);
  assert.equal(bank.chromium.popupIsOpen(), false);
  assert.equal(await bank.standing(), '');
});

test('nor when the tab has gone on meanwhile', async () => {
  const popup = await askBrowser('later');
  await within(PATIENCE, 'the browser to ask', async () => !(await popup.evaluate(() => document.hasFocus()).catch(() => false)));
  await bank.page.goto(`${PORTAL}/`);
  await bank.page.goto(pageWith('later'));
  await allow(bank.xvfb, popup);
  await within(PATIENCE, 'it to be allowed', () => bank.chromium.inWorker(() => chrome.permissions.contains({ origins: ['https://later.tracker.test/*'] })));
  await sleep(ENOUGH);
  assert.equal(bank.chromium.popupIsOpen(), false);
  assert.equal(await bank.standing(), '');
});

test('the browser lets us look, and then the person is asked: the frame, the page, the account', async () => {
  await bank.freshCode();
  const popup = await askBrowser('ads');
  await allow(bank.xvfb, popup);
  await within(PATIENCE, 'the popup to be opened', () => bank.chromium.popupIsOpen());
  const asking = await bank.opened();
  await bank.says(asking, ASKS);
  await sleep(ENOUGH);
  assert.equal(await bank.standing(), '', 'to let us look is not to say yes');
  await asking.click('#notice-action');
  await bank.closes();
  assert.ok(bank.isRight(await bank.standing()), await bank.standing());
});

test('what was said holds for that frame in that page: it is filled there, and the account is bound to nothing else', async () => {
  await bank.freshCode();
  const popup = await bank.open(`${BANK}/ads`);
  await popup.click('.here .fill');
  await bank.closes();
  assert.ok(bank.isRight(await bank.standing()));
  assert.deepEqual(await bank.boundTo(), [BANK]);
});

test('it does not hold for the advertiser by itself, nor for its frame in another page', async () => {
  for (const url of [`${AD}/login`, `${PORTAL}/ads`]) {
    const popup = await bank.open(url);
    assert.equal(await popup.evaluate(() => document.querySelectorAll('.here').length), 0, url);
  }
  // Also when the account is bound to that other page: it is asked about anew.
  const popup = await bank.open(`${PORTAL}/ads`);
  await openEditor(popup, '.more');
  await popup.click('#bind-here');
  await popup.click('#editor-form .primary');
  await popup.waitFor('#list li.here');
  await popup.click('.here .fill');
  await bank.says(popup, /^Fill the code of Northbank · ada into a frame of ads\.tracker\.test on portal\.test/);
  assert.equal(await bank.standing(), '');
});

for (const path of ['/transparent', '/clipped', '/away', '/unseen', '/untouchable', '/covered', '/nested-transparent', '/in-a-component-transparent', '/two']) {
  test(`a frame that the page does not show gets nothing: ${path}`, async () => {
    const popup = await bank.open(BANK + path);
    await popup.click('.here .fill');
    await bank.says(popup, NO_FIELD);
    assert.equal(await bank.standing(), '');
  });
}

test('nor one of which the page covers just the field', async () => {
  const popup = await bank.open(`${BANK}/field-covered`);
  await popup.click('.here .fill');
  await bank.says(popup, /^The field is in a frame that cannot be seen whole/);
  assert.equal(await bank.standing(), '');
});

test('nor one that vanishes while the question stands there', async () => {
  const popup = await bank.open(`${BANK}/vanishing`);
  await within(PATIENCE, 'it to vanish', () => bank.page.$eval('#frame', (frame) => getComputedStyle(frame).opacity === '0'));
  await popup.click('.here .fill');
  await bank.says(popup, NO_FIELD);
  assert.equal(await bank.standing(), '');
});

for (const path of ['/nested', '/in-a-component']) {
  test(`a frame that is seen is filled, wherever it stands: ${path}`, async () => {
    await bank.freshCode();
    const popup = await bank.open(BANK + path);
    await popup.click('.here .fill');
    await bank.closes();
    assert.ok(bank.isRight(await bank.standing()), await bank.standing());
  });
}

test('the editor names the frame, and takes it off: then it is asked about anew', async () => {
  const popup = await bank.open(`${BANK}/ads`);
  await openEditor(popup, '.here .more');
  await popup.waitFor('#site-list li');
  const rows = () => popup.evaluate(() => [...document.querySelectorAll('#site-list [data-part=site]')].map((row) => row.textContent));
  assert.deepEqual(await rows(), ['northbank.test', 'portal.test', 'Frame of ads.tracker.test on northbank.test']);
  await popup.click('#site-list li:last-child [data-part=remove]');
  await popup.click('#editor-form .primary');
  await popup.waitFor('#list li.here');
  await popup.click('.here .fill');
  await bank.says(popup, ASKS);
  assert.equal(await bank.standing(), '');
});
