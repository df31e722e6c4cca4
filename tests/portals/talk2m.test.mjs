/**
 * Walks Talk2M over plain HTTP.
 */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Client } from './client.mjs';
import { assertSignedIn, DAY, MINUTE, NOT_CORRECT, open, verdicts, wrong } from './fixture.mjs';
import { startTalk2m, TALK2M_ACCOUNT, TALK2M_USERS } from './talk2m.mjs';
import { there } from '../there.mjs';

/** @typedef {import('node:test').TestContext} TestContext */

const [INES, TOMASZ, LIVIA, PAUL, KARI] = TALK2M_USERS;
const REMEMBER = { rememberPc: 'yes' };

/** @param {TestContext} t */
const openIt = (t) => open(t, startTalk2m);

/** @param {Client} client */
async function logIn(client, { userName, password } = TOMASZ, accountName = TALK2M_ACCOUNT) {
  await client.get('/login');
  await client.post('/login', { accountName, userName, password });
}

/** @param {Awaited<ReturnType<typeof openIt>>['portal']} portal */
const lastCode = ({ outbox }) => there(outbox.at(-1)).code;

/** @param {Awaited<ReturnType<typeof openIt>>} opened */
async function pass({ client, portal }, user = TOMASZ, fields = {}) {
  await logIn(client, user);
  await client.post('/login/passcode', { passcode: lastCode(portal), ...fields });
}

/**
 * An administrator in a browser of her own.
 * @param {Awaited<ReturnType<typeof openIt>>} opened
 */
async function administrator({ portal }) {
  const client = new Client(portal.loopback);
  await logIn(client, INES);
  await client.post('/login/passcode', { passcode: lastCode(portal) });
  assertSignedIn(client, '/devices');
  return client;
}

/**
 * @param {Client} admin
 * @param {Record<string, string>} fields
 */
async function setPolicy(admin, fields) {
  await admin.get('/account');
  await admin.post('/account/policy', fields);
}

test('the login takes account, user and password, and says the same whichever is wrong', async (t) => {
  const { client, portal } = await openIt(t);
  for (const [user, account] of /** @type {const} */ ([
    [TOMASZ, 'Somebody-Else'],
    [{ ...TOMASZ, userName: 'nobody' }, TALK2M_ACCOUNT],
    [{ ...TOMASZ, password: 'wrong' }, TALK2M_ACCOUNT],
  ])) {
    await logIn(client, user, account);
    assert.equal(client.path, '/login');
    assert.equal(client.alert, 'Account name, username or password is not correct');
  }
  assert.equal(portal.outbox.length, 0, 'nothing is sent');
});

test('four digits are sent by SMS, the page says where, and they open the account', async (t) => {
  const { client, portal, clock } = await openIt(t);
  await logIn(client);
  assert.equal(client.path, '/login/passcode');
  assert.equal(there(portal.outbox[0]).to, TOMASZ.phone);
  assert.match(there(portal.outbox[0]).code, /^[0-9]{4}$/);
  assert.match(client.text, /A text message with a 4-digit passcode has been sent to \+32 ••• 21\./);
  assert.match(client.text, /<label for="passcode">Passcode<\/label>\s*<input id="passcode" name="passcode" type="text" maxlength="4" required>/);
  await client.get('/devices');
  assert.equal(client.path, '/login/passcode', 'the password alone opens nothing');
  await client.post('/login/passcode', { passcode: wrong(lastCode(portal)) });
  assert.equal(client.alert, NOT_CORRECT);
  await client.post('/login/passcode', { passcode: lastCode(portal) });
  assertSignedIn(client, '/devices');
  assert.deepEqual(portal.events.at(-1), { type: 'accepted', user: TOMASZ.userName, at: clock.at, factor: 'sms' });
});

test('who has no second factor is in by the password', async (t) => {
  const { client, portal } = await openIt(t);
  await logIn(client, KARI);
  assert.equal(client.path, '/devices');
  assert.match(client.text, /data-accepted="false"/);
  assert.equal(portal.outbox.length, 0);
});

test('a passcode is good once and for ten minutes', async (t) => {
  const opened = await openIt(t);
  const { client, portal, clock } = opened;
  await pass(opened);
  const used = lastCode(portal);
  await client.post('/logout');
  await logIn(client);
  await client.post('/login/passcode', { passcode: used });
  assert.equal(client.alert, NOT_CORRECT);
  clock.at += 10 * MINUTE;
  await client.post('/login/passcode', { passcode: lastCode(portal) });
  assert.equal(client.alert, NOT_CORRECT);
  await client.get('/login/resend');
  await client.post('/login/resend', { to: 'mobile' });
  clock.at += 10 * MINUTE - 1;
  await client.post('/login/passcode', { passcode: lastCode(portal) });
  assertSignedIn(client, '/devices');
  assert.deepEqual(verdicts(portal), ['accepted', 'rejected', 'rejected', 'accepted']);
});

