/**
 * The way into the CMP, whose login has the fewest steps: its own tests go it, and so do those of what all portals
 * stand on.
 */
import { codeAt } from './client.mjs';
import { open } from './fixture.mjs';
import { CMP_USERS, startLegrandCmp } from './legrand-cmp.mjs';

export const MARTA = CMP_USERS[0];

/** @param {import('node:test').TestContext} t */
export const openCmp = (t) => open(t, startLegrandCmp);

/** @param {import('./client.mjs').Client} client */
export async function logInToCmp(client) {
  await client.get('/login');
  await client.post('/login', { userName: MARTA.userName, password: MARTA.password });
}

/** @param {Awaited<ReturnType<typeof openCmp>>} opened */
export async function enrolAtCmp({ client, portal, clock }) {
  await logInToCmp(client);
  await client.post('/two-factor-setup', { code: codeAt(portal.otpauth(MARTA.userName), clock.at) });
}
