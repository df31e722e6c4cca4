/// <reference path="./qrcode.d.ts" />
/**
 * The CMP's pages: what the browser, and with it the extension, gets to see.
 */
import qrcode from 'qrcode';
import { form, html, Markup, NOTHING, takeNotice } from './html.mjs';
import { verdict } from './verdict.mjs';

/** @typedef {import('./html.mjs').Page} Page */
/** @typedef {import('./sessions.mjs').Session} Session */

const DEVICES = [
  { id: 'HEC-20417', place: 'Household 0417', postcode: '33611', model: 'Home unit, pendant', seen: 'today, 07:42', state: 'In service' },
  { id: 'HEC-20418', place: 'Household 0418', postcode: '33615', model: 'Home unit, fall sensor', seen: 'today, 07:39', state: 'In service' },
  { id: 'HEC-20423', place: 'Household 0423', postcode: '49074', model: 'Home unit, pendant', seen: 'yesterday, 21:10', state: 'Mains failure' },
  { id: 'HEC-20431', place: 'Household 0431', postcode: '49076', model: 'Mobile unit', seen: 'today, 06:58', state: 'In service' },
  { id: 'HEC-20440', place: 'Assisted living, flat 12', postcode: '33611', model: 'Home unit, smoke detector', seen: 'today, 07:40', state: 'In service' },
  { id: 'HEC-20446', place: 'Household 0446', postcode: '32052', model: 'Home unit, pendant', seen: '3 days ago', state: 'Battery low' },
];

const FOOTER = html`<footer class="foot">Demonstration of the login steps. Not the maker’s site.</footer>`;
const BRAND = html`<p class="brand"><img src="/icon.svg" alt="" width="34" height="34">
<span><b>CMP</b> Care Management Platform</span></p>`;

/**
 * The column beside every form: a postcode is digits in a short field too, and must be left alone.
 * @param {string} action
 * @param {string | null} postcode
 */
const side = (action, postcode) => html`<aside class="side">
<h2>Service partner near you</h2>
<form method="get" action="${action}"><label for="postcode">Postcode</label>
<span class="row"><input id="postcode" name="postcode" type="text" inputmode="numeric" maxlength="5">
<button type="submit">Find</button></span></form>
${postcode ? html`<p class="hint">Region ${postcode.slice(0, 2)}: your partner answers on weekdays from 8 to 17.</p>` : NOTHING}
</aside>`;

/**
 * @param {string} title
 * @param {Markup} main
 * @param {Markup} beside
 * @returns {Page}
 */
function frame(title, main, beside) {
  return {
    title: `${title} – CMP`,
    body: html`<div class="gate">${BRAND}
<div class="columns"><main class="card">${main}</main>${beside}</div></div>${FOOTER}`,
  };
}

/** @param {Session} session */
const logOut = (session) =>
  form(session, '/logout', html`<button id="log-out" class="quiet" type="submit">Log out</button>`, 'logout');

/**
 * @param {Session} session
 * @param {string | null} postcode
 * @returns {Page}
 */
export function login(session, postcode) {
  return frame('Log in', html`<h1>Log in</h1>
${takeNotice(session)}
${form(session, '/login', html`<label for="userName">User name</label>
<input id="userName" name="userName" type="text" autocomplete="username" autocapitalize="none" required>
<label for="password">Password</label>
<input id="password" name="password" type="password" autocomplete="current-password" required>
<button class="primary" type="submit">Log in</button>`)}`, side('/login', postcode));
}

/**
 * @param {Session} session
 * @param {string} otpauth
 * @returns {Promise<Page>}
 */
export async function enrol(session, otpauth) {
  const picture = await qrcode.toString(otpauth, { type: 'svg', errorCorrectionLevel: 'M', margin: 4 });
  return frame('Set up two-factor authentication', html`<h1>Set up two-factor authentication</h1>
<p>Access to the CMP is protected by a second factor (TOTP). Scan this barcode with
an authenticator app on your smartphone, tablet or computer. This step cannot be skipped.</p>
<div class="barcode" id="barcode" role="img" aria-label="Barcode for your authenticator app">${new Markup(picture)}</div>
${takeNotice(session)}
${form(session, '/two-factor-setup', html`<label for="code">Code shown by the app</label>
<input id="code" name="code" type="text" inputmode="numeric" maxlength="6" autocomplete="one-time-code" required>
<button class="primary" type="submit">Confirm</button>`)}
${logOut(session)}`, html`<aside class="side"><h2>What is a second factor?</h2>
<p>Next to your user name and password, the CMP asks for a code that changes every 30 seconds. Only your authenticator app can show it.</p></aside>`);
}

/**
 * @param {Session} session
 * @param {string | null} postcode
 * @returns {Page}
 */
export function code(session, postcode) {
  // The boxes have no names: the page's script gathers them into the hidden field.
  const boxes = [1, 2, 3, 4, 5, 6].map((digit) =>
    html`<input class="box" id="digit-${digit}" type="text" inputmode="numeric" maxlength="1"
autocomplete="off" aria-label="Digit ${digit} of 6">`);
  const page = frame('Enter the code', html`<h1>Two-factor authentication</h1>
<p id="code-label">Enter the code of your authenticator app.</p>
${takeNotice(session)}
${form(session, '/login/code', html`<div class="boxes" role="group" aria-labelledby="code-label">${boxes}</div>
<input type="hidden" name="code">
<button class="primary" type="submit">Log in</button>`, 'form code-form')}
${logOut(session)}`, side('/login/code', postcode));
  return { ...page, script: '/code-boxes.js' };
}

/**
 * @param {Session} session
 * @param {string} name
 * @param {{ search: string, postcode: string }} filter
 * @returns {Page}
 */
export function home(session, name, { search, postcode }) {
  const wanted = search.trim().toLowerCase();
  const rows = DEVICES.filter((device) => device.postcode.startsWith(postcode.trim()))
    .filter((device) => `${device.id} ${device.place}`.toLowerCase().includes(wanted))
    .map((device) => html`<tr><td><b>${device.id}</b></td><td>${device.place}</td><td>${device.postcode}</td>
<td>${device.model}</td><td>${device.seen}</td><td><span class="state" data-state="${device.state}">${device.state}</span></td></tr>`);
  return {
    title: 'Devices – CMP',
    body: html`<div class="shell"><nav class="rail" aria-label="Main">${BRAND}
<b>Devices</b><span>Subscribers</span><span>Alarm plans</span><span>Reports</span><span>Users</span></nav>
<div class="work">
<header class="who">${verdict(session)}
<span id="signed-in-user">${name}</span>${logOut(session)}</header>
<main>
<h1>Home emergency call devices</h1>
<form class="filter" method="get" action="/devices" role="search">
<label>Device or household<input id="search" name="search" type="search" value="${search}"></label>
<label>Postcode<input id="postcode" name="postcode" type="text" inputmode="numeric" maxlength="5" value="${postcode}"></label>
<button type="submit">Filter</button></form>
<table><thead><tr><th>Device</th><th>Place</th><th>Postcode</th><th>Model</th><th>Last contact</th><th>State</th></tr></thead>
<tbody>${rows}</tbody></table>
<p class="hint">${rows.length} of ${DEVICES.length} devices</p>
</main></div></div>${FOOTER}`,
  };
}
