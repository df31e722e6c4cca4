/// <reference path="./qrcode.d.ts" />
/**
 * The page Edit Profile > Security. Both methods always stand on it, so that a page that asks for the
 * code of an app speaks of SMS as well, and the other way round.
 */
import qrcode from 'qrcode';
import { frame } from './customer-administration-pages.mjs';
import { form, html, NOTHING, takeNotice } from './html.mjs';

/** @typedef {import('./customer-administration.mjs').CustomerUser} CustomerUser */
/** @typedef {import('./html.mjs').Markup} Markup */
/** @typedef {import('./html.mjs').Page} Page */
/** @typedef {import('./sessions.mjs').Session} Session */

/** @typedef {'security' | 'otpConnect' | 'otpQrCode' | 'otpCode' | 'smsNumber' | 'smsSend' | 'smsVerify'} Panel */

const PATH = '/profile/security';

/**
 * @param {Session} session
 * @param {string} action below the page's own path; the button's id too
 * @param {string} label
 */
const button = (session, action, label) =>
  form(session, `${PATH}/${action}`, html`<button id="${action}" type="submit">${label}</button>`, 'inline');

/**
 * @param {Session} session
 * @param {string} otpauth
 * @returns {Promise<Markup>}
 */
async function showQrCode(session, otpauth) {
  const picture = await qrcode.toDataURL(otpauth, { errorCorrectionLevel: 'M', margin: 4, scale: 5 });
  return html`<p>Scan the QR code with the camera of your phone.</p>
<img class="qr" id="qr" src="${picture}" alt="QR code"><div>${button(session, 'verify', 'Verify')}</div>`;
}

/** @param {Session} session */
const askForOtp = (session) => html`<p>The application generates a time-limited one-time code.</p>
${form(session, `${PATH}/otp`, html`<label for="otp">One-time code</label>
<input id="otp" name="otp" type="text" inputmode="numeric" maxlength="6" required>
<button class="primary" type="submit">Activate</button>`)}`;

/**
 * @param {Session} session
 * @param {CustomerUser} user
 * @param {Panel} panel
 * @param {string} otpauth
 * @returns {Promise<Markup>}
 */
async function otpSection(session, { method }, panel, otpauth) {
  if (method === 'app') return html`<p class="active">Active</p>${button(session, 'deactivate', 'Deactivate')}`;
  if (method) return html`<p class="hint">To change the method, deactivate Login via SMS first.</p>`;
  if (panel === 'otpConnect') {
    return html`<p>Open the app (e.g. Google Authenticator or Authy) and choose to scan a QR code.</p>
${button(session, 'qr-code', 'Display QR Code')}`;
  }
  if (panel === 'otpQrCode') return showQrCode(session, otpauth);
  if (panel === 'otpCode') return askForOtp(session);
  return panel === 'security' ? button(session, 'connect-device', 'Connect device') : NOTHING;
}

/**
 * @param {Session} session
 * @param {CustomerUser} user
 * @param {Panel} panel
 * @returns {Markup}
 */
function smsSection(session, { method, phone, phoneVerified }, panel) {
  if (method === 'sms') {
    return html`<p class="active">Active: ${phone}</p>${button(session, 'deactivate', 'Deactivate')}`;
  }
  if (method) return html`<p class="hint">To change the method, deactivate OTP Authentication first.</p>`;
  if (panel === 'smsNumber') {
    return form(session, `${PATH}/number`, html`<label for="phone">Phone number</label>
<input id="phone" name="phone" type="tel" autocomplete="tel" value="${phone}" required>
<button class="primary" type="submit">Save</button>`);
  }
  if (panel === 'smsSend') return html`<p>${phone}</p>${button(session, 'send-code', 'Send Code')}`;
  if (panel === 'smsVerify') {
    return html`<p>We have sent an SMS to ${phone}.</p>
${form(session, `${PATH}/sms`, html`<label for="smsCode">SMS code</label>
<input id="smsCode" name="smsCode" type="text" inputmode="numeric" maxlength="6" required>
<button class="primary" type="submit">Verify</button>`)}
${button(session, 'send-code', 'Send Code')}`;
  }
  if (!phone) return panel === 'security' ? button(session, 'add-number', 'Add Number') : NOTHING;
  if (panel !== 'security') return html`<p>${phone}</p>`;
  return html`<p>${phone}</p>
${phoneVerified ? button(session, 'enable', 'Enable authentication') : button(session, 'verify-number', 'Verify Number')}
${button(session, 'add-number', 'Change number')}${button(session, 'delete-number', 'Delete number')}`;
}

/**
 * @param {Session} session
 * @param {CustomerUser} user
 * @param {Panel} panel the one that is open
 * @param {string} otpauth '' unless the panel shows it
 * @returns {Promise<Page>}
 */
export async function security(session, user, panel, otpauth) {
  return frame(session, user, 'Security', html`<h1>Edit Profile</h1>
<nav class="tabs" aria-label="Profile"><a href="/profile">Personal data</a><b>Security</b></nav>
<h2>Two-factor authentication</h2>
${takeNotice(session)}
<section class="method" id="sms-section"><h3>Login via SMS</h3>
<p class="hint">You receive a verification SMS every time you log in.</p>
${smsSection(session, user, panel)}</section>
<section class="method" id="otp-section"><h3>OTP Authentication</h3>
<p class="hint">You enter a one-time password that an app on your phone generates.</p>
${await otpSection(session, user, panel, otpauth)}</section>
${panel === 'security' ? NOTHING : button(session, 'close', 'Cancel')}`);
}
