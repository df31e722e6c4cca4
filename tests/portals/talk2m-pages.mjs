/**
 * Talk2M's pages, but for those of administrators. The four digits go into one plain field without any
 * hint of its kind but its words.
 */
import { form, html, NOTHING, takeNotice } from './html.mjs';
import { mask } from './sent-codes.mjs';
import { verdict } from './verdict.mjs';

/** @typedef {import('./html.mjs').Markup} Markup */
/** @typedef {import('./html.mjs').Page} Page */
/** @typedef {import('./sessions.mjs').Session} Session */
/** @typedef {import('./talk2m.mjs').Talk2mUser} Talk2mUser */

const EWONS = [
  { name: 'Pumping station 3', model: 'Cosy+', state: 'Online' },
  { name: 'Reservoir east', model: 'Flexy 205', state: 'Online' },
  { name: 'Chlorination', model: 'Flexy 205', state: 'Offline' },
];

const FOOTER = html`<footer class="foot">Demonstration of the login steps. Not the maker’s site.</footer>`;
const BRAND = html`<p class="brand"><img src="/icon.svg" alt="" width="30" height="30">Talk2M</p>`;

/**
 * @param {string} title
 * @param {Markup} main
 * @returns {Page}
 */
function gate(title, main) {
  return {
    title: `${title} – Talk2M`,
    body: html`<div class="gate">${BRAND}<main class="card"><h1>${title}</h1>${main}</main></div>${FOOTER}`,
  };
}

/**
 * @param {Session} session
 * @param {Talk2mUser} user
 * @param {string} title
 * @param {Markup} main
 * @param {Markup} [links]
 * @returns {Page}
 */
export function frame(session, user, title, main, links = NOTHING) {
  return {
    title: `${title} – Talk2M`,
    body: html`<header class="bar">${BRAND}<nav aria-label="Main">${links}</nav>${verdict(session)}
<span id="signed-in-user">${user.name}</span>
${form(session, '/logout', html`<button id="log-out" type="submit">Log out</button>`, 'logout')}</header>
<main class="content"><h1>${title}</h1>${takeNotice(session)}${main}</main>${FOOTER}`,
  };
}

/**
 * @param {Session} session
 * @returns {Page}
 */
export function login(session) {
  return gate('Log in', html`${takeNotice(session)}
${form(session, '/login', html`<label for="accountName">Account name</label>
<input id="accountName" name="accountName" type="text" autocomplete="organization" required>
<label for="userName">Username</label>
<input id="userName" name="userName" type="text" autocomplete="username" autocapitalize="none" required>
<label for="password">Password</label>
<input id="password" name="password" type="password" autocomplete="current-password" required>
<button class="primary" type="submit">Log in</button>`)}`);
}

const PASSCODE_FIELD = html`<label for="passcode">Passcode</label>
<input id="passcode" name="passcode" type="text" maxlength="4" required>`;

/** @param {string} phone */
const sentTo = (phone) => html`<p>A text message with a 4-digit passcode has been sent to ${mask(phone)}.</p>`;

/**
 * @param {Session} session
 * @param {string} phone
 * @param {boolean} mayRemember
 * @returns {Page}
 */
export function passcode(session, phone, mayRemember) {
  const remember = mayRemember
    ? html`<label class="check"><input id="rememberPc" name="rememberPc" type="checkbox" value="yes"> Remember this PC</label>
<p class="hint">Only on your own PC or tablet.</p>`
    : NOTHING;
  return gate('Two-factor authentication', html`${sentTo(phone)}
${takeNotice(session)}
${form(session, '/login/passcode', html`${PASSCODE_FIELD}${remember}
<button class="primary" type="submit">Log in</button>`)}
<p class="aside">No text message? <a id="resend" href="/login/resend">Resend the SMS</a></p>
${form(session, '/logout', html`<button class="link" type="submit">Cancel</button>`, 'aside')}`);
}

/**
 * @param {Session} session
 * @param {Talk2mUser} user
 * @returns {Page}
 */
export function resend(session, { phone, backup }) {
  const second = backup
    ? html`<label class="check"><input name="to" type="radio" value="backup"> Backup phone ${mask(backup)}</label>`
    : NOTHING;
  return gate('Resend the SMS', html`
${form(session, '/login/resend', html`<label class="check"><input name="to" type="radio" value="mobile" checked> Mobile phone ${mask(phone)}</label>
${second}<button class="primary" type="submit">Send</button>`)}
<p class="aside"><a href="/login/passcode">Back</a></p>`);
}

/**
 * @param {Session} session
 * @param {1 | 3} step
 * @param {boolean} skippable
 * @returns {Page}
 */
export function number(session, step, skippable) {
  const which = step === 1 ? 'Mobile phone number' : 'Backup phone number';
  return gate(`Two-factor authentication ${step}/4`, html`
<p>A security code is sent to verify the validity of the phone number.</p>
${takeNotice(session)}
${form(session, `/two-factor/${step}`, html`<label for="phone">${which}</label>
<input id="phone" name="phone" type="tel" autocomplete="tel" required>
<button class="primary" type="submit">Next</button>`)}
${skippable ? form(session, '/two-factor/3/skip', html`<button class="link" id="skip" type="submit">Skip</button>`, 'aside') : NOTHING}`);
}

/**
 * @param {Session} session
 * @param {2 | 4} step
 * @param {string} phone
 * @returns {Page}
 */
export function numberPasscode(session, step, phone) {
  return gate(`Two-factor authentication ${step}/4`, html`${sentTo(phone)}
${takeNotice(session)}
${form(session, `/two-factor/${step}`, html`${PASSCODE_FIELD}<button class="primary" type="submit">Next</button>`)}
${form(session, `/two-factor/${step}/resend`, html`<button class="link" id="resend" type="submit">Resend the SMS</button>`, 'aside')}`);
}

/**
 * @param {Session} session
 * @param {Talk2mUser} user
 * @param {Markup} [links]
 * @returns {Page}
 */
export function home(session, user, links) {
  const rows = EWONS.map(({ name, model, state }) => html`<tr><td>${name}</td><td>${model}</td><td>${state}</td></tr>`);
  return frame(session, user, 'Ewons', html`<table>
<thead><tr><th>Name</th><th>Model</th><th>State</th></tr></thead><tbody>${rows}</tbody></table>`, links);
}
