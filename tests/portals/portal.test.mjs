/**
 * Tries the kit that all portals stand on: sessions, forms, headers.
 */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Client } from './client.mjs';
import { enrolAtCmp, logInToCmp, MARTA, openCmp } from './legrand-cmp-fixture.mjs';

test('a form without its CSRF token is refused', async (t) => {
  const { client, portal } = await openCmp(t);
  const fields = { userName: MARTA.userName, password: MARTA.password };
  await client.get('/login');
  await client.postRaw('/login', fields);
  assert.equal(client.status, 403);
  await client.postRaw('/login', { ...fields, csrf: 'made-up' });
  assert.equal(client.status, 403);
  assert.deepEqual(portal.events, []);
});

test('the session gets a new id and a new token at every change of who is behind it', async (t) => {
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

test('cookies, headers and limits', async (t) => {
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

test('the script of the six boxes runs by the nonce of its page', async (t) => {
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
