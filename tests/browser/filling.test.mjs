// Filling where it is more than a field and a code: on sites of other names, in frames of other sites, into fields that were
// pointed out, and sending the form.
import assert from 'node:assert/strict';
import { after, before, beforeEach, test } from 'node:test';
import { allow } from './lib/allowing.mjs';
import { LOGIN, startLoginSites } from './lib/login_sites.mjs';
import { ofPuppeteer, openEditor, press } from './lib/person.mjs';
import { PATIENCE, sleep, within } from './lib/wait.mjs';
import { there } from '../there.mjs';

const FILL = 'alt+shift+l';
const PLAIN = '<p><input id="first" aria-label="Alpha"></p><p><input id="box" aria-label="Beta"></p>';
const BY_SMS = '<p>We sent a code to your phone by SMS.</p><p><label>Code <input id="otp" name="otp" inputmode="numeric"></label></p>';
/** Sends the code by itself, and goes on to a page with a form of its own. */
const SENDS_ITSELF = `${LOGIN}<script>otp.oninput = () => otp.value.length === 6 && location.assign('/next');</script>`;
/** How long it takes to go on, in which the page still stands there. */
const SLOW = 1500;
const NEXT = '<form method="post" action="/login"><input name="otp" value="wrong" autofocus></form>';
const FRAMED = '<h1>Log in</h1><iframe id="frame" src="https://id.framed.example/login" width="500" height="300"></iframe>';

/** @type {import('./lib/login_sites.mjs').LoginSites} */
let login;

before(async () => {
  login = await startLoginSites(async (path) => {
    await sleep(path === '/next' ? SLOW : 0);
    return { '/plain': PLAIN, '/sms': BY_SMS, '/itself': SENDS_ITSELF, '/next': NEXT, '/framed': FRAMED }[path];
  });
});

after(() => login?.close());

beforeEach(() => login.chromium.closePopup());

test('an account without a site is proposed by its issuer, bound once the person says so, and then filled on the whole domain', async () => {
  await login.enrol('https://nowhere.example/', 'GitHub', { bindHere: false });
  await login.freshCode();
  const popup = await login.open('https://github.com/login');
  await popup.click('.here .fill');
  await login.says(popup, /^Fill the codes of GitHub · ada on github\.com from now on\?$/);
  assert.equal(await login.code(), '');
  await popup.click('#notice-action');
  await login.closes();
  assert.equal(await login.code(), login.codeNow());
  await login.freshCode();
  await (await login.open('https://gist.github.com/login')).click('.here .fill');
  await login.closes();
  assert.equal(await login.code(), login.codeNow());
});

test('twins of a bound site are refused in words, by every gesture', async () => {
  for (const [host, words] of /** @type {const} */ ([
    ['github.com.evil.example', /not github\.com\. That name stands in the address of somebody else/],
    ['github-login.example', /not github\.com\. Its name is only a part of this address/],
    ['gihtub.com', /not github\.com\. The address differs by one letter/],
    ['xn--gthub-n2e.com', /not github\.com\. Its address only looks the same/],
  ])) {
    const popup = await login.open(`https://${host}/login`);
    await login.says(popup, words);
    assert.equal(await popup.evaluate(() => document.querySelectorAll('.here').length), 0, host);
    await login.chromium.closePopup();
    await login.xvfb.pressKeys(FILL);
    await login.says(ofPuppeteer(await login.chromium.popup()), words);
    assert.equal(await login.code(), '', host);
  }
});

