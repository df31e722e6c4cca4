/// <reference path="./qrcode.d.ts" />
/**
 * M2Mmanager's pages: what the browser, and with it the extension, gets to see.
 */
import qrcode from 'qrcode';
import { form, html, NOTHING, takeNotice } from './html.mjs';
import { verdict } from './verdict.mjs';

/** @typedef {import('./html.mjs').Markup} Markup */
/** @typedef {import('./html.mjs').Page} Page */
/** @typedef {import('./sessions.mjs').Session} Session */

const SIM_CARDS = [
  { iccid: '8933 0714 2205 1180 034', line: 'Lift emergency line, Hall 2', operator: 'Operator A', status: 'Active', used: 62 },
  { iccid: '8933 0714 2205 1180 042', line: 'Alarm panel, north gate', operator: 'Operator B', status: 'Active', used: 18 },
  { iccid: '8933 0714 2205 1180 059', line: 'Payment terminal 114', operator: 'Operator A', status: 'Active', used: 81 },
  { iccid: '8933 0714 2205 1180 067', line: 'Water meter, pump house', operator: 'Operator C', status: 'Suspended', used: 0 },
  { iccid: '8933 0714 2205 1180 075', line: 'Home emergency call unit 0451', operator: 'Operator B', status: 'Active', used: 34 },
  { iccid: '8933 0714 2205 1180 083', line: 'Vending machine, platform 3', operator: 'Operator A', status: 'In stock', used: 0 },
];

const FOOTER = html`<footer class="foot">Demonstration of the login steps. Not the maker’s site.</footer>`;

/** @param {string} search */
const bar = (search) => html`<header class="bar">
<a class="brand" href="/sim-cards"><img src="/icon.svg" alt="" width="28" height="28">M2Mmanager</a>
<nav aria-label="Main"><b>SIM cards</b><span>Consumption</span><span>Alerts</span><span>Invoices</span><span>My requests</span></nav>
<form class="search" method="get" action="/sim-cards" role="search">
<input id="search" name="search" type="search" placeholder="Search by ICCID or line" aria-label="Search SIM cards" value="${search}">
</form>
</header>`;

const EMPTY_LIST = html`<main class="content" aria-hidden="true"><h1>SIM cards</h1>
<div class="ghosts"><i></i><i></i><i></i><i></i><i></i><i></i></div></main>`;

/**
 * A pop-up over the empty shell. The shell is not inert, as on many real sites: whoever looks for a
 * field finds the search field behind the pop-up as well.
 * @param {Session} session
 * @param {string} title
 * @param {Markup} content
 * @returns {Page}
 */
export function popUp(session, title, content) {
  return {
    title: `${title} – M2Mmanager`,
    body: html`${bar('')}${EMPTY_LIST}
<div class="veil">
<div class="dialog" role="dialog" aria-modal="true" aria-labelledby="dialog-title">
<h2 id="dialog-title">${title}</h2>
${takeNotice(session)}
${content}
${form(session, '/logout', html`<button class="link" type="submit">Cancel and log out</button>`, 'cancel')}
</div>
</div>`,
  };
}

const CREDENTIAL_FIELDS = html`<label for="email">Email</label>
<input id="email" name="email" type="email" autocomplete="username" required>
<label for="password">Password</label>
<input id="password" name="password" type="password" autocomplete="current-password" required>`;

export const REMEMBER = html`<label class="check">
<input id="remember" name="remember" type="checkbox" value="yes"> Remember this device for 30 days</label>`;

// No autocomplete="one-time-code": with many portals the name and the label are all there is.
const CODE_FIELDS = html`<label for="oneTimeCode">Enter your one-time code</label>
<input id="oneTimeCode" name="oneTimeCode" type="text" inputmode="numeric">
${REMEMBER}
<button class="primary" type="submit">Continue</button>`;

/**
 * @param {Session} session
 * @param {string | null} help what was searched for in the help centre
 * @returns {Page}
 */
export function login(session, help) {
  const found = help ? html`<p class="hint">No help article found for “${help}”.</p>` : NOTHING;
  return {
    title: 'Log in – M2Mmanager',
    body: html`<div class="split">
<section class="pitch"><p class="brand"><img src="/icon.svg" alt="" width="36" height="36">M2Mmanager</p>
<h1>All your SIM cards, on every network, in one place.</h1>
<p>Activate, suspend and watch the M2M fleet that your lifts, alarms and meters depend on.</p>
<form class="search" method="get" action="/login" role="search">
<input id="help" name="help" type="search" placeholder="Search the help centre" aria-label="Search the help centre">
</form>${found}</section>
<main class="card">
<h2>Log in to your account</h2>
${takeNotice(session)}
${form(session, '/login', html`${CREDENTIAL_FIELDS}<button class="primary" type="submit">Log in</button>`)}
</main>
</div>${FOOTER}`,
  };
}

