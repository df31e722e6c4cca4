/**
 * Talk2M, which eCatcher and M2Web log in to: four digits by SMS, and "Remember this PC" under the
 * account's security policy. The rules are the maker's; the markup and the policy of one's own, by
 * which we read that the term can be configured, are ours.
 */
import { Devices } from './devices.mjs';
import { startPortal } from './portal.mjs';
import { isMain, runAlone } from './run.mjs';
import { SentCodes } from './sent-codes.mjs';
import { Sessions } from './sessions.mjs';
import { makeAdminStages } from './talk2m-admin.mjs';
import * as pages from './talk2m-pages.mjs';
import { makeNumberStages } from './talk2m-numbers.mjs';
import { there } from '../there.mjs';

/** @typedef {import('./portal.mjs').Exchange} Exchange */
/** @typedef {import('./portal.mjs').PortalEvent} PortalEvent */
/** @typedef {import('./sent-codes.mjs').Message} Message */
/** @typedef {import('./sessions.mjs').Session} Session */

/**
 * @typedef {object} Talk2mUser
 * @property {string} userName
 * @property {string} password
 * @property {string} name
 * @property {boolean} administrator
 * @property {boolean} twoFactor
 * @property {string} phone '' until the user has validated one
 * @property {string} backup the backup phone; administrators must have one
 */

/**
 * For how many days a PC is remembered. Standard never forgets, Enforced never remembers.
 * @typedef {{ name: 'standard' | 'custom' | 'enforced', days: number }} Policy
 */

/**
 * @typedef {import('./portal.mjs').RunningPortal & {
 *   events: PortalEvent[],
 *   users: Map<string, Talk2mUser>,
 *   outbox: Message[],
 *   policy: Policy,
 * }} Talk2m
 */

export const TALK2M_ACCOUNT = 'Waterworks-North';

/** Who can log in. Demonstration data: nothing here is a secret. */
/** @type {[Talk2mUser, Talk2mUser, Talk2mUser, Talk2mUser, Talk2mUser]} */
export const TALK2M_USERS = [
  { userName: 'i.maes', password: 'Canal-Turbine-45', name: 'Ines Maes', administrator: true, twoFactor: true, phone: '+32470000012', backup: '+32470000013' },
  { userName: 't.nowak', password: 'Gravel-Beacon-83', name: 'Tomasz Nowak', administrator: false, twoFactor: true, phone: '+32470000021', backup: '' },
  { userName: 'l.rossi', password: 'Pepper-Valve-16', name: 'Livia Rossi', administrator: false, twoFactor: true, phone: '', backup: '' },
  { userName: 'p.dubois', password: 'Velvet-Sluice-90', name: 'Paul Dubois', administrator: true, twoFactor: true, phone: '', backup: '' },
  { userName: 'k.berg', password: 'Ribbon-Pump-52', name: 'Kari Berg', administrator: false, twoFactor: false, phone: '', backup: '' },
];

/**
 * @param {import('./portal.mjs').PortalOptions & { onSms?: (sms: Message) => void }} [options]
 * @returns {Promise<Talk2m>}
 */
