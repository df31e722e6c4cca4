// The main job in real Firefox, through the real toolbar button, against the portals' own verifiers. One vault goes
// through the whole file, as it goes through a person's day: the later tests need what the earlier ones have done.
import assert from 'node:assert/strict';
import { after, before, beforeEach, test } from 'node:test';
import { generateSync } from 'otplib';
import { FIREFOX_DIST } from './lib/dist.mjs';
import { launchFirefox } from './lib/firefox.mjs';
import { freshPeriod, periodNow } from './lib/period.mjs';
import { PASSPHRASE, addByHand, addFromPage, awaitConfirmation, fillFirst, press, setPassphrase, shownCodes, tryPassphrase } from './lib/person.mjs';
import { PATIENCE, sleep, within } from './lib/wait.mjs';
import { legrandCmp, m2mManager, nextStep, verdict } from './lib/walks.mjs';

/** @typedef {import('./lib/walks.mjs').Walk} Walk */

const BY_HAND = { secret: 'JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP', issuer: 'By hand', name: 'ada' };
const CLEARED_AFTER = 15_000;
const ARROW_DOWN = '\uE015';

/** @type {import('./lib/firefox.mjs').Firefox} */
let firefox;
/** @type {import('puppeteer-core').Page} */
let page;
/** @type {Walk} */
let m2m;
/** @type {Walk} */
let cmp;
/** When the last of the portals took its first code. */
let confirmed = 0;

before(async () => {
  [m2m, cmp] = await Promise.all([m2mManager(), legrandCmp()]);
  firefox = await launchFirefox({ extension: FIREFOX_DIST });
  page = await firefox.browser.newPage();
});

after(() => Promise.all([firefox?.close(), m2m?.portal.close(), cmp?.portal.close()]));

// Whatever a test that failed has left open is no fault of the next one.
beforeEach(() => firefox.closePopup());

/**
 * Whether an independent library makes this code of the seed that was typed, at `since` or now.
 * @param {string | undefined} code
 * @param {number} since milliseconds
 */
function assertRight(code, since) {
  const right = [since, Date.now()].map((at) => generateSync({ secret: BY_HAND.secret, epoch: Math.floor(at / 1000) }));
  assert.ok(right.includes(code ?? ''), `${code} is none of ${right.join(', ')}`);
}

/** Copies the code of the account that was added by hand, which closes the popup. */
async function copyByHand() {
  const popup = await press(firefox, page);
  await popup.type('#search', BY_HAND.issuer);
  await popup.waitFor(() => document.querySelectorAll('#list li').length === 1);
  await popup.click('#list .copy');
  await within(PATIENCE, 'the popup to close after copying', async () => !(await firefox.popupIsOpen()));
}

/** @param {Walk} walk */
async function confirm(walk) {
  await firefox.closePopup();
  await walk.toConfirmation(page);
  await awaitConfirmation(firefox, page, () => walk.typed(page));
  confirmed = Date.now();
  await walk.send(page);
  assert.equal(verdict(walk), 'enrolled');
  await walk.logOut(page);
}

/** The period of the last code that was filled. */
let filled = 0;

/** @param {Walk} walk */
async function logInWithCode(walk) {
  await nextStep(confirmed);
  await walk.toCode(page);
  const popup = await press(firefox, page);
  await popup.waitFor('#list li.here');
  assert.equal(await popup.text('#list li .issuer'), walk.issuer, 'the account of this site stands first');
  // The browser ends an idle event page at any moment.
  await firefox.killBackground();
  await fillFirst(firefox, popup);
  filled = periodNow();
  assert.match(await walk.typed(page), /^\d{6}$/);
  await walk.send(page);
  assert.equal(verdict(walk), 'accepted');
  assert.equal(walk.portal.events.filter(({ type }) => type === 'rejected').length, 0);
  await walk.logOut(page);
}

test('it asks for no more than it needs, and for no site at all', async () => {
  const background = await firefox.background();
  const granted = await background.evaluate(() => chrome.permissions.getAll());
  assert.deepEqual(granted.permissions?.sort(), ['activeTab', 'alarms', 'contextMenus', 'idle', 'publicSuffix', 'scripting', 'storage']);
  assert.deepEqual(granted.origins, []);
  const domain = await background.evaluate(() => chrome.publicSuffix.getDomain('a.b.co.uk'));
  assert.equal(domain, 'b.co.uk');
});

test('first use: a passphrase is set', async () => {
  const popup = await press(firefox, page);
  await setPassphrase(popup);
  assert.deepEqual(await shownCodes(popup), []);
  // It hears of an idle computer, and not of a locked screen.
  const settings = await popup.evaluate(() => chrome.runtime.sendMessage({ type: 'settings', ask: {} }));
  assert.equal(settings.answer.idleMinutes, 5);
  await firefox.closePopup();
});

