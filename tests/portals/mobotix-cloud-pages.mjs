/**
 * MOBOTIX CLOUD's pages, but for those of the profile.
 */
import { form, html, NOTHING, takeNotice } from './html.mjs';
import { mask } from './sent-codes.mjs';
import { verdict } from './verdict.mjs';

/** @typedef {import('./html.mjs').Markup} Markup */
/** @typedef {import('./html.mjs').Page} Page */
/** @typedef {import('./mobotix-cloud.mjs').MobotixUser} MobotixUser */
/** @typedef {import('./sessions.mjs').Session} Session */

const CAMERAS = [
  { name: 'Main gate', place: 'Site A', state: 'Recording' },
  { name: 'Loading bay', place: 'Site A', state: 'Recording' },
  { name: 'Server room', place: 'Site B', state: 'No connection' },
];

const FOOTER = html`<footer class="foot">Demonstration of the login steps. Not the maker’s site.</footer>`;
const BRAND = html`<p class="brand"><img src="/icon.svg" alt="" width="30" height="30">MOBOTIX CLOUD</p>`;

/**
 * @param {string} title
 * @param {Markup} main
 * @returns {Page}
 */
function gate(title, main) {
  return {
    title: `${title} – MOBOTIX CLOUD`,
    body: html`<div class="gate">${BRAND}<main class="card"><h1>${title}</h1>${main}</main></div>${FOOTER}`,
  };
}

/**
 * @param {Session} session
 * @param {MobotixUser} user
 * @param {string} title
 * @param {Markup} main
 * @returns {Page}
 */
export function frame(session, user, title, main) {
  return {
    title: `${title} – MOBOTIX CLOUD`,
    body: html`<header class="bar">${BRAND}<a href="/cameras">Cameras</a>${verdict(session)}
<span id="signed-in-user">${user.name}</span><a id="my-profile" href="/profile">My profile</a>
${form(session, '/logout', html`<button id="log-out" type="submit">Log out</button>`, 'logout')}
${form(session, '/logout/completely', html`<button id="log-out-completely" type="submit">Log out completely</button>`, 'logout')}</header>
<main class="content"><h1>${title}</h1>${takeNotice(session)}${main}</main>${FOOTER}`,
  };
}

/**
 * @param {Session} session
 * @returns {Page}
 */
export function login(session) {
  return gate('Log in', html`${takeNotice(session)}
${form(session, '/login', html`<label for="email">Email</label>
<input id="email" name="email" type="email" autocomplete="username" required>
<label for="password">Password</label>
<input id="password" name="password" type="password" autocomplete="current-password" required>
<button class="primary" type="submit">Log in</button>`)}`);
}

const TRUST = html`<label class="check"><input id="trust" name="trust" type="checkbox" value="yes"> Add this device to my trusted devices</label>`;

/**
 * @param {Session} session
 * @param {string} action
 * @param {string} label
 */
const other = (session, action, label) =>
  form(session, `/login/${action}`, html`<button class="link" id="${action}" type="submit">${label}</button>`, 'aside');

/** @param {Session} session */
const cancel = (session) => form(session, '/logout', html`<button class="link" type="submit">Cancel</button>`, 'aside');

const WARNING = html`<p class="hint">After four wrong codes your account is deactivated.</p>`;

/**
 * @param {Session} session
 * @param {MobotixUser} user
 * @returns {Page}
 */
export function mailCode(session, { email, phone }) {
  return gate('Two-factor authentication', html`
<p>We have sent an email with a four-digit security code to ${mask(email)}.</p>
${takeNotice(session)}
${form(session, '/login/security-code', html`<label for="securityCode">Security code</label>
<input id="securityCode" name="code" type="text" inputmode="numeric" maxlength="4" pattern="[0-9]{4}" autocomplete="one-time-code" required>
${TRUST}<button class="primary" type="submit">Confirm</button>`)}${WARNING}
${other(session, 'by-mail', 'Send a new code')}
${phone ? other(session, 'by-sms', 'Send the code by SMS instead') : NOTHING}${cancel(session)}`);
}

/**
 * @param {Session} session
 * @param {MobotixUser} user
 * @returns {Page}
 */
export function smsCode(session, { phone }) {
  // The boxes have no names: the page's script gathers them into the hidden field.
  const boxes = [1, 2, 3, 4].map((digit) =>
    html`<input class="box" id="digit-${digit}" type="text" inputmode="numeric" maxlength="1" autocomplete="off" aria-label="Digit ${digit} of 4">`);
  const page = gate('Two-factor authentication', html`
<p id="code-label">Enter the four-digit security code that we have sent by SMS to ${mask(phone)}.</p>
${takeNotice(session)}
${form(session, '/login/security-code-sms', html`<div class="boxes" role="group" aria-labelledby="code-label">${boxes}</div>
<input type="hidden" name="code">
${TRUST}<button class="primary" type="submit">Confirm</button>`, 'form code-form')}${WARNING}
${other(session, 'by-sms', 'Send a new code')}
${other(session, 'by-mail', 'Send the code by email instead')}${cancel(session)}`);
  return { ...page, script: '/code-boxes.js' };
}

/**
 * @param {Session} session
 * @param {MobotixUser} user
 * @returns {Page}
 */
export function home(session, user) {
  const rows = CAMERAS.map(({ name, place, state }) => html`<tr><td>${name}</td><td>${place}</td><td>${state}</td></tr>`);
  return frame(session, user, 'Cameras', html`<table>
<thead><tr><th>Camera</th><th>Place</th><th>State</th></tr></thead><tbody>${rows}</tbody></table>`);
}