test('rules of the person: this host, a path', async () => {
  await login.enrol('https://rules-of-ada.com/login', 'Rules');
  const isHere = async (/** @type {string} */ url) => {
    const popup = await login.open(url);
    await popup.waitFor('#list li');
    return (await popup.evaluate(() => document.querySelectorAll('.here').length)) > 0;
  };
  const rule = async (/** @type {string} */ value, path = '') => {
    const popup = await login.open('https://rules-of-ada.com/team/login');
    await openEditor(popup, '.here .more');
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
  await login.enrol('https://taught.example/login', 'Taught');
  await login.freshCode();
  let popup = await login.open('https://taught.example/plain');
  await popup.click('.here .fill');
  await login.says(popup, /^No field on this page asks for a code/);
  await login.chromium.closePopup();
  await login.page.focus('#box');
  popup = await press(login.chromium, login.page);
  await popup.click('.here .fill');
  await login.says(popup, /^No field/);
  await popup.click('#notice-action');
  await login.closes();
  assert.equal(await login.code(), login.codeNow());
  assert.equal(await login.valueOf('#first'), '');

  await login.freshCode(login.period());
  popup = await login.open('https://taught.example/plain');
  await popup.click('.here .fill');
  await login.closes();
  assert.equal(await login.code(), login.codeNow());

  popup = await login.open('https://taught.example/plain');
  await openEditor(popup, '.here .more');
  await popup.click('#site-list [data-part=taught]');
  await popup.click('#editor-form .primary');
  await login.freshCode(login.period());
  await popup.click('.here .fill');
  await login.says(popup, /^No field/);
});

test('what a page says of SMS can be overruled by pointing at the box, and by nothing else', async () => {
  await login.freshCode(login.period());
  let popup = await login.open('https://taught.example/sms');
  await popup.click('.here .fill');
  await login.says(popup, /^This page sent you its code by SMS\.$/);
  assert.equal(await login.code(), '');
  await login.chromium.closePopup();
  await login.page.focus('#otp');
  popup = await press(login.chromium, login.page);
  await popup.click('.here .fill');
  await login.says(popup, /^This page sent/);
  await popup.click('#notice-action');
  await login.closes();
  assert.equal(await login.code(), login.codeNow());
});

test('the form is sent only where the person has switched it on', async () => {
  await login.enrol('https://sends.example/login', 'Sends');
  login.sent.length = 0;
  await login.freshCode();
  await (await login.open('https://sends.example/login')).click('.here .fill');
  await login.closes();
  await sleep(500);
  assert.equal(login.sent.length, 0);

  let popup = await login.open('https://sends.example/login');
  await openEditor(popup, '.here .more');
  await popup.click('#submit-after');
  await popup.click('#editor-form .primary');
  await popup.waitFor('#list li');
  await login.freshCode(login.period());
  popup = await login.open('https://sends.example/login');
  await popup.click('.here .fill');
  await within(PATIENCE, 'the form to be sent', () => login.sent.length > 0);
  await within(PATIENCE, 'the site to be satisfied', () => login.page.url().endsWith('/in'));
  assert.deepEqual(login.sent.map(({ right }) => right), [true]);
});

test('a page that has sent the form by itself is another one: its forms are not sent', async () => {
  login.sent.length = 0;
  await login.freshCode(login.period());
  await (await login.open('https://sends.example/itself')).click('.here .fill');
  await login.closes();
  await within(PATIENCE, 'the page to go on', () => login.page.url().endsWith('/next'));
  await sleep(SLOW);
  assert.ok(login.page.url().endsWith('/next'));
  assert.deepEqual(login.sent, []);
});

test('a frame of another site is looked into once the person allows that site, and filled once they say so', async () => {
  await login.enrol('https://portal.example/framed', 'Framed');
  const inFrame = () => there(login.page.frames()[1]).$eval('#otp', (field) => /** @type {HTMLInputElement} */ (field).value);
  await login.freshCode();
  const popup = await login.open('https://portal.example/framed');
  await popup.click('.here .fill');
  await login.says(popup, /^The field may be in a frame of id\.framed\.example/);
  assert.equal(await inFrame(), '');
  await popup.click('#notice-action');
  await allow(login.xvfb, popup);
  // Then it is looked into, and the person is asked.
  await within(PATIENCE, 'the popup to be opened', () => login.chromium.popupIsOpen());
  const asking = ofPuppeteer(await login.chromium.popup());
  await login.says(asking, /^Fill the code of Framed · ada into a frame of id\.framed\.example on portal\.example from now on\?$/);
  assert.equal(await inFrame(), '');
  await asking.click('#notice-action');
  await login.closes();
  assert.equal(await inFrame(), login.codeNow());
});
