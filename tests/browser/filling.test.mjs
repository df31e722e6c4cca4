// Filling where it is more than a field and a code: on sites of other names, with codes that are used up, refused or out of
// time, in frames of other sites, into fields that were pointed out. In a Chromium with a window, since the browser asks
// the person for permissions.
import assert from 'node:assert/strict';
import { after, before, beforeEach, test } from 'node:test';
import { generateSecret, generateSync } from 'otplib';
import { allow } from './lib/allowing.mjs';
import { launchChromium } from './lib/chromium.mjs';
import { CHROMIUM_DIST } from './lib/dist.mjs';
import { openOptions } from './lib/options.mjs';
import { addByHand, ofPuppeteer, press, setPassphrase } from './lib/person.mjs';
import { startSites } from './lib/site.mjs';
import { PATIENCE, sleep, within } from './lib/wait.mjs';
import { startXvfb } from './lib/xvfb.mjs';
import { there } from '../there.mjs';

/** @typedef {import('./lib/person.mjs').Popup} Popup */

/** Short, so that nobody waits long for the next code. */
const PERIOD = 12;
const FILL = 'alt+shift+l';

/** @type {import('./lib/xvfb.mjs').Xvfb} */
let xvfb;
/** @type {import('./lib/site.mjs').Sites} */
let sites;
/** @type {import('./lib/chromium.mjs').Chromium} */
let chromium;
/** @type {import('puppeteer-core').Page} */
let page;

/** The seeds of all accounts. @type {string[]} */
const secrets = [];

/** The code of the account that was enrolled last, by the sites' own clock. @param {string} [secret] @param {number} [late] */
const codeNow = (secret = secrets.at(-1) ?? '', late = 0) =>
  generateSync({ secret, period: PERIOD, epoch: Math.floor((Date.now() + sites.ahead - late) / 1000) });

/** What was sent to the sites. @type {{ host: string, code: string, right: boolean }[]} */
const sent = [];
let refuses = false;

const LOGIN = `<h1>Two-factor authentication</h1><form method="post"><p>Enter the code of your authenticator app</p>
<input id="otp" name="otp" inputmode="numeric" autocomplete="off"><button>Verify</button></form>`;
const PLAIN = '<p><input id="first" aria-label="Alpha"></p><p><input id="box" aria-label="Beta"></p>';
const BY_SMS = '<p>We sent a code to your phone by SMS.</p><p><label>Code <input id="otp" name="otp" inputmode="numeric"></label></p>';
/** Sends the code by itself, and goes on to a page with a form of its own. */
const SENDS_ITSELF = `${LOGIN}<script>otp.oninput = () => otp.value.length === 6 && location.assign('/next');</script>`;
/** How long it takes to go on, in which the page still stands there. */
const SLOW = 1500;
const NEXT = '<form method="post" action="/login"><input name="otp" value="wrong" autofocus></form>';
const FRAMED = '<h1>Log in</h1><iframe id="frame" src="https://id.framed.example/login" width="500" height="300"></iframe>';

before(async () => {
  xvfb = await startXvfb();
  sites = await startSites(async ({ host, path, form }) => {
    await sleep(path === '/next' ? SLOW : 0);
    const code = form.get('otp');
    if (code !== null) {
      const right = !refuses && secrets.some((secret) => [0, 1000].some((late) => code === codeNow(secret, late)));
      sent.push({ host, code, right });
      return right ? { to: '/in' } : `<p role="alert">Invalid code.</p>${LOGIN}`;
    }
    return { '/plain': PLAIN, '/sms': BY_SMS, '/in': '<h1>Welcome</h1>', '/itself': SENDS_ITSELF, '/next': NEXT, '/framed': FRAMED }[path] ?? LOGIN;
  });
  chromium = await launchChromium({ extension: CHROMIUM_DIST, headless: false, display: xvfb.display, args: sites.args });
  page = await chromium.firstPage();
  await setPassphrase(await press(chromium, page));
  await chromium.closePopup();
});

