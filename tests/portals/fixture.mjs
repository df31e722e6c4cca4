/**
 * What the tests of all portals share: a clock that stands still until a test moves it, and what they
 * look at.
 */
import assert from 'node:assert/strict';
import { Client } from './client.mjs';

export const STEP = 30_000;
export const MINUTE = 60_000;
export const DAY = 24 * 60 * MINUTE;
export const NOT_CORRECT = 'The code is not correct';
export const ALREADY_USED = 'This code has already been used. Wait for the next one.';

/** A clock in the middle of a step. */
export class Clock {
  at = Date.UTC(2026, 2, 2, 8) + 15_000;
  now = () => this.at;
}

/**
 * @template {import('./portal.mjs').RunningPortal} Portal
 * @param {import('node:test').TestContext} t
 * @param {(options: import('./portal.mjs').PortalOptions) => Promise<Portal>} start
 */
export async function open(t, start) {
  const clock = new Clock();
  const portal = await start({ now: clock.now });
  t.after(portal.close);
  return { clock, portal, client: new Client(portal.loopback) };
}

/** @param {{ events: import('./portal.mjs').PortalEvent[] }} portal */
export function verdicts({ events }) {
  return events.filter((event) => event.factor).map((event) => event.type);
}

/**
 * @param {string} right
 * @returns {string} as many digits, and not these
 */
export function wrong(right) {
  return String((Number(right) + 1) % 10 ** right.length).padStart(right.length, '0');
}

/**
 * @param {Client} client
 * @param {string} path
 */
export function assertSignedIn(client, path) {
  assert.equal(client.path, path);
  assert.match(client.text, /id="verdict" data-accepted="true">Signed in with two-factor authentication</);
}
