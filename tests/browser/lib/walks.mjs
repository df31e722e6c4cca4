/**
 * A person's way through the portals' own pages, in either browser.
 */
import { PERSON_PHONE } from '../../portals/customer-administration-security.mjs';
import { CUSTOMER_USERS, startCustomerAdministration } from '../../portals/customer-administration.mjs';
import { CMP_USERS, startLegrandCmp } from '../../portals/legrand-cmp.mjs';
import { M2M_USERS, startM2mManager } from '../../portals/m2mmanager.mjs';
import { PATIENCE, within } from './wait.mjs';
import { there } from '../../there.mjs';

/**
 * @typedef {import('puppeteer-core').Page} Page
 * @typedef {import('../../portals/sent-codes.mjs').Message} Message
 */

/**
 * A portal and how one gets through it.
 * @typedef {object} Walk
 * @property {string} name
 * @property {string} issuer as the QR code names it
 * @property {string} account as the QR code names it
 * @property {{ url: string, loopback: string, events: { type: string, user: string }[], otpauth: (user: string) => string, close: () => Promise<void> }} portal
 * @property {(page: Page) => Promise<void>} toQrCode logs in for the first time, up to the page with the QR code
 * @property {(page: Page) => Promise<void>} toConfirmation from the QR code to the field that confirms it
 * @property {(page: Page, address?: string) => Promise<void>} toCode logs in again, up to the page that asks for the code
 * @property {(page: Page, code: string) => Promise<void>} typeCode as a person who knows it would
 * @property {(page: Page) => Promise<void>} send sends the page's form
 * @property {(page: Page) => Promise<void>} logOut
 * @property {(page: Page) => Promise<string>} typed what stands in the field, or in the boxes, of the code
 */

/**
 * A way to a page that asks for a code which the portal has sent: nothing is to be filled in there.
 * @typedef {object} SentStep
 * @property {string} name
 * @property {{ url: string, events: { type: string, user: string }[], outbox: Message[], close: () => Promise<void> }} portal
 * @property {(page: Page) => Promise<void>} logIn by name and password, to whatever the portal then wants
 * @property {(page: Page) => Promise<void>} send sends the page's form
 * @property {(page: Page) => Promise<void>} logOut
 * @property {(page: Page) => Promise<string>} typed what stands in the field, or in the boxes, of the code
 * @property {(page: Page) => Promise<void>} type types the code that was sent last, as its receiver would
 */

/**
 * @typedef {object} ChangeOfMethod
 * @property {() => string | undefined} method the one that is active now
 * @property {(page: Page) => Promise<void>} deactivate from the home page: the active method
 * @property {(page: Page) => Promise<void>} enableSms from the home page: with a number that needs no verification
 * @property {(page: Page) => Promise<void>} toNewNumber from the home page to the field for the code that verifies
 *   another number
 */

/** @param {Page} page @param {string} selector */
export async function go(page, selector) {
  await Promise.all([page.waitForNavigation(), page.click(selector)]);
}

/**
 * In one stroke what a person types key by key: names, passwords, numbers. Codes are typed.
 * @param {Page} page
 * @param {string} selector
 * @param {string} text
 */
export async function enter(page, selector, text) {
  await page.$eval(selector, (field, value) => {
    /** @type {HTMLInputElement} */ (field).value = value;
  }, text);
}

/**
 * A field that is not there would look like one that was left alone.
 * @param {Page} page
 * @param {string} selector
 */
export async function valueOf(page, selector) {
  const values = await page.$$eval(selector, (fields) => fields.map((field) => /** @type {HTMLInputElement} */ (field).value));
  if (values.length === 0) throw new Error(`no ${selector} on ${page.url()}`);
  return values.join('');
}

/** @param {Message[]} outbox */
export const lastCode = (outbox) => there(outbox.at(-1)).code;