after(async () => {
  await chromium?.close();
  sites?.close();
  await xvfb?.close();
});

beforeEach(async () => {
  await chromium.closePopup();
  refuses = false;
});

const period = () => Math.floor((Date.now() + sites.ahead) / (PERIOD * 1000));
const left = () => PERIOD * 1000 - ((Date.now() + sites.ahead) % (PERIOD * 1000));

/** Waits for a code with enough milliseconds left, after `after` if it was used. */
async function freshCode(after = 0, enough = 7000) {
  while (period() <= after || left() < enough) {
    await sleep(100);
  }
}

/** Waits until the code is one that is not filled any more. @param {number} [from] so many milliseconds before its end */
const almostOver = (from = 3500) => within(PATIENCE, 'the code to be old', () => left() < from && left() > from - 1500);

/** @param {string} selector */
const valueOf = (selector) => page.$eval(selector, (field) => /** @type {HTMLInputElement} */ (field).value);
const code = () => valueOf('#otp, #box');

/** @param {string} url */
async function open(url) {
  await page.goto('about:blank');
  await page.goto(url);
  return press(chromium, page);
}

/** Adds an account by hand, bound to the site in front. @param {string} url @param {string} issuer */
async function enrol(url, issuer, { bindHere = true } = {}) {
  const popup = await open(url);
  const secret = generateSecret();
  secrets.push(secret);
  await addByHand(popup, { secret, issuer, name: 'ada', period: PERIOD }, { bindHere });
  await chromium.closePopup();
}

/** @param {Popup} popup @param {RegExp} words */
const says = (popup, words) => within(PATIENCE, String(words), async () => words.test((await popup.text('#notice-text')) ?? ''));
const closes = () => within(PATIENCE, 'the popup to close', () => !chromium.popupIsOpen()).catch(async (error) => {
  throw new Error(`${error.message}, which says: ${await ofPuppeteer(await chromium.popup()).text('#notice-text')}`);
});

test('a code is filled once, and the next one as soon as it is there', async () => {
  await enrol('https://once.example/login', 'Once');
  // One that has just begun: it is to be the same at the second press.
  await freshCode(0, PERIOD * 1000 - 500);
  await (await open('https://once.example/login')).click('.here .fill');
  await closes();
  const first = await code();
  assert.equal(first, codeNow());

  const popup = await open('https://once.example/login');
  const used = period();
  await popup.click('.here .fill');
  await says(popup, /^This code was filled here already.* \d+ seconds?\.$/);
  assert.equal(await code(), '');
  await closes();
  assert.ok(period() > used);
  assert.notEqual(await code(), first);
});

test('a code that is about to run out is not filled, and the person may cancel', async () => {
  await enrol('https://late.example/login', 'Late');
  const popup = await open('https://late.example/login');
  // Earlier than usual, so that a busy machine has the time to show it and to take the press.
  await chromium.inWorker(() => chrome.storage.local.set({ settings: { minSeconds: 8 } }));
  await almostOver(7500);
  await popup.click('.here .fill');
  await says(popup, /^This code is about to run out/);
  await popup.click('#notice-action');
  assert.equal(await popup.text('#notice-text'), '');
  await sleep(left() + 500);
  assert.equal(await code(), '');
  assert.ok(chromium.popupIsOpen());
  await chromium.inWorker(() => chrome.storage.local.remove('settings'));
});

