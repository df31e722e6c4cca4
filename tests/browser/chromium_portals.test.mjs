// The main job in real Chromium, through the real toolbar button, against the portals' own verifiers. All three are
// enrolled before the first of them is logged in to again, so that the next code is waited for once.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { ALREADY_USED } from '../portals/fixture.mjs';
import { BY_SMS, declinesByPopup, NO_FIELD, valuesOf } from './lib/asking.mjs';
import { launchChromium } from './lib/chromium.mjs';
import { CHROMIUM_DIST } from './lib/dist.mjs';
import { openVault } from './lib/open_vault.mjs';
import { addFromPage, awaitConfirmation, fillFirst, press } from './lib/person.mjs';
import { customerAdministration, legrandCmp, m2mManager, nextStep, signedIn, verdict } from './lib/walks.mjs';
import { there } from '../there.mjs';

/**
 * @typedef {import('puppeteer-core').Page} Page
 * @typedef {import('./lib/walks.mjs').Walk} Walk
 */

const NAMES = /** @type {const} */ (['M2Mmanager', 'Legrand CMP', 'Customer Administration']);
const notBound = 'fill-not-bound';
const BY_CODE = 'Signed in with two-factor authentication';

/** @type {import('./lib/chromium.mjs').Chromium} */
let chromium;
/** @type {Awaited<ReturnType<typeof customerAdministration>>} */
let customer;
/** Each portal, its tab, and when its last code was made. @type {Map<string, { walk: Walk, page: Page, at: number }>} */
const portals = new Map();
const portal = (/** @type {string} */ name) => there(portals.get(name), name);

before(async () => {
  chromium = await launchChromium({ extension: CHROMIUM_DIST });
  customer = await customerAdministration();
  for (const walk of [await m2mManager(), await legrandCmp(), customer]) {
    portals.set(walk.name, { walk, page: await chromium.browser.newPage(), at: 0 });
  }
  await openVault(chromium, portal('M2Mmanager').page);
});

after(async () => {
  await chromium?.close();
  await Promise.all([...portals.values()].map(({ walk }) => walk.portal.close()));
});

/** @param {string} name */
async function inFront(name) {
  const one = portal(name);
  await one.page.bringToFront();
  return one;
}

/** The share of an element's height that the window does not show. @param {Page} page @param {string} selector */
function belowTheFold(page, selector) {
  return page.$eval(selector, (element) => {
    const { bottom, height } = element.getBoundingClientRect();
    return (bottom - innerHeight) / height;
  });
}

/** What the extension answers when it is asked, past all buttons, to fill each account that is not bound here. @param {Page} page */
async function fillStrangers(page) {
  const popup = await press(chromium, page);
  await popup.waitFor('#list li');
  const shown = await popup.evaluate(() => [...document.querySelectorAll('#list li:not(.here) .fill')].some((fill) => fill.checkVisibility()));
  assert.equal(shown, false, 'there is no button to fill them');
  const answers = await popup.evaluate(async () => {
    const [tab] = await chrome.tabs.query({ active: true, lastFocusedWindow: true });
    const ids = [...document.querySelectorAll('#list li:not(.here)')].map((row) => /** @type {HTMLElement} */ (row).dataset.id);
    return Promise.all(ids.map((id) => new Promise((resolve) => {
      const port = chrome.runtime.connect({ name: 'fill' });
      port.onMessage.addListener((reply) => resolve(reply));
      port.postMessage({ id, tab: tab?.id, origin: new URL(tab?.url ?? '').origin });
    })));
  });
  await chromium.closePopup();
  return answers.map(({ answer }) => answer.reason ?? 'filled');
}

test('Customer Administration: the method is SMS, and is given up for the app', async () => {
  const { page } = await inFront(customer.name);
  await customer.logIn(page);
  assert.equal(await signedIn(page), 'Signed in with a password only');
  await customer.enableSms(page);
  await customer.logOut(page);
  await customer.logIn(page);
  await customer.type(page);
  await customer.send(page);
  assert.equal(await signedIn(page), BY_CODE);
  await customer.deactivate(page);
  assert.equal(customer.method(), '');
});

