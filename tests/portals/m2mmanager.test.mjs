/**
 * Walks M2Mmanager over plain HTTP.
 */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import qrcode from 'qrcode';
import { Client, codeAt } from './client.mjs';
import { assertSignedIn, DAY, NOT_CORRECT, open, STEP, verdicts } from './fixture.mjs';
import { M2M_USERS, startM2mManager } from './m2mmanager.mjs';
import { there } from '../there.mjs';

/** @typedef {import('node:test').TestContext} TestContext */

const LENA = M2M_USERS[0];

/** @param {TestContext} t */
const openIt = (t) => open(t, startM2mManager);

/** @param {Client} client */
async function logIn(client, user = LENA) {
  await client.get('/login');
  await client.post('/login', { email: user.email, password: user.password });
}

/** @param {Client} client */
async function goToMethod(client) {
  await logIn(client);
  await client.post('/two-factor', { choice: 'now' });
  await client.post('/two-factor/credentials', { email: LENA.email, password: LENA.password });
}

/** @param {Awaited<ReturnType<typeof openIt>>} opened */
async function enrol({ client, portal, clock }, remember = {}) {
  await goToMethod(client);
  await client.post('/two-factor/method', { method: 'app' });
  await client.post('/two-factor/qr-code');
  await client.post('/two-factor/code', { oneTimeCode: codeAt(portal.otpauth(LENA.email), clock.at), ...remember });
}

test('the pop-ups lead from the password to the home screen', async (t) => {
  const { client, portal, clock } = await openIt(t);
  await logIn(client);
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

test('the next login asks for the code and accepts it', async (t) => {
  const opened = await openIt(t);
  const { client, portal, clock } = opened;
  await enrol(opened);
  await client.post('/logout');
  assert.equal(client.path, '/login');
  await logIn(client);
  assert.equal(client.path, '/login/code');
  await client.get('/sim-cards');
  assert.equal(client.path, '/login/code', 'the password alone opens nothing');
  clock.at += STEP;
  await client.post('/login/code', { oneTimeCode: codeAt(portal.otpauth(LENA.email), clock.at) });
  assertSignedIn(client, '/sim-cards');
  assert.deepEqual(portal.events.at(-1), { type: 'accepted', user: LENA.email, at: clock.at, factor: 'app' });
});

test('a wrong password says the same whether the user exists or not', async (t) => {
  const { client } = await openIt(t);
  for (const email of [LENA.email, 'nobody@fleet.example']) {
    await client.get('/login');
    await client.post('/login', { email, password: 'wrong' });
    assert.equal(client.path, '/login');
    assert.equal(client.alert, 'Email or password is not correct');
  }
});

test('"Not now" works for 28 days from the first login and no longer', async (t) => {
  const { client, portal, clock } = await openIt(t);
  await logIn(client);
  await client.post('/two-factor', { choice: 'later' });
  assert.equal(client.path, '/sim-cards');
  assert.match(client.text, /data-accepted="false"/);
  await client.post('/logout');
  clock.at += 28 * DAY - 1;
  await logIn(client);
  assert.match(client.text, /Not now/);
  clock.at += 1;
  await client.get('/two-factor');
  assert.doesNotMatch(client.text, /Not now/);
  await client.post('/two-factor', { choice: 'later' });
  assert.equal(client.path, '/two-factor', 'nor does it work for a form kept from before');
  assert.equal(portal.events.filter((event) => event.type === 'postponed').length, 1);
});

test('a remembered device skips the code for 30 days', async (t) => {
  const opened = await openIt(t);
  const { client, portal, clock } = opened;
  await enrol(opened, { remember: 'yes' });
  await client.post('/logout');
  clock.at += 30 * DAY - 1;
  await logIn(client);
  assert.equal(client.path, '/sim-cards');
  assert.match(client.text, /data-accepted="false">Signed in on a remembered device/);
  const stranger = new Client(portal.loopback);
  await logIn(stranger);
  assert.equal(stranger.path, '/login/code', 'another device is not remembered');
  await client.post('/logout');
  clock.at += 1;
  await logIn(client);
  assert.equal(client.path, '/login/code', 'the term is over');
});

test('a device that was not remembered is asked again', async (t) => {
  const opened = await openIt(t);
  await enrol(opened);
  assert.equal(opened.client.cookies.has('m2m_device'), false);
});

test('a device remembered for one user does not skip the code of another', async (t) => {
  const opened = await openIt(t);
  const { client, portal } = opened;
  await enrol(opened, { remember: 'yes' });
  await client.post('/logout');
  const other = M2M_USERS[1];
  const phone = new Client(portal.loopback);
  await logIn(phone, other);
  await phone.post('/two-factor', { choice: 'now' });
  await phone.post('/two-factor/credentials', { email: other.email, password: other.password });
  await phone.post('/two-factor/method', { method: 'sms' });
  await phone.post('/two-factor/phone', { phone: '+33 6 00 00 00 42' });
  await phone.post('/two-factor/sms', { sixDigitCode: there(portal.outbox[0]).code });
  await logIn(client, other);
  assert.equal(client.path, '/login/sms');
});

test('SMS sends six digits, resends, and lets another method be tried', async (t) => {
  const { client, portal, clock } = await openIt(t);
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
  const { code } = there(portal.outbox[2]);
  clock.at += 10 * 60 * 1000;
  await client.post('/two-factor/sms', { sixDigitCode: code });
  assert.equal(client.alert, NOT_CORRECT, 'a code by SMS is good for ten minutes');
  await client.post('/two-factor/resend');
  await client.post('/two-factor/sms', { sixDigitCode: there(portal.outbox[3]).code });
  assertSignedIn(client, '/sim-cards');
  await client.post('/logout');
  await logIn(client);
  assert.equal(client.path, '/login/sms');
  assert.equal(there(portal.outbox[4]).to, '+33600000042');
  await client.post('/login/sms', { sixDigitCode: there(portal.outbox[4]).code });
  assertSignedIn(client, '/sim-cards');
  assert.deepEqual(verdicts(portal), ['rejected', 'enrolled', 'accepted']);
});

test('a second session cannot set up a second factor after the first did', async (t) => {
  const opened = await openIt(t);
  const late = new Client(opened.portal.loopback);
  await goToMethod(late);
  await enrol(opened);
  await late.get('/two-factor/method');
  assert.equal(late.path, '/login');
});

test('the home screen searches the SIM cards and escapes what was typed', async (t) => {
  const opened = await openIt(t);
  const { client } = opened;
  await enrol(opened);
  await client.get('/sim-cards?search=lift');
  assert.match(client.text, /1 of 6 SIM cards/);
  assert.equal(client.path, '/sim-cards?search=lift');
  await client.get(`/sim-cards?search=${encodeURIComponent('"><script>')}`);
  assert.match(client.text, /value="&quot;&gt;&lt;script&gt;"/);
  assert.match(client.text, /0 of 6 SIM cards/);
});