test('after two codes that were not taken nothing is filled, long before a site shuts the account', async () => {
  await enrol('https://strict.example/login', 'Strict');
  refuses = true;
  sent.length = 0;
  let used = 0;
  await page.goto('https://strict.example/login');
  for (let tried = 0; tried < 2; tried += 1) {
    await freshCode(used);
    await (await press(chromium, page)).click('.here .fill');
    await closes();
    used = period();
    await Promise.all([page.waitForNavigation(), page.click('button')]);
  }
  await freshCode(used);
  const popup = await press(chromium, page);
  await popup.click('.here .fill');
  await says(popup, /^Two codes in a row were not taken here/);
  assert.equal(await code(), '');
  // Nor by the keyboard, which opens the popup to say so.
  await chromium.closePopup();
  await xvfb.pressKeys(FILL);
  const opened = ofPuppeteer(await chromium.popup());
  await says(opened, /^Two codes in a row were not taken here/);
  assert.equal(await code(), '');
  assert.equal(sent.length, 2);
  // But when the person says so.
  await freshCode(used);
  await opened.click('#notice-action');
  await closes();
  assert.equal(await code(), codeNow());
});

/** As if the browser had been started anew, long after. */
const forgetClock = () => chromium.inWorker(async () => {
  await chrome.storage.session.remove('clocks');
  await chrome.storage.local.remove('clock.all');
});

for (const { ahead, words } of [
  { ahead: 61_000, words: /^The clock of this computer is (?:59|6[0-3]) seconds slow/ },
  { ahead: -3_600_000, words: /^The clock of this computer is 60 minutes fast/ },
]) {
  test(`a clock that is off by ${ahead / 1000} s is told and corrected`, async () => {
    const host = ahead > 0 ? 'slow.example' : 'fast.example';
    await enrol(`https://${host}/login`, host);
    await forgetClock();
    sites.ahead = ahead;
    try {
      await freshCode();
      const popup = await open(`https://${host}/login`);
      await popup.click('.here .fill');
      await says(popup, words);
      assert.equal(await code(), '');
      // Also what has to be waited for goes by the right time.
      await almostOver();
      await popup.click('#notice-action');
      await closes();
      // As right as the site's answer was quick: it may be early, and no more than this.
      await within(3000, 'its time to come', async () => (await code()) === codeNow());
      await Promise.all([page.waitForNavigation(), page.click('button')]);
      assert.equal(await page.$eval('h1', (heading) => heading.textContent), 'Welcome');
    } finally {
      sites.ahead = 0;
      await forgetClock();
    }
  });
}

test('a clock that two sites correct: the codes on the screen are right at once', async () => {
  await enrol('https://witness.org/login', 'Witness');
  await enrol('https://behind.example/login', 'Behind');
  await forgetClock();
  sites.ahead = 61_000;
  try {
    const first = await open('https://witness.org/login');
    await first.click('.here .fill');
    await says(first, /^The clock of this computer is/);
    await first.click('#notice-action');
    await closes();
    const popup = await open('https://behind.example/login');
    await freshCode();
    await popup.click('.here .fill');
    await says(popup, /Another site says the same\.$/);
    // So that the popup stays.
    await page.$eval('#otp', (field) => field.remove());
    await freshCode();
    await popup.click('#notice-action');
    await says(popup, /^No field on this page asks for a code/);
    await within(PATIENCE, 'the code of the right time', async () => (await popup.text('.here .code'))?.replace(' ', '') === codeNow());
  } finally {
    sites.ahead = 0;
    await forgetClock();
  }
});

test('an account without a site is proposed by its issuer, bound once the person says so, and then filled on the whole domain', async () => {
  await enrol('https://nowhere.example/', 'GitHub', { bindHere: false });
  await freshCode();
  const popup = await open('https://github.com/login');
  await popup.click('.here .fill');
  await says(popup, /^Fill the codes of GitHub · ada on github\.com from now on\?$/);
  assert.equal(await code(), '');
  await popup.click('#notice-action');
  await closes();
  assert.equal(await code(), codeNow());
  await freshCode();
  await (await open('https://gist.github.com/login')).click('.here .fill');
  await closes();
  assert.equal(await code(), codeNow());
});

