/**
 * What every page behind a login says of how its user got there. Tests read `data-accepted`.
 */
import { html } from './html.mjs';

const SIGNED_IN_BY = {
  '': '',
  code: 'Signed in with two-factor authentication',
  device: 'Signed in on a remembered device',
  password: 'Signed in with a password only',
};

/** @param {import('./sessions.mjs').Session} session */
export const verdict = ({ signedInBy }) =>
  html`<p id="verdict" data-accepted="${String(signedInBy === 'code')}">${SIGNED_IN_BY[signedInBy]}</p>`;
