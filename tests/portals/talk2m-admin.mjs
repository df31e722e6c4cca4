/**
 * What administrators of a Talk2M account can do, and nobody else: the policy, the users, and the
 * revocation of their remembered PCs.
 */
import * as pages from './talk2m-admin-pages.mjs';

/** @typedef {import('./portal.mjs').Exchange} Exchange */
/** @typedef {import('./portal.mjs').Stage} Stage */
/** @typedef {import('./talk2m.mjs').Policy} Policy */
/** @typedef {import('./talk2m.mjs').Talk2mUser} Talk2mUser */

/** @type {Record<string, (form: URLSearchParams) => number>} */
const DAYS = {
  standard: () => Infinity,
  custom: (form) => Number(form.get('days')),
  enforced: () => 0,
};

/**
 * @param {object} portal what the stages need of the portal around them
 * @param {Map<string, Talk2mUser>} portal.users
 * @param {Policy} portal.policy
 * @param {import('./devices.mjs').Devices} portal.computers
 * @param {(type: 'revoked' | 'removed', user: string) => void} portal.record
 * @param {(session: import('./sessions.mjs').Session) => Talk2mUser} portal.userOf
 * @returns {Record<string, Stage>}
 */
export function makeAdminStages({ users, policy, computers, record, userOf }) {
  /** @param {Exchange} exchange */
  const setPolicy = ({ session, form }) => {
    const name = form.get('policy') ?? '';
    const days = (Object.hasOwn(DAYS, name) ? DAYS[name]?.(form) : undefined) ?? NaN;
    if (name === 'custom' ? Number.isInteger(days) && days >= 1 && days <= 365 : !Number.isNaN(days)) {
      Object.assign(policy, { name, days });
    } else {
      session.notice = 'Choose a policy, and 1 to 365 days for one of your own';
    }
  };

  /** @param {Exchange} exchange */
  const revoke = ({ form }) => {
    const userName = form.get('userName') ?? '';
    if (computers.revoke(userName) > 0) record('revoked', userName);
  };

  /** @param {Exchange} exchange */
  const switchTwoFactor = ({ form }) => {
    const user = users.get(form.get('userName') ?? '');
    if (!user) return;
    if (user.twoFactor) {
      computers.revoke(user.userName);
      record('removed', user.userName);
    }
    user.twoFactor = !user.twoFactor;
  };

  return {
    adminHome: {
      path: '/devices',
      show: ({ session }) => pages.home(session, userOf(session)),
      posts: {},
      links: { '/account': 'account', '/users': 'users' },
    },
    account: {
      path: '/account',
      show: ({ session }) => pages.account(session, userOf(session), policy),
      posts: { '/account/policy': setPolicy },
      links: { '/devices': 'adminHome', '/users': 'users' },
    },
    users: {
      path: '/users',
      show: ({ session }) =>
        pages.users(session, userOf(session), [...users.values()], (userName) => computers.list(userName)),
      posts: { '/users/revoke': revoke, '/users/two-factor': switchTwoFactor },
      links: { '/devices': 'adminHome', '/account': 'account' },
    },
  };
}
