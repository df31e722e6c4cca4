// Which code is filled, and when: one that is used up, refused, about to run out, or not that of the site's clock; and what goes
// with the filling, such as a copy.
import assert from 'node:assert/strict';
import { after, before, beforeEach, test } from 'node:test';
import { allow } from './lib/allowing.mjs';
import { startLoginSites } from './lib/login_sites.mjs';
import { openOptions } from './lib/options.mjs';
import { ofPuppeteer, openEditor, press } from './lib/person.mjs';
import { PATIENCE, sleep, within } from './lib/wait.mjs';

const FILL = 'alt+shift+l';
/** A period in which a busy machine fills twice, in seconds. */
const LONG = 30;

/** @type {import('./lib/login_sites.mjs').LoginSites} */
let login;

before(async () => {
  login = await startLoginSites();
});

after(() => login?.close());

beforeEach(async () => {
  await login.chromium.closePopup();
  login.verdict.refuses = false;
});

test('a code is filled once, and the next one as soon as it is there', async () => {
  await login.enrol('https://once.example/login', 'Once', { seconds: LONG });
  // It is to be the same at the second press.
  await login.freshCode(0, LONG * 1000 - 5000, LONG);
  await (await login.open('https://once.example/login')).click('.here .fill');
  await login.closes();
  const first = await login.code();
  assert.equal(first, login.codeNow(undefined, 0, LONG));

  const popup = await login.open('https://once.example/login');
  const used = login.period(LONG);
  await popup.click('.here .fill');
  await login.says(popup, /^This code was filled here already.* \d+ seconds?\.$/);
  assert.equal(await login.code(), '');
  await login.closes();
  assert.ok(login.period(LONG) > used);
  assert.notEqual(await login.code(), first);
});

test('a code that is about to run out is not filled, and the person may cancel', async () => {
  await login.enrol('https://late.example/login', 'Late', { seconds: LONG });
  const popup = await login.open('https://late.example/login');
  // Earlier than usual, so that a busy machine has the time to show it and to take the press.
  await login.chromium.inWorker(() => chrome.storage.local.set({ settings: { minSeconds: 10 } }));
  await login.almostOver(9500, LONG);
  await popup.click('.here .fill');
  await login.says(popup, /^This code is about to run out/);
  await popup.click('#notice-action');
  assert.equal(await popup.text('#notice-text'), '');
  await sleep(login.left(LONG) + 500);
  assert.equal(await login.code(), '');
  assert.ok(login.chromium.popupIsOpen());
  await login.chromium.inWorker(() => chrome.storage.local.remove('settings'));
});

test('after two codes that were not taken nothing is filled, long before a site shuts the account', async () => {
  await login.enrol('https://strict.example/login', 'Strict');
  login.verdict.refuses = true;
  login.sent.length = 0;
  let used = 0;
  await login.page.goto('https://strict.example/login');
  for (let tried = 0; tried < 2; tried += 1) {
    await login.freshCode(used);
    await (await press(login.chromium, login.page)).click('.here .fill');
    await login.closes();
    used = login.period();
    await Promise.all([login.page.waitForNavigation(), login.page.click('button')]);
  }
  await login.freshCode(used);
  const popup = await press(login.chromium, login.page);
  await popup.click('.here .fill');
  await login.says(popup, /^Two codes in a row were not taken here/);
  assert.equal(await login.code(), '');
  // Nor by the keyboard, which opens the popup to say so.
  await login.chromium.closePopup();
  await login.xvfb.pressKeys(FILL);
  const opened = ofPuppeteer(await login.chromium.popup());
  await login.says(opened, /^Two codes in a row were not taken here/);
  assert.equal(await login.code(), '');
  assert.equal(login.sent.length, 2);
  // But when the person says so.
  await login.freshCode(used);
  await opened.click('#notice-action');
  await login.closes();
  assert.equal(await login.code(), login.codeNow());
});

/** As if the browser had been started anew, long after. */
const forgetClock = () => login.chromium.inWorker(async () => {
  await chrome.storage.session.remove('clocks');
  await chrome.storage.local.remove('clock.all');
});

