/**
 * MOBOTIX CLOUD: a device is trusted, or a four-digit security code is asked for that came by mail or
 * SMS, and the fourth wrong one shuts the account. The rules are the maker's. The markup is ours, and so
 * is that the code by SMS is asked for in four boxes: one portal with boxes for sent codes is wanted.
 */
import { Devices } from './devices.mjs';
import * as pages from './mobotix-cloud-pages.mjs';
import { makeProfileStages } from './mobotix-cloud-profile.mjs';
import { startPortal } from './portal.mjs';
import { isMain, runAlone } from './run.mjs';
import { SentCodes } from './sent-codes.mjs';
import { Sessions } from './sessions.mjs';
import { there } from '../there.mjs';

/** @typedef {import('./portal.mjs').Exchange} Exchange */
/** @typedef {import('./portal.mjs').PortalEvent} PortalEvent */
/** @typedef {import('./sent-codes.mjs').Message} Message */
/** @typedef {import('./sessions.mjs').Session} Session */

/**
 * @typedef {object} MobotixUser
 * @property {string} email
 * @property {string} password
 * @property {string} name
 * @property {string} phone '' if none is linked to the account
 * @property {boolean} twoFactor
 * @property {number} wrongTries in a row, over all codes and sessions
 * @property {boolean} shut
 */

/**
 * @typedef {import('./portal.mjs').RunningPortal & {
 *   events: PortalEvent[],
 *   users: Map<string, MobotixUser>,
 *   outbox: Message[],
 *   wrongTries: (email: string) => number,
 * }} MobotixCloud
 */

/** Who can log in. Demonstration data: nothing here is a secret. */
/** @typedef {Omit<MobotixUser, 'wrongTries' | 'shut'>} MobotixLogin */

/** @type {[MobotixLogin, MobotixLogin, MobotixLogin]} */
export const MOBOTIX_USERS = [
  { email: 'anna.weber@site.example', password: 'Lens-Rooftop-73', name: 'Anna Weber', phone: '+4915100000081', twoFactor: true },
  { email: 'ben.ito@site.example', password: 'Gate-Shutter-28', name: 'Ben Ito', phone: '', twoFactor: true },
  { email: 'carla.diaz@site.example', password: 'Dome-Hallway-59', name: 'Carla Diaz', phone: '', twoFactor: false },
];

const TRIES = 4;
const DEACTIVATED = 'Your account has been deactivated after four wrong security codes. Contact your administrator.';

/**
 * @param {import('./portal.mjs').PortalOptions & { onMessage?: (message: Message) => void }} [options]
 * @returns {Promise<MobotixCloud>}
 */
