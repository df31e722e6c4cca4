/**
 * Walks MOBOTIX CLOUD over plain HTTP.
 */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Client } from './client.mjs';
import { assertSignedIn, DAY, MINUTE, open, verdicts, wrong } from './fixture.mjs';
import { MOBOTIX_USERS, startMobotixCloud } from './mobotix-cloud.mjs';
import { there } from '../there.mjs';

/** @typedef {import('node:test').TestContext} TestContext */

const [ANNA, BEN, CARLA] = MOBOTIX_USERS;
const BY_MAIL = '/login/security-code';
const BY_SMS = '/login/security-code-sms';
const NOT_CORRECT = 'The security code is not correct';
const DEACTIVATED = /^Your account has been deactivated after four wrong security codes/;
const TRUST = { trust: 'yes' };

/** @param {TestContext} t */
const openIt = (t) => open(t, startMobotixCloud);

/** @param {Client} client */
async function logIn(client, { email, password } = ANNA) {
  await client.get('/login');
  await client.post('/login', { email, password });
}

/** @param {Awaited<ReturnType<typeof openIt>>['portal']} portal */
const lastCode = ({ outbox }) => there(outbox.at(-1)).code;

/** @param {Awaited<ReturnType<typeof openIt>>} opened */
async function pass({ client, portal }, user = ANNA, fields = {}) {
  await logIn(client, user);
  await client.post(BY_MAIL, { code: lastCode(portal), ...fields });
}

/**
 * @param {Awaited<ReturnType<typeof openIt>>} opened
 * @param {number} times
 */
async function fail({ client, portal }, times) {
  for (let i = 0; i < times; i += 1) await client.post(BY_MAIL, { code: wrong(lastCode(portal)) });
}

test('four digits are sent by mail, the page says so, and they open the account', async (t) => {
  const { client, portal, clock } = await openIt(t);
  await logIn(client);
  assert.equal(client.path, BY_MAIL);
  assert.equal(portal.outbox.length, 1);
  assert.equal(there(portal.outbox[0]).by, 'mail');
  assert.equal(there(portal.outbox[0]).to, ANNA.email);
  assert.match(there(portal.outbox[0]).code, /^[0-9]{4}$/);
  assert.match(client.text, /We have sent an email with a four-digit security code to an•••@site\.example\./);
  assert.match(client.text, /<input id="securityCode" name="code"[^>]*maxlength="4"[^>]*autocomplete="one-time-code"/);
  await client.get('/cameras');
  assert.equal(client.path, BY_MAIL, 'the password alone opens nothing');
  await client.post(BY_MAIL, { code: lastCode(portal) });
  assertSignedIn(client, '/cameras');
  assert.deepEqual(portal.events.at(-1), { type: 'accepted', user: ANNA.email, at: clock.at, factor: 'mail', wrongTries: 0 });
});

test('with a phone number linked, the code comes by SMS on demand, into four boxes', async (t) => {
  const { client, portal } = await openIt(t);
  await logIn(client);
  const byMail = lastCode(portal);
  await client.post('/login/by-sms');
  assert.equal(client.path, BY_SMS);
  assert.deepEqual({ ...there(portal.outbox[1]), code: '', text: '' }, { by: 'sms', to: ANNA.phone, code: '', text: '' });
  assert.match(client.text, /sent by SMS to \+49 ••• 81/);
  assert.equal(client.text.match(/class="box"/g)?.length, 4);
  await client.post(BY_SMS, { code: byMail });
  assert.equal(client.alert, NOT_CORRECT, 'the code by mail is worth nothing from then on');
  await client.post(BY_SMS, { code: lastCode(portal) });
  assertSignedIn(client, '/cameras');
  assert.equal(portal.events.at(-1)?.factor, 'sms');
  assert.equal(portal.wrongTries(ANNA.email), 0);
});

test('without a phone number there is the mail only', async (t) => {
  const { client, portal } = await openIt(t);
  await logIn(client, BEN);
  assert.doesNotMatch(client.text, /by SMS/);
  await client.post('/login/by-sms');
  assert.equal(client.path, BY_MAIL);
  assert.equal(client.alert, 'No telephone number is linked to your account');
  await client.post('/login/by-mail');
  assert.deepEqual(portal.outbox.map(({ by, to }) => `${by} ${to}`), [`mail ${BEN.email}`, `mail ${BEN.email}`]);
});

