// Filling by the popup's button: what came of it, and what the person can do about a refusal.
import { titleOf } from '../lib/account.js';
import { browser } from '../lib/browser.js';
import { errorCode } from '../lib/errors.js';
import { durationInWords, explain, message } from '../lib/i18n.js';
import { send } from '../lib/messages.js';
import { twinInWords } from '../lib/twin.js';
import { refresh } from './accounts.js';
import { countdown, notice } from './notice.js';
import { now } from './time.js';

/**
 * @typedef {import('../lib/messages.js').Refusal} Refusal
 * @typedef {import('./notice.js').Action} Action
 * @typedef {{ id: string, tab: number }} Target whose code, and where
 */

/** Refusals for what stands in the page, about which the person knows better. */
const TEACHABLE = /^fill-(?:no-code-field|several-fields|sent.*|called|recovery-code|hardware-key)$/;

/**
 * @param {Target} target
 * @param {import('../lib/views.js').Gesture} [gesture]
 */
export async function fill(target, gesture = 'page') {
  const filled = await send('fill', { ...target, gesture });
  if (filled.filled) {
    window.close();
  } else {
    tellRefusal(filled, target);
  }
}

/** An action that may fail like any other. @param {string} label @param {() => Promise<void>} act @returns {Action} */
const action = (label, act) => ({ label, act: () => act().catch((error) => notice(explain(errorCode(error)))) });

/**
 * @param {Refusal} refusal
 * @param {Target} target
 */
export function tellRefusal(refusal, target) {
  const { reason, until, site, bound, twin, seconds } = refusal;
  const anyway = action(message('fillAnyway'), () => fill(target, 'anyway'));
  if (until) {
    wait(reason, until, target);
  } else if (seconds !== undefined) {
    const correct = action(message('clockCorrect'), async () => {
      await send('correctClock', {});
      await refresh();
      await fill(target);
    });
    notice(explain(reason, durationInWords(seconds)), correct, anyway);
  } else if (site) {
    const { host } = new URL(site);
    notice(explain(reason, host), action(message('allowFrame', host), () => allowFrame(site, bound === true, target)));
  } else if (twin) {
    tellTwin(twin, target.tab);
  } else if (reason === 'fill-rejected') {
    notice(explain(reason), anyway);
  } else if (TEACHABLE.test(reason)) {
    notice(explain(reason), action(message('teach'), () => fill(target, 'teach')));
  } else {
    notice(explain(reason));
  }
}

/**
 * The next code is filled as soon as it is there, unless the person or the closing of the popup ends the waiting.
 * @param {string} reason
 * @param {number} until
 * @param {Target} target
 */
function wait(reason, until, target) {
  const words = () => {
    const left = Math.ceil(until - now() / 1000);
    return left <= 0 ? null : explain(reason, durationInWords(left));
  };
  countdown(words, { label: message('cancel'), act: () => {} }, () => {
    fill(target).catch((error) => notice(explain(errorCode(error))));
  });
}

/**
 * Asks the browser for the frame's site. Its dialog closes the popup, so the worker goes on.
 * @param {string} origin
 * @param {boolean} bound whether the account is bound to that site
 * @param {Target} target
 */
async function allowFrame(origin, bound, target) {
  const { protocol, hostname } = new URL(origin);
  // At once, since only a press of the person may ask.
  const asked = browser.permissions.request({ origins: [`${protocol}//${hostname}/*`] });
  await send('fillOnceAllowed', { ...target, origin, bound });
  if (!(await asked)) {
    notice(message('permissionRefused'));
  }
}

/**
 * The site in front is not what it looks like.
 * @param {import('../lib/views.js').Twin} twin
 * @param {number} tab
 * @param {string} [said] before it
 */
export function tellTwin(twin, tab, said = '') {
  const know = action(message('knowSite'), async () => {
    await send('know', { tab });
    location.reload();
  });
  notice(`${said} ${twinInWords(twin)}`.trim(), ...(twin.mayBeHonest ? [know] : []));
}

/**
 * An account that is bound nowhere, on a site that it may belong to: bound once the person says so.
 * @param {{ issuer: string, name: string }} account
 * @param {string} site
 * @param {Target} target
 */
export function propose(account, site, target) {
  const bind = action(message('bindAndFill'), async () => {
    await send('bind', target);
    await fill(target);
  });
  notice(message('bindAsk', titleOf(account), new URL(site).host), bind);
}