for (const name of NAMES) {
  test(`${name}: enrol from the QR code, confirm; the portal takes that code no second time`, async () => {
    const { walk, page } = await inFront(name);
    await walk.toQrCode(page);
    if (walk === customer) {
      assert.ok((await belowTheFold(page, '#qr')) > 0.3, 'more of the QR code is out of sight than its correction makes up for');
    }
    await addFromPage(await press(chromium, page), walk.issuer);
    await chromium.closePopup();
    await walk.toConfirmation(page);
    await awaitConfirmation(chromium, page, () => walk.typed(page));
    const used = await walk.typed(page);
    portal(name).at = Date.now();
    await walk.send(page);
    assert.equal(verdict(walk), 'enrolled');
    assert.equal(await signedIn(page), BY_CODE);

    await walk.logOut(page);
    await walk.toCode(page);
    await walk.typeCode(page, used);
    await walk.send(page);
    assert.equal(verdict(walk), 'replayed', 'by the portal’s own count');
    assert.equal(await page.$eval('[role=alert]', (alert) => alert.textContent), ALREADY_USED);
  });
}

test('an account of another portal is never filled, nor is one of the same portal at another address', async () => {
  for (const name of NAMES) {
    const { walk, page } = await inFront(name);
    const answers = await fillStrangers(page);
    assert.deepEqual(answers, [notBound, notBound]);
    assert.equal(await walk.typed(page), '');
  }
  const { walk } = portal('Legrand CMP');
  const page = await chromium.browser.newPage();
  await walk.toCode(page, walk.portal.loopback);
  assert.equal(await page.title(), await portal('Legrand CMP').page.title());
  assert.deepEqual(await fillStrangers(page), [notBound, notBound, notBound]);
  assert.equal(await walk.typed(page), '');
  await page.close();
});

for (const name of NAMES) {
  test(`${name}: log in, fill with one click, be accepted`, async () => {
    const { walk, page, at } = await inFront(name);
    const before = await valuesOf(page);
    await nextStep(at);
    const popup = await press(chromium, page);
    await popup.waitFor('#list li.here');
    assert.equal(await popup.text('#list li .issuer'), walk.issuer, 'the account of this site stands first');
    const focused = await popup.evaluate(() => document.activeElement?.closest('li')?.classList.contains('here'));
    assert.equal(focused, true, 'and has the focus');
    await fillFirst(chromium, popup);
    const filled = await walk.typed(page);
    assert.match(filled, /^\d{6}$/);
    const changed = (await valuesOf(page)).filter((value, at) => value !== before[at]);
    assert.equal(changed.join(''), filled, 'and no other field is touched');
    await walk.send(page);
    assert.equal(verdict(walk), 'accepted');
    assert.equal(await signedIn(page), BY_CODE);
    assert.equal(walk.portal.events.filter(({ type }) => type === 'rejected').length, 0);
  });
}

test('Customer Administration: the method is changed to SMS, and the app’s code is filled at none of its steps', async (context) => {
  const { page } = await inFront(customer.name);
  const asked = { chromium, page };
  await customer.deactivate(page);
  await customer.toNewNumber(page);
  await context.test('says why where a number is verified', () =>
    declinesByPopup(asked, BY_SMS),
  );
  assert.equal(await customer.typed(page), '');
  await customer.type(page);
  await customer.send(page);
  assert.equal(customer.method(), 'sms');
  await customer.logOut(page);
  await customer.logIn(page);
  await declinesByPopup(asked, BY_SMS);
  await customer.type(page);
  await customer.send(page);
  assert.equal(await signedIn(page), BY_CODE);
  assert.equal(customer.portal.events.filter(({ type }) => type === 'rejected').length, 0);
});

test('pages that ask for no code, but for a search or a password, are left alone, and the popup says so', async () => {
  const { walk, page } = await inFront('M2Mmanager');
  await declinesByPopup({ chromium, page }, NO_FIELD);
  await walk.logOut(page);
  await declinesByPopup({ chromium, page }, NO_FIELD);
});
