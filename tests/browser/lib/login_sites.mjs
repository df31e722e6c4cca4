/**
 * Sites of any name that ask for a code and verify it, and a person with accounts there, in a Chromium with a window, since
 * the browser asks the person for permissions.
 */
import { generateSecret, generateSync } from 'otplib';
import { launchChromium } from './chromium.mjs';
import { CHROMIUM_DIST } from './dist.mjs';
import { openVault } from './open_vault.mjs';
import { addByHand, ofPuppeteer, press } from './person.mjs';
import { startSites } from './site.mjs';
import { PATIENCE, sleep, within } from './wait.mjs';
import { startXvfb } from './xvfb.mjs';

/** @typedef {import('./person.mjs').Popup} Popup */
/** @typedef {Awaited<ReturnType<typeof startLoginSites>>} LoginSites */

/** Of an account that has no other, in seconds: short, so that nobody waits long for the next code. */
export const PERIOD = 12;

/** The page of every path that has no other. */
export const LOGIN = `<h1>Two-factor authentication</h1><form method="post"><p>Enter the code of your authenticator app</p>
<input id="otp" name="otp" inputmode="numeric" autocomplete="off"><button>Verify</button></form>`;

/**
 * @param {(path: string) => string | undefined | Promise<string | undefined>} [answer] pages but the usual one
 */
export async function startLoginSites(answer = () => undefined) {
  const xvfb = await startXvfb();
  /** The seeds of all accounts. @type {string[]} */
  const secrets = [];
  /** What was sent to the sites. @type {{ host: string, code: string, right: boolean }[]} */
  const sent = [];
  const verdict = { refuses: false };
  const sites = await startSites(async ({ host, path, form }) => {
    const page = await answer(path);
    const code = form.get('otp');
    if (code !== null) {
      const right = !verdict.refuses && secrets.some((secret) => [0, 1000].some((late) => code === codeNow(secret, late)));
      sent.push({ host, code, right });
      return right ? { to: '/in' } : `<p role="alert">Invalid code.</p>${LOGIN}`;
    }
    return page ?? (path === '/in' ? '<h1>Welcome</h1>' : LOGIN);
  });
  const chromium = await launchChromium({ extension: CHROMIUM_DIST, headless: false, display: xvfb.display, args: sites.args });
  const page = await chromium.firstPage();
  if (page === undefined) throw new Error('a browser without a tab');
  await openVault(chromium, page);

  /**
   * The code of the account that was enrolled last, by the sites' own clock.
   * @param {string} [secret]
   * @param {number} [late]
   * @param {number} [seconds] its period
   */
  function codeNow(secret = secrets.at(-1) ?? '', late = 0, seconds = PERIOD) {
    return generateSync({ secret, period: seconds, epoch: Math.floor((Date.now() + sites.ahead - late) / 1000) });
  }

  const period = (seconds = PERIOD) => Math.floor((Date.now() + sites.ahead) / (seconds * 1000));
  /** Milliseconds until the next code. */
  const left = (seconds = PERIOD) => seconds * 1000 - ((Date.now() + sites.ahead) % (seconds * 1000));

  /** Waits for a code with enough milliseconds left, after `after` if it was used. */
  async function freshCode(after = 0, enough = 7000, seconds = PERIOD) {
    while (period(seconds) <= after || left(seconds) < enough) {
      await sleep(100);
    }
  }

  /**
   * Waits until the code is one that is not filled any more.
   * @param {number} [from] so many milliseconds before its end
   * @param {number} [seconds] its period
   */
  const almostOver = (from = 3500, seconds = PERIOD) =>
    within(PATIENCE, 'the code to be old', () => left(seconds) < from && left(seconds) > from - 1500);

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
  async function enrol(url, issuer, { bindHere = true, seconds = PERIOD } = {}) {
    const popup = await open(url);
    const secret = generateSecret();
    secrets.push(secret);
    await addByHand(popup, { secret, issuer, name: 'ada', period: seconds }, { bindHere });
    await chromium.closePopup();
  }

  /** @param {Popup} popup @param {RegExp} words */
  const says = (popup, words) => within(PATIENCE, String(words), async () => words.test((await popup.text('#notice-text')) ?? ''));
  const closes = () => within(PATIENCE, 'the popup to close', () => !chromium.popupIsOpen()).catch(async (error) => {
    throw new Error(`${error.message}, which says: ${await ofPuppeteer(await chromium.popup()).text('#notice-text')}`);
  });

  return {
    xvfb, sites, chromium, page, sent, verdict, codeNow, period, left, freshCode, almostOver, valueOf, code, open, enrol, says, closes,
    async close() {
      await chromium.close();
      sites.close();
      await xvfb.close();
    },
  };
}
