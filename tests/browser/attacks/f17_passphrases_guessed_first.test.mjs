// Passphrases that are guessed first: refused by the worker, whatever a screen says; weak ones are taken at the second press.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ask, openBarePage } from '../lib/asking_worker.mjs';
import { launchChromium } from '../lib/chromium.mjs';
import { CHROMIUM_DIST, FIREFOX_DIST } from '../lib/dist.mjs';
import { launchFirefox } from '../lib/firefox.mjs';
import { complaints, hears, openOptions, send } from '../lib/options.mjs';
import { PASSPHRASE, empty, ofPuppeteer, press } from '../lib/person.mjs';
import { PATIENCE, within } from '../lib/wait.mjs';

/** @typedef {import('puppeteer-core').Page} Page */
/** @typedef {import('../lib/person.mjs').Popup} Popup */

const COMMON = [
  'password', 'Password1', 'Passw0rd!', 'P@ssw0rd', 'drowssap', '12345678', '123456789', 'qwertyuiop', '1qaz2wsx', '1q2w3e4r', 'iloveyou',
  'iloveyou!!!', 'PASSWORD123', 'p a s s w o r d', ' password ', 'password password', 'passwortpasswort', 'football1', 'trustno1!', 'ｐａｓｓｗｏｒｄ', 'Halfminute',
];
const PATTERNS = [
  'aaaaaaaa', '        ', '\u3000'.repeat(8), '\t'.repeat(9), 'abcabcabc', 'abcabcab', 'ababababab', 'ABCDEFGH', 'zyxwvutsr', 'qwertzuiop', 'QWERTZUIOPÜ',
  'asdfghjklöä', 'poiuztrewq', '1234567890123456', 'aaaabbbbcccc', '😀'.repeat(8), 'no no no no no', '1a1a1a1a1a', 'wer234sdf', '5tgb6yhn7ujm', '--------',
  'x'.repeat(500),
];
const SOUND = [PASSPHRASE, 'correct horse battery staple', 'xkqzvwpj', 'dragon48213', 'sieben Boote im Morgenrot', 'ähnlich wie gestern', 'Tr0ub4dor&3'];

/** Why it is refused. @param {Promise<unknown>} asked */
const refusal = (asked) => asked.then(() => 'nothing', (error) => error.message);

/** @param {Page} page a page of the extension */
async function byTheWorker(page) {
  const all = /** @type {const} */ ([...COMMON.map((one) => [one, 'passphrase-common']), ...PATTERNS.map((one) => [one, 'passphrase-pattern'])]);
  for (const [passphrase, code] of all) {
    assert.equal(await refusal(ask(page, 'create', { passphrase: passphrase ?? '' })), code, JSON.stringify(passphrase));
  }
  assert.equal((await ask(page, 'status', {})).state, 'new');
  await ask(page, 'create', { passphrase: PASSPHRASE });
  for (const [next, code] of all) {
    assert.equal(await refusal(ask(page, 'changePassphrase', { current: PASSPHRASE, next: next ?? '' })), code, JSON.stringify(next));
  }
  // What is none of them is not refused: then the wrong passphrase of now is.
  for (const next of SOUND.slice(0, 3)) {
    assert.equal(await refusal(ask(page, 'changePassphrase', { current: `${PASSPHRASE}?`, next })), 'wrong-passphrase', next);
  }
}

test('Chromium: the worker refuses what is guessed first, at first use and at a change', async () => {
  const chromium = await launchChromium({ extension: CHROMIUM_DIST });
  try {
    await byTheWorker(await openBarePage(chromium));
  } finally {
    await chromium.close();
  }
});

test('Firefox: the worker refuses what is guessed first, at first use and at a change', async () => {
  const firefox = await launchFirefox({ extension: FIREFOX_DIST });
  try {
    await byTheWorker(/** @type {Page} */ (/** @type {unknown} */ (await firefox.openTab('background/clipboard.html'))));
  } finally {
    await firefox.close();
  }
});

/** @param {Popup} popup @param {string} passphrase */
async function chooses(popup, passphrase) {
  for (const field of ['#passphrase', '#passphrase-repeat']) {
    await empty(popup, field);
    await popup.type(field, passphrase);
  }
}