/**
 * @param {Session} session
 * @param {boolean} mayPostpone
 * @returns {Page}
 */
export function offer(session, mayPostpone) {
  const later = mayPostpone
    ? html`<label class="option"><input type="radio" name="choice" value="later"> Not now</label>
<p class="hint">You can postpone the activation for 28 days from your first login.</p>`
    : html`<p class="hint">The 28 days to postpone the activation are over. Activate it to access your account.</p>`;
  return popUp(session, 'Two-factor authentication is mandatory', html`
<p>To keep your SIM card fleet safe, a one-time code is asked for in addition to your password.</p>
${form(session, '/two-factor', html`<label class="option">
<input type="radio" name="choice" value="now" checked> Yes, I want to use double authentication the next time I log in (recommended)</label>
${later}
<button class="primary" type="submit">Continue</button>`)}`);
}

/**
 * @param {Session} session
 * @returns {Page}
 */
export function credentials(session) {
  return popUp(session, 'Confirm your identity', html`
<p>Please re-enter the email and password of your M2Mmanager account.</p>
${form(session, '/two-factor/credentials', html`${CREDENTIAL_FIELDS}
<button class="primary" type="submit">Continue</button>`)}`);
}

/**
 * @param {Session} session
 * @returns {Page}
 */
export function method(session) {
  return popUp(session, 'Select your authentication method', form(session, '/two-factor/method', html`
<button class="choice" type="submit" name="method" value="app"><b>Google Authenticator or similar</b>A code from an app on your device</button>
<button class="choice" type="submit" name="method" value="sms"><b>SMS</b>A code sent to your mobile phone</button>`));
}

/**
 * @param {Session} session
 * @param {string} otpauth
 * @returns {Promise<Page>}
 */
export async function qrCode(session, otpauth) {
  const picture = await qrcode.toDataURL(otpauth, { errorCorrectionLevel: 'M', margin: 4, scale: 5 });
  return popUp(session, 'Scan the QR code', html`<p>In your authentication app, add an account and scan this QR code.</p>
<img class="qr" id="qr" src="${picture}" alt="QR code for your authentication app">
${form(session, '/two-factor/qr-code', html`<button class="primary" type="submit">Continue</button>`)}`);
}

/**
 * @param {Session} session
 * @returns {Page}
 */
export function confirm(session) {
  return popUp(session, 'Enter the code from your app', html`<p>Your app shows a new 6-digit code every 30 seconds.</p>
${form(session, '/two-factor/code', CODE_FIELDS)}
${form(session, '/two-factor/back', html`<button class="link" type="submit">Show the QR code again</button>`, 'aside')}`);
}

/**
 * @param {Session} session
 * @returns {Page}
 */
export function code(session) {
  return popUp(session, 'Two-factor authentication', html`<p>Open your authentication app and copy the code for M2Mmanager.</p>
${form(session, '/login/code', CODE_FIELDS)}`);
}

/**
 * @param {Session} session
 * @param {string} name
 * @param {string} search
 * @returns {Page}
 */
export function home(session, name, search) {
  const wanted = search.trim().toLowerCase();
  const rows = SIM_CARDS.filter((sim) => `${sim.iccid} ${sim.line}`.toLowerCase().includes(wanted)).map(
    (sim) => html`<tr><td class="mono">${sim.iccid}</td><td>${sim.line}</td><td>${sim.operator}</td>
<td><span class="tag" data-status="${sim.status}">${sim.status}</span></td>
<td><meter min="0" max="100" high="75" value="${sim.used}">${sim.used} %</meter> ${sim.used} %</td></tr>`,
  );
  return {
    title: 'SIM cards – M2Mmanager',
    body: html`${bar(search)}
<main class="content">
<div class="who">${verdict(session)}
<span id="signed-in-user">${name} (${session.user})</span>
${form(session, '/logout', html`<button id="log-out" type="submit">Log out</button>`, 'logout')}</div>
<h1>SIM cards</h1>
<table><thead><tr><th>ICCID</th><th>Line</th><th>Network</th><th>Status</th><th>Data this month</th></tr></thead>
<tbody>${rows}</tbody></table>
<p class="hint">${rows.length} of ${SIM_CARDS.length} SIM cards</p>
</main>${FOOTER}`,
  };
}
