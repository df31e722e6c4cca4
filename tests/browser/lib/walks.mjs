/**
 * A person's way through the portals' own pages, in either browser.
 */
import { PERSON_PHONE } from '../../portals/customer-administration-security.mjs';
import { CUSTOMER_USERS, startCustomerAdministration } from '../../portals/customer-administration.mjs';
import { CMP_USERS, startLegrandCmp } from '../../portals/legrand-cmp.mjs';
import { M2M_USERS, startM2mManager } from '../../portals/m2mmanager.mjs';
import { MOBOTIX_USERS, startMobotixCloud } from '../../portals/mobotix-cloud.mjs';
import { startTalk2m, TALK2M_ACCOUNT, TALK2M_USERS } from '../../portals/talk2m.mjs';
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

/**
 * A way to a page that asks for a code which the portal has sent: nothing is to be filled in there.
 * @typedef {object} SentStep
 * @property {string} name
 * @property {string} user
 * @property {{ url: string, events: { type: string, user: string }[], outbox: import('../../portals/sent-codes.mjs').Message[], close: () => Promise<void> }} portal
 * @property {(page: Page) => Promise<void>} toSmsStep logs in, up to the page that asks for the code by SMS
 * @property {(page: Page) => Promise<void>} send sends the page's form
 * @property {(page: Page) => Promise<void>} logOut
 * @property {(page: Page) => Promise<string>} typed what stands in the field, or in the boxes, of the code
 * @property {(page: Page) => Promise<void>} type types the code that was sent last, as its receiver would
 */

/** @param {Page} page @param {string} selector */
export async function go(page, selector) {
  await Promise.all([page.waitForNavigation({ timeout: 15_000 }), page.click(selector)]);
}

/**
 * A field that is not there would look like one that was left alone.
 * @param {Page} page
 * @param {string} selector
 */
async function valueOf(page, selector) {
  const values = await page.$$eval(selector, (fields) => fields.map((field) => /** @type {HTMLInputElement} */ (field).value));
  if (values.length === 0) throw new Error(`no ${selector} on ${page.url()}`);
  return values.join('');
}

/** @param {import('../../portals/sent-codes.mjs').Message[]} outbox */
const lastCode = (outbox) => outbox[outbox.length - 1].code;

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
    typed: (page) => valueOf(page, '#oneTimeCode'),
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
    typed: (page) => valueOf(page, '#code, .box'),
  };
}

/**
 * The first user connects an app, the second one logs in by SMS.
 * @returns {Promise<Walk & SentStep>}
 */
export async function customerAdministration() {
  const portal = await startCustomerAdministration({ port: 0 });
  const [byApp, bySms] = CUSTOMER_USERS;
  const logIn = async (/** @type {Page} */ page, { email, password } = byApp) => {
    await page.goto(portal.url);
    await page.type('#email', email);
    await page.type('#password', password);
    await go(page, 'main button.primary');
  };
  const toSecurity = async (/** @type {Page} */ page) => {
    await page.click('#signed-in-user');
    await go(page, '#edit-profile');
    await go(page, '#security');
  };
  const logOut = (/** @type {Page} */ page) => go(page, '#log-out');
  return {
    name: 'Customer Administration',
    issuer: 'Customer Administration',
    account: byApp.email,
    user: bySms.email,
    portal,
    toQrCode: async (page) => {
      await logIn(page);
      await toSecurity(page);
      await go(page, '#connect-device');
      await go(page, '#qr-code');
    },
    toConfirmation: (page) => go(page, '#verify'),
    toCode: logIn,
    toSmsStep: async (page) => {
      await logIn(page, bySms);
      if (portal.users.get(bySms.email)?.method) return;
      await toSecurity(page);
      await go(page, '#add-number');
      await page.type('#phone', PERSON_PHONE);
      await go(page, 'main button.primary');
      await go(page, '#enable');
      await logOut(page);
      await logIn(page, bySms);
    },
    send: (page) => go(page, 'main button.primary'),
    logOut,
    typed: (page) => valueOf(page, '#otp, #authorizationCode, #smsCode'),
    type: (page) => page.type('#smsCode', lastCode(portal.outbox)),
  };
}

/** @returns {Promise<SentStep & { remember: (page: Page) => Promise<void>, resend: (page: Page) => Promise<void> }>} */
export async function talk2m() {
  const portal = await startTalk2m({ port: 0 });
  const { userName, password } = TALK2M_USERS[0];
  return {
    name: 'Talk2M',
    user: userName,
    portal,
    toSmsStep: async (page) => {
      await page.goto(portal.url);
      await page.type('#accountName', TALK2M_ACCOUNT);
      await page.type('#userName', userName);
      await page.type('#password', password);
      await go(page, 'button.primary');
    },
    remember: (page) => page.click('#rememberPc'),
    resend: async (page) => {
      await go(page, '#resend');
      await go(page, 'button.primary');
    },
    send: (page) => go(page, 'button.primary'),
    logOut: (page) => go(page, '#log-out'),
    typed: (page) => valueOf(page, '#passcode'),
    type: (page) => page.type('#passcode', lastCode(portal.outbox)),
  };
}

/**
 * The mail brings the code first; the SMS has to be asked for.
 * @returns {Promise<SentStep & { toMailStep: (page: Page) => Promise<void>, trust: (page: Page) => Promise<void>, wrongTries: () => number }>}
 */
export async function mobotixCloud() {
  const portal = await startMobotixCloud({ port: 0 });
  const { email, password } = MOBOTIX_USERS[0];
  const toMailStep = async (/** @type {Page} */ page) => {
    await page.goto(portal.url);
    await page.type('#email', email);
    await page.type('#password', password);
    await go(page, 'button.primary');
  };
  return {
    name: 'MOBOTIX CLOUD',
    user: email,
    portal,
    toMailStep,
    toSmsStep: async (page) => {
      await toMailStep(page);
      await go(page, '#by-sms');
    },
    trust: (page) => page.click('#trust'),
    wrongTries: () => portal.wrongTries(email),
    send: (page) => go(page, 'button.primary'),
    logOut: (page) => go(page, '#log-out'),
    typed: (page) => valueOf(page, '#securityCode, .box'),
    type: async (page) => {
      await page.focus('#securityCode, .box');
      await page.keyboard.type(lastCode(portal.outbox));
    },
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