test('five wrong passcodes end the login', async (t) => {
  const { client, portal } = await openIt(t);
  await logIn(client);
  for (let tries = 1; tries <= 5; tries += 1) {
    assert.equal(client.path, '/login/passcode', `before try ${tries}`);
    await client.post('/login/passcode', { passcode: wrong(lastCode(portal)) });
  }
  assert.equal(client.path, '/login');
  assert.equal(client.alert, 'Too many wrong codes. Please log in again.');
});

test('resend: to the same phone or to the backup phone, and the code before is worth nothing', async (t) => {
  const { client, portal } = await openIt(t);
  await logIn(client, INES);
  await client.get('/login/resend');
  assert.equal(client.path, '/login/resend');
  assert.match(client.text, /Backup phone \+32 ••• 13/);
  await client.post('/login/resend', { to: 'backup' });
  assert.equal(client.path, '/login/passcode');
  assert.match(client.text, /sent to \+32 ••• 13/);
  assert.deepEqual(portal.outbox.map(({ to }) => to), [INES.phone, INES.backup]);
  await client.post('/login/passcode', { passcode: there(portal.outbox[0]).code });
  assert.equal(client.alert, NOT_CORRECT);
  await client.post('/login/passcode', { passcode: there(portal.outbox[1]).code });
  assertSignedIn(client, '/devices');
});

test('resend: who has no backup phone is offered none, nor gets one by asking', async (t) => {
  const { client, portal } = await openIt(t);
  await logIn(client);
  await client.get('/login/resend');
  assert.doesNotMatch(client.text, /Backup phone/);
  await client.post('/login/resend', { to: 'backup' });
  assert.equal(there(portal.outbox[1]).to, TOMASZ.phone);
});

test('set-up in four steps: mobile number, its passcode, backup number, its passcode', async (t) => {
  const { client, portal } = await openIt(t);
  await logIn(client, PAUL);
  assert.equal(client.path, '/two-factor/1');
  await client.post('/two-factor/1', { phone: 'none' });
  assert.equal(client.alert, 'Enter a valid phone number');
  await client.post('/two-factor/1', { phone: '+32 470 00 00 41' });
  assert.equal(client.path, '/two-factor/2');
  await client.post('/two-factor/2/resend');
  await client.post('/two-factor/2', { passcode: there(portal.outbox[0]).code });
  assert.equal(client.alert, NOT_CORRECT, 'resending takes its place');
  assert.equal(portal.users.get(PAUL.userName)?.phone, '');
  await client.post('/two-factor/2', { passcode: there(portal.outbox[1]).code });
  assert.equal(client.path, '/two-factor/3');
  assert.doesNotMatch(client.text, /Skip/);
  await client.post('/two-factor/3/skip');
  assert.equal(client.alert, 'Administrators need a backup phone number');
  await client.post('/two-factor/3', { phone: '+32470000041' });
  assert.equal(client.alert, 'The backup number must be different from the first one');
  await client.post('/two-factor/3', { phone: '+32470000042' });
  assert.equal(client.path, '/two-factor/4');
  await client.post('/two-factor/4', { passcode: lastCode(portal) });
  assertSignedIn(client, '/devices');
  assert.deepEqual(portal.outbox.map(({ to }) => to), ['+32470000041', '+32470000041', '+32470000042']);
  assert.deepEqual(verdicts(portal), ['rejected', 'enrolled', 'enrolled']);
});

test('set-up: users may skip the backup number; an administrator who left half-way is led back to it', async (t) => {
  const { client, portal } = await openIt(t);
  await logIn(client, LIVIA);
  await client.post('/two-factor/1', { phone: '+32470000031' });
  await client.post('/two-factor/2', { passcode: lastCode(portal) });
  await client.post('/two-factor/3/skip');
  assertSignedIn(client, '/devices');
  await client.post('/logout');
  await logIn(client, PAUL);
  await client.post('/two-factor/1', { phone: '+32470000041' });
  await client.post('/two-factor/2', { passcode: lastCode(portal) });
  await client.post('/logout');
  await logIn(client, PAUL);
  await client.post('/login/passcode', { passcode: lastCode(portal), ...REMEMBER });
  assert.equal(client.path, '/two-factor/3');
  assert.equal(client.cookies.has('t2m_pc'), false);
});

test('Standard policy: a remembered PC needs no passcode, and never expires', async (t) => {
  const opened = await openIt(t);
  const { client, portal, clock } = opened;
  await pass(opened, TOMASZ, REMEMBER);
  await client.post('/logout');
  clock.at += 3_000 * DAY;
  await logIn(client);
  assert.equal(client.path, '/devices');
  assert.match(client.text, /data-accepted="false">Signed in on a remembered device/);
  assert.equal(portal.outbox.length, 1, 'nothing was sent');
  const stranger = new Client(portal.loopback);
  await logIn(stranger);
  assert.equal(stranger.path, '/login/passcode', 'another PC is asked');
  await client.post('/logout');
  await logIn(client, INES);
  assert.equal(client.path, '/login/passcode', 'and so is another user of this PC');
});

