/**
 * A bank, Northbank, with an account that is bound to it, and whatever other sites a test wants beside it. In a Chromium
 * with a window, since the browser asks the person for permissions.
 */
import { generateSecret, generateSync } from 'otplib';
import { launchChromium } from './chromium.mjs';
import { CHROMIUM_DIST } from './dist.mjs';
import { openVault } from './open_vault.mjs';
import { addByHand, ofPuppeteer, press } from './person.mjs';
import { startSites } from './site.mjs';
import { PATIENCE, sleep, within } from './wait.mjs';
import { startXvfb } from './xvfb.mjs';

/** @typedef {Awaited<ReturnType<typeof startNorthbank>>} Northbank */
/** @typedef {import('./person.mjs').Popup} Popup */

export const BANK = 'https://northbank.test';
/** Short, so that nobody waits long for the next code. */
const PERIOD = 15;

/** A page with a field for a code. */
export const LOGIN = '<h1>Two-factor authentication</h1><p>Enter the code of your authenticator app</p><label>Code <input id="otp" name="otp" inputmode="numeric" autocomplete="one-time-code"></label>';

/**
 * @param {(visit: import('./site.mjs').Visit) => import('./site.mjs').Answer | undefined} answer pages but the usual one
 * @param {{ issuer?: string, home?: string }} [options] another firm than the bank, and its origin
 */
export async function startNorthbank(answer, { issuer = 'Northbank', home = BANK } = {}) {
  const xvfb = await startXvfb();
  /** What was posted, and where. @type {{ host: string, path: string, code: string }[]} */
  const sent = [];
  const sites = await startSites((visit) => {
    const code = visit.form.get('otp');
    if (code !== null) {
      sent.push({ host: visit.host, path: visit.path, code });
      return '<h1>Thank you</h1>';
    }
    return answer(visit) ?? LOGIN;
  });
  const chromium = await launchChromium({ extension: CHROMIUM_DIST, headless: false, display: xvfb.display, args: sites.args });
  const page = await chromium.firstPage();
  await page.goto(`${home}/start`);
  await openVault(chromium, page);
  const first = await press(chromium, page);
  const secret = generateSecret();
  await addByHand(first, { secret, issuer, name: 'ada', period: PERIOD }, { bindHere: true });
  await chromium.closePopup();

  /** @param {string} code */
  const isRight = (code) => [0, PERIOD].some((late) =>
    code === generateSync({ secret, period: PERIOD, epoch: Math.floor(Date.now() / 1000) - late }));

  /** What stands in all fields of all documents of the tab. */
  const standing = async () => {
    const values = await Promise.all(page.frames().map((frame) =>
      frame.$$eval('input', (fields) => fields.map(({ value }) => value)).catch(() => [])));
    return values.flat().join('');
  };

  /** @param {string} url */
  async function open(url) {
    await chromium.closePopup();
    await page.goto('about:blank');
    await page.goto(url);
    const popup = await press(chromium, page);
    await popup.waitFor('#list li');
    return popup;
  }

  /** The popup that the browser has opened. */
  const opened = async () => ofPuppeteer(await chromium.popup());

  /** @param {Popup} popup @param {RegExp} words */
  const says = (popup, words) => within(PATIENCE, String(words), async () => words.test((await popup.text('#notice-text')) ?? ''));

  const closes = () => within(PATIENCE, 'the popup to close', () => !chromium.popupIsOpen()).catch(async (error) => {
    throw new Error(`${error.message}, which says: ${await (await opened()).text('#notice-text')}`);
  });

  /** The origins that the account is bound to. */
  const boundTo = async () => {
    const tab = await chromium.browser.newPage();
    try {
      await tab.goto(chromium.url('background/clipboard.html'));
      return await tab.evaluate(async () => {
        const { answer: { accounts } } = await chrome.runtime.sendMessage({ type: 'list', ask: {} });
        const { answer } = await chrome.runtime.sendMessage({ type: 'details', ask: { id: accounts[0].id } });
        return answer.sites.map((/** @type {{ origin: string }} */ { origin }) => origin);
      });
    } finally {
      await tab.close();
    }
  };

  /** Does something on a page of the extension's own in another tab, as by a press. @param {string} act an expression */
  async function elsewhere(act) {
    const tab = await chromium.browser.newPage();
    await tab.goto(chromium.url('background/clipboard.html'));
    return { tab, done: tab.evaluate(act) };
  }

  /** A code that was filled once is not filled again, so each test has one of its own. */
  let used = 0;
  async function freshCode() {
    const period = () => Math.floor(Date.now() / 1000 / PERIOD);
    const left = () => PERIOD - ((Date.now() / 1000) % PERIOD);
    while (period() <= used || left() < 9) {
      await sleep(200);
    }
    used = period();
  }

  return {
    xvfb, sites, chromium, page, sent, isRight, standing, open, opened, says, closes, boundTo, elsewhere, freshCode,
    async close() {
      await chromium.close();
      sites.close();
      await xvfb.close();
    },
  };
}