/** @param {Popup} popup @param {string} css @param {RegExp} words */
const says = (popup, css, words) => within(PATIENCE, String(words), async () => words.test((await popup.text(css)) ?? '')).catch(async (error) => {
  throw new Error(`${error.message}: ${await popup.text(css)}`);
});

/** At first use. @param {Popup} popup */
async function byTheScreen(popup) {
  await chooses(popup, 'Passw0rd!');
  await says(popup, '#gate-strength', /^Too easy/);
  await popup.click('#gate-submit');
  await says(popup, '#gate-error', /guessed first/);

  await chooses(popup, 'xkqzvwpj');
  await says(popup, '#gate-strength', /^Weak: found after about \d+ (thousand|million|billion) guesses\.$/);
  await popup.click('#gate-submit');
  await says(popup, '#gate-error', /weak.*press again/);
  assert.equal(await popup.text('#gate-submit'), 'Use it all the same');
  // Another one is asked about anew.
  await chooses(popup, 'xkqzvwpk');
  assert.equal(await popup.text('#gate-submit'), 'Create vault');
  await popup.click('#gate-submit');
  await says(popup, '#gate-error', /weak.*press again/);

  await chooses(popup, 'hund katze maus');
  await says(popup, '#gate-strength', /^Fair: /);
  await chooses(popup, PASSPHRASE);
  await says(popup, '#gate-strength', /^Strong: /);
  await chooses(popup, 'xkqzvwpk');
  await popup.click('#gate-submit');
  await says(popup, '#gate-error', /weak.*press again/);
  await popup.click('#gate-submit');
  await popup.waitFor('#search');
}

test('Chromium: the screen says what a passphrase is worth, and takes a weak one at the second press', async () => {
  const chromium = await launchChromium({ extension: CHROMIUM_DIST });
  try {
    const page = await chromium.browser.newPage();
    const popup = await press(chromium, page);
    await byTheScreen(popup);
    // While it is locked, what is typed is not judged.
    await popup.click('#lock');
    await popup.type('#passphrase', 'xkqzvwpk');
    await popup.click('#gate-submit');
    await popup.waitFor('#search');
    assert.equal(await popup.text('#gate-strength'), '');
    await chromium.closePopup();

    const options = await openOptions(chromium);
    await send(options, 'passphrase', { current: 'xkqzvwpk', next: 'abcabcabc', repeat: 'abcabcabc' });
    await within(PATIENCE, 'the refusal', async () => /a pattern/.test(await complaints(options)));
    const weak = { current: 'xkqzvwpk', next: 'dragon48213', repeat: 'dragon48213' };
    await send(options, 'passphrase', weak);
    await within(PATIENCE, 'the warning', async () => /weak/.test(await complaints(options)));
    await says(ofPuppeteer(options.page), '#next-strength', /^Weak: /);
    await options.click('#passphrase-submit');
    await hears(options, /has been changed/);
    await options.click('#passphrase-open');
    assert.equal(await options.text('#passphrase-submit'), 'Change passphrase');
  } finally {
    await chromium.close();
  }
});

test('Chromium: also of one that was typed before the screen could judge it', async () => {
  const chromium = await launchChromium({ extension: CHROMIUM_DIST });
  try {
    const page = await chromium.browser.newPage();
    await page.setRequestInterception(true);
    /** @type {(() => void)[]} */
    const held = [];
    page.on('request', (request) => {
      const go = () => {
        request.continue().catch(console.error);
      };
      if (request.url().endsWith('/choosing.js')) {
        held.push(go);
      } else {
        go();
      }
    });
    await page.goto(chromium.url('ui/ui.html'));
    const screen = ofPuppeteer(page);
    await screen.type('#passphrase', 'Passw0rd!');
    await within(PATIENCE, 'what judges to be asked for', () => held.length > 0);
    assert.equal(await screen.text('#gate-strength'), '');
    held.forEach((go) => go());
    await says(screen, '#gate-strength', /^Too easy/);
  } finally {
    await chromium.close();
  }
});

test('Firefox: the screen says what a passphrase is worth, and takes a weak one at the second press', async () => {
  const firefox = await launchFirefox({ extension: FIREFOX_DIST });
  try {
    const page = await firefox.browser.newPage();
    await byTheScreen(await press(firefox, page));
  } finally {
    await firefox.close();
  }
});