test('a PC is remembered only when asked to', async (t) => {
  const opened = await openIt(t);
  await pass(opened);
  await opened.client.post('/logout');
  await logIn(opened.client);
  assert.equal(opened.client.path, '/login/passcode');
});

test('a term of the account: the PC is asked again when it is over', async (t) => {
  const opened = await openIt(t);
  const { client, clock } = opened;
  await setPolicy(await administrator(opened), { policy: 'custom', days: '30' });
  await pass(opened, TOMASZ, REMEMBER);
  await client.post('/logout');
  clock.at += 30 * DAY - 1;
  await logIn(client);
  assert.equal(client.path, '/devices');
  await client.post('/logout');
  clock.at += 1;
  await logIn(client);
  assert.equal(client.path, '/login/passcode');
});

test('Enforced policy: nothing is offered, nothing granted, and PCs remembered before are asked', async (t) => {
  const opened = await openIt(t);
  const { client, portal } = opened;
  await pass(opened, TOMASZ, REMEMBER);
  await client.post('/logout');
  const admin = await administrator(opened);
  await logIn(client);
  assert.equal(client.path, '/devices', 'Standard still');
  await client.post('/logout');
  await setPolicy(admin, { policy: 'enforced' });
  await logIn(client);
  assert.equal(client.path, '/login/passcode');
  assert.doesNotMatch(client.text, /Remember this PC/);
  const fresh = { client: new Client(portal.loopback), portal, clock: opened.clock };
  await pass(fresh, TOMASZ, REMEMBER);
  assertSignedIn(fresh.client, '/devices');
  assert.equal(fresh.client.cookies.has('t2m_pc'), false, 'a form from before the change gets nothing');
});

test('a policy that is none is refused', async (t) => {
  const opened = await openIt(t);
  const admin = await administrator(opened);
  for (const fields of [{ policy: 'toString' }, { policy: 'custom', days: '0' }, { policy: 'custom', days: '366' }, { policy: 'custom', days: '' }]) {
    await setPolicy(admin, /** @type {Record<string, string>} */ (fields));
    assert.match(admin.alert, /^Choose a policy/, JSON.stringify(fields));
  }
  assert.deepEqual(opened.portal.policy, { name: 'standard', days: Infinity });
});

test('revocation: an administrator sees the PCs of a user and revokes them all', async (t) => {
  const opened = await openIt(t);
  const { client, portal } = opened;
  const laptop = { ...opened, client: new Client(portal.loopback) };
  await pass(opened, TOMASZ, REMEMBER);
  await pass(laptop, TOMASZ, REMEMBER);
  const admin = await administrator(opened);
  await admin.get('/users');
  assert.equal(admin.text.match(/<li>[^<]*, since 2026-03-02<\/li>/g)?.length, 2);
  assert.match(admin.text, /Revoke all “Remember this PC”/);
  await admin.post('/users/revoke', { userName: INES.userName });
  assert.equal(portal.events.some(({ type }) => type === 'revoked'), false, 'she has none');
  await admin.post('/users/revoke', { userName: TOMASZ.userName });
  assert.equal(portal.events.at(-1)?.type, 'revoked');
  assert.doesNotMatch(admin.text, /<li>/);
  for (const pc of [client, laptop.client]) {
    await pc.post('/logout');
    await logIn(pc);
    assert.equal(pc.path, '/login/passcode');
  }
});

test('an administrator switches the second factor of a user off and on', async (t) => {
  const opened = await openIt(t);
  const { client } = opened;
  await pass(opened, TOMASZ, REMEMBER);
  await client.post('/logout');
  const admin = await administrator(opened);
  await admin.get('/users');
  await admin.post('/users/two-factor', { userName: TOMASZ.userName });
  await logIn(client);
  assert.match(client.text, /Signed in with a password only/);
  await client.post('/logout');
  await admin.post('/users/two-factor', { userName: TOMASZ.userName });
  await logIn(client);
  assert.equal(client.path, '/login/passcode', 'and the PC that was remembered before is forgotten');
});

test('who is no administrator reaches neither the policy nor the users', async (t) => {
  const opened = await openIt(t);
  const { client, portal } = opened;
  await pass(opened);
  for (const path of ['/account', '/users']) {
    await client.get(path);
    assert.equal(client.path, '/devices', path);
  }
  await client.post('/account/policy', { policy: 'enforced' });
  await client.post('/users/two-factor', { userName: INES.userName });
  assert.equal(portal.policy.name, 'standard');
  assert.equal(portal.users.get(INES.userName)?.twoFactor, true);
});