export async function startTalk2m({ port = 0, now = Date.now, onSms = () => {} } = {}) {
  /** @type {PortalEvent[]} */
  const events = [];
  /** @type {Message[]} */
  const outbox = [];
  /** @type {Map<string, Talk2mUser>} */
  const users = new Map(TALK2M_USERS.map((user) => [user.userName, { ...user }]));
  /** @type {Policy} */
  const policy = { name: 'standard', days: Infinity };
  const sessions = new Sessions('login');
  const computers = new Devices('t2m_pc', now, Infinity);
  const sms = new SentCodes({
    sender: 'Talk2M',
    digits: 4,
    now,
    deliver: (message) => {
      outbox.push(message);
      onSms(message);
    },
  });

  /**
   * @param {PortalEvent['type']} type
   * @param {string} user
   * @param {'sms'} [factor]
   */
  const record = (type, user, factor) => events.push({ type, user, at: now(), ...(factor && { factor }) });

  /** @param {Session} session */
  const userOf = (session) => there(users.get(session.user), 'user');

  /**
   * @param {Session} session
   * @param {'code' | 'device' | 'password'} by
   */
  const signIn = (session, by) => {
    sessions.restart(session, userOf(session).administrator ? 'adminHome' : 'home', session.user);
    session.signedInBy = by;
  };

  /** @param {Session} session */
  const giveUp = (session) => {
    sessions.restart(session);
    session.notice = 'Too many wrong codes. Please log in again.';
  };

  /** @param {Exchange} exchange */
  const logIn = (exchange) => {
    const { session, form } = exchange;
    const userName = (form.get('userName') ?? '').trim().toLowerCase();
    const user = form.get('accountName')?.trim() === TALK2M_ACCOUNT ? users.get(userName) : undefined;
    if (!user || user.password !== form.get('password')) {
      record('password-rejected', userName);
      session.notice = 'Account name, username or password is not correct';
      return;
    }
    record('password-accepted', userName);
    sessions.restart(session, 'passcode', userName);
    if (!user.twoFactor) {
      signIn(session, 'password');
    } else if (!user.phone) {
      session.stage = 'mobile';
    } else if (computers.knows(exchange, userName, policy.days)) {
      record('remembered', userName);
      signIn(session, 'device');
    } else {
      sms.send(userName, user.phone);
    }
  };

  /** @param {Exchange} exchange */
  const logOut = ({ session }) => {
    if (session.user) record('logged-out', session.user);
    sessions.restart(session);
  };

  /** @param {Exchange} exchange */
  const checkPasscode = (exchange) => {
    const { session, form } = exchange;
    const right = sms.accepts(session.user, form.get('passcode') ?? '');
    record(right ? 'accepted' : 'rejected', session.user, 'sms');
    const { administrator, backup } = userOf(session);
    if (right && administrator && !backup) {
      // The set-up was left half done, and administrators cannot do without the other half.
      session.stage = 'backup';
    } else if (right) {
      // Asked for by a form from before the policy was changed, it is not granted either.
      if (form.has('rememberPc') && policy.days > 0) computers.remember(exchange, session.user);
      signIn(session, 'code');
    } else if (sms.isExhausted(session.user)) {
      giveUp(session);
    } else {
      session.notice = 'The code is not correct';
    }
  };

  /** @param {Exchange} exchange */
  const resend = ({ session, form }) => {
    const { phone, backup } = userOf(session);
    sms.send(session.user, form.get('to') === 'backup' && backup ? backup : phone);
    session.stage = 'passcode';
  };

  const portal = await startPortal(
    {
      host: 'talk2m.localhost',
      cookie: 't2m_session',
      assets: {
        '/style.css': new URL('assets/talk2m.css', import.meta.url),
        '/icon.svg': new URL('assets/talk2m.svg', import.meta.url),
      },
      sessions,
      posts: { '/logout': logOut },
      stages: {
        login: {
          path: '/login',
          show: ({ session }) => pages.login(session),
          posts: { '/login': logIn },
        },
        passcode: {
          path: '/login/passcode',
          show: ({ session }) => pages.passcode(session, sms.sentTo(session.user) || userOf(session).phone, policy.days > 0),
          posts: { '/login/passcode': checkPasscode },
          links: { '/login/resend': 'resend' },
        },
        resend: {
          path: '/login/resend',
          show: ({ session }) => pages.resend(session, userOf(session)),
          posts: { '/login/resend': resend },
          links: { '/login/passcode': 'passcode' },
        },
        ...makeNumberStages({ sms, record, userOf, signIn, giveUp }),
        home: {
          path: '/devices',
          show: ({ session }) => pages.home(session, userOf(session)),
          posts: {},
        },
        ...makeAdminStages({ users, policy, computers, record, userOf }),
      },
    },
    port,
  );
  return { ...portal, events, users, outbox, policy };
}

if (isMain(import.meta.url)) {
  await runAlone(
    ({ port }) => startTalk2m({ port, onSms: ({ to, text }) => console.log(`SMS to ${to}: ${text}`) }),
    TALK2M_USERS.map(({ userName, password }) => `${TALK2M_ACCOUNT}  ${userName}  ${password}`),
  );
}
