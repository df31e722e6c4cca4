/**
 * A real Chromium with a window that a real policy file manages: a vault with one account, a shop that asks for its code, and
 * the options page, which shows the policy in force.
 */
import assert from 'node:assert/strict';
import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openBarePage } from './asking_worker.mjs';
import { launchChromium } from './chromium.mjs';
import { CHROMIUM_DIST } from './dist.mjs';
import { idOf, managedPolicy } from './managed.mjs';
import { openOptions } from './options.mjs';
import { addByHand, press, setPassphrase } from './person.mjs';
import { PATIENCE, within } from './wait.mjs';
import { startXvfb } from './xvfb.mjs';

/** It counts, so a code that was refused and used up all the same would show. */
const ACCOUNT = { secret: 'otpauth://hotp/Shop:ada?secret=JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP&counter=7', issuer: 'Shop', name: 'ada' };
const PAGE = '<!doctype html><title>Shop</title><label>One-time code <input id="otp" autocomplete="one-time-code"></label>';
/** A page without a field, and one in its frame. @param {string} src */
const framed = (src) => `<!doctype html><title>Portal</title><h1>Welcome</h1><iframe src="${src}"></iframe>`;

/** A copy has an id of its own, so no other test can meet this policy. */
const extension = await mkdtemp(join(tmpdir(), 'halfminute-managed-'));
const policy = managedPolicy(idOf(extension));

/** Why the tests of a policy file can't run here; false when they can. */
export const skip = policy === null && 'a policy file can only be written as root, or with sudo without a password';

/** @typedef {Awaited<ReturnType<typeof startManaged>>} Managed */

export async function startManaged() {
  await cp(CHROMIUM_DIST, extension, { recursive: true });
  // As though the person had allowed frames of that host, and no other.
  const manifest = JSON.parse(await readFile(join(extension, 'manifest.json'), 'utf8'));
  await writeFile(join(extension, 'manifest.json'), JSON.stringify({ ...manifest, host_permissions: ['http://127.0.0.1/*'] }));
  const shop = createServer(({ url = '' }, response) => {
    const src = new URL(url, 'http://shop').searchParams.get('frame');
    response.setHeader('content-type', 'text/html').end(src === null ? PAGE : framed(src));
  }).listen(0, '127.0.0.1');
  const xvfb = await startXvfb();
  const chromium = await launchChromium({ extension, headless: false, display: xvfb.display });
  assert.equal(chromium.id, idOf(extension));
  const { port } = /** @type {import('node:net').AddressInfo} */ (shop.address());
  const origin = `http://127.0.0.1:${port}`;
  const page = await chromium.firstPage();
  await page.goto(origin);
  const popup = await press(chromium, page);
  await setPassphrase(popup);
  await addByHand(popup, ACCOUNT, { bindHere: true });
  await chromium.closePopup();
  // Unlike the options page, it stays as it is when the vault is locked.
  const bare = await openBarePage(chromium);
  const { page: options } = await openOptions(chromium);

  /**
   * What an extension's own screen gets for a question to the background.
   * @param {string} type
   * @param {object} [question]
   */
  const ask = (type, question = {}) =>
    bare.evaluate((what, how) => chrome.runtime.sendMessage({ type: what, ask: how }), type, question);

  /** @param {string} selector */
  const isDisabled = (selector) => options.$eval(selector, (control) => /** @type {HTMLButtonElement} */ (control).disabled);

  /** Which sections the page for moving offers. */
  async function offeredToMove() {
    const moving = await chromium.browser.newPage();
    await moving.goto(chromium.url('move/move.html'));
    await moving.waitForSelector('#import', { visible: true });
    const offered = await moving.$$eval('main > section', (all) => all.filter((section) => section.checkVisibility()).map(({ id }) => id));
    await moving.close();
    return offered;
  }

  /** @param {string} selector */
  const valueOf = (selector) => options.$eval(selector, (control) => /** @type {HTMLSelectElement} */ (control).value);

  /** The table of the options page: key to value. */
  async function inForce() {
    const rows = await options.$$eval('#policy-rows tr', (all) => all.map((row) => [...row.children].map((cell) => cell.textContent ?? '')));
    assert.ok(rows.every(([, , effect = '']) => effect.length > 10), 'every key is explained');
    return Object.fromEntries(rows.map(([key, value]) => [key, value]));
  }

  /**
   * Writes the policy, and waits until the open options page shows it, without being loaded anew.
   * @param {object} written
   * @param {Record<string, string>} shown
   */
  async function decide(written, shown) {
    policy?.put(written);
    const wanted = JSON.stringify(Object.entries(shown).sort());
    let seen = '';
    await within(PATIENCE, `the policy ${wanted}`, async () => {
      seen = JSON.stringify(Object.entries(await inForce()).sort());
      return seen === wanted;
    }).catch((error) => {
      throw new Error(`${error.message}; there is ${seen}`);
    });
    // Each section of the page hears of it by itself.
    await within(PATIENCE, 'the controls to show what is in force', async () => {
      const { answer: settings } = await ask('settings');
      const values = await Promise.all(['autoLockMinutes', 'idleMinutes', 'clearClipboardSeconds'].map(async (name) => (await valueOf(`#${name}`)) === String(settings[name])));
      return values.every(Boolean);
    });
  }

  return {
    chromium,
    xvfb,
    /** The folder that the extension is loaded from. */
    extension,
    /** The shop's. */
    origin,
    /** The shop, or a page beside it. */
    page,
    options,
    ask,
    isDisabled,
    offeredToMove,
    valueOf,
    inForce,
    decide,
    /** Takes the policy file away. */
    clear: () => policy?.clear(),
    /** The number of the account in the vault. */
    firstAccount: async () => (await ask('list')).answer.accounts[0].id,
    /** @param {string} [path] */
    async toShop(path = '/') {
      await page.bringToFront();
      await page.goto('about:blank');
      await page.goto(origin + path);
    },
    async close() {
      await chromium.close();
      await xvfb.close();
      shop.close();
      policy?.remove();
      await rm(extension, { recursive: true, force: true });
    },
  };
}
