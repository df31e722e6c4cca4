/**
 * M2Mmanager's other method: codes by SMS, at the set-up and at every later login.
 */
import * as pages from './m2mmanager-sms-pages.mjs';
import { readPhone } from './sent-codes.mjs';

/** @typedef {import('./portal.mjs').Exchange} Exchange */
/** @typedef {import('./portal.mjs').Stage} Stage */

/**
 * @param {object} portal what the stages need of the portal around them
 * @param {import('./sent-codes.mjs').SentCodes} portal.sms
 * @param {import('./portal.mjs').PortalEvent[]} portal.events
 * @param {() => number} portal.now
 * @param {(session: import('./sessions.mjs').Session) => import('./m2mmanager.mjs').M2mUser} portal.userOf
 * @param {(exchange: Exchange, factor: 'sms') => void} portal.admit
 * @param {(stage: string) => (exchange: Exchange) => void} portal.goTo
 * @returns {Record<string, Stage>}
 */
export function makeSmsStages({ sms, events, now, userOf, admit, goTo }) {
  /** @param {Exchange} exchange */
  const choosePhone = ({ session, form }) => {
    const phone = readPhone(form.get('phone'));
    if (phone) {
      userOf(session).phone = phone;
      sms.send(session.user, phone);
      session.stage = 'smsConfirm';
    } else {
      session.notice = 'Enter a valid phone number';
    }
  };

  /** @param {Exchange} exchange */
  const resend = ({ session }) => sms.send(session.user, userOf(session).phone);

  /** @param {Exchange} exchange */
  const checkSms = (exchange) => {
    const { session, form } = exchange;
    const user = userOf(session);
    const right = sms.accepts(user.email, form.get('sixDigitCode') ?? '');
    const yes = user.factor ? 'accepted' : 'enrolled';
    events.push({ type: right ? yes : 'rejected', user: user.email, at: now(), factor: 'sms' });
    if (right) admit(exchange, 'sms');
    else session.notice = 'The code is not correct';
  };

  return {
    phone: {
      path: '/two-factor/phone',
      show: ({ session }) => pages.phone(session),
      posts: { '/two-factor/phone': choosePhone, '/two-factor/other-method': goTo('method') },
    },
    smsConfirm: {
      path: '/two-factor/sms',
      show: ({ session }) => pages.smsConfirm(session, userOf(session).phone),
      posts: {
        '/two-factor/sms': checkSms,
        '/two-factor/resend': resend,
        '/two-factor/other-method': goTo('method'),
      },
    },
    smsCode: {
      path: '/login/sms',
      show: ({ session }) => pages.smsCode(session, userOf(session).phone),
      posts: { '/login/sms': checkSms, '/login/resend': resend },
    },
  };
}
