/**
 * The pop-ups of M2Mmanager's SMS method. Their field takes six digits too, and no code of an
 * authenticator belongs into it.
 */
import { form, html } from './html.mjs';
import { popUp, REMEMBER } from './m2mmanager-pages.mjs';
import { mask } from './sent-codes.mjs';

/** @typedef {import('./html.mjs').Page} Page */
/** @typedef {import('./sessions.mjs').Session} Session */

const SMS_FIELDS = html`<label for="sixDigitCode">Enter the 6-digit code</label>
<input id="sixDigitCode" name="sixDigitCode" type="text" inputmode="numeric" maxlength="6">
${REMEMBER}
<button class="primary" type="submit">Continue</button>`;

/** @param {string} phone */
const sentTo = (phone) => html`<p>We have sent an SMS to ${mask(phone)}.</p>`;

/**
 * @param {Session} session
 * @param {string} action
 * @param {string} label
 */
const aside = (session, action, label) =>
  form(session, action, html`<button class="link" type="submit">${label}</button>`, 'aside');

/**
 * @param {Session} session
 * @returns {Page}
 */
export function phone(session) {
  return popUp(session, 'Authentication by SMS', html`
${form(session, '/two-factor/phone', html`<label for="phone">Enter your phone number</label>
<input id="phone" name="phone" type="tel" autocomplete="tel" required>
<button class="primary" type="submit">Continue</button>`)}
${aside(session, '/two-factor/other-method', 'Try another method')}`);
}

/**
 * @param {Session} session
 * @param {string} number
 * @returns {Page}
 */
export function smsConfirm(session, number) {
  return popUp(session, 'Authentication by SMS', html`${sentTo(number)}
${form(session, '/two-factor/sms', SMS_FIELDS)}
${aside(session, '/two-factor/resend', 'Resend')}
${aside(session, '/two-factor/other-method', 'Try another method')}`);
}

/**
 * @param {Session} session
 * @param {string} number
 * @returns {Page}
 */
export function smsCode(session, number) {
  return popUp(session, 'Two-factor authentication', html`${sentTo(number)}
${form(session, '/login/sms', SMS_FIELDS)}
${aside(session, '/login/resend', 'Resend')}`);
}
