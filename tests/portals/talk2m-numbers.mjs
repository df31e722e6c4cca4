/**
 * The four steps of a first login at Talk2M: mobile number, its passcode, backup number, its passcode.
 */
import { readPhone } from './sent-codes.mjs';
import * as pages from './talk2m-pages.mjs';

/** @typedef {import('./portal.mjs').Exchange} Exchange */
/** @typedef {import('./portal.mjs').Stage} Stage */
/** @typedef {import('./sessions.mjs').Session} Session */

/**
 * @param {object} portal what the stages need of the portal around them
 * @param {import('./sent-codes.mjs').SentCodes} portal.sms
 * @param {(type: 'enrolled' | 'rejected', user: string, factor: 'sms') => void} portal.record
 * @param {(session: Session) => import('./talk2m.mjs').Talk2mUser} portal.userOf
 * @param {(session: Session, by: 'code') => void} portal.signIn
 * @param {(session: Session) => void} portal.giveUp
 * @returns {Record<string, Stage>}
 */
export function makeNumberStages({ sms, record, userOf, signIn, giveUp }) {
  /** @type {Map<string, string>} numbers that are typed and not yet validated, by session */
  const typed = new Map();

  /** @param {Session} session */
  const numberOf = (session) => typed.get(session.id) ?? '';

  /** @type {(next: string) => (exchange: Exchange) => void} */
  const chooseNumber = (next) => ({ session, form }) => {
    const phone = readPhone(form.get('phone'));
    if (!phone) {
      session.notice = 'Enter a valid phone number';
    } else if (phone === userOf(session).phone) {
      session.notice = 'The backup number must be different from the first one';
    } else {
      typed.set(session.id, phone);
      sms.send(session.user, phone);
      session.stage = next;
    }
  };

  /** @type {(field: 'phone' | 'backup', next: (session: Session) => void) => (exchange: Exchange) => void} */
  const checkPasscode = (field, next) => ({ session, form }) => {
    const right = sms.accepts(session.user, form.get('passcode') ?? '');
    record(right ? 'enrolled' : 'rejected', session.user, 'sms');
    if (right) {
      userOf(session)[field] = numberOf(session);
      typed.delete(session.id);
      next(session);
    } else if (sms.isExhausted(session.user)) {
      giveUp(session);
    } else {
      session.notice = 'The code is not correct';
    }
  };

  /** @param {Exchange} exchange */
  const resend = ({ session }) => sms.send(session.user, numberOf(session));

  /** @param {Exchange} exchange */
  const skip = ({ session }) => {
    if (userOf(session).administrator) session.notice = 'Administrators need a backup phone number';
    else signIn(session, 'code');
  };

  return {
    mobile: {
      path: '/two-factor/1',
      show: ({ session }) => pages.number(session, 1, false),
      posts: { '/two-factor/1': chooseNumber('mobilePasscode') },
    },
    mobilePasscode: {
      path: '/two-factor/2',
      show: ({ session }) => pages.numberPasscode(session, 2, numberOf(session)),
      posts: {
        '/two-factor/2': checkPasscode('phone', (session) => {
          session.stage = 'backup';
        }),
        '/two-factor/2/resend': resend,
      },
    },
    backup: {
      path: '/two-factor/3',
      show: ({ session }) => pages.number(session, 3, !userOf(session).administrator),
      posts: { '/two-factor/3': chooseNumber('backupPasscode'), '/two-factor/3/skip': skip },
    },
    backupPasscode: {
      path: '/two-factor/4',
      show: ({ session }) => pages.numberPasscode(session, 4, numberOf(session)),
      posts: {
        '/two-factor/4': checkPasscode('backup', (session) => signIn(session, 'code')),
        '/two-factor/4/resend': resend,
      },
    },
  };
}
