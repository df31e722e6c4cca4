/**
 * Customer Administration: a second factor that each user switches on in the profile, by SMS or by app,
 * one at a time. The steps and the words of the buttons are the maker's; the markup is ours.
 */
import * as pages from './customer-administration-pages.mjs';
import { makeSecurityStages } from './customer-administration-security.mjs';
import { startPortal } from './portal.mjs';
import { isMain, runAlone } from './run.mjs';
import { SentCodes } from './sent-codes.mjs';
import { Sessions } from './sessions.mjs';
import { passes, Verifier } from './verifier.mjs';
import { there } from '../there.mjs';

/** @typedef {import('./portal.mjs').Exchange} Exchange */
/** @typedef {import('./portal.mjs').PortalEvent} PortalEvent */
/** @typedef {import('./sent-codes.mjs').Message} Message */
/** @typedef {import('./sessions.mjs').Session} Session */

/**
 * @typedef {object} CustomerUser
 * @property {string} email
 * @property {string} password
 * @property {string} name
 * @property {'' | 'app' | 'sms'} method '' while the password is enough
 * @property {string} phone
 * @property {boolean} phoneVerified
 */

/**
 * What the stages of the profile need of the portal around them.
 * @typedef {object} Surroundings
 * @property {Verifier} verifier
 * @property {SentCodes} sms
 * @property {(type: PortalEvent['type'], user: string, factor?: 'sms') => void} record
 * @property {(session: Session) => CustomerUser} userOf
 * @property {(session: Session, method: 'app' | 'sms') => void} activate
 */

/**
 * @typedef {import('./portal.mjs').RunningPortal & {
 *   events: PortalEvent[],
 *   users: Map<string, CustomerUser>,
 *   outbox: Message[],
 *   otpauth: (email: string) => string,
 * }} CustomerAdministration `otpauth` gives the text of the QR code that this user was shown last
 */

/** Who can log in. Demonstration data: nothing here is a secret. */
/** @typedef {Pick<CustomerUser, 'email' | 'password' | 'name'>} CustomerLogin */

/** @type {[CustomerLogin, CustomerLogin]} */
export const CUSTOMER_USERS = [
  { email: 'jana.novak@shop.example', password: 'Meadow-Invoice-64', name: 'Jana Novak' },
  { email: 'petr.svoboda@shop.example', password: 'Copper-Ledger-27', name: 'Petr Svoboda' },
];

const TOO_MANY = 'Too many wrong codes. Please log in again.';

/**
 * @param {import('./portal.mjs').PortalOptions & { onSms?: (sms: Message) => void }} [options]
 * @returns {Promise<CustomerAdministration>}
 */
export async function startCustomerAdministration({ port = 0, now = Date.now, onSms = () => {} } = {}) {
  /** @type {PortalEvent[]} */
  const events = [];
  /** @type {Message[]} */
  const outbox = [];
  /** @type {Map<string, CustomerUser>} */
  const users = new Map(
    CUSTOMER_USERS.map((user) => [user.email, { ...user, method: '', phone: '', phoneVerified: false }]),
  );
  const sessions = new Sessions('login');
  const verifier = new Verifier({ issuer: 'Customer Administration', now, events });
  const sms = new SentCodes({
    sender: 'Customer Administration',
    now,
    deliver: (message) => {
      outbox.push(message);
      onSms(message);
    },
  });

  /** @type {Surroundings['record']} */
  const record = (type, user, factor) => events.push({ type, user, at: now(), ...(factor && { factor }) });

  /** @param {Session} session */
  const userOf = (session) => there(users.get(session.user), 'user');

  /**
   * @param {Session} session
   * @param {'code' | 'password'} by
   */
  const signIn = (session, by) => {
    sessions.restart(session, 'home', session.user);
    session.signedInBy = by;
  };

  /** @param {Exchange} exchange */
  const logIn = ({ session, form }) => {
    const email = (form.get('email') ?? '').trim().toLowerCase();
    const user = users.get(email);
    if (!user || user.password !== form.get('password')) {
      record('password-rejected', email);
      session.notice = 'Email or password is not correct';
      return;
    }
    record('password-accepted', email);
    sessions.restart(session, { '': 'home', app: 'code', sms: 'smsCode' }[user.method], email);
    if (user.method === 'sms') sms.send(email, user.phone);
    if (!user.method) signIn(session, 'password');
  };

  /** @param {Exchange} exchange */
  const logOut = ({ session }) => {
    if (session.user) record('logged-out', session.user);
    sessions.restart(session);
  };

  /** @param {Session} session */
  const giveUp = (session) => {
    sessions.restart(session);
    session.notice = TOO_MANY;
  };

  /** @param {Exchange} exchange */
  const checkCode = ({ session, form }) => {
    const verdict = verifier.check(session.user, form.get('authorizationCode') ?? '');
    if (passes(verdict, session)) signIn(session, 'code');
    else if (verifier.isExhausted(session.user)) giveUp(session);
  };

  /** @param {Exchange} exchange */
  const checkSms = ({ session, form }) => {
    const right = sms.accepts(session.user, form.get('smsCode') ?? '');
    record(right ? 'accepted' : 'rejected', session.user, 'sms');
    if (right) signIn(session, 'code');
    else if (sms.isExhausted(session.user)) giveUp(session);
    else session.notice = 'The code is not correct';
  };

  /** @type {Surroundings['activate']} */
  const activate = (session, method) => {
    userOf(session).method = method;
    session.signedInBy = 'code';
    session.stage = 'security';
    // A session that got in by the password alone must not outlive the second factor.
    sessions.endOthers(session);
  };

  const portal = await startPortal(
    {
      host: 'customer-administration.localhost',
      cookie: 'ca_session',
      assets: {
        '/style.css': new URL('assets/customer-administration.css', import.meta.url),
        '/icon.svg': new URL('assets/customer-administration.svg', import.meta.url),
      },
      sessions,
      posts: { '/logout': logOut },
      stages: {
        login: {
          path: '/login',
          show: ({ session }) => pages.login(session),
          posts: { '/login': logIn },
        },
        code: {
          path: '/login/code',
          show: ({ session }) => pages.code(session),
          posts: { '/login/code': checkCode },
        },
        smsCode: {
          path: '/login/sms',
          show: ({ session }) => pages.smsCode(session, userOf(session).phone),
          posts: {
            '/login/sms': checkSms,
            '/login/resend': ({ session }) => sms.send(session.user, userOf(session).phone),
          },
        },
        home: {
          path: '/customers',
          show: ({ session, query }) => pages.home(session, userOf(session), query.get('search') ?? ''),
          posts: {},
          links: { '/profile': 'profile' },
        },
        profile: {
          path: '/profile',
          show: ({ session }) => pages.profile(session, userOf(session)),
          posts: {},
          links: { '/customers': 'home', '/profile/security': 'security' },
        },
        ...makeSecurityStages({ verifier, sms, record, userOf, activate }),
      },
    },
    port,
  );
  return { ...portal, events, users, outbox, otpauth: (email) => verifier.otpauth(email) };
}

if (isMain(import.meta.url)) {
  await runAlone(
    ({ port }) => startCustomerAdministration({ port, onSms: ({ to, text }) => console.log(`SMS to ${to}: ${text}`) }),
    CUSTOMER_USERS.map(({ email, password }) => `${email}  ${password}`),
  );
}
