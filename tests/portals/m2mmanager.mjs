/**
 * M2Mmanager, the SIM card manager: two-factor authentication by app or SMS, set up in pop-ups and
 * postponable for 28 days. The steps and the wording in them are the maker's; the markup is ours.
 */
import { Devices } from './devices.mjs';
import * as pages from './m2mmanager-pages.mjs';
import { makeSmsStages } from './m2mmanager-sms.mjs';
import { startPortal } from './portal.mjs';
import { isMain, runAlone } from './run.mjs';
import { SentCodes } from './sent-codes.mjs';
import { Sessions } from './sessions.mjs';
import { passes, Verifier } from './verifier.mjs';
import { there } from '../there.mjs';

/** @typedef {import('./portal.mjs').Exchange} Exchange */
/** @typedef {import('./portal.mjs').PortalEvent} PortalEvent */
/** @typedef {import('./portal.mjs').PortalOptions} PortalOptions */
/** @typedef {import('./sessions.mjs').Session} Session */

/**
 * @typedef {object} M2mUser
 * @property {string} email
 * @property {string} password
 * @property {string} name
 * @property {number | null} firstLoginAt milliseconds; the 28 days count from here
 * @property {'' | 'app' | 'sms'} factor '' until one is set up
 * @property {string} phone where codes by SMS go
 */

/**
 * @typedef {import('./portal.mjs').RunningPortal & {
 *   events: PortalEvent[],
 *   users: Map<string, M2mUser>,
 *   outbox: import('./sent-codes.mjs').Message[],
 *   otpauth: (email: string) => string,
 * }} M2mManager `otpauth` gives the text of the QR code that this user was shown last
 */

/** Who can log in. Demonstration data: nothing here is a secret. */
/** @typedef {Pick<M2mUser, 'email' | 'password' | 'name'>} M2mLogin */

/** @type {[M2mLogin, M2mLogin]} */
export const M2M_USERS = [
  { email: 'lena.brandt@fleet.example', password: 'Orchard-Signal-71', name: 'Lena Brandt' },
  { email: 'omar.keller@fleet.example', password: 'Harbour-Antenna-38', name: 'Omar Keller' },
];

const POSTPONABLE_FOR = 28 * 24 * 60 * 60 * 1000;
const WRONG_PASSWORD = 'Email or password is not correct';

/**
 * @param {PortalOptions & { onSms?: (sms: import('./sent-codes.mjs').Message) => void }} [options]
 * @returns {Promise<M2mManager>}
 */
