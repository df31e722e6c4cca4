/**
 * MOBOTIX CLOUD's "My profile": the second factor, the telephone number, the password, and the trusted
 * devices.
 */
import * as pages from './mobotix-cloud-profile-pages.mjs';
import { readPhone } from './sent-codes.mjs';

/** @typedef {import('./portal.mjs').Exchange} Exchange */
/** @typedef {import('./portal.mjs').Stage} Stage */
/** @typedef {import('./sessions.mjs').Session} Session */

/**
 * @param {object} portal what the stages need of the portal around them
 * @param {import('./sent-codes.mjs').SentCodes} portal.codes
 * @param {import('./devices.mjs').Devices} portal.devices
 * @param {import('./sessions.mjs').Sessions} portal.sessions
 * @param {(type: 'revoked' | 'removed', user: string) => void} portal.record
 * @param {(session: Session) => import('./mobotix-cloud.mjs').MobotixUser} portal.userOf
 * @param {(session: Session, typed: string, factor: 'sms', yes: 'enrolled') => boolean} portal.judge
 * @returns {Record<string, Stage>}
 */
export function makeProfileStages({ codes, devices, sessions, record, userOf, judge }) {
  /** @type {Map<string, string>} numbers that are typed and not yet verified, by session */
  const typed = new Map();

  /** @param {Session} session */
  const numberOf = (session) => typed.get(session.id) ?? '';

  /** @param {Exchange} exchange */
  const save = ({ session, form }) => {
    const user = userOf(session);
    const phone = form.get('phone') ? readPhone(form.get('phone')) : '';
    const twoFactor = form.has('twoFactor');
    if (phone === null) {
      session.notice = 'Enter the country code and a valid phone number';
    } else if (phone !== user.phone && twoFactor !== user.twoFactor) {
      session.notice = 'Two changes at once are not possible. Add your phone number first.';
    } else if (phone && phone !== user.phone) {
      typed.set(session.id, phone);
      session.stage = 'phonePassword';
    } else {
      if (user.twoFactor && !twoFactor) record('removed', user.email);
      Object.assign(user, { phone, twoFactor });
    }
  };

  /** @param {Exchange} exchange */
  const sendCode = ({ session, form }) => {
    if (form.get('password') !== userOf(session).password) {
      session.notice = 'The password is not correct';
      return;
    }
    codes.send(session.user, numberOf(session), 'sms');
    session.stage = 'phoneCode';
  };

  /** @param {Exchange} exchange */
  const checkCode = ({ session, form }) => {
    if (!judge(session, form.get('code') ?? '', 'sms', 'enrolled')) return;
    userOf(session).phone = numberOf(session);
    session.stage = 'profile';
  };

  /** @param {Exchange} exchange */
  const changePassword = ({ session, form }) => {
    const user = userOf(session);
    const next = form.get('newPassword') ?? '';
    if (form.get('password') !== user.password || next.length < 10 || next === user.password) {
      session.notice = 'Enter your password, and a new one of at least 10 characters';
      return;
    }
    user.password = next;
    if (devices.revoke(user.email) > 0) record('revoked', user.email);
    sessions.endOthers(session);
  };

  /** @param {Exchange} exchange */
  const removeDevice = ({ session, form }) => {
    if (devices.revoke(session.user, form.get('device') ?? '') > 0) record('revoked', session.user);
  };

  /** @param {Exchange} exchange */
  const cancel = ({ session }) => {
    session.stage = 'profile';
  };

  const posts = { '/profile/cancel': cancel };
  return {
    profile: {
      path: '/profile',
      show: ({ session }) => pages.profile(session, userOf(session), devices.list(session.user)),
      posts: { '/profile': save, '/profile/password': changePassword, '/profile/remove-device': removeDevice },
      links: { '/cameras': 'home' },
    },
    phonePassword: {
      path: '/profile/phone',
      show: ({ session }) => pages.phonePassword(session, userOf(session), numberOf(session)),
      posts: { '/profile/phone': sendCode, ...posts },
    },
    phoneCode: {
      path: '/profile/phone/code',
      show: ({ session }) => pages.phoneCode(session, userOf(session), numberOf(session)),
      posts: { '/profile/phone/code': checkCode, ...posts },
    },
  };
}
