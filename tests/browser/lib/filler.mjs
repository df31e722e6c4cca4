/**
 * Fills one page after the other: pages of the tests' own, served over HTTP, and accounts that are bound
 * to them. The accounts count instead of looking at the clock, so that each fill has a code of its own.
 */
import { createServer } from 'node:http';
import { codeAt } from '../../portals/client.mjs';
import { launchChromium } from './chromium.mjs';
import { CHROMIUM_DIST, FIREFOX_DIST } from './dist.mjs';
import { launchFirefox } from './firefox.mjs';
import { openVault } from './open_vault.mjs';
import { addByHand, press } from './person.mjs';
import { PATIENCE, within } from './wait.mjs';

/** How far a counter may have moved since the last fill that was seen. */
const AHEAD = 60;
const SECRET = 'JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP';

/** @typedef {Awaited<ReturnType<typeof startFiller>>} Filler */

/**
 * @param {(path: string) => string | Uint8Array | undefined | Promise<string | Uint8Array | undefined>} content of a path
 * @param {{ digits?: number[], firefox?: boolean }} [options] one account for each number of digits
 */
export async function startFiller(content, { digits = [6], firefox = false } = {}) {
  /** @param {import('node:http').IncomingMessage} request @param {import('node:http').ServerResponse} response */
  async function serve(request, response) {
    const path = new URL(request.url ?? '/', 'http://localhost').pathname;
    const body = path === '/start' ? '<!doctype html><title>Start</title>' : await content(path);
    const type = path.endsWith('.js') ? 'text/javascript' : path.endsWith('.css') ? 'text/css' : 'text/html; charset=utf-8';
    response.writeHead(body === undefined ? 404 : 200, { 'content-type': type }).end(body);
  }
  const server = createServer((request, response) => {
    serve(request, response).catch((error) => response.destroy(error));
  });
  await new Promise((listening) => {
    server.listen(0, '127.0.0.1', () => listening(undefined));
  });
  const { port } = /** @type {import('node:net').AddressInfo} */ (server.address());
  const address = `http://127.0.0.1:${port}`;

  const browser = firefox ? await launchFirefox({ extension: FIREFOX_DIST }) : await launchChromium({ extension: CHROMIUM_DIST });
  const page = await browser.browser.newPage();
  await page.goto(`${address}/start`);
  await openVault(browser, page);
  let popup = await press(browser, page);
  const counters = new Map();
  for (const count of digits) {
    counters.set(count, 0);
    const secret = `otpauth://hotp/${count}?secret=${SECRET}&digits=${count}&counter=0`;
    await addByHand(popup, { secret, issuer: `digits ${count}`, name: 'ada' }, { bindHere: true });
  }
  await browser.closePopup();

  const devTools = firefox ? null : await page.createCDPSession();
  await devTools?.send('Performance.enable', { timeDomain: 'threadTicks' });
  /** How long the page's own thread has computed, in milliseconds, whatever else the machine does; Firefox does not say it. */
  async function computed() {
    const { metrics } = (await devTools?.send('Performance.getMetrics')) ?? { metrics: [] };
    return (metrics.find(({ name }) => name === 'TaskDuration')?.value ?? NaN) * 1000;
  }

  /**
   * Opens the popup over the page and presses "Fill code" of the account with that many digits.
   * @param {number} [count]
   * @returns {Promise<{ reason: string | null, took: number, spent: number, pressed: number }>} what the popup says, or null
   *   when it closed; how long that took and for how long the page's thread computed meanwhile, in milliseconds; and when it was
   *   pressed
   */
  async function fill(count = 6) {
    popup = await press(browser, page);
    await popup.waitFor('#list li.here .fill');
    // It looks for QR codes meanwhile, which has a time of its own.
    await popup.waitFor(() => !/^(|Looking.*)$/.test(document.querySelector('#scan-text')?.textContent ?? ''));
    const before = await computed();
    // By the clock of that machine, with as little as possible before the press.
    const began = Date.now();
    /** What the popup says, and after how many milliseconds; it closes instead, and says nothing, when the code is filled. */
    const said = popup.evaluate((issuer) => new Promise((resolve) => {
      const notice = document.querySelector('#notice-text');
      if (notice === null) throw new TypeError('no notice');
      const from = performance.now();
      new MutationObserver(() => {
        if (notice.textContent) resolve({ reason: notice.textContent, took: performance.now() - from });
      }).observe(notice, { childList: true, characterData: true, subtree: true });
      const row = [...document.querySelectorAll('#list li')].find((one) => one.querySelector('.issuer')?.textContent === issuer);
      const button = row?.querySelector('.fill');
      if (button instanceof HTMLElement) button.click();
    }), `digits ${count}`).catch(() => null);
    const closed = within(PATIENCE, 'the popup to close or to say why not', async () => !(await browser.popupIsOpen()));
    closed.catch(() => {});
    const answer = /** @type {{ reason: string, took: number } | null} */ (await Promise.race([said, closed.then(() => null)]));
    const [reason, took] = answer === null ? [null, Date.now() - began] : [answer.reason, answer.took];
    const spent = (await computed()) - before;
    await browser.closePopup();
    return { reason, took, spent, pressed: began };
  }

  /**
   * Whether it is the next code of that many digits, which is then used up.
   * @param {string} code
   * @param {number} [count]
   */
  function isNext(code, count = 6) {
    const from = counters.get(count);
    for (let counter = from; counter < from + AHEAD; counter += 1) {
      if (codeAt(`otpauth://hotp/x?secret=${SECRET}`, counter * 30_000, count) === code) {
        counters.set(count, counter + 1);
        return true;
      }
    }
    return false;
  }

  return {
    page,
    browser,
    address,
    open: (/** @type {string} */ path) => page.goto(address + path),
    fill,
    isNext,
    async close() {
      await browser.close();
      server.closeAllConnections();
      server.close();
    },
  };
}