test('a code is good once and for ten minutes', async (t) => {
  const opened = await openIt(t);
  const { client, portal, clock } = opened;
  await pass(opened);
  const used = lastCode(portal);
  await client.post('/logout');
  await logIn(client);
  await client.post(BY_MAIL, { code: used });
  assert.equal(client.alert, NOT_CORRECT);
  clock.at += 10 * MINUTE;
  await client.post(BY_MAIL, { code: lastCode(portal) });
  assert.equal(client.alert, NOT_CORRECT);
  await client.post('/login/by-mail');
  clock.at += 10 * MINUTE - 1;
  await client.post(BY_MAIL, { code: lastCode(portal) });
  assertSignedIn(client, '/cameras');
  assert.deepEqual(verdicts(portal), ['accepted', 'rejected', 'rejected', 'accepted']);
});

test('three wrong codes do not shut the account, and a right one sets the count back', async (t) => {
  const opened = await openIt(t);
  const { client, portal } = opened;
  await logIn(client);
  await fail(opened, 3);
  assert.equal(client.alert, NOT_CORRECT);
  assert.equal(portal.wrongTries(ANNA.email), 3);
  await client.post(BY_MAIL, { code: lastCode(portal) });
  assertSignedIn(client, '/cameras');
  assert.equal(portal.wrongTries(ANNA.email), 0);
  await client.post('/logout');
  await logIn(client);
  await fail(opened, 3);
  assert.equal(portal.users.get(ANNA.email)?.shut, false);
});

test('the fourth wrong code shuts the account, and a mail says so', async (t) => {
  const opened = await openIt(t);
  const { client, portal } = opened;
  await logIn(client);
  const right = lastCode(portal);
  await fail(opened, 4);
  assert.equal(client.path, '/login');
  assert.match(client.alert, DEACTIVATED);
  assert.equal(portal.wrongTries(ANNA.email), 4);
  assert.deepEqual(portal.events.filter(({ factor }) => factor).map(({ wrongTries }) => wrongTries), [1, 2, 3, 4]);
  assert.equal(portal.events.at(-1)?.type, 'shut');
  const notification = there(portal.outbox[1]);
  assert.equal(`${notification.by} ${notification.to} ${notification.code}`, `mail ${ANNA.email} `);
  assert.match(notification.text, DEACTIVATED);
  await client.post(BY_MAIL, { code: right });
  assert.equal(client.path, '/login', 'the right code comes too late');
  await logIn(client);
  assert.match(client.alert, DEACTIVATED);
  assert.equal(client.path, '/login');
  assert.equal(portal.outbox.length, 2, 'and no further code is sent');
  await logIn(client, { ...ANNA, password: 'wrong' });
  assert.equal(client.alert, 'Email or password is not correct', 'strangers are not told');
  await pass(opened, BEN);
  assertSignedIn(client, '/cameras');
});

test('neither another code nor another login gives more tries', async (t) => {
  const opened = await openIt(t);
  const { client, portal } = opened;
  await logIn(client);
  await fail(opened, 1);
  await client.post('/login/by-mail');
  await fail(opened, 1);
  await client.post('/login/by-sms');
  await client.post(BY_SMS, { code: wrong(lastCode(portal)) });
  await client.post('/logout');
  const other = { ...opened, client: new Client(portal.loopback) };
  await logIn(other.client);
  assert.equal(portal.users.get(ANNA.email)?.shut, false);
  await fail(other, 1);
  assert.equal(portal.users.get(ANNA.email)?.shut, true);
});

test('an account that is shut ends its other sessions and trusts its devices no more', async (t) => {
  const opened = await openIt(t);
  const { client, portal } = opened;
  await pass(opened, ANNA, TRUST);
  const thief = { ...opened, client: new Client(portal.loopback) };
  await logIn(thief.client);
  await fail(thief, 4);
  await client.get('/cameras');
  assert.equal(client.path, '/login');
  await logIn(client);
  assert.match(client.alert, DEACTIVATED);
});

test('a trusted device is not asked again, and this does not expire', async (t) => {
  const opened = await openIt(t);
  const { client, portal, clock } = opened;
  await pass(opened, ANNA, TRUST);
  await client.post('/logout');
  clock.at += 3_000 * DAY;
  await logIn(client);
  assert.equal(client.path, '/cameras');
  assert.match(client.text, /data-accepted="false">Signed in on a remembered device/);
  assert.equal(portal.outbox.length, 1);
  const stranger = new Client(portal.loopback);
  await logIn(stranger);
  assert.equal(stranger.path, BY_MAIL);
  await client.post('/logout');
  await logIn(client, BEN);
  assert.equal(client.path, BY_MAIL, 'trusted for one user is not trusted for another');
});

test('a device is trusted only when asked to', async (t) => {
  const opened = await openIt(t);
  await pass(opened);
  await opened.client.post('/logout');
  await logIn(opened.client);
  assert.equal(opened.client.path, BY_MAIL);
});