test('an account that was added by hand shows the right code', async () => {
  const popup = await press(firefox, page);
  await addByHand(popup, BY_HAND);
  await popup.waitFor('#list .code');
  const since = Date.now();
  assertRight((await shownCodes(popup))[0], since);

  // A countdown that does not run stands at one of its ends, so it is looked at in between.
  const secondsLeft = () => 30 - ((Date.now() / 1000) % 30);
  await within(PATIENCE, 'the middle of a period', () => secondsLeft() > 10 && secondsLeft() < 25);
  const { shown, left } = await popup.evaluate(() => {
    const bar = document.querySelector('.bar > i');
    if (bar === null) throw new TypeError('no countdown');
    return { shown: 30 * new DOMMatrix(getComputedStyle(bar).transform).a, left: 30 - ((Date.now() / 1000) % 30) };
  });
  assert.ok(Math.abs(shown - left) < 2, `${shown} of ${left} seconds left`);
  await firefox.closePopup();
});

test('M2Mmanager: enrolled from the QR code, though the event page dies before "Add" is pressed', async () => {
  await m2m.toQrCode(page);
  const popup = await press(firefox, page);
  await popup.waitFor('#scan.found');
  await firefox.killBackground();
  await addFromPage(popup, m2m.issuer);
  await confirm(m2m);
});

test('Legrand CMP: enrolled from the QR code', async () => {
  await cmp.toQrCode(page);
  await addFromPage(await press(firefox, page), cmp.issuer);
  await confirm(cmp);
});

test('once locked, a wrong passphrase is refused and the right one unlocks', async () => {
  let popup = await press(firefox, page);
  await popup.click('#lock');
  await popup.waitFor('#gate');
  assert.deepEqual(await shownCodes(popup), [], 'no code is left in the document');
  await firefox.closePopup();

  popup = await press(firefox, page);
  await tryPassphrase(popup, `${PASSPHRASE}s`);
  await popup.waitFor(() => document.querySelector('#gate-error')?.textContent !== '');
  assert.equal(await popup.text('#gate-error'), 'That is not the passphrase.');
  assert.deepEqual(await shownCodes(popup), []);
  await firefox.closePopup();

  popup = await press(firefox, page);
  await tryPassphrase(popup);
  await popup.waitFor('#search');
  assert.equal((await shownCodes(popup)).length, 3);
  await firefox.closePopup();
});

test('copying puts the right code on the clipboard', async () => {
  await firefox.writeClipboard('from before');
  const since = Date.now();
  await copyByHand();
  assertRight(await firefox.readClipboard(), since);
});

test('a copied code is cleared from the clipboard when that was switched on, even if the event page dies', async () => {
  const options = await firefox.openTab('options/options.html');
  await options.waitFor(() => document.querySelector('#clearClipboardSeconds option'));
  await options.evaluate(() => document.getElementById('clearClipboardSeconds')?.focus());
  await options.press(ARROW_DOWN);
  await firefox.answerPrompt('allow');
  await options.waitFor(() => document.getElementById('settings-status')?.textContent === 'Saved');

  const since = Date.now();
  await copyByHand();
  await firefox.killBackground();
  assertRight(await firefox.readClipboard(), since);
  await sleep(since + CLEARED_AFTER - 2000 - Date.now());
  await within(CLEARED_AFTER + PATIENCE, 'the clipboard to be cleared', async () => (await firefox.readClipboard()) === '');
  const after = Date.now() - since;
  assert.ok(after > CLEARED_AFTER - 1000, `not before its time: ${after} ms`);
});

test('what the person has copied meanwhile stays on the clipboard', async () => {
  await copyByHand();
  await firefox.writeClipboard('a note of their own');
  await sleep(CLEARED_AFTER);
  const background = await firefox.background();
  await within(PATIENCE, 'the time of the code to be over', () =>
    background.evaluate(async () => !('copied' in (await chrome.storage.session.get('copied')))));
  assert.equal(await firefox.readClipboard(), 'a note of their own');
});

test('M2Mmanager: logged in with a filled code', () => logInWithCode(m2m));

test('Legrand CMP: logged in with a filled code', () => logInWithCode(cmp));

test('the keyboard command and the context menu of the field fill without the popup', async () => {
  const used = await freshPeriod(filled);
  await m2m.toCode(page);
  await firefox.pressKeys('Alt+Shift+L');
  await within(PATIENCE, 'the command to fill', async () => /^\d{6}$/.test(await m2m.typed(page)));
  await freshPeriod(used);
  await page.reload();
  assert.equal(await m2m.typed(page), '');
  await firefox.chooseFromMenu(page, '#oneTimeCode', 'Fill one-time code');
  await within(PATIENCE, 'the menu to fill', async () => /^\d{6}$/.test(await m2m.typed(page)));
  assert.equal(await firefox.popupIsOpen(), false);
});

test('the keyboard command opens the popup where it cannot fill', async () => {
  await page.goto('about:blank');
  await firefox.pressKeys('Alt+Shift+L');
  const popup = /** @type {import('./lib/person.mjs').Popup} */ (/** @type {unknown} */ (await firefox.popup()));
  await popup.waitFor('#list li');
  assert.equal((await shownCodes(popup)).length, 3);
  await firefox.pressKeys('Escape');
  await within(PATIENCE, 'the popup to close', async () => !(await firefox.popupIsOpen()));
});
