/**
 * Edit Profile > Security: one page, and a stage for each panel that can be open on it.
 */
import * as pages from './customer-administration-security-pages.mjs';
import { readPhone } from './sent-codes.mjs';
import { passes } from './verifier.mjs';

/** @typedef {import('./portal.mjs').Exchange} Exchange */
/** @typedef {import('./portal.mjs').Stage} Stage */

/** The number of a person of the account, verified before: nobody has to verify it again. */
export const PERSON_PHONE = '+420600000011';

const PATH = '/profile/security';
const LINKS = { '/customers': 'home', '/profile': 'profile' };

/**
 * @param {import('./customer-administration.mjs').Surroundings} portal
 * @returns {Record<string, Stage>}
 */
export function makeSecurityStages({ verifier, sms, record, userOf, activate }) {
  /** @type {(stage: string) => (exchange: Exchange) => void} */
  const goTo = (stage) => ({ session }) => {
    session.stage = stage;
  };

  /**
   * The methods exclude each other: the active one has to be deactivated first.
   * @param {(exchange: Exchange) => void} post
   * @returns {(exchange: Exchange) => void}
   */
  const whileInactive = (post) => (exchange) => {
    const { session } = exchange;
    if (userOf(session).method) session.notice = 'Deactivate the active verification method first';
    else post(exchange);
  };

  /** @param {Exchange} exchange */
  const displayQrCode = ({ session }) => {
    verifier.offer(session.user);
    session.stage = 'otpQrCode';
  };

  /** @param {Exchange} exchange */
  const checkOtp = ({ session, form }) => {
    const verdict = verifier.check(session.user, form.get('otp') ?? '');
    if (passes(verdict, session)) {
      activate(session, 'app');
    } else if (verifier.isExhausted(session.user)) {
      session.stage = 'security';
      session.notice = 'Too many wrong codes. Connect the device again.';
    }
  };

  /** @param {Exchange} exchange */
  const saveNumber = ({ session, form }) => {
    const phone = readPhone(form.get('phone'));
    if (!phone) {
      session.notice = 'Enter a valid phone number';
      return;
    }
    Object.assign(userOf(session), { phone, phoneVerified: phone === PERSON_PHONE });
    session.stage = 'security';
  };

  /** @param {Exchange} exchange */
  const deleteNumber = ({ session }) => {
    Object.assign(userOf(session), { phone: '', phoneVerified: false });
  };

  /** @param {Exchange} exchange */
  const verifyNumber = ({ session }) => {
    if (userOf(session).phone) session.stage = 'smsSend';
  };

  /** @param {Exchange} exchange */
  const sendCode = ({ session }) => {
    sms.send(session.user, userOf(session).phone);
    session.stage = 'smsVerify';
  };

  /** @param {Exchange} exchange */
  const checkSms = ({ session, form }) => {
    const right = sms.accepts(session.user, form.get('smsCode') ?? '');
    record(right ? 'enrolled' : 'rejected', session.user, 'sms');
    if (right) {
      userOf(session).phoneVerified = true;
      activate(session, 'sms');
    } else {
      session.notice = 'The code is not correct';
      if (sms.isExhausted(session.user)) session.stage = 'smsSend';
    }
  };

  /** @param {Exchange} exchange */
  const enable = ({ session }) => {
    if (userOf(session).phoneVerified) activate(session, 'sms');
    else session.notice = 'Verify the phone number first';
  };

  /** @param {Exchange} exchange */
  const deactivate = ({ session }) => {
    const user = userOf(session);
    if (!user.method) return;
    verifier.withdraw(user.email);
    user.method = '';
    session.signedInBy = 'password';
    record('removed', user.email);
  };

  /**
   * @param {pages.Panel} panel
   * @param {Stage['posts']} posts
   * @returns {Stage}
   */
  const stage = (panel, posts) => ({
    path: PATH,
    show: ({ session }) =>
      pages.security(session, userOf(session), panel, panel === 'otpQrCode' ? verifier.otpauth(session.user) : ''),
    posts: { [`${PATH}/close`]: goTo('security'), ...posts },
    links: LINKS,
  });

  return {
    security: stage('security', {
      [`${PATH}/connect-device`]: whileInactive(goTo('otpConnect')),
      [`${PATH}/add-number`]: whileInactive(goTo('smsNumber')),
      [`${PATH}/delete-number`]: whileInactive(deleteNumber),
      [`${PATH}/verify-number`]: whileInactive(verifyNumber),
      [`${PATH}/enable`]: whileInactive(enable),
      [`${PATH}/deactivate`]: deactivate,
    }),
    otpConnect: stage('otpConnect', { [`${PATH}/qr-code`]: displayQrCode }),
    otpQrCode: stage('otpQrCode', { [`${PATH}/verify`]: goTo('otpCode') }),
    otpCode: stage('otpCode', { [`${PATH}/otp`]: checkOtp }),
    smsNumber: stage('smsNumber', { [`${PATH}/number`]: saveNumber }),
    smsSend: stage('smsSend', { [`${PATH}/send-code`]: sendCode }),
    smsVerify: stage('smsVerify', { [`${PATH}/sms`]: checkSms, [`${PATH}/send-code`]: sendCode }),
  };
}
