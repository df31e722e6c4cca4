// The popup names a site and asks; the page becomes another one while the question stands there. What was named is what is
// bound, known and filled, or nothing is.
import assert from 'node:assert/strict';
import { after, before, beforeEach, test } from 'node:test';
import { allow } from '../lib/allowing.mjs';
import { LOGIN, startNorthbank } from '../lib/northbank.mjs';
import { PATIENCE, within } from '../lib/wait.mjs';
import { openEditor } from '../lib/person.mjs';

/** A service of which the table knows where it is: it is proposed there, with a question. */
const HOME = 'https://github.com';
const OTHER = 'https://ads.tracker.test';
/** Looks like it. */
const TWIN = 'https://githup.com';

/** @type {import('../lib/northbank.mjs').Northbank} */
let bank;

before(async () => {
  bank = await startNorthbank(() => LOGIN, { issuer: 'GitHub', home: HOME });
  // The extension may look into the other page too, as after a badge or a frame.
  const { tab, done } = await bank.elsewhere(`chrome.permissions.request({ origins: ['https://ads.tracker.test/*', 'https://github.com/*', 'https://githup.com/*'] })`);
  await allow(bank.xvfb, tab);
  assert.equal(await done, true);
  await tab.close();
  // Bound to nothing, so that the popup asks.
  const popup = await bank.open(`${HOME}/login`);
  await openEditor(popup, '.here .more');
  await popup.click('#site-list [data-part=remove]');
  await popup.click('#editor-form .primary');
  await popup.waitFor('#list li');
});

after(() => bank?.close());

beforeEach(() => bank.freshCode());

/** The popup over a page, with the question whether to bind. */
async function asked() {
  const popup = await bank.open(`${HOME}/login`);
  // A proposal by name may be there or not: the question is what is asked about here.
  await popup.click('#list .fill');
  await bank.says(popup, /^Fill the codes of GitHub · ada on github\.com from now on\?$/);
  return popup;
}

/** As a page does by itself, so that the popup stays. @param {string} url */
async function goOn(url) {
  await bank.page.evaluate((to) => {
    setTimeout(() => location.assign(to), 0);
  }, url);
  await within(PATIENCE, 'the page to have gone on', async () => bank.page.url() === url && (await bank.page.$('#otp')) !== null);
}

test('the page goes on to another site: the question is gone, and nothing is bound or filled', async () => {
  const popup = await asked();
  await goOn(`${OTHER}/login`);
  await within(PATIENCE, 'the question to go', async () => (await (await bank.opened()).text('#notice-text')) === '');
  assert.ok(popup);
  assert.equal(await bank.standing(), '');
  assert.deepEqual(await bank.boundTo(), []);
});

/** What the popup's own page gets for an answer, past all buttons. @param {'bind' | 'know'} type @param {string} origin */
async function answerTo(type, origin) {
  const popup = await bank.opened();
  return popup.evaluate(async (what, of) => {
    const [tab] = await chrome.tabs.query({ active: true, currentWindow: true });
    const { answer: { accounts } } = await chrome.runtime.sendMessage({ type: 'list', ask: {} });
    return chrome.runtime.sendMessage({ type: what, ask: { id: accounts[0].id, tab: tab?.id, origin: of } });
  }, type, origin);
}

test('the worker itself refuses to bind or to know a site that is no longer in front', async () => {
  await asked();
  await goOn(`${OTHER}/login`);
  for (const type of /** @type {const} */ (['bind', 'know'])) {
    assert.deepEqual(await answerTo(type, HOME), { error: { code: 'page-changed' } }, type);
  }
  assert.deepEqual(await bank.boundTo(), []);
});

test('and to fill there', async () => {
  await asked();
  assert.deepEqual(await answerTo('bind', HOME), { answer: null });
  await goOn(`${OTHER}/login`);
  const popup = await bank.opened();
  const filled = await popup.evaluate(async (origin) => {
    const [tab] = await chrome.tabs.query({ active: true, currentWindow: true });
    const { answer: { accounts } } = await chrome.runtime.sendMessage({ type: 'list', ask: {} });
    const port = chrome.runtime.connect({ name: 'fill' });
    return new Promise((resolve) => {
      port.onMessage.addListener(resolve);
      port.postMessage({ id: accounts[0].id, tab: tab?.id, origin });
    });
  }, HOME);
  assert.deepEqual(filled, { answer: { filled: false, reason: 'page-changed' } });
  assert.equal(await bank.standing(), '');
});

test('the popup over a page that stays goes on as before', async () => {
  const popup = await bank.open(`${HOME}/login`);
  await popup.click('.here .fill');
  await bank.closes();
  assert.ok(bank.isRight(await bank.standing()));
  assert.deepEqual(await bank.boundTo(), [HOME]);
});

test('a page that only looks like the service is not known because it came after another', async () => {
  const popup = await bank.open(`${TWIN}/login`);
  await bank.says(popup, /^Careful: this is not github\.com/);
  await goOn(`${OTHER}/login`);
  assert.deepEqual(await answerTo('know', TWIN), { error: { code: 'page-changed' } });
});
