/**
 * The CMP, where a home emergency call service manages its devices: two-factor authentication that
 * is set up by a barcode right after the first login and cannot be skipped.
 *
 * The maker's words give the order of the steps. That the login asks for the code in six boxes is
 * our assumption; many portals do, and so both kinds of form are covered.
 */
import * as pages from './legrand-cmp-pages.mjs';
import { startPortal } from './portal.mjs';
import { isMain, runAlone } from './run.mjs';
import { Sessions } from './sessions.mjs';
import { passes, Verifier } from './verifier.mjs';

/** @typedef {import('./portal.mjs').Exchange} Exchange */
/** @typedef {import('./portal.mjs').PortalEvent} PortalEvent */

/**
 * @typedef {object} CmpUser
 * @property {string} userName
 * @property {string} password
 * @property {string} name
 */

/**
 * @typedef {import('./portal.mjs').RunningPortal & {
 *   events: PortalEvent[],
 *   users: Map<string, CmpUser>,
 *   otpauth: (userName: string) => string,
 * }} LegrandCmp `otpauth` gives the text of the barcode that this user was shown last
 */

/** Who can log in. Demonstration data: nothing here is a secret. */
/** @type {[CmpUser, CmpUser]} */
export const CMP_USERS = [
  { userName: 'm.schneider', password: 'Lantern-Garden-52', name: 'Marta Schneider' },
  { userName: 'j.okafor', password: 'Willow-Doorbell-19', name: 'Jonas Okafor' },
];

/**
 * @param {import('./portal.mjs').PortalOptions} [options]
 * @returns {Promise<LegrandCmp>}
 */
export async function startLegrandCmp({ port = 0, now = Date.now } = {}) {
  /** @type {PortalEvent[]} */
  const events = [];
  const users = new Map(CMP_USERS.map((user) => [user.userName, user]));
  const sessions = new Sessions('login');
  const verifier = new Verifier({ issuer: 'Legrand Care CMP', now, events });

  /**
   * @param {PortalEvent['type']} type
   * @param {string} user
   */
  const record = (type, user) => events.push({ type, user, at: now() });

  /** @param {Exchange} exchange */
  const logIn = ({ session, form }) => {
    const userName = (form.get('userName') ?? '').trim().toLowerCase();
    if (!users.has(userName) || users.get(userName)?.password !== form.get('password')) {
      record('password-rejected', userName);
      session.notice = 'User name or password is not correct';
      return;
    }
    record('password-accepted', userName);
    const enrolled = verifier.isEnrolled(userName);
    if (!enrolled) verifier.offer(userName);
    sessions.restart(session, enrolled ? 'code' : 'enrol', userName);
  };

  /** @param {Exchange} exchange */
  const logOut = ({ session }) => {
    if (session.user) record('logged-out', session.user);
    sessions.restart(session);
  };

  /** @param {Exchange} exchange */
  const checkCode = ({ session, form }) => {
    const verdict = verifier.check(session.user, form.get('code') ?? '');
    if (passes(verdict, session)) {
      // A session that got past the password before the second factor existed must not stay past it.
      if (verdict === 'enrolled') sessions.endOthers(session);
      sessions.restart(session, 'home', session.user);
      session.signedInBy = 'code';
    } else if (verifier.isExhausted(session.user)) {
      sessions.restart(session);
      session.notice = 'Too many wrong codes. Please log in again.';
    }
  };

  const portal = await startPortal(
    {
      host: 'legrand-cmp.localhost',
      cookie: 'cmp_session',
      assets: {
        '/style.css': new URL('assets/legrand-cmp.css', import.meta.url),
        '/icon.svg': new URL('assets/legrand-cmp.svg', import.meta.url),
        '/code-boxes.js': new URL('assets/code-boxes.js', import.meta.url),
      },
      sessions,
      posts: { '/logout': logOut },
      stages: {
        login: {
          path: '/login',
          show: ({ session, query }) => pages.login(session, query.get('postcode')),
          posts: { '/login': logIn },
        },
        enrol: {
          path: '/two-factor-setup',
          show: ({ session }) => pages.enrol(session, verifier.otpauth(session.user)),
          posts: { '/two-factor-setup': checkCode },
        },
        code: {
          path: '/login/code',
          show: ({ session, query }) => pages.code(session, query.get('postcode')),
          posts: { '/login/code': checkCode },
        },
        home: {
          path: '/devices',
          show: ({ session, query }) =>
            pages.home(session, users.get(session.user)?.name ?? '', {
              search: query.get('search') ?? '',
              postcode: query.get('postcode') ?? '',
            }),
          posts: {},
        },
      },
    },
    port,
  );
  return { ...portal, events, users, otpauth: (userName) => verifier.otpauth(userName) };
}

if (isMain(import.meta.url)) {
  await runAlone(startLegrandCmp, CMP_USERS.map(({ userName, password }) => `${userName}  ${password}`));
}
