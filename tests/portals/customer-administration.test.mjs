/**
 * Walks Customer Administration over plain HTTP.
 */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import qrcode from 'qrcode';
import { Client, codeAt } from './client.mjs';
import { CUSTOMER_USERS, startCustomerAdministration } from './customer-administration.mjs';
import { PERSON_PHONE } from './customer-administration-security.mjs';
import { ALREADY_USED, assertSignedIn, MINUTE, NOT_CORRECT, open, STEP, verdicts, wrong } from './fixture.mjs';
import { there } from '../there.mjs';

/** @typedef {import('node:test').TestContext} TestContext */

const JANA = CUSTOMER_USERS[0];
const SECURITY = '/profile/security';
const PHONE = '+420600000099';

/** @param {TestContext} t */
const openIt = (t) => open(t, startCustomerAdministration);

/** @param {Client} client */
async function logIn(client) {
  await client.get('/login');
  await client.post('/login', { email: JANA.email, password: JANA.password });
}

/** @param {Client} client */
async function goToSecurity(client) {
  await client.get('/profile');
  await client.get(SECURITY);
}

/** @param {Awaited<ReturnType<typeof openIt>>} opened */
async function connectDevice({ client, portal, clock }) {
  await logIn(client);
  await goToSecurity(client);
  await client.post(`${SECURITY}/connect-device`);
  await client.post(`${SECURITY}/qr-code`);
  await client.post(`${SECURITY}/verify`);
  await client.post(`${SECURITY}/otp`, { otp: codeAt(portal.otpauth(JANA.email), clock.at) });
}

/** @param {Awaited<ReturnType<typeof openIt>>} opened */
async function enableSms({ client }) {
  await logIn(client);
  await goToSecurity(client);
  await client.post(`${SECURITY}/add-number`);
  await client.post(`${SECURITY}/number`, { phone: PERSON_PHONE });
  await client.post(`${SECURITY}/enable`);
}

test('the password is enough until a method is active, and the profile leads to Security', async (t) => {
  const { client } = await openIt(t);
  await logIn(client);
  assert.equal(client.path, '/customers');
  assert.match(client.text, /data-accepted="false">Signed in with a password only/);
  assert.match(client.text, /<summary id="signed-in-user">Jana Novak<\/summary>\s*<a id="edit-profile" href="\/profile">/);
  await client.get('/profile');
  assert.match(client.text, /<a id="security" href="\/profile\/security">Security<\/a>/);
  await client.get(SECURITY);
  assert.equal(client.path, SECURITY);
  assert.match(client.text, />Connect device</);
  assert.match(client.text, />Add Number</);
});

test('a stranger is led to the login from everywhere', async (t) => {
  const { client } = await openIt(t);
  for (const path of ['/customers', '/profile', SECURITY, '/login/code', '/login/sms']) {
    await client.get(path);
    assert.equal(client.path, '/login', path);
  }
  await client.post('/login', { email: JANA.email, password: 'wrong' });
  assert.equal(client.alert, 'Email or password is not correct');
  assert.equal(client.path, '/login');
});

test('OTP: the QR code is shown on demand only, then the code is asked for', async (t) => {
  const { client, portal, clock } = await openIt(t);
  await logIn(client);
  await goToSecurity(client);
  await client.post(`${SECURITY}/connect-device`);
  assert.match(client.text, />Display QR Code</);
  assert.doesNotMatch(client.text, /<img class="qr"|name="otp"/);
  assert.throws(() => portal.otpauth(JANA.email), /no second factor/, 'nor is there a seed yet');
  await client.post(`${SECURITY}/qr-code`);
  const otpauth = portal.otpauth(JANA.email);
  assert.match(otpauth, /^otpauth:\/\/totp\/Customer%20Administration:jana\.novak%40shop\.example\?secret=[A-Z2-7]{32}&issuer=Customer%20Administration$/);
  assert.ok(client.text.includes(await qrcode.toDataURL(otpauth, { errorCorrectionLevel: 'M', margin: 4, scale: 5 })));
  await client.get(SECURITY);
  assert.equal(portal.otpauth(JANA.email), otpauth, 'loading the page again keeps the QR code');
  await client.post(`${SECURITY}/verify`);
  assert.match(client.text, /<label for="otp">One-time code<\/label>/);
  assert.match(client.text, /Login via SMS/, 'the other choice stands beside it');
  const right = codeAt(otpauth, clock.at);
  await client.post(`${SECURITY}/otp`, { otp: wrong(right) });
  assert.equal(client.alert, NOT_CORRECT);
  assert.equal(portal.users.get(JANA.email)?.method, '');
  await client.post(`${SECURITY}/otp`, { otp: right });
  assertSignedIn(client, SECURITY);
  assert.match(client.text, /<p class="active">Active<\/p>/);
  assert.deepEqual(verdicts(portal), ['rejected', 'enrolled']);
});

