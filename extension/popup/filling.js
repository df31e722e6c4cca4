// Filling by the popup's button: what came of it, and what the person can do about a refusal.
import { titleOf } from '../lib/account.js';
import { browser } from '../lib/browser.js';
import { errorCode } from '../lib/errors.js';
import { durationInWords, explain, message } from '../lib/i18n.js';
import { send, sendWork } from '../lib/messages.js';
import { twinInWords } from '../lib/twin.js';
import { refresh } from './accounts.js';
import { countdown, notice } from './notice.js';

/**
 * @typedef {import('../lib/messages.js').Refusal} Refusal
 * @typedef {import('../lib/messages.js').How} How
 * @typedef {import('./notice.js').Action} Action
 * @typedef {{ id: string, tab: number, origin?: string }} Target whose code, and where: on the site that the popup names
 */

/** How many fills go on. */
let filling = 0;

/** The page may go on by itself as soon as it has its code: then the popup is about to close. */
export const isFilling = () => filling > 0;

/** Refusals for what stands in the page, about which the person knows better. */
const TEACHABLE = /^fill-(?:no-code-field|several-fields|sent.*|called|recovery-code|hardware-key)$/;

/**
 * It goes on as long as the popup is open.
 * @param {Target} target
 * @param {How} [how]
 */
export async function fill(target, how = {}) {
  filling += 1;
  const filled = await sendWork('fill', { ...target, ...how }).finally(() => {
    filling -= 1;
  });
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
  const { reason, until, site, sendsTo = [], twin, clock, again = {} } = refusal;
  const anyway = action(message('fillAnyway'), () => fill(target, { ...again, gesture: 'anyway' }));
  if (until) {
    wait(reason, until, target, again);
  } else if (clock) {
    tellClock(reason, clock, target, anyway, again);
  } else if (sendsTo.length > 0) {
    const told = action(message('fillAllTheSame'), () => fill(target, { ...again, sendsTo }));
    notice(explain(reason, sendsTo.map(placeInWords).join(', ')), told);
  } else if (site && reason === 'fill-ask-frame') {
    askFrame(site, target, again).catch(console.error);
  } else if (site) {
    const host = placeInWords(site);
    notice(explain(reason, host), action(message('lookIntoFrame', host), () => lookInto(site, target, again)));
  } else if (twin) {
    tellTwin(twin, target);
  } else if (reason === 'fill-rejected') {
    notice(explain(reason), anyway);
  } else if (TEACHABLE.test(reason)) {
    notice(explain(reason), action(message('teach'), () => fill(target, { ...again, gesture: 'teach' })));
  } else {
    notice(explain(reason));
  }
}

/**
 * One site may have its own codes corrected; two that agree, all of them.
 * @param {string} reason
 * @param {import('../lib/messages.js').Doubt} clock
 * @param {Target} target
 * @param {Action} anyway
 * @param {How} again
 */
function tellClock(reason, { by, seconds, corrects }, target, anyway, again) {
  const off = explain(reason, durationInWords(Math.abs(seconds)), by);
  const correct = action(message(corrects === 'all' ? 'clockCorrectAll' : 'clockCorrectSite'), async () => {
    await send('correctClock', { by });
    await refresh();
    await fill(target, again);
  });
  if (corrects === null) {
    notice(`${off} ${message('clockTooFar')}`, anyway);
  } else {
    notice(corrects === 'all' ? `${off} ${message('clockAgreed')}` : off, correct, anyway);
  }
}

/**
 * The next code is filled as soon as it is there, unless the person or the closing of the popup ends the waiting.
 * @param {string} reason
 * @param {number} until
 * @param {Target} target
 * @param {How} again
 */
function wait(reason, until, target, again) {
  const words = () => {
    const left = Math.ceil(until - Date.now() / 1000);
    return left <= 0 ? null : explain(reason, durationInWords(left));
  };
  countdown(words, { label: message('cancel'), act: () => {} }, () => {
    // A press of its own: the page may have been loaded anew meanwhile.
    fill(target, { ...again, document: undefined }).catch((error) => notice(explain(errorCode(error))));
  });
}

/** The host of an origin, or what stands for one. @param {string} origin */
const placeInWords = (origin) => (/^https?:/.test(origin) ? new URL(origin).host : origin);

/**
 * Asks the browser to let us look into the frames of a site. Its dialog closes the popup, so the worker goes on.
 * @param {string} site
 * @param {Target} target
 * @param {How} again
 */
async function lookInto(site, target, again) {
  const { protocol, hostname } = new URL(site);
  // At once, since only a press of the person may ask.
  const asked = browser.permissions.request({ origins: [`${protocol}//${hostname}/*`] });
  await send('lookOnceAllowed', { ...target, ...again, site });
  if (await asked) {
    // Where the popup stays, it tells what the worker has found.
    location.reload();
    return;
  }
  await send('giveUpFrame', {});
  notice(message('permissionRefused'));
}

/**
 * The field is in a frame of another site: the person says whether codes go there, within pages of this site.
 * @param {string} site
 * @param {Target} target
 * @param {How} again
 */
async function askFrame(site, target, again) {
  const account = titleOf(await send('details', { id: target.id }));
  const words = explain('fill-ask-frame', account, placeInWords(site), placeInWords(target.origin ?? ''));
  notice(words, action(message('bindAndFill'), () => fill(target, { ...again, intoFrame: site })));
}

/**
 * The site in front is not what it looks like.
 * @param {import('../lib/views.js').Twin} twin
 * @param {{ tab: number, origin?: string }} target
 * @param {string} [said] before it
 */
export function tellTwin(twin, { tab, origin }, said = '') {
  const know = action(message('knowSite'), async () => {
    await send('know', { tab, origin: origin ?? '' });
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
    await send('bind', { ...target, origin: site });
    await fill(target);
  });
  notice(message('bindAsk', titleOf(account), new URL(site).host), bind);
}
