/**
 * The pages of MOBOTIX CLOUD's "My profile".
 */
import { form, html, NOTHING } from './html.mjs';
import { frame } from './mobotix-cloud-pages.mjs';

/** @typedef {import('./html.mjs').Page} Page */
/** @typedef {import('./mobotix-cloud.mjs').MobotixUser} MobotixUser */
/** @typedef {import('./sessions.mjs').Session} Session */

/**
 * @param {Session} session
 * @param {MobotixUser} user
 * @param {import('./devices.mjs').Device[]} devices
 * @returns {Page}
 */
export function profile(session, user, devices) {
  const list = devices.map(({ id, name }) => html`<li>${name}
${form(session, '/profile/remove-device', html`<input type="hidden" name="device" value="${id}"><button type="submit">Remove</button>`, 'inline')}</li>`);
  return frame(session, user, 'My profile', html`
${form(session, '/profile', html`<label class="check"><input id="twoFactor" name="twoFactor" type="checkbox" value="yes"${user.twoFactor ? html` checked` : NOTHING}> Two-factor authentication</label>
<label for="phone">SMS phone, with country code</label>
<input id="phone" name="phone" type="tel" autocomplete="tel" value="${user.phone}">
<button class="primary" id="save" type="submit">Save changes</button>`)}
<h2>Trusted devices</h2>
${list.length ? html`<ul id="trusted-devices">${list}</ul>` : html`<p class="hint">No device is trusted.</p>`}
<h2>Change password</h2>
${form(session, '/profile/password', html`<label for="password">Password</label>
<input id="password" name="password" type="password" autocomplete="current-password" required>
<label for="newPassword">New password</label>
<input id="newPassword" name="newPassword" type="password" autocomplete="new-password" minlength="10" required>
<button class="primary" type="submit">Change password</button>`)}`);
}

/** @param {Session} session */
const cancel = (session) =>
  form(session, '/profile/cancel', html`<button class="link" id="cancel" type="submit">Cancel</button>`, 'aside');

/**
 * @param {Session} session
 * @param {MobotixUser} user
 * @param {string} phone
 * @returns {Page}
 */
export function phonePassword(session, user, phone) {
  return frame(session, user, 'Verify your phone number', html`<p>To verify ${phone}, enter your password.</p>
${form(session, '/profile/phone', html`<label for="password">Password</label>
<input id="password" name="password" type="password" autocomplete="current-password" required>
<button class="primary" type="submit">Send</button>`)}${cancel(session)}`);
}

/**
 * @param {Session} session
 * @param {MobotixUser} user
 * @param {string} phone
 * @returns {Page}
 */
export function phoneCode(session, user, phone) {
  return frame(session, user, 'Verify your phone number', html`<p>We have sent a security code by SMS to ${phone}.</p>
${form(session, '/profile/phone/code', html`<label for="securityCode">Security code</label>
<input id="securityCode" name="code" type="text" inputmode="numeric" maxlength="4" autocomplete="one-time-code" required>
<button class="primary" type="submit">Confirm</button>`)}${cancel(session)}`);
}