test('OTP: five wrong codes end the set-up', async (t) => {
  const { client, portal, clock } = await openIt(t);
  await logIn(client);
  await goToSecurity(client);
  await client.post(`${SECURITY}/connect-device`);
  await client.post(`${SECURITY}/qr-code`);
  await client.post(`${SECURITY}/verify`);
  const otpauth = portal.otpauth(JANA.email);
  for (let tries = 1; tries <= 5; tries += 1) {
    assert.match(client.text, /name="otp"/, `before try ${tries}`);
    await client.post(`${SECURITY}/otp`, { otp: wrong(codeAt(otpauth, clock.at)) });
  }
  assert.equal(client.alert, 'Too many wrong codes. Connect the device again.');
  assert.doesNotMatch(client.text, /name="otp"/);
});

test('OTP: the next login asks for the code of the app, and takes it once only', async (t) => {
  const opened = await openIt(t);
  const { client, portal, clock } = opened;
  await connectDevice(opened);
  await client.post('/logout');
  await logIn(client);
  assert.equal(client.path, '/login/code');
  assert.match(client.text, /<label for="authorizationCode">Authorization code<\/label>/);
  assert.equal(portal.outbox.length, 0, 'nothing is sent');
  await client.get('/customers');
  assert.equal(client.path, '/login/code', 'the password alone opens nothing any more');
  const otpauth = portal.otpauth(JANA.email);
  await client.post('/login/code', { authorizationCode: codeAt(otpauth, clock.at) });
  assert.equal(client.alert, ALREADY_USED);
  clock.at += STEP;
  await client.post('/login/code', { authorizationCode: codeAt(otpauth, clock.at) });
  assertSignedIn(client, '/customers');
  assert.deepEqual(verdicts(portal), ['enrolled', 'replayed', 'accepted']);
});

test('OTP: the fifth wrong code in a row ends the login', async (t) => {
  const opened = await openIt(t);
  const { client, portal, clock } = opened;
  await connectDevice(opened);
  await client.post('/logout');
  await logIn(client);
  for (let tries = 1; tries <= 5; tries += 1) {
    assert.equal(client.path, '/login/code', `before try ${tries}`);
    await client.post('/login/code', { authorizationCode: wrong(codeAt(portal.otpauth(JANA.email), clock.at)) });
  }
  assert.equal(client.path, '/login');
  assert.equal(client.alert, 'Too many wrong codes. Please log in again.');
});

test('SMS: a number is added, verified by a code, and asked at the next login', async (t) => {
  const { client, portal, clock } = await openIt(t);
  await logIn(client);
  await goToSecurity(client);
  await client.post(`${SECURITY}/add-number`);
  await client.post(`${SECURITY}/number`, { phone: '12' });
  assert.equal(client.alert, 'Enter a valid phone number');
  await client.post(`${SECURITY}/number`, { phone: '+420 600 000 099' });
  assert.match(client.text, />Verify Number</);
  assert.doesNotMatch(client.text, />Enable authentication</);
  await client.post(`${SECURITY}/enable`);
  assert.equal(client.alert, 'Verify the phone number first');
  await client.post(`${SECURITY}/verify-number`);
  assert.equal(portal.outbox.length, 0, 'nothing is sent before "Send Code"');
  await client.post(`${SECURITY}/send-code`);
  assert.match(client.text, /We have sent an SMS to \+420600000099/);
  assert.match(there(portal.outbox[0]).code, /^[0-9]{6}$/);
  await client.post(`${SECURITY}/sms`, { smsCode: wrong(there(portal.outbox[0]).code) });
  assert.equal(client.alert, NOT_CORRECT);
  await client.post(`${SECURITY}/send-code`);
  await client.post(`${SECURITY}/sms`, { smsCode: there(portal.outbox[0]).code });
  assert.equal(client.alert, NOT_CORRECT, 'a new code takes the place of the one before');
  await client.post(`${SECURITY}/sms`, { smsCode: there(portal.outbox[1]).code });
  assertSignedIn(client, SECURITY);
  await client.post('/logout');
  await logIn(client);
  assert.equal(client.path, '/login/sms');
  assert.match(client.text, /We have sent a verification SMS with a 6-digit code to \+42 ••• 99/);
  assert.equal(there(portal.outbox[2]).to, PHONE);
  await client.post('/login/sms', { smsCode: there(portal.outbox[1]).code });
  assert.equal(client.alert, NOT_CORRECT, 'a code that was used before');
  clock.at += 10 * MINUTE;
  await client.post('/login/sms', { smsCode: there(portal.outbox[2]).code });
  assert.equal(client.alert, NOT_CORRECT, 'a code is good for ten minutes');
  await client.post('/login/resend');
  clock.at += 10 * MINUTE - 1;
  await client.post('/login/sms', { smsCode: there(portal.outbox[3]).code });
  assertSignedIn(client, '/customers');
  assert.deepEqual(verdicts(portal), ['rejected', 'rejected', 'enrolled', 'rejected', 'rejected', 'accepted']);
});

