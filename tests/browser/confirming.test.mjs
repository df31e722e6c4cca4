// After "Add": the code that confirms this very account is filled when the page asks for it, on that origin, in that tab,
// once, for five minutes; and what little is left of a period is waited for. Codes are verified as a site would do it.
import assert from 'node:assert/strict';
import { after, afterEach, before, beforeEach, test } from 'node:test';
import { generateSecret, generateSync } from 'otplib';
import { launchChromium } from './lib/chromium.mjs';
import { dataUrl } from './lib/codes.mjs';
import { CHROMIUM_DIST } from './lib/dist.mjs';
import { openVault } from './lib/open_vault.mjs';
import { PASSPHRASE, press, scanText, tryPassphrase } from './lib/person.mjs';
import { startSites } from './lib/site.mjs';
import { PATIENCE, sleep, within } from './lib/wait.mjs';

/** Short, so that nobody waits long for its end. */
const PERIOD = 20;
/** A period of which the last ten seconds are too few, and long enough for a busy machine to say so. */
const LONG = 30;
/** In which a page is looked at that has loaded, with room for a busy machine; then nothing more comes by itself. */
const LOOKED = 6000;

/** @type {import('./lib/site.mjs').Sites} */
let sites;
/** @type {import('./lib/chromium.mjs').Chromium} */
let chromium;
/** @type {import('puppeteer-core').Page} */
let page;
let secret = '';
let picture = '';

const FIELD = '<h1>Two-factor authentication</h1><p>Enter the code of your authenticator app</p><input id="otp" name="otp" inputmode="numeric" autocomplete="one-time-code">';
const STEP = () => `<h1>Scan the QR code</h1><img src="${picture}"><p><a id="next" href="/confirm">Next</a></p><button id="show">Next</button>
  <script>show.onclick = () => { document.body.innerHTML = ${JSON.stringify(FIELD)}; };</script>`;
const PAGES = /** @type {Record<string, () => string>} */ ({
  '/step': STEP,
  '/both': () => `<img src="${picture}">${FIELD}`,
  '/backup': () => '<h1>Write these down</h1><p>1111 2222</p><a id="next" href="/confirm">Next</a>',
  '/late': () => `<h1>One moment</h1><script>setTimeout(() => { document.body.innerHTML = ${JSON.stringify(FIELD)}; }, 1500);</script>`,
});

before(async () => {
  sites = await startSites(({ path }) => `<link rel="icon" href="data:,">${(PAGES[path] ?? (() => FIELD))()}`);
  chromium = await launchChromium({ extension: CHROMIUM_DIST, args: sites.args });
  page = await chromium.browser.newPage();
  await openVault(chromium, page);
});

after(async () => {
  await chromium?.close();
  sites?.close();
});

let count = 0;
/** Each on a site of its own. */
let host = '';

beforeEach(async () => {
  await chromium.closePopup();
  count += 1;
  host = `portal${'abcdefghijklmnop'[count]}.test`;
  secret = generateSecret();
  await offer(PERIOD);
});

afterEach(() => chromium.closePopup());

let period = PERIOD;

/** The pages show an account with codes of this period. @param {number} seconds */
async function offer(seconds) {
  period = seconds;
  picture = await dataUrl(`otpauth://totp/Portal:ada?secret=${secret}&issuer=Portal&period=${seconds}`);
}

/** Seconds that are left of the period. */
const left = () => period - ((Date.now() / 1000) % period);

/** So much of a period that what follows is over in it. */
const early = () => within(PATIENCE, 'a new period', () => left() > 10);

/** Presses "Add" on a page, and answers with the popup. @param {string} path */
async function addAt(path, at = early) {
  await page.goto(`https://${host}${path}`);
  const popup = await press(chromium, page);
  await within(PATIENCE, 'the account to be offered', async () => (await scanText(popup)).includes('Portal'));
  await at();
  await popup.click('#scan-action');
  await within(PATIENCE, 'to be told', async () => /^Added/.test((await popup.text('#notice-text')) ?? ''));
  return popup;
}

/** What stands in the field, and whether the site takes it. */
async function written() {
  const code = await page.$eval('#otp', (field) => /** @type {HTMLInputElement} */ (field).value);
  const right = [0, 2, 5].some((late) => code === generateSync({ secret, period, epoch: Math.floor(Date.now() / 1000) - late }));
  return code === '' ? null : right;
}

async function assertFilled() {
  await within(PATIENCE, 'the code', async () => (await page.$('#otp')) !== null && (await written()) !== null);
  assert.equal(await written(), true);
}

async function assertLeftAlone() {
  await sleep(LOOKED);
  assert.equal(await written(), null);
}

/**
 * With fewer seconds left a code is not filled. More of them than usual leave a busy machine enough of the time in which
 * that is told.
 * @param {number} minSeconds
 */
const spareFrom = (minSeconds) => chromium.inWorker((seconds) => chrome.storage.local.set({ settings: { minSeconds: seconds } }), minSeconds);

const granted = () => chromium.inWorker(async () => (await chrome.storage.session.get('grant'))['grant'] ?? null);

