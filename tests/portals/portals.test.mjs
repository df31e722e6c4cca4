/**
 * Walks M2Mmanager and the CMP over plain HTTP, and tries the kit and the verifier that all portals stand on.
 */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import qrcode from 'qrcode';
import { Client, codeAt } from './client.mjs';
import { ALREADY_USED, assertSignedIn, DAY, NOT_CORRECT, open, STEP, verdicts, wrong } from './fixture.mjs';
import { CMP_USERS, startLegrandCmp } from './legrand-cmp.mjs';
import { M2M_USERS, startM2mManager } from './m2mmanager.mjs';

/** @typedef {import('node:test').TestContext} TestContext */

const LENA = M2M_USERS[0];
const MARTA = CMP_USERS[0];

/** @param {TestContext} t */
const openM2m = (t) => open(t, startM2mManager);

/** @param {TestContext} t */
const openCmp = (t) => open(t, startLegrandCmp);

/** @param {Client} client */
async function logInToM2m(client, user = LENA) {
  await client.get('/login');
  await client.post('/login', { email: user.email, password: user.password });
}

/** @param {Client} client */
async function goToMethod(client) {
  await logInToM2m(client);
  await client.post('/two-factor', { choice: 'now' });
  await client.post('/two-factor/credentials', { email: LENA.email, password: LENA.password });
}

/** @param {Awaited<ReturnType<typeof openM2m>>} opened */
async function enrolAtM2m({ client, portal, clock }, remember = {}) {
  await goToMethod(client);
  await client.post('/two-factor/method', { method: 'app' });
  await client.post('/two-factor/qr-code');
  await client.post('/two-factor/code', { oneTimeCode: codeAt(portal.otpauth(LENA.email), clock.at), ...remember });
}

/** @param {Client} client */
async function logInToCmp(client) {
  await client.get('/login');
  await client.post('/login', { userName: MARTA.userName, password: MARTA.password });
}

/** @param {Awaited<ReturnType<typeof openCmp>>} opened */
async function enrolAtCmp({ client, portal, clock }) {
  await logInToCmp(client);
  await client.post('/two-factor-setup', { code: codeAt(portal.otpauth(MARTA.userName), clock.at) });
}