export async function startM2mManager({ port = 0, now = Date.now, onSms = () => {} } = {}) {
  /** @type {PortalEvent[]} */
  const events = [];
  /** @type {import('./sent-codes.mjs').Message[]} */
  const outbox = [];
  /** @type {Map<string, M2mUser>} */
  const users = new Map(
    M2M_USERS.map((user) => [user.email, { ...user, firstLoginAt: null, factor: '', phone: '' }]),
  );
  const sessions = new Sessions('login');
  const verifier = new Verifier({ issuer: 'M2Mmanager', now, events });
  const devices = new Devices('m2m_device', now);
  const sms = new SentCodes({
    sender: 'M2Mmanager',
    now,
    deliver: (message) => {
      outbox.push(message);
      onSms(message);
    },
  });

  /**
   * @param {PortalEvent['type']} type
   * @param {string} user
   */
  const record = (type, user) => events.push({ type, user, at: now() });

  /**
   * @param {Exchange} exchange
   * @returns {M2mUser | null} the user whose email and password were posted
   */
  const identify = ({ form }) => {
    const email = (form.get('email') ?? '').trim().toLowerCase();
    const user = users.get(email);
    const right = user !== undefined && user.password === form.get('password');
    record(right ? 'password-accepted' : 'password-rejected', email);
    return right ? user : null;
  };

  /** @param {Session} session */
  const userOf = (session) => there(users.get(session.user), 'user');

  /** @param {M2mUser} user */
  const mayPostpone = (user) => user.firstLoginAt !== null && now() < user.firstLoginAt + POSTPONABLE_FOR;

  /**
   * @param {Session} session
   * @param {'code' | 'device' | 'password'} by
   */
  const signIn = (session, by) => {
    sessions.restart(session, 'home', session.user);
    session.signedInBy = by;
  };

  /**
   * @param {Exchange} exchange
   * @param {'app' | 'sms'} factor where the right code came from
   */
  const admit = (exchange, factor) => {
    const { session } = exchange;
    const user = userOf(session);
    // A session that got past the password before the second factor existed must not stay past it.
    if (!user.factor) sessions.endOthers(session);
    user.factor = factor;
    if (exchange.form.has('remember')) devices.remember(exchange, session.user);
    signIn(session, 'code');
  };

  /** @param {Exchange} exchange */
  const logIn = (exchange) => {
    const { session } = exchange;
    const user = identify(exchange);
    if (!user) {
      session.notice = WRONG_PASSWORD;
      return;
    }
    user.firstLoginAt ??= now();
    const stage = { '': 'offer', app: 'code', sms: 'smsCode' }[user.factor];
    sessions.restart(session, stage, user.email);
    if (user.factor && devices.knows(exchange, user.email)) {
      record('remembered', user.email);
      signIn(session, 'device');
    } else if (user.factor === 'sms') {
      sms.send(user.email, user.phone);
    }
  };

  /** @param {Exchange} exchange */
  const logOut = ({ session }) => {
    if (session.user) record('logged-out', session.user);
    sessions.restart(session);
  };

  /** @param {Exchange} exchange */
  const answerOffer = ({ session, form }) => {
    if (form.get('choice') === 'now') {
      session.stage = 'credentials';
    } else if (form.get('choice') === 'later' && mayPostpone(userOf(session))) {
      record('postponed', session.user);
      signIn(session, 'password');
    } else {
      session.notice = 'Select an option to continue';
    }
  };

  /** @param {Exchange} exchange */
  const confirmCredentials = (exchange) => {
    const { session } = exchange;
    if (identify(exchange)?.email === session.user) session.stage = 'method';
    else session.notice = WRONG_PASSWORD;
  };

  /** @param {Exchange} exchange */
  const chooseMethod = ({ session, form }) => {
    const method = form.get('method');
    if (method === 'app') {
      verifier.offer(session.user);
      session.stage = 'qrCode';
    } else if (method === 'sms') {
      session.stage = 'phone';
    } else {
      session.notice = 'Select an authentication method';
    }
  };

  /** @param {Exchange} exchange */
  const checkCode = (exchange) => {
    const { session, form } = exchange;
    const verdict = verifier.check(session.user, form.get('oneTimeCode') ?? '');
    if (passes(verdict, session)) {
      admit(exchange, 'app');
    } else if (verifier.isExhausted(session.user)) {
      sessions.restart(session);
      session.notice = 'Too many wrong codes. Please log in again.';
    }
  };

  /** @type {(stage: string) => (exchange: Exchange) => void} */
  const goTo = (stage) => ({ session }) => {
    session.stage = stage;
  };

  const portal = await startPortal(
    {
      host: 'm2mmanager.localhost',
      cookie: 'm2m_session',
      assets: {
        '/style.css': new URL('assets/m2mmanager.css', import.meta.url),
        '/icon.svg': new URL('assets/m2mmanager.svg', import.meta.url),
      },
      sessions,
      posts: { '/logout': logOut },
      stages: {
        login: {
          path: '/login',
          show: ({ session, query }) => pages.login(session, query.get('help')),
          posts: { '/login': logIn },
        },
        offer: {
          path: '/two-factor',
          show: ({ session }) => pages.offer(session, mayPostpone(userOf(session))),
          posts: { '/two-factor': answerOffer },
        },
        credentials: {
          path: '/two-factor/credentials',
          show: ({ session }) => pages.credentials(session),
          posts: { '/two-factor/credentials': confirmCredentials },
        },
        method: {
          path: '/two-factor/method',
          show: ({ session }) => pages.method(session),
          posts: { '/two-factor/method': chooseMethod },
        },
        qrCode: {
          path: '/two-factor/qr-code',
          show: ({ session }) => pages.qrCode(session, verifier.otpauth(session.user)),
          posts: { '/two-factor/qr-code': goTo('confirm') },
        },
        confirm: {
          path: '/two-factor/code',
          show: ({ session }) => pages.confirm(session),
          posts: { '/two-factor/code': checkCode, '/two-factor/back': goTo('qrCode') },
        },
        code: {
          path: '/login/code',
          show: ({ session }) => pages.code(session),
          posts: { '/login/code': checkCode },
        },
        ...makeSmsStages({ sms, events, now, userOf, admit, goTo }),
        home: {
          path: '/sim-cards',
          show: ({ session, query }) =>
            pages.home(session, userOf(session).name, query.get('search') ?? ''),
          posts: {},
        },
      },
    },
    port,
  );
  return { ...portal, events, users, outbox, otpauth: (email) => verifier.otpauth(email) };
}

if (isMain(import.meta.url)) {
  await runAlone(
    ({ port }) => startM2mManager({ port, onSms: ({ to, text }) => console.log(`SMS to ${to}: ${text}`) }),
    M2M_USERS.map(({ email, password }) => `${email}  ${password}`),
  );
}