test('in the last seconds of a period: the next code is awaited, and it is said', async () => {
  await offer(LONG);
  await spareFrom(10);
  try {
    const popup = await addAt('/both', () => within(PATIENCE, 'the end of a period', () => left() < 9.5 && left() > 7));
    assert.match((await popup.text('#notice-text')) ?? '', /^Added\. This code is about to run out\. The next one is filled in \d+ seconds?\.$/);
    assert.equal(await written(), null);
  } finally {
    await spareFrom(5);
  }
  await within(PATIENCE, 'the popup to close, as after "Fill"', () => !chromium.popupIsOpen());
  await assertFilled();
  await within(PATIENCE, 'the grant to end', async () => (await granted()) === null);
});

test('the next page of the same site asks: filled without a press, once', async () => {
  const popup = await addAt('/step');
  assert.match((await popup.text('#notice-text')) ?? '', /^Added\. Its code is filled in once the next page asks for it/);
  await chromium.closePopup();
  await page.click('#next');
  await assertFilled();
  // What was written is read back before the grant ends.
  await within(PATIENCE, 'the grant to end', async () => (await granted()) === null);
  await sleep(left() * 1000 + 200);
  await page.goto(`https://${host}/confirm`);
  await assertLeftAlone();
});

test('two pages later, after the worker was killed, by a page that draws its field late', async () => {
  await addAt('/step');
  await chromium.closePopup();
  await page.goto(`https://${host}/backup`);
  await chromium.killWorker();
  await page.goto(`https://${host}/late`);
  await assertFilled();
});

test('a page that asks without loading anew: filled soon after the popup is closed', async () => {
  await addAt('/step');
  await chromium.closePopup();
  await page.click('#show');
  await assertFilled();
});

test('a page that gave no answer when it was looked at: filled all the same when it asks', async () => {
  await addAt('/step');
  // Longer than a look waits. One that goes to its next page at that moment gives no answer either.
  await page.evaluate((busy) => {
    setTimeout(() => {
      const end = Date.now() + busy;
      while (Date.now() < end);
    });
  }, LOOKED);
  await chromium.closePopup();
  await sleep(LOOKED);
  await page.goto(`https://${host}/confirm`);
  await assertFilled();
});

test('later than that: filled at once when the person presses the button', async () => {
  await addAt('/step');
  await chromium.closePopup();
  await chromium.killWorker();
  await page.click('#show');
  await sleep(1000);
  assert.equal(await written(), null);
  await early();
  await press(chromium, page).catch(() => {});
  await assertFilled();
  await within(PATIENCE, 'the popup to close', () => !chromium.popupIsOpen());
});

test('not on another origin, nor after having been there', async () => {
  for (const elsewhere of [`https://evil${host}/confirm`, `https://login.${host}/confirm`]) {
    await addAt('/step');
    await chromium.closePopup();
    await page.goto(elsewhere);
    await assertLeftAlone();
    await page.goto(`https://${host}/confirm`);
    await assertLeftAlone();
    assert.equal(await granted(), null, elsewhere);
    secret = generateSecret();
    await offer(PERIOD);
  }
});

test('not in another tab', async () => {
  await addAt('/step');
  await chromium.closePopup();
  const other = await chromium.browser.newPage();
  await other.goto(`https://${host}/confirm`);
  await sleep(LOOKED);
  assert.equal(await other.$eval('#otp', (field) => /** @type {HTMLInputElement} */ (field).value), '');
  await other.close();
});

test('not after five minutes, not after a lock, not once the tab is closed', async () => {
  await addAt('/step');
  await chromium.closePopup();
  await chromium.inWorker(async () => {
    const { grant } = await chrome.storage.session.get('grant');
    await chrome.storage.session.set({ grant: { .../** @type {object} */ (grant), until: Date.now() - 1 } });
  });
  await page.goto(`https://${host}/confirm`);
  await assertLeftAlone();

  secret = generateSecret();
  await offer(PERIOD);
  const popup = await addAt('/step');
  assert.equal(typeof (await granted()), 'object');
  await popup.click('#lock');
  await popup.waitFor('#passphrase');
  assert.equal(await granted(), null);
  await tryPassphrase(popup, PASSPHRASE);
  await popup.waitFor('#search');
  await chromium.closePopup();
  await page.goto(`https://${host}/confirm`);
  await assertLeftAlone();

  secret = generateSecret();
  await offer(PERIOD);
  await addAt('/step');
  await chromium.closePopup();
  const closing = page;
  page = await chromium.browser.newPage();
  await closing.close();
  await within(PATIENCE, 'it to go with the tab', async () => (await granted()) === null);
});

test('nothing of it where the account was added without the site', async () => {
  await page.goto(`https://${host}/both`);
  const popup = await press(chromium, page);
  await popup.waitFor('#scan-bind');
  await popup.click('#scan-bind');
  await popup.click('#scan-action');
  await within(PATIENCE, 'to be told', async () => (await popup.text('#notice-text')) === 'Added without a site.');
  assert.equal(await granted(), null);
  assert.equal(await written(), null);
});
