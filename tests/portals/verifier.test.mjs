/**
 * Tries the verifier of the portals that take codes of an app.
 */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { codeAt } from './client.mjs';
import { ALREADY_USED, assertSignedIn, NOT_CORRECT, STEP, verdicts, wrong } from './fixture.mjs';
import { enrolAtCmp, logInToCmp, MARTA, openCmp } from './legrand-cmp-fixture.mjs';

test('a wrong code is rejected and may be retried', async (t) => {
  const opened = await openCmp(t);
  const { client, portal, clock } = opened;
  await enrolAtCmp(opened);
  await client.post('/logout');
  await logInToCmp(client);
  clock.at += STEP;
  const right = codeAt(portal.otpauth(MARTA.userName), clock.at);
  for (const typed of [wrong(right), '', '12345', 'abcdef', `${right}0`]) {
    await client.post('/login/code', { code: typed });
    assert.equal(client.alert, typed === `${right}0` ? 'Too many wrong codes. Please log in again.' : NOT_CORRECT);
  }
  assert.equal(client.path, '/login', 'the fifth wrong code in a row ends the login');
  await logInToCmp(client);
  await client.post('/login/code', { code: `${right.slice(0, 3)} ${right.slice(3)}` });
  assertSignedIn(client, '/devices');
  assert.deepEqual(verdicts(portal), ['enrolled', 'rejected', 'rejected', 'rejected', 'rejected', 'rejected', 'accepted']);
});

test('RFC 6238 section 5.2, a code is accepted once only', async (t) => {
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

test('one step of skew either way, and no more', async (t) => {
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