test('SMS: a used code does not open a second session', async (t) => {
  const opened = await openIt(t);
  const { client, portal } = opened;
  await enableSms(opened);
  await client.post('/logout');
  const other = new Client(portal.loopback);
  await logIn(other);
  await logIn(client);
  const { code } = there(portal.outbox[1]);
  await client.post('/login/sms', { smsCode: code });
  assertSignedIn(client, '/customers');
  await other.post('/login/sms', { smsCode: code });
  assert.equal(other.path, '/login');
  assert.equal(verdicts(portal).at(-1), 'rejected');
});

test('SMS: five wrong codes end the login', async (t) => {
  const opened = await openIt(t);
  const { client, portal } = opened;
  await enableSms(opened);
  await client.post('/logout');
  await logIn(client);
  for (let tries = 1; tries <= 5; tries += 1) {
    assert.equal(client.path, '/login/sms', `before try ${tries}`);
    await client.post('/login/sms', { smsCode: wrong(there(portal.outbox[0]).code) });
  }
  assert.equal(client.path, '/login');
});

test('SMS: a number that a person of the account verified needs no code; numbers change and go', async (t) => {
  const { client, portal } = await openIt(t);
  await logIn(client);
  await goToSecurity(client);
  await client.post(`${SECURITY}/add-number`);
  await client.post(`${SECURITY}/number`, { phone: PERSON_PHONE });
  assert.match(client.text, />Enable authentication</);
  await client.post(`${SECURITY}/add-number`);
  await client.post(`${SECURITY}/number`, { phone: PHONE });
  assert.match(client.text, />Verify Number</, 'another number is verified anew');
  await client.post(`${SECURITY}/delete-number`);
  assert.match(client.text, />Add Number</);
  assert.equal(portal.users.get(JANA.email)?.phone, '');
  await client.post(`${SECURITY}/add-number`);
  await client.post(`${SECURITY}/number`, { phone: PERSON_PHONE });
  await client.post(`${SECURITY}/enable`);
  assertSignedIn(client, SECURITY);
  assert.equal(portal.outbox.length, 0);
});

test('change of method: the active one is deactivated first, and its seed is gone', async (t) => {
  const opened = await openIt(t);
  const { client, portal, clock } = opened;
  await connectDevice(opened);
  const old = portal.otpauth(JANA.email);
  for (const action of ['add-number', 'connect-device', 'enable', 'verify-number', 'delete-number']) {
    await client.post(`${SECURITY}/${action}`);
    assert.equal(client.alert, 'Deactivate the active verification method first', action);
  }
  await client.post(`${SECURITY}/deactivate`);
  assert.equal(portal.events.at(-1)?.type, 'removed');
  await client.post(`${SECURITY}/add-number`);
  await client.post(`${SECURITY}/number`, { phone: PERSON_PHONE });
  await client.post(`${SECURITY}/enable`);
  await client.post(`${SECURITY}/connect-device`);
  assert.equal(client.alert, 'Deactivate the active verification method first');
  await client.post('/logout');
  await logIn(client);
  assert.equal(client.path, '/login/sms', 'the login asks by the method of now');
  await client.post('/login/sms', { smsCode: there(portal.outbox[0]).code });
  await goToSecurity(client);
  await client.post(`${SECURITY}/deactivate`);
  await client.post('/logout');
  clock.at += STEP;
  await connectDevice(opened);
  assert.notEqual(portal.otpauth(JANA.email), old);
  await client.post('/logout');
  clock.at += STEP;
  await logIn(client);
  await client.post('/login/code', { authorizationCode: codeAt(old, clock.at) });
  assert.equal(client.alert, NOT_CORRECT);
});

test('a session from before the second factor does not outlive its activation', async (t) => {
  const opened = await openIt(t);
  const early = new Client(opened.portal.loopback);
  await logIn(early);
  assert.equal(early.path, '/customers');
  await connectDevice(opened);
  await early.get('/customers');
  assert.equal(early.path, '/login');
});

test('the list is searched, and what was typed is escaped', async (t) => {
  const { client } = await openIt(t);
  await logIn(client);
  await client.get('/customers?search=velo');
  assert.match(client.text, /1 of 4 customers/);
  await client.get(`/customers?search=${encodeURIComponent('"><script>')}`);
  assert.match(client.text, /value="&quot;&gt;&lt;script&gt;"/);
});
