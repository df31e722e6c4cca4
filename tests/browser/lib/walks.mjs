/**
 * A person's way through the portals' own pages, in either browser.
 */
import { CMP_USERS, startLegrandCmp } from '../../portals/legrand-cmp.mjs';
import { M2M_USERS, startM2mManager } from '../../portals/m2mmanager.mjs';
import { sleep, within } from './wait.mjs';

/** @typedef {import('puppeteer-core').Page} Page */

/**
 * A portal and how one gets through it.
 * @typedef {object} Walk
 * @property {string} name
 * @property {string} issuer as the QR code names it
 * @property {string} account as the QR code names it
 * @property {{ url: string, events: { type: string, user: string }[], otpauth: (user: string) => string, close: () => Promise<void> }} portal
 * @property {(page: Page) => Promise<void>} toQrCode logs in for the first time, up to the page with the QR code
 * @property {(page: Page) => Promise<void>} toConfirmation from the QR code to the field that confirms it
 * @property {(page: Page) => Promise<void>} toCode logs in again, up to the page that asks for the code
 * @property {(page: Page) => Promise<void>} send sends the page's form
 * @property {(page: Page) => Promise<void>} logOut
 * @property {(page: Page) => Promise<string>} typed what stands in the field, or in the boxes, of the code
 */

/** @param {Page} page @param {string} selector */
export async function go(page, selector) {
  await Promise.all([page.waitForNavigation({ timeout: 15_000 }), page.click(selector)]);
}

/** @returns {Promise<Walk>} */
export async function m2mManager() {
  const portal = await startM2mManager({ port: 0 });
  const { email, password } = M2M_USERS[0];
  const logIn = async (/** @type {Page} */ page) => {
    await page.goto(portal.url);
    await page.type('#email', email);
    await page.type('#password', password);
    await go(page, 'main button.primary');
  };
  return {
    name: 'M2Mmanager',
    issuer: 'M2Mmanager',
    account: email,
    portal,
    toQrCode: async (page) => {
      await logIn(page);
      await go(page, '.dialog button.primary');
      await page.type('#email', email);
      await page.type('#password', password);
      await go(page, '.dialog button.primary');
      await go(page, 'button[name=method][value=app]');
    },
    toConfirmation: (page) => go(page, '.dialog button.primary'),
    toCode: logIn,
    send: (page) => go(page, '.dialog button.primary'),
    logOut: (page) => go(page, '#log-out'),
    typed: (page) => page.$eval('#oneTimeCode', (field) => /** @type {HTMLInputElement} */ (field).value),
  };
}

/** @returns {Promise<Walk>} */
export async function legrandCmp() {
  const portal = await startLegrandCmp({ port: 0 });
  const { userName, password } = CMP_USERS[0];
  const logIn = async (/** @type {Page} */ page) => {
    await page.goto(portal.url);
    await page.type('#userName', userName);
    await page.type('#password', password);
    await go(page, 'button.primary');
  };
  return {
    name: 'Legrand CMP',
    issuer: 'Legrand Care CMP',
    account: userName,
    portal,
    toQrCode: logIn,
    // The code is confirmed on the very page of the barcode.
    toConfirmation: async () => {},
    toCode: logIn,
    send: (page) => go(page, 'button.primary'),
    logOut: (page) => go(page, '#log-out'),
    typed: (page) =>
      page.$$eval('#code, .box', (fields) => fields.map((field) => /** @type {HTMLInputElement} */ (field).value).join('')),
  };
}

/**
 * The portal's own verdict on the last code.
 * @param {Walk} walk
 */
export function verdict({ portal }) {
  return portal.events.filter(({ type }) => ['enrolled', 'accepted', 'rejected', 'replayed'].includes(type)).at(-1)?.type;
}

/**
 * A portal takes a code once only: waits until the step of `since` is over.
 * @param {number} since milliseconds
 */
export async function nextStep(since) {
  const step = Math.floor(since / 30_000);
  await within(31_000, 'the next code', async () => {
    await sleep(200);
    return Math.floor(Date.now() / 30_000) > step;
  });
}