test('M2Mmanager: the pop-ups lead from the password to the home screen', async (t) => {
  const { client, portal, clock } = await openM2m(t);
  await logInToM2m(client);
  assert.equal(client.path, '/two-factor');
  assert.match(client.text, /role="dialog"/);
  assert.match(client.text, /Yes, I want to use double authentication the next time I log in \(recommended\)/);
  assert.match(client.text, /Not now/);
  await client.post('/two-factor', { choice: 'now' });
  await client.post('/two-factor/credentials', { email: LENA.email, password: 'wrong' });
  assert.equal(client.alert, 'Email or password is not correct');
  await client.post('/two-factor/credentials', { email: LENA.email, password: LENA.password });
  assert.match(client.text, /Select your authentication method/);
  assert.match(client.text, /Google Authenticator or similar/);
  await client.post('/two-factor/method', { method: 'app' });
  const otpauth = portal.otpauth(LENA.email);
  assert.match(otpauth, /^otpauth:\/\/totp\/M2Mmanager:lena\.brandt%40fleet\.example\?secret=[A-Z2-7]{32}&issuer=M2Mmanager$/);
  const picture = await qrcode.toDataURL(otpauth, { errorCorrectionLevel: 'M', margin: 4, scale: 5 });
  assert.ok(client.text.includes(picture), 'the page shows the QR code of this very text');
  await client.post('/two-factor/qr-code');
  assert.match(client.text, /<label for="oneTimeCode">Enter your one-time code<\/label>/);
  assert.match(client.text, /Remember this device for 30 days/);
  assert.doesNotMatch(client.text, /one-time-code"/);
  await client.post('/two-factor/code', { oneTimeCode: codeAt(otpauth, clock.at) });
  assertSignedIn(client, '/sim-cards');
  assert.match(client.text, /Lena Brandt/);
  assert.deepEqual(verdicts(portal), ['enrolled']);
});

test('M2Mmanager: the next login asks for the code and accepts it', async (t) => {
  const opened = await openM2m(t);
  const { client, portal, clock } = opened;
  await enrolAtM2m(opened);
  await client.post('/logout');
  assert.equal(client.path, '/login');
  await logInToM2m(client);
  assert.equal(client.path, '/login/code');
  await client.get('/sim-cards');
  assert.equal(client.path, '/login/code', 'the password alone opens nothing');
  clock.at += STEP;
  await client.post('/login/code', { oneTimeCode: codeAt(portal.otpauth(LENA.email), clock.at) });
  assertSignedIn(client, '/sim-cards');
  assert.deepEqual(portal.events.at(-1), { type: 'accepted', user: LENA.email, at: clock.at, factor: 'app' });
});

test('M2Mmanager: a wrong password says the same whether the user exists or not', async (t) => {
  const { client } = await openM2m(t);
  for (const email of [LENA.email, 'nobody@fleet.example']) {
    await client.get('/login');
    await client.post('/login', { email, password: 'wrong' });
    assert.equal(client.path, '/login');
    assert.equal(client.alert, 'Email or password is not correct');
  }
});

test('M2Mmanager: "Not now" works for 28 days from the first login and no longer', async (t) => {
  const { client, portal, clock } = await openM2m(t);
  await logInToM2m(client);
  await client.post('/two-factor', { choice: 'later' });
  assert.equal(client.path, '/sim-cards');
  assert.match(client.text, /data-accepted="false"/);
  await client.post('/logout');
  clock.at += 28 * DAY - 1;
  await logInToM2m(client);
  assert.match(client.text, /Not now/);
  clock.at += 1;
  await client.get('/two-factor');
  assert.doesNotMatch(client.text, /Not now/);
  await client.post('/two-factor', { choice: 'later' });
  assert.equal(client.path, '/two-factor', 'nor does it work for a form kept from before');
  assert.equal(portal.events.filter((event) => event.type === 'postponed').length, 1);
});

test('M2Mmanager: a remembered device skips the code for 30 days', async (t) => {
  const opened = await openM2m(t);
  const { client, portal, clock } = opened;
  await enrolAtM2m(opened, { remember: 'yes' });
  await client.post('/logout');
  clock.at += 30 * DAY - 1;
  await logInToM2m(client);
  assert.equal(client.path, '/sim-cards');
  assert.match(client.text, /data-accepted="false">Signed in on a remembered device/);
  const stranger = new Client(portal.loopback);
  await logInToM2m(stranger);
  assert.equal(stranger.path, '/login/code', 'another device is not remembered');
  await client.post('/logout');
  clock.at += 1;
  await logInToM2m(client);
  assert.equal(client.path, '/login/code', 'the term is over');
});

test('M2Mmanager: a device that was not remembered is asked again', async (t) => {
  const opened = await openM2m(t);
  await enrolAtM2m(opened);
  assert.equal(opened.client.cookies.has('m2m_device'), false);
});

test('M2Mmanager: a device remembered for one user does not skip the code of another', async (t) => {
  const opened = await openM2m(t);
  const { client, portal } = opened;
  await enrolAtM2m(opened, { remember: 'yes' });
  await client.post('/logout');
  const other = M2M_USERS[1];
  const phone = new Client(portal.loopback);
  await logInToM2m(phone, other);
  await phone.post('/two-factor', { choice: 'now' });
  await phone.post('/two-factor/credentials', { email: other.email, password: other.password });
  await phone.post('/two-factor/method', { method: 'sms' });
  await phone.post('/two-factor/phone', { phone: '+33 6 00 00 00 42' });
  await phone.post('/two-factor/sms', { sixDigitCode: portal.outbox[0].code });
  await logInToM2m(client, other);
  assert.equal(client.path, '/login/sms');
});

test('M2Mmanager: SMS sends six digits, resends, and lets another method be tried', async (t) => {
  const { client, portal, clock } = await openM2m(t);
  await goToMethod(client);
  await client.post('/two-factor/method', { method: 'sms' });
  await client.post('/two-factor/phone', { phone: '12' });
  assert.equal(client.alert, 'Enter a valid phone number');
  await client.post('/two-factor/phone', { phone: '+33 6 00 00 00 42' });
  assert.match(client.text, /<label for="sixDigitCode">Enter the 6-digit code<\/label>/);
  await client.post('/two-factor/resend');
  assert.equal(portal.outbox.length, 2);
  await client.post('/two-factor/other-method');
  assert.match(client.text, /Select your authentication method/);
  await client.post('/two-factor/method', { method: 'sms' });
  await client.post('/two-factor/phone', { phone: '+33600000042' });
  const { code } = portal.outbox[2];
  clock.at += 10 * 60 * 1000;
  await client.post('/two-factor/sms', { sixDigitCode: code });
  assert.equal(client.alert, NOT_CORRECT, 'a code by SMS is good for ten minutes');
  await client.post('/two-factor/resend');
  await client.post('/two-factor/sms', { sixDigitCode: portal.outbox[3].code });
  assertSignedIn(client, '/sim-cards');
  await client.post('/logout');
  await logInToM2m(client);
  assert.equal(client.path, '/login/sms');
  assert.equal(portal.outbox[4].to, '+33600000042');
  await client.post('/login/sms', { sixDigitCode: portal.outbox[4].code });
  assertSignedIn(client, '/sim-cards');
  assert.deepEqual(verdicts(portal), ['rejected', 'enrolled', 'accepted']);
});

test('M2Mmanager: a second session cannot set up a second factor after the first did', async (t) => {
  const opened = await openM2m(t);
  const late = new Client(opened.portal.loopback);
  await goToMethod(late);
  await enrolAtM2m(opened);
  await late.get('/two-factor/method');
  assert.equal(late.path, '/login');
});

test('M2Mmanager: the home screen searches the SIM cards and escapes what was typed', async (t) => {
  const opened = await openM2m(t);
  const { client } = opened;
  await enrolAtM2m(opened);
  await client.get('/sim-cards?search=lift');
  assert.match(client.text, /1 of 6 SIM cards/);
  assert.equal(client.path, '/sim-cards?search=lift');
  await client.get(`/sim-cards?search=${encodeURIComponent('"><script>')}`);
  assert.match(client.text, /value="&quot;&gt;&lt;script&gt;"/);
  assert.match(client.text, /0 of 6 SIM cards/);
});

test('CMP: the barcode comes right after the login and cannot be skipped', async (t) => {
  const { client, portal, clock } = await openCmp(t);
  await logInToCmp(client);
  assert.equal(client.path, '/two-factor-setup');
  for (const path of ['/devices', '/login', '/login/code', '/', '/anything?else=1']) {
    await client.get(path);
    assert.equal(client.path, '/two-factor-setup', `${path} leads back`);
  }
  await client.post('/login/code', { code: codeAt(portal.otpauth(MARTA.userName), clock.at) });
  assert.equal(client.path, '/two-factor-setup', 'nor does the form of another step work');
  assert.deepEqual(verdicts(portal), []);
});

test('CMP: the barcode is drawn as SVG, its code confirms it, later logins ask for a code', async (t) => {
  const opened = await openCmp(t);
  const { client, portal, clock } = opened;
  await logInToCmp(client);
  const otpauth = portal.otpauth(MARTA.userName);
  assert.match(otpauth, /^otpauth:\/\/totp\/Legrand%20Care%20CMP:m\.schneider\?secret=[A-Z2-7]{32}&issuer=Legrand%20Care%20CMP$/);
  assert.ok(client.text.includes(await qrcode.toString(otpauth, { type: 'svg', errorCorrectionLevel: 'M', margin: 4 })));
  assert.match(client.text, /<input id="code" name="code"[^>]*autocomplete="one-time-code"/);
  await client.post('/two-factor-setup', { code: '000' });
  assert.equal(client.alert, NOT_CORRECT);
  assert.equal(portal.otpauth(MARTA.userName), otpauth, 'a wrong code does not change the barcode');
  await client.post('/two-factor-setup', { code: codeAt(otpauth, clock.at) });
  assertSignedIn(client, '/devices');
  await client.post('/logout');
  await logInToCmp(client);
  assert.equal(client.path, '/login/code');
  assert.equal(client.text.match(/class="box"/g)?.length, 6);
  assert.doesNotMatch(client.text, /<svg/);
  clock.at += STEP;
  await client.post('/login/code', { code: codeAt(otpauth, clock.at) });
  assertSignedIn(client, '/devices');
  assert.deepEqual(verdicts(portal), ['rejected', 'enrolled', 'accepted']);
});

test('CMP: the list is filtered by postcode', async (t) => {
  const opened = await openCmp(t);
  await enrolAtCmp(opened);
  await opened.client.get('/devices?postcode=336');
  assert.match(opened.client.text, /3 of 6 devices/);
});

test('verifier: a wrong code is rejected and may be retried', async (t) => {
  const opened = await openM2m(t);
  const { client, portal, clock } = opened;
  await enrolAtM2m(opened);
  await client.post('/logout');
  await logInToM2m(client);
  clock.at += STEP;
  const right = codeAt(portal.otpauth(LENA.email), clock.at);
  for (const typed of [wrong(right), '', '12345', 'abcdef', `${right}0`]) {
    await client.post('/login/code', { oneTimeCode: typed });
    assert.equal(client.alert, typed === `${right}0` ? 'Too many wrong codes. Please log in again.' : NOT_CORRECT);
  }
  assert.equal(client.path, '/login', 'the fifth wrong code in a row ends the login');
  await logInToM2m(client);
  await client.post('/login/code', { oneTimeCode: `${right.slice(0, 3)} ${right.slice(3)}` });
  assertSignedIn(client, '/sim-cards');
  assert.deepEqual(verdicts(portal), ['enrolled', 'rejected', 'rejected', 'rejected', 'rejected', 'rejected', 'accepted']);
});

test('verifier: RFC 6238 section 5.2, a code is accepted once only', async (t) => {
  const opened = await openCmp(t);
  const { client, portal, clock } = opened;
  await enrolAtCmp(opened);
  await client.post('/logout');
  await logInToCmp(client);
  const otpauth = portal.otpauth(MARTA.userName);
  await client.post('/login/code', { code: codeAt(otpauth, clock.at) });
  assert.equal(client.alert, ALREADY_USED, 'the code that confirmed the enrolment');
  await client.post('/login/code', { code: codeAt(otpauth, clock.at - STEP) });
  assert.equal(client.alert, ALREADY_USED, 'an older one that the window still covers');
  await client.post('/login/code', { code: codeAt(otpauth, clock.at + STEP) });
  assertSignedIn(client, '/devices');
  await client.post('/logout');
  clock.at += STEP;
  await logInToCmp(client);
  await client.post('/login/code', { code: codeAt(otpauth, clock.at) });
  assert.equal(client.alert, ALREADY_USED, 'the code of the next step, used early');
  assert.deepEqual(verdicts(portal), ['enrolled', 'replayed', 'replayed', 'accepted', 'replayed']);
});

test('verifier: one step of skew either way, and no more', async (t) => {
  for (const [skew, type] of /** @type {const} */ ([[-2, 'rejected'], [-1, 'accepted'], [1, 'accepted'], [2, 'rejected']])) {
    const opened = await openCmp(t);
    const { client, portal, clock } = opened;
    await enrolAtCmp(opened);
    await client.post('/logout');
    await logInToCmp(client);
    clock.at += 10 * STEP;
    await client.post('/login/code', { code: codeAt(portal.otpauth(MARTA.userName), clock.at + skew * STEP) });
    assert.equal(portal.events.at(-1)?.type, type, `${skew} steps`);
  }
});

test('kit: a form without its CSRF token is refused', async (t) => {
  const { client, portal } = await openCmp(t);
  const fields = { userName: MARTA.userName, password: MARTA.password };
  await client.get('/login');
  await client.postRaw('/login', fields);
  assert.equal(client.status, 403);
  await client.postRaw('/login', { ...fields, csrf: 'made-up' });
  assert.equal(client.status, 403);
  assert.deepEqual(portal.events, []);
});

test('kit: the session gets a new id and a new token at every change of who is behind it', async (t) => {
  const opened = await openCmp(t);
  const { client, portal } = opened;
  await client.get('/login');
  const planted = client.cookies.get('cmp_session') ?? '';
  await enrolAtCmp(opened);
  assert.notEqual(client.cookies.get('cmp_session'), planted);
  const thief = new Client(portal.loopback);
  thief.cookies.set('cmp_session', planted);
  await thief.get('/devices');
  assert.equal(thief.path, '/login');
});

test('kit: cookies, headers and limits', async (t) => {
  const { client, portal } = await openCmp(t);
  assert.match(portal.url, /^http:\/\/legrand-cmp\.localhost:\d+$/);
  await client.get('/login');
  assert.match(client.headers.get('set-cookie') ?? '', /; HttpOnly; SameSite=Lax$/);
  const policy = client.headers.get('content-security-policy') ?? '';
  assert.match(policy, /^default-src 'none'; style-src 'self'; img-src 'self' data:; form-action 'self';/);
  assert.doesNotMatch(policy, /script-src/, 'a page without a script may run none');
  assert.equal(client.headers.get('x-content-type-options'), 'nosniff');
  await client.postRaw('/login', { csrf: 'x'.repeat(20_000) });
  assert.equal(client.status, 413);
  const json = await fetch(`${portal.loopback}/login`, { method: 'POST', body: '{}', headers: { 'content-type': 'application/json' } });
  assert.equal(json.status, 415);
  const put = await fetch(`${portal.loopback}/login`, { method: 'PUT' });
  assert.equal(put.status, 405);
});

test('kit: the script of the six boxes runs by the nonce of its page', async (t) => {
  const opened = await openCmp(t);
  const { client } = opened;
  await enrolAtCmp(opened);
  await client.post('/logout');
  await logInToCmp(client);
  await client.get('/login/code');
  const nonce = /script-src 'nonce-([^']+)'/.exec(client.headers.get('content-security-policy') ?? '')?.[1];
  assert.ok(nonce && client.text.includes(`<script nonce="${nonce}" src="/code-boxes.js" defer></script>`));
  await client.get('/code-boxes.js');
  assert.equal(client.headers.get('content-type'), 'text/javascript; charset=utf-8');
});
