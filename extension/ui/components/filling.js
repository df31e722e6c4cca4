// Filling by the popup's button: why nothing was filled, and what the person can do about it.
import { titleOf } from '../../lib/account.js';
import { browser } from '../../lib/browser.js';
import { problemOf } from '../../lib/errors.js';
import { durationInWords, explain, message } from '../../lib/i18n.js';
import { send, sendWork } from '../../lib/messages.js';
import { twinInWords } from '../../lib/twin.js';
import { countdown, notice } from './notice.js';
import { raise } from '../router.js';
import { refresh } from '../state.js';

/**
 * @typedef {import('../../lib/messages.js').Refusal} Refusal
 * @typedef {import('../../lib/messages.js').How} How
 * @typedef {import('./notice.js').Action} Action
 * @typedef {{ id: string, tab: number, origin?: string }} Target the account, the tab, and the site that the popup names
 */

/** Number of fills that go on. */
let filling = 0;

/** Whether a fill goes on. A page may leave as soon as it has its code, and the popup is about to close then. */
export const isFilling = () => filling > 0;

/** Refusals because of what the page says. The person may know better, and say so. */
/** @type {import('../../lib/errors.js').Code[]} */
export const TEACHABLE = [
  'fill-no-code-field', 'fill-several-fields', 'fill-sent', 'fill-sent-by-mail', 'fill-sent-by-sms', 'fill-called',
  'fill-recovery-code', 'fill-hardware-key',
];

/**
 * Fills the code of an account, and closes the popup when it is done. Closing the popup before ends it.
 * @param {Target} target
 * @param {How} [how]
 */
export async function fill(target, how = {}) {
  filling += 1;
  const filled = await sendWork('fill', { ...target, ...how }).finally(() => {
    filling -= 1;
  });
  if (filled.filled) {
    raise('done');
  } else {
    tellRefusal(filled, target);
  }
}

/** An action that may fail like any other. @param {string} label @param {() => Promise<void>} act @returns {Action} */
const action = (label, act) => ({ label, act: () => act().catch((error) => notice(explain(problemOf(error)))) });

/**
 * Says why nothing was filled, and offers what may help.
 * @param {Refusal} refusal
 * @param {Target} target
 */
export function tellRefusal(refusal, target) {
  const { reason, until, site, sendsTo = [], twin, clock, again = {} } = refusal;
  const anyway = action(message('fillAnyway'), () => fill(target, { ...again, gesture: 'anyway' }));
  if (until) {
    wait(reason, until, target, again);
  } else if (clock) {
    askToCorrectClock(reason, clock, target, anyway, again);
  } else if (sendsTo.length > 0) {
    const told = action(message('fillAllTheSame'), () => fill(target, { ...again, sendsTo }));
    notice(explain({ code: reason, args: { site: sendsTo.map(placeInWords).join(', ') } }), told);
  } else if (site && reason === 'fill-ask-frame') {
    askFrame(site, target, again).catch(console.error);
  } else if (site) {
    const host = placeInWords(site);
    notice(explain({ code: reason, args: { site: host } }), action(message('lookIntoFrame', host), () => lookInto(site, target, again)));
  } else if (twin) {
    warnOfTwin(twin, target);
  } else if (reason === 'fill-rejected') {
    notice(explain({ code: reason }), anyway);
  } else if (TEACHABLE.includes(reason)) {
    notice(explain({ code: reason }), action(message('teach'), () => fill(target, { ...again, gesture: 'teach' })));
  } else {
    notice(explain({ code: reason }));
  }
}

/**
 * Says that the computer's clock is off, and offers to correct the codes: those of one site by its own clock, all codes once
 * two sites agree.
 * @param {import('../../lib/errors.js').Code} reason
 * @param {import('../../lib/messages.js').Doubt} clock
 * @param {Target} target
 * @param {Action} anyway
 * @param {How} again
 */
function askToCorrectClock(reason, { by, seconds, corrects }, target, anyway, again) {
  const off = explain({ code: reason, args: { amount: durationInWords(Math.abs(seconds)), site: by } });
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
 * Waits for the next code and fills it, unless the person cancels or closes the popup.
 * @param {import('../../lib/errors.js').Code} reason
 * @param {number} until
 * @param {Target} target
 * @param {How} again
 */
function wait(reason, until, target, again) {
  const words = () => {
    const left = Math.ceil(until - Date.now() / 1000);
    return left <= 0 ? null : explain({ code: reason, args: { wait: durationInWords(left) } });
  };
  countdown(words, { label: message('cancel'), act: () => {} }, () => {
    // Without the document that was asked about: the page may have been loaded anew meanwhile.
    fill(target, { ...again, document: undefined }).catch((error) => notice(explain(problemOf(error))));
  });
}

/** The host of an origin; a place that is no site, as `mailto:`, stands for itself. @param {string} origin */
const placeInWords = (origin) => (/^https?:/.test(origin) ? new URL(origin).host : origin);

/**
 * Asks the browser for the permission to look into the frames of a site. The browser's dialog closes the popup, so the
 * worker goes on.
 * @param {string} site
 * @param {Target} target
 * @param {How} again
 */
async function lookInto(site, target, again) {
  const { protocol, hostname } = new URL(site);
  // Before anything is awaited: browsers let only a press of the person ask.
  const asked = browser.permissions.request({ origins: [`${protocol}//${hostname}/*`] });
  await send('lookOnceAllowed', { ...target, ...again, site });
  if (await asked) {
    // A popup that is still open begins again, and shows what the worker has found.
    raise('again');
    return;
  }
  await send('giveUpFrame', {});
  notice(message('permissionRefused'));
}

/**
 * Asks whether codes may go into a frame of another site, within the pages of this one.
 * @param {string} site
 * @param {Target} target
 * @param {How} again
 */
async function askFrame(site, target, again) {
  const account = titleOf(await send('details', { id: target.id }));
  const words = explain({
    code: 'fill-ask-frame',
    args: { account, frame: placeInWords(site), site: placeInWords(target.origin ?? '') },
  });
  notice(words, action(message('bindAndFill'), () => fill(target, { ...again, intoFrame: site })));
}

/**
 * Warns that the site in front looks like another one.
 * @param {import('../../core/types.js').Twin} twin
 * @param {{ tab: number, origin?: string }} target
 * @param {string} [said] what stands before the warning
 */
export function warnOfTwin(twin, { tab, origin }, said = '') {
  const know = action(message('knowSite'), async () => {
    await send('know', { tab, origin: origin ?? '' });
    raise('again');
  });
  notice(`${said} ${twinInWords(twin)}`.trim(), ...(twin.mayBeHonest ? [know] : []));
}

/**
 * Asks whether an account that has no site yet is to be bound to the one in front, and then filled.
 * @param {{ issuer: string, name: string }} account
 * @param {string} site
 * @param {Target} target
 */
export function proposeBinding(account, site, target) {
  const bind = action(message('bindAndFill'), async () => {
    await send('bind', { ...target, origin: site });
    await fill(target);
  });
  notice(message('bindAsk', titleOf(account), new URL(site).host), bind);
}