test('twins of a bound site are refused in words, by every gesture', async () => {
  for (const [host, words] of /** @type {const} */ ([
    ['github.com.evil.example', /not github\.com\. That name stands in the address of somebody else/],
    ['github-login.example', /not github\.com\. Its name is only a part of this address/],
    ['gihtub.com', /not github\.com\. The address differs by one letter/],
    ['xn--gthub-n2e.com', /not github\.com\. Its address only looks the same/],
  ])) {
    const popup = await open(`https://${host}/login`);
    await says(popup, words);
    assert.equal(await popup.evaluate(() => document.querySelectorAll('.here').length), 0, host);
    await chromium.closePopup();
    await xvfb.pressKeys(FILL);
    await says(ofPuppeteer(await chromium.popup()), words);
    assert.equal(await code(), '', host);
  }
});

test('rules of the person: this host, a path', async () => {
  await enrol('https://rules-of-ada.com/login', 'Rules');
  const isHere = async (/** @type {string} */ url) => {
    const popup = await open(url);
    await popup.waitFor('#list li');
    return (await popup.evaluate(() => document.querySelectorAll('.here').length)) > 0;
  };
  const rule = async (/** @type {string} */ value, path = '') => {
    const popup = await open('https://rules-of-ada.com/team/login');
    await popup.click('.here .more');
    await popup.waitFor('#site-list [data-part=rule]');
    await popup.evaluate((chosen, typed) => {
      const [select, input] = [...document.querySelectorAll('#site-list select, #site-list input[data-part=path]')];
      if (!(select instanceof HTMLSelectElement && input instanceof HTMLInputElement)) throw new TypeError('no rule to choose');
      select.value = chosen;
      select.dispatchEvent(new Event('change'));
      input.value = typed || input.value;
      input.dispatchEvent(new Event('input'));
    }, value, path);
    await popup.click('#editor-form .primary');
    await popup.waitFor('#list li');
  };
  assert.equal(await isHere('https://www.rules-of-ada.com/login'), true);
  await rule('host');
  assert.equal(await isHere('https://www.rules-of-ada.com/login'), false);
  await rule('path', '/team');
  assert.equal(await isHere('https://rules-of-ada.com/login'), false);
  assert.equal(await isHere('https://rules-of-ada.com/team/login'), true);
});

test('a field that was pointed out is known again, until it is forgotten', async () => {
  await enrol('https://taught.example/login', 'Taught');
  await freshCode();
  let popup = await open('https://taught.example/plain');
  await popup.click('.here .fill');
  await says(popup, /^No field on this page asks for a code/);
  await chromium.closePopup();
  await page.focus('#box');
  popup = await press(chromium, page);
  await popup.click('.here .fill');
  await says(popup, /^No field/);
  await popup.click('#notice-action');
  await closes();
  assert.equal(await code(), codeNow());
  assert.equal(await valueOf('#first'), '');

  await freshCode(period());
  popup = await open('https://taught.example/plain');
  await popup.click('.here .fill');
  await closes();
  assert.equal(await code(), codeNow());

  popup = await open('https://taught.example/plain');
  await popup.click('.here .more');
  await popup.click('#site-list [data-part=taught]');
  await popup.click('#editor-form .primary');
  await freshCode(period());
  await popup.click('.here .fill');
  await says(popup, /^No field/);
});

test('what a page says of SMS can be overruled by pointing at the box, and by nothing else', async () => {
  await freshCode(period());
  let popup = await open('https://taught.example/sms');
  await popup.click('.here .fill');
  await says(popup, /^This page sent you its code by SMS\.$/);
  assert.equal(await code(), '');
  await chromium.closePopup();
  await page.focus('#otp');
  popup = await press(chromium, page);
  await popup.click('.here .fill');
  await says(popup, /^This page sent/);
  await popup.click('#notice-action');
  await closes();
  assert.equal(await code(), codeNow());
});