for (const { ahead, words } of [
  { ahead: 61_000, words: /^The clock of this computer is (?:59|6[0-3]) seconds slow/ },
  { ahead: -3_600_000, words: /^The clock of this computer is 60 minutes fast/ },
]) {
  test(`a clock that is off by ${ahead / 1000} s is told and corrected`, async () => {
    const host = ahead > 0 ? 'slow.example' : 'fast.example';
    await login.enrol(`https://${host}/login`, host);
    await forgetClock();
    login.sites.ahead = ahead;
    try {
      await login.freshCode();
      const popup = await login.open(`https://${host}/login`);
      await popup.click('.here .fill');
      await login.says(popup, words);
      assert.equal(await login.code(), '');
      // Also what has to be waited for goes by the right time.
      await login.almostOver();
      await popup.click('#notice-action');
      await login.closes();
      // As right as the site's answer was quick: it may be early, and no more than this.
      await within(3000, 'its time to come', async () => (await login.code()) === login.codeNow());
      await Promise.all([login.page.waitForNavigation(), login.page.click('button')]);
      assert.equal(await login.page.$eval('h1', (heading) => heading.textContent), 'Welcome');
    } finally {
      login.sites.ahead = 0;
      await forgetClock();
    }
  });
}

test('a clock that two sites correct: the codes on the screen are right at once', async () => {
  await login.enrol('https://witness.org/login', 'Witness');
  await login.enrol('https://behind.example/login', 'Behind');
  await forgetClock();
  login.sites.ahead = 61_000;
  try {
    const first = await login.open('https://witness.org/login');
    await first.click('.here .fill');
    await login.says(first, /^The clock of this computer is/);
    await first.click('#notice-action');
    await login.closes();
    const popup = await login.open('https://behind.example/login');
    await login.freshCode();
    await popup.click('.here .fill');
    await login.says(popup, /Another site says the same\.$/);
    // So that the popup stays.
    await login.page.$eval('#otp', (field) => field.remove());
    await login.freshCode();
    await popup.click('#notice-action');
    await login.says(popup, /^No field on this page asks for a code/);
    await within(PATIENCE, 'the code of the right time', async () => (await popup.text('.here .code'))?.replace(' ', '') === login.codeNow());
  } finally {
    login.sites.ahead = 0;
    await forgetClock();
  }
});

test('the code is copied as well where the person has switched that on', async () => {
  const { page: options } = await openOptions(login.chromium);
  await ofPuppeteer(options).click('#copyAfterFill');
  await allow(login.xvfb, options);
  await within(PATIENCE, 'it to be switched on', async () =>
    (await options.evaluate(() => chrome.permissions.contains({ permissions: ['clipboardWrite', 'offscreen'] }))));
  await options.close();
  await login.freshCode(0, 7000, LONG);
  await login.page.bringToFront();
  await login.page.goto('about:blank');
  await login.page.goto('https://once.example/login');
  await login.xvfb.pressKeys(FILL);
  await within(PATIENCE, 'the code to be filled', async () => (await login.code()) !== '');
  await within(PATIENCE, 'the code on the clipboard', async () => (await login.chromium.readClipboard()) === (await login.code()));
});

test('the button shows that an account is bound here, where the person has asked for it', async () => {
  const badge = () => login.chromium.inWorker(async () => {
    const [tab] = await chrome.tabs.query({ active: true, lastFocusedWindow: true });
    return chrome.action.getBadgeText({ tabId: tab?.id });
  });
  const popup = await login.open('https://once.example/login');
  await login.chromium.closePopup();
  assert.ok(popup);
  assert.equal(await badge(), '');
  const editor = await press(login.chromium, login.page);
  await openEditor(editor, '.here .more');
  await editor.click('#site-list [data-part=badge]');
  await allow(login.xvfb, editor);
  await within(PATIENCE, 'it to be allowed', () => login.chromium.inWorker(() => chrome.permissions.contains({ origins: ['https://once.example/*'] })));
  await login.chromium.closePopup();
  await login.page.goto('about:blank');
  await login.page.goto('https://once.example/login');
  await within(PATIENCE, 'the badge', async () => (await badge()) === '1');
  await login.page.goto('https://late.example/login');
  assert.equal(await badge(), '');
});