test('logging out completely ends the trust in this device, and in this one only', async (t) => {
  const opened = await openIt(t);
  const { client, portal } = opened;
  const tablet = { ...opened, client: new Client(portal.loopback) };
  await pass(opened, ANNA, TRUST);
  await pass(tablet, ANNA, TRUST);
  await client.post('/logout/completely');
  await logIn(client);
  assert.equal(client.path, BY_MAIL);
  await tablet.client.post('/logout');
  await logIn(tablet.client);
  assert.equal(tablet.client.path, '/cameras');
});

test('My profile lists the trusted devices and removes them one by one, the user’s own only', async (t) => {
  const opened = await openIt(t);
  const { client, portal } = opened;
  const tablet = { ...opened, client: new Client(portal.loopback) };
  await pass(opened, ANNA, TRUST);
  await pass(tablet, BEN, TRUST);
  await client.get('/profile');
  const ids = [...client.text.matchAll(/name="device" value="([^"]+)"/g)].map(([, id = '']) => id);
  assert.equal(ids.length, 1);
  const id = there(ids[0]);
  assert.ok(![...client.cookies.values()].includes(id), 'the list does not give away what the cookie holds');
  await tablet.client.get('/profile');
  await tablet.client.post('/profile/remove-device', { device: id });
  assert.equal(portal.events.some(({ type }) => type === 'revoked'), false);
  await client.post('/profile/remove-device', { device: id });
  assert.equal(portal.events.at(-1)?.type, 'revoked');
  assert.match(client.text, /No device is trusted/);
  await client.post('/logout');
  await logIn(client);
  assert.equal(client.path, BY_MAIL);
});

test('a new password ends the trust in every device, and every other session', async (t) => {
  const opened = await openIt(t);
  const { client, portal } = opened;
  const tablet = { ...opened, client: new Client(portal.loopback) };
  await pass(opened, ANNA, TRUST);
  await pass(tablet, ANNA, TRUST);
  await client.get('/profile');
  for (const fields of [{ password: 'wrong', newPassword: 'Another-Rooftop-1' }, { password: ANNA.password, newPassword: 'short' }]) {
    await client.post('/profile/password', fields);
    assert.match(client.alert, /^Enter your password/);
  }
  const changed = { ...ANNA, password: 'Another-Rooftop-1' };
  await client.post('/profile/password', { password: ANNA.password, newPassword: changed.password });
  await tablet.client.get('/cameras');
  assert.equal(tablet.client.path, '/login');
  await client.post('/logout');
  await logIn(client);
  assert.equal(client.alert, 'Email or password is not correct');
  for (const device of [client, tablet.client]) {
    await logIn(device, changed);
    assert.equal(device.path, BY_MAIL);
  }
});

test('My profile: the second factor and a phone number are two changes, one at a time', async (t) => {
  const { client, portal } = await openIt(t);
  await logIn(client, CARLA);
  assert.equal(client.path, '/cameras', 'no second factor yet');
  await client.get('/profile');
  await client.post('/profile', { phone: '+34600000091', twoFactor: 'yes' });
  assert.match(client.alert, /^Two changes at once are not possible/);
  await client.post('/profile', { phone: '12' });
  assert.equal(client.alert, 'Enter the country code and a valid phone number');
  await client.post('/profile', { phone: '+34600000091' });
  assert.equal(client.path, '/profile/phone');
  await client.post('/profile/phone', { password: 'wrong' });
  assert.equal(client.alert, 'The password is not correct');
  assert.equal(portal.outbox.length, 0);
  await client.post('/profile/phone', { password: CARLA.password });
  assert.equal(client.path, '/profile/phone/code');
  assert.equal(`${there(portal.outbox[0]).by} ${there(portal.outbox[0]).to}`, 'sms +34600000091');
  assert.equal(portal.users.get(CARLA.email)?.phone, '');
  await client.post('/profile/phone/code', { code: lastCode(portal) });
  assert.equal(client.path, '/profile');
  assert.equal(portal.users.get(CARLA.email)?.phone, '+34600000091');
  await client.post('/profile', { phone: '+34600000091', twoFactor: 'yes' });
  await client.post('/logout');
  await logIn(client, CARLA);
  assert.equal(client.path, BY_MAIL);
  assert.match(client.text, /Send the code by SMS instead/);
});

test('My profile: four wrong codes for a phone number shut the account too', async (t) => {
  const { client, portal } = await openIt(t);
  await logIn(client, CARLA);
  await client.get('/profile');
  await client.post('/profile', { phone: '+34600000091' });
  await client.post('/profile/phone', { password: CARLA.password });
  for (let i = 0; i < 3; i += 1) await client.post('/profile/phone/code', { code: wrong(lastCode(portal)) });
  assert.equal(client.path, '/profile/phone/code');
  await client.post('/profile/phone/code', { code: wrong(lastCode(portal)) });
  assert.equal(client.path, '/login');
  assert.match(client.alert, DEACTIVATED);
});