test('the form is sent only where the person has switched it on', async () => {
  await enrol('https://sends.example/login', 'Sends');
  sent.length = 0;
  await freshCode();
  await (await open('https://sends.example/login')).click('.here .fill');
  await closes();
  await sleep(500);
  assert.equal(sent.length, 0);

  let popup = await open('https://sends.example/login');
  await popup.click('.here .more');
  await popup.click('#submit-after');
  await popup.click('#editor-form .primary');
  await popup.waitFor('#list li');
  await freshCode(period());
  popup = await open('https://sends.example/login');
  await popup.click('.here .fill');
  await within(PATIENCE, 'the form to be sent', () => sent.length > 0);
  await within(PATIENCE, 'the site to be satisfied', () => page.url().endsWith('/in'));
  assert.deepEqual(sent.map(({ right }) => right), [true]);
});

test('a page that has sent the form by itself is another one: its forms are not sent', async () => {
  sent.length = 0;
  await freshCode(period());
  await (await open('https://sends.example/itself')).click('.here .fill');
  await closes();
  await within(PATIENCE, 'the page to go on', () => page.url().endsWith('/next'));
  await sleep(SLOW);
  assert.ok(page.url().endsWith('/next'));
  assert.deepEqual(sent, []);
});

test('a frame of another site is looked into once the person allows that site, and filled once they say so', async () => {
  await enrol('https://portal.example/framed', 'Framed');
  const inFrame = () => there(page.frames()[1]).$eval('#otp', (field) => /** @type {HTMLInputElement} */ (field).value);
  await freshCode();
  const popup = await open('https://portal.example/framed');
  await popup.click('.here .fill');
  await says(popup, /^The field may be in a frame of id\.framed\.example/);
  assert.equal(await inFrame(), '');
  await popup.click('#notice-action');
  await allow(xvfb, popup);
  // Then it is looked into, and the person is asked.
  await within(PATIENCE, 'the popup to be opened', () => chromium.popupIsOpen());
  const asking = ofPuppeteer(await chromium.popup());
  await says(asking, /^Fill the code of Framed · ada into a frame of id\.framed\.example on portal\.example from now on\?$/);
  assert.equal(await inFrame(), '');
  await asking.click('#notice-action');
  await closes();
  assert.equal(await inFrame(), codeNow());
});

test('the code is copied as well where the person has switched that on', async () => {
  const { page: options } = await openOptions(chromium);
  await ofPuppeteer(options).click('#copyAfterFill');
  await allow(xvfb, options);
  await within(PATIENCE, 'it to be switched on', async () =>
    (await options.evaluate(() => chrome.permissions.contains({ permissions: ['clipboardWrite', 'offscreen'] }))));
  await options.close();
  await freshCode(period());
  await page.bringToFront();
  await page.goto('about:blank');
  await page.goto('https://once.example/login');
  await xvfb.pressKeys(FILL);
  await within(PATIENCE, 'the code to be filled', async () => (await code()) !== '');
  await within(PATIENCE, 'the code on the clipboard', async () => (await chromium.readClipboard()) === (await code()));
});

test('the button shows that an account is bound here, where the person has asked for it', async () => {
  const badge = () => chromium.inWorker(async () => {
    const [tab] = await chrome.tabs.query({ active: true, lastFocusedWindow: true });
    return chrome.action.getBadgeText({ tabId: tab?.id });
  });
  const popup = await open('https://once.example/login');
  await chromium.closePopup();
  assert.ok(popup);
  assert.equal(await badge(), '');
  const editor = await press(chromium, page);
  await editor.click('.here .more');
  await editor.click('#site-list [data-part=badge]');
  await allow(xvfb, editor);
  await within(PATIENCE, 'it to be allowed', () => chromium.inWorker(() => chrome.permissions.contains({ origins: ['https://once.example/*'] })));
  await chromium.closePopup();
  await page.goto('about:blank');
  await page.goto('https://once.example/login');
  await within(PATIENCE, 'the badge', async () => (await badge()) === '1');
  await page.goto('https://late.example/login');
  assert.equal(await badge(), '');
});
