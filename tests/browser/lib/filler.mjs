/**
 * Fills one page after the other in a Chromium: pages of the tests' own, served over HTTP, and accounts that are bound
 * to them. The accounts count instead of looking at the clock, so that each fill has a code of its own.
 */
import { createServer } from 'node:http';
import { codeAt } from '../../portals/client.mjs';
import { launchChromium } from './chromium.mjs';
import { CHROMIUM_DIST } from './dist.mjs';
import { addByHand, press, setPassphrase } from './person.mjs';
import { within } from './wait.mjs';

/** How far a counter may have moved since the last fill that was seen. */
const AHEAD = 6;
const SECRET = 'JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP';

/** @typedef {Awaited<ReturnType<typeof startFiller>>} Filler */

/**
 * @param {(path: string) => string | Uint8Array | undefined | Promise<string | Uint8Array | undefined>} content of a path
 * @param {{ digits?: number[], args?: string[] }} [options] one account for each
 */
export async function startFiller(content, { digits = [6], args = [] } = {}) {
  const server = createServer(async (request, response) => {
    const path = new URL(request.url ?? '/', 'http://localhost').pathname;
    const body = path === '/start' ? '<!doctype html><title>Start</title>' : await content(path);
    const type = path.endsWith('.js') ? 'text/javascript' : path.endsWith('.css') ? 'text/css' : 'text/html; charset=utf-8';
    response.writeHead(body === undefined ? 404 : 200, { 'content-type': type }).end(body);
  });
  await new Promise((listening) => {
    server.listen(0, '127.0.0.1', () => listening(undefined));
  });
  const { port } = /** @type {import('node:net').AddressInfo} */ (server.address());
  const address = `http://127.0.0.1:${port}`;

  const chromium = await launchChromium({ extension: CHROMIUM_DIST, args });
  const [page] = await chromium.browser.pages();
  await page.goto(`${address}/start`);
  let popup = await press(chromium, page);
  await setPassphrase(popup);
  const counters = new Map();
  for (const count of digits) {
    counters.set(count, 0);
    const secret = `otpauth://hotp/${count}?secret=${SECRET}&digits=${count}&counter=0`;
    await addByHand(popup, { secret, issuer: `digits ${count}`, name: 'ada' }, { bindHere: true });
  }
  await chromium.closePopup();

  /**
   * Opens the popup over the page and presses "Fill code" of the account with that many digits.
   * @param {number} [count]
   * @returns {Promise<{ reason: string | null, took: number }>} what the popup says, or null when it closed; in milliseconds
   */
  async function fill(count = 6) {
    popup = await press(chromium, page);
    await popup.waitFor('#list li.here .fill');
    const began = Date.now();
    const closes = chromium.popupIsOpen;
    await popup.evaluate((issuer) => {
      const rows = [...document.querySelectorAll('#list li')];
      const row = rows.find((one) => one.querySelector('.issuer')?.textContent === issuer);
      const button = row?.querySelector('.fill');
      if (button instanceof HTMLElement) button.click();
    }, `digits ${count}`);
    let reason = null;
    await within(8000, 'the popup to close or to say why not', async () => {
      reason = closes() ? await popup.text('#notice-text').catch(() => null) : null;
      return !closes() || Boolean(reason);
    });
    const took = Date.now() - began;
    await chromium.closePopup();
    return { reason, took };
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
    chromium,
    address,
    open: (/** @type {string} */ path) => page.goto(address + path),
    fill,
    isNext,
    async close() {
      await chromium.close();
      server.closeAllConnections();
      server.close();
    },
  };
}