/** @returns {Promise<Walk>} */
export async function m2mManager() {
  const portal = await startM2mManager({ port: 0 });
  const { email, password } = M2M_USERS[0];
  const logIn = async (/** @type {Page} */ page, address = portal.url) => {
    await page.goto(address);
    await enter(page, '#email', email);
    await enter(page, '#password', password);
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
      await enter(page, '#email', email);
      await enter(page, '#password', password);
      await go(page, '.dialog button.primary');
      await go(page, 'button[name=method][value=app]');
    },
    toConfirmation: (page) => go(page, '.dialog button.primary'),
    toCode: logIn,
    send: (page) => go(page, '.dialog button.primary'),
    logOut: (page) => go(page, '#log-out'),
    typed: (page) => valueOf(page, '#oneTimeCode'),
    typeCode: (page, code) => page.type('#oneTimeCode', code),
  };
}

/** @returns {Promise<Walk>} */
export async function legrandCmp() {
  const portal = await startLegrandCmp({ port: 0 });
  const { userName, password } = CMP_USERS[0];
  const logIn = async (/** @type {Page} */ page, address = portal.url) => {
    await page.goto(address);
    await enter(page, '#userName', userName);
    await enter(page, '#password', password);
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
    typed: (page) => valueOf(page, '#code, .box'),
    typeCode: (page, code) => page.type('#code, .box', code),
  };
}

/**
 * A second factor that is switched on in the profile, by app or by SMS, and changed there.
 * @returns {Promise<Walk & SentStep & ChangeOfMethod>}
 */
export async function customerAdministration() {
  const portal = await startCustomerAdministration({ port: 0 });
  const { email, password } = CUSTOMER_USERS[0];
  const logIn = async (/** @type {Page} */ page, address = portal.url) => {
    await page.goto(address);
    await enter(page, '#email', email);
    await enter(page, '#password', password);
    await go(page, 'main button.primary');
  };
  const toSecurity = async (/** @type {Page} */ page) => {
    await page.click('#signed-in-user');
    await go(page, '#edit-profile');
    await go(page, '#security');
  };
  const saveNumber = async (/** @type {Page} */ page, /** @type {string} */ phone) => {
    await go(page, '#add-number');
    await enter(page, '#phone', phone);
    await go(page, 'main button.primary');
  };
  return {
    name: 'Customer Administration',
    issuer: 'Customer Administration',
    account: email,
    portal,
    logIn,
    toQrCode: async (page) => {
      await page.goto(portal.url);
      if (await page.$('#email')) {
        await logIn(page);
      }
      await toSecurity(page);
      await go(page, '#connect-device');
      await go(page, '#qr-code');
    },
    toConfirmation: (page) => go(page, '#verify'),
    toCode: logIn,
    method: () => portal.users.get(email)?.method,
    deactivate: async (page) => {
      await toSecurity(page);
      await go(page, '#deactivate');
    },
    enableSms: async (page) => {
      await toSecurity(page);
      await saveNumber(page, PERSON_PHONE);
      await go(page, '#enable');
    },
    toNewNumber: async (page) => {
      await toSecurity(page);
      await saveNumber(page, '+420600000099');
      await go(page, '#verify-number');
      await go(page, '#send-code');
    },
    send: (page) => go(page, 'main button.primary'),
    logOut: (page) => go(page, '#log-out'),
    typed: (page) => valueOf(page, '#otp, #authorizationCode, #smsCode'),
    typeCode: (page, code) => page.type('#otp, #authorizationCode', code),
    type: (page) => page.type('#smsCode', lastCode(portal.outbox)),
  };
}

/**
 * How the portal says that one got in, or null.
 * @param {Page} page
 */
export async function signedIn(page) {
  const verdictOf = await page.$('#verdict');
  return verdictOf && verdictOf.evaluate((words) => words.textContent);
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
  await within(PATIENCE, 'the next code', () => Math.floor(Date.now() / 30_000) > step);
}
