/**
 * Talk2M's pages for administrators: the account's policy, and the users with their remembered PCs.
 */
import { form, html, NOTHING } from './html.mjs';
import * as pages from './talk2m-pages.mjs';

/** @typedef {import('./html.mjs').Page} Page */
/** @typedef {import('./sessions.mjs').Session} Session */
/** @typedef {import('./talk2m.mjs').Talk2mUser} Talk2mUser */

const LINKS = html`<a href="/devices">Ewons</a><a href="/account">Account</a><a href="/users">Users</a>`;

/**
 * @param {Session} session
 * @param {Talk2mUser} user
 * @returns {Page}
 */
export const home = (session, user) => pages.home(session, user, LINKS);

/**
 * @param {Session} session
 * @param {Talk2mUser} user
 * @param {import('./talk2m.mjs').Policy} policy
 * @returns {Page}
 */
export function account(session, user, policy) {
  /** @param {string} name */
  const checked = (name) => (name === policy.name ? html` checked` : NOTHING);
  return pages.frame(session, user, 'Account', html`<h2>Security Policy</h2>
<p>Two-Factor Authentication policy: <b id="policy">${policy.name}</b></p>
${form(session, '/account/policy', html`
<label class="check"><input name="policy" type="radio" value="standard"${checked('standard')}> Standard: “Remember this PC” is allowed and never expires</label>
<label class="check"><input name="policy" type="radio" value="custom"${checked('custom')}> “Remember this PC” expires after a number of days</label>
<label for="days">Days</label><input id="days" name="days" type="number" min="1" max="365" value="${policy.name === 'custom' ? policy.days : 30}">
<label class="check"><input name="policy" type="radio" value="enforced"${checked('enforced')}> Enforced: “Remember this PC” is not allowed</label>
<button class="primary" type="submit">Modify 2-Factor Authentication policy</button>`)}`, LINKS);
}

/**
 * @param {Session} session
 * @param {Talk2mUser} user
 * @param {Talk2mUser[]} everyone
 * @param {(userName: string) => import('./devices.mjs').Device[]} computersOf
 * @returns {Page}
 */
export function users(session, user, everyone, computersOf) {
  const rows = everyone.map(({ userName, name, twoFactor }) => {
    const computers = computersOf(userName).map((computer) =>
      html`<li>${computer.name}, since ${new Date(computer.since).toISOString().slice(0, 10)}</li>`);
    const hidden = html`<input type="hidden" name="userName" value="${userName}">`;
    return html`<tr data-user="${userName}"><td>${name}</td>
<td>${form(session, '/users/two-factor', html`${hidden}<button type="submit">${twoFactor ? 'Disable' : 'Enable'} Two-Factor Authentication</button>`)}</td>
<td><ul>${computers}</ul>${computers.length ? form(session, '/users/revoke', html`${hidden}<button type="submit">Revoke all “Remember this PC”</button>`) : NOTHING}</td></tr>`;
  });
  return pages.frame(session, user, 'Users', html`<table>
<thead><tr><th>User</th><th>Security</th><th>Remembered PCs</th></tr></thead><tbody>${rows}</tbody></table>`, LINKS);
}