export async function startMobotixCloud({ port = 0, now = Date.now, onMessage = () => {} } = {}) {
  /** @type {PortalEvent[]} */
  const events = [];
  /** @type {Message[]} */
  const outbox = [];
  /** @type {Map<string, MobotixUser>} */
  const users = new Map(MOBOTIX_USERS.map((user) => [user.email, { ...user, wrongTries: 0, shut: false }]));
  const sessions = new Sessions('login');
  const devices = new Devices('mx_device', now, Infinity);

  /** @param {Message} message */
  const deliver = (message) => {
    outbox.push(message);
    onMessage(message);
  };
  const codes = new SentCodes({ sender: 'MOBOTIX CLOUD', digits: 4, now, deliver });

  /**
   * @param {PortalEvent['type']} type
   * @param {string} user
   */
  const record = (type, user) => events.push({ type, user, at: now() });

  /** @param {Session} session */
  const userOf = (session) => there(users.get(session.user), 'user');

  /**
   * @param {Session} session
   * @param {'code' | 'device' | 'password'} by
   */
  const signIn = (session, by) => {
    sessions.restart(session, 'home', session.user);
    session.signedInBy = by;
  };

  /**
   * Whoever guesses must not get more tries by asking for another code or logging in again: the count
   * belongs to the account, and only a right code sets it back.
   * @param {Session} session
   */
  const shut = (session) => {
    const user = userOf(session);
    user.shut = true;
    record('shut', user.email);
    deliver({ by: 'mail', to: user.email, code: '', text: DEACTIVATED });
    sessions.endOthers(session);
    sessions.restart(session);
    session.notice = DEACTIVATED;
  };

  /**
   * Judges the code that was typed, and counts.
   * @param {Session} session
   * @param {string} typed
   * @param {'sms' | 'mail'} factor
   * @param {'accepted' | 'enrolled'} yes
   * @returns {boolean}
   */
  const judge = (session, typed, factor, yes) => {
    const user = userOf(session);
    const right = codes.accepts(user.email, typed);
    user.wrongTries = right ? 0 : user.wrongTries + 1;
    events.push({ type: right ? yes : 'rejected', user: user.email, at: now(), factor, wrongTries: user.wrongTries });
    if (!right) session.notice = 'The security code is not correct';
    if (user.wrongTries >= TRIES) shut(session);
    return right;
  };

  /** @param {Exchange} exchange */
  const logIn = (exchange) => {
    const { session, form } = exchange;
    const email = (form.get('email') ?? '').trim().toLowerCase();
    const user = users.get(email);
    if (!user || user.password !== form.get('password')) {
      record('password-rejected', email);
      session.notice = 'Email or password is not correct';
      return;
    }
    record('password-accepted', email);
    if (user.shut) {
      session.notice = DEACTIVATED;
      return;
    }
    sessions.restart(session, 'mailCode', email);
    if (!user.twoFactor) {
      signIn(session, 'password');
    } else if (devices.knows(exchange, email)) {
      record('remembered', email);
      signIn(session, 'device');
    } else {
      codes.send(email, email, 'mail');
    }
  };

  /** @param {Exchange} exchange */
  const logOut = ({ session }) => {
    if (session.user) record('logged-out', session.user);
    sessions.restart(session);
  };

  /** @param {Exchange} exchange */
  const logOutCompletely = (exchange) => {
    devices.forget(exchange);
    logOut(exchange);
  };

  /** @type {(factor: 'sms' | 'mail') => (exchange: Exchange) => void} */
  const checkCode = (factor) => (exchange) => {
    const { session, form } = exchange;
    if (!judge(session, form.get('code') ?? '', factor, 'accepted')) return;
    if (form.has('trust')) devices.remember(exchange, session.user);
    signIn(session, 'code');
  };

  /** @param {Exchange} exchange */
  const sendByMail = ({ session }) => {
    codes.send(session.user, session.user, 'mail');
    session.stage = 'mailCode';
  };

  /** @param {Exchange} exchange */
  const sendBySms = ({ session }) => {
    const { phone } = userOf(session);
    if (!phone) {
      session.notice = 'No telephone number is linked to your account';
      return;
    }
    codes.send(session.user, phone, 'sms');
    session.stage = 'smsCode';
  };

  const resends = { '/login/by-mail': sendByMail, '/login/by-sms': sendBySms };
  const portal = await startPortal(
    {
      host: 'mobotix-cloud.localhost',
      cookie: 'mx_session',
      assets: {
        '/style.css': new URL('assets/mobotix-cloud.css', import.meta.url),
        '/icon.svg': new URL('assets/mobotix-cloud.svg', import.meta.url),
        '/code-boxes.js': new URL('assets/code-boxes.js', import.meta.url),
      },
      sessions,
      posts: { '/logout': logOut, '/logout/completely': logOutCompletely },
      stages: {
        login: {
          path: '/login',
          show: ({ session }) => pages.login(session),
          posts: { '/login': logIn },
        },
        mailCode: {
          path: '/login/security-code',
          show: ({ session }) => pages.mailCode(session, userOf(session)),
          posts: { '/login/security-code': checkCode('mail'), ...resends },
        },
        smsCode: {
          path: '/login/security-code-sms',
          show: ({ session }) => pages.smsCode(session, userOf(session)),
          posts: { '/login/security-code-sms': checkCode('sms'), ...resends },
        },
        home: {
          path: '/cameras',
          show: ({ session }) => pages.home(session, userOf(session)),
          posts: {},
          links: { '/profile': 'profile' },
        },
        ...makeProfileStages({ codes, devices, sessions, record, userOf, judge }),
      },
    },
    port,
  );
  return { ...portal, events, users, outbox, wrongTries: (email) => users.get(email)?.wrongTries ?? 0 };
}

if (isMain(import.meta.url)) {
  await runAlone(
    ({ port }) => startMobotixCloud({ port, onMessage: ({ by, to, text }) => console.log(`${by} to ${to}: ${text}`) }),
    MOBOTIX_USERS.map(({ email, password }) => `${email}  ${password}`),
  );
}
