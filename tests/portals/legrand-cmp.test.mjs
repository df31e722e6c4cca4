/**
 * Walks the CMP over plain HTTP.
 */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import qrcode from 'qrcode';
import { codeAt } from './client.mjs';
import { assertSignedIn, NOT_CORRECT, STEP, verdicts } from './fixture.mjs';
import { enrolAtCmp, logInToCmp, MARTA, openCmp } from './legrand-cmp-fixture.mjs';

test('the barcode comes right after the login and cannot be skipped', async (t) => {
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

test('the barcode is drawn as SVG, its code confirms it, later logins ask for a code', async (t) => {
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

test('the list is filtered by postcode', async (t) => {
  const opened = await openCmp(t);
  await enrolAtCmp(opened);
  await opened.client.get('/devices?postcode=336');
  assert.match(opened.client.text, /3 of 6 devices/);
});
