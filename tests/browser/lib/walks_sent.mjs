/**
 * A person's way through the portals that send their codes, by SMS or mail.
 */
import { M2M_USERS, startM2mManager } from '../../portals/m2mmanager.mjs';
import { MOBOTIX_USERS, startMobotixCloud } from '../../portals/mobotix-cloud.mjs';
import { startTalk2m, TALK2M_ACCOUNT, TALK2M_USERS } from '../../portals/talk2m.mjs';
import { enter, go, lastCode, valueOf } from './walks.mjs';

/**
 * @typedef {import('puppeteer-core').Page} Page
 * @typedef {import('./walks.mjs').SentStep} SentStep
 */

const DAY = 24 * 60 * 60 * 1000;

/** The portal's clock, which is put forward: terms of many days pass at once. */
class Clock {
  #ahead = 0;
  now = () => Date.now() + this.#ahead;

  /** @param {number} days */
  passDays(days) {
    this.#ahead += days * DAY;
  }
}

/**
 * M2Mmanager by a user who chooses SMS.
 */
export async function m2mManagerBySms() {
  const clock = new Clock();
  const portal = await startM2mManager({ port: 0, now: clock.now });
  const { email, password } = M2M_USERS[1];
  const typeCredentials = async (/** @type {Page} */ page) => {
    await enter(page, '#email', email);
    await enter(page, '#password', password);
  };
  return {
    name: 'M2Mmanager',
    clock,
    portal,
    logIn: async (/** @type {Page} */ page) => {
      await page.goto(portal.url);
      await typeCredentials(page);
      await go(page, 'main button.primary');
    },
    mayPostpone: async (/** @type {Page} */ page) => (await page.$('input[value=later]')) !== null,
    postpone: async (/** @type {Page} */ page) => {
      await page.click('input[value=later]');
      await go(page, '.dialog button.primary');
    },
    /** From the offer to the field for the number. @param {Page} page */
    toNumber: async (page) => {
      await go(page, '.dialog button.primary');
      await typeCredentials(page);
      await go(page, '.dialog button.primary');
      await go(page, 'button[name=method][value=sms]');
    },
    /** From there to the field for the code that confirms it. @param {Page} page */
    toConfirmation: async (page) => {
      await enter(page, '#phone', '+33 6 00 00 00 42');
      await go(page, '.dialog button.primary');
    },
    resend: (/** @type {Page} */ page) => go(page, 'form[action$="/resend"] button'),
    remember: (/** @type {Page} */ page) => page.click('#remember'),
    send: (/** @type {Page} */ page) => go(page, '.dialog button.primary'),
    logOut: (/** @type {Page} */ page) => go(page, '#log-out'),
    typed: (/** @type {Page} */ page) => valueOf(page, '#sixDigitCode'),
    type: (/** @type {Page} */ page) => page.type('#sixDigitCode', lastCode(portal.outbox)),
  };
}

/**
 * Talk2M by a user, by an administrator, and by a user who logs in for the first time.
 */
export async function talk2m() {
  const clock = new Clock();
  const portal = await startTalk2m({ port: 0, now: clock.now });
  const [administrator, user, newUser] = TALK2M_USERS;
  const logInAs = ({ userName, password } = user) => async (/** @type {Page} */ page) => {
    await page.goto(portal.url);
    await enter(page, '#accountName', TALK2M_ACCOUNT);
    await enter(page, '#userName', userName);
    await enter(page, '#password', password);
    await go(page, 'button.primary');
  };
  return {
    name: 'Talk2M',
    user: user.userName,
    clock,
    portal,
    logIn: logInAs(user),
    logInAsAdministrator: logInAs(administrator),
    logInAsNewUser: logInAs(newUser),
    mayRemember: async (/** @type {Page} */ page) => (await page.$('#rememberPc')) !== null,
    remember: (/** @type {Page} */ page) => page.click('#rememberPc'),
    resend: async (/** @type {Page} */ page) => {
      await go(page, '#resend');
      await go(page, 'button.primary');
    },
    typeNumber: async (/** @type {Page} */ page) => {
      await enter(page, '#phone', '+32470000031');
      await go(page, 'button.primary');
    },
    skip: (/** @type {Page} */ page) => go(page, '#skip'),
    setPolicy: async (/** @type {Page} */ page, /** @type {'standard' | 'custom' | 'enforced'} */ policy) => {
      await go(page, 'a[href="/account"]');
      await page.click(`input[value=${policy}]`);
      await go(page, 'button.primary');
    },
    revoke: async (/** @type {Page} */ page) => {
      await go(page, 'a[href="/users"]');
      await go(page, `tr[data-user="${user.userName}"] form[action="/users/revoke"] button`);
    },
    send: (/** @type {Page} */ page) => go(page, 'button.primary'),
    logOut: (/** @type {Page} */ page) => go(page, '#log-out'),
    typed: (/** @type {Page} */ page) => valueOf(page, '#passcode'),
    type: (/** @type {Page} */ page) => page.type('#passcode', lastCode(portal.outbox)),
  };
}

/**
 * MOBOTIX CLOUD: the mail brings the code first; the SMS has to be asked for.
 */
export async function mobotixCloud() {
  const portal = await startMobotixCloud({ port: 0 });
  const { email, password } = MOBOTIX_USERS[0];
  return {
    name: 'MOBOTIX CLOUD',
    portal,
    logIn: async (/** @type {Page} */ page) => {
      await page.goto(portal.url);
      await enter(page, '#email', email);
      await enter(page, '#password', password);
      await go(page, 'button.primary');
    },
    askForSms: (/** @type {Page} */ page) => go(page, '#by-sms'),
    /** From the home page to the field for the code that verifies another number. @param {Page} page */
    toNewNumber: async (page) => {
      await go(page, '#my-profile');
      await enter(page, '#phone', '+4915100000099');
      await go(page, '#save');
      await enter(page, '#password', password);
      await go(page, 'main button.primary');
    },
    trust: (/** @type {Page} */ page) => page.click('#trust'),
    /** The trusted devices that "My profile" lists. @param {Page} page */
    trustedDevices: async (page) => {
      await go(page, '#my-profile');
      return (await page.$$('#trusted-devices li')).length;
    },
    removeDevice: (/** @type {Page} */ page) => go(page, '#trusted-devices button'),
    /** As the portal itself counts them. */
    wrongTries: () => portal.wrongTries(email),
    isShut: () => portal.users.get(email)?.shut,
    send: (/** @type {Page} */ page) => go(page, 'main button.primary'),
    logOut: (/** @type {Page} */ page) => go(page, '#log-out'),
    logOutCompletely: (/** @type {Page} */ page) => go(page, '#log-out-completely'),
    typed: (/** @type {Page} */ page) => valueOf(page, '#securityCode, .box'),
    type: async (/** @type {Page} */ page) => {
      await page.focus('#securityCode, .box');
      await page.keyboard.type(lastCode(portal.outbox));
    },
  };
}
