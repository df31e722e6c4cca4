// The time that codes are made of. A computer's clock that is off makes codes that nobody takes, and a site's own clock
// tells. What a site says counts for that site alone: it must not decide which codes other sites get. All codes follow only
// where two sites agree that have nothing to do with each other.
import { browser } from '../lib/browser.js';
import { local, session } from '../lib/storage.js';
import { MOST_CORRECTION } from '../lib/storage_keys.js';
import { siteDate } from '../page/date.js';
import { domainOf } from './sites.js';

/** Portals take a code some seconds early or late; more than this is worth a word, in milliseconds. */
const TOLERATED = 10_000;
/** What one site may correct, its own codes only: a clock that was set to another time zone or to summer time by hand. */
const MOST_BY_ONE = 3 * 60 * 60_000;
/** Two sites agree when they say the same but for the time that their answers may have taken. */
const AGREED = 5000;
/** Clocks do not jump: what was found holds for this long. */
const FRESH = 6 * 60 * 60_000;
/** A correction ends by itself, since the computer sets its clock right one day. */
const CORRECTED_FOR = 24 * 60 * 60_000;
/** How far a `Date` may be off for the time that it took to come. */
const SLOWEST = 5000;
/** The sites that this is kept of: more than a person fills into before the vault is locked. */
const MAX_SITES = 50;

/** @typedef {import('../lib/storage_keys.js').Clock} Clock */

/** By how many milliseconds the codes of every site are corrected. */
export async function correction() {
  const { 'clock.all': { correction: behind, until } = { correction: 0, until: 0 } } = await local.get('clock.all');
  return Date.now() < until && until <= Date.now() + CORRECTED_FOR ? behind : 0;
}

/**
 * The time that each of some documents goes by.
 * @param {string[]} urls of the documents
 */
export async function timesAt(urls) {
  const [clocks, all] = await Promise.all([clocksOfSites(), correction()]);
  return Float64Array.from(urls, (url) => Date.now() + correctionOf(clocks.get(nameOf(url)), all));
}

/**
 * Whether the clock of a document's site says that the computer's is off, beyond what is corrected already; null when it
 * does not, or nothing can be known.
 * @param {string} url of the document
 * @param {{ tabId: number, frameIds: number[] }} target
 * @returns {Promise<import('../lib/messages.js').Doubt | null>}
 */
export async function doubt(url, target) {
  const by = nameOf(url);
  const before = (await clocksOfSites()).get(by);
  const fresh = before !== undefined && Math.abs(Date.now() - before.at) < FRESH;
  const found = fresh ? before.found : await measure(target);
  if (found === null) {
    return null;
  }
  const clocks = await clocksOfSites();
  if (!fresh) {
    const kept = Math.abs(found) > TOLERATED ? clocks.get(by)?.correction : undefined;
    clocks.delete(by);
    clocks.set(by, { found, at: Date.now(), correction: kept });
    await keep(clocks);
    await endIfAgreed(by, clocks);
  }
  const off = Math.abs(found) > TOLERATED && Math.abs(found - correctionOf(clocks.get(by), await correction())) > TOLERATED;
  return off ? { by, seconds: Math.round(found / 1000), corrects: corrects(by, clocks) } : null;
}

/**
 * The person corrects what they were told: the codes of that site, and of all where another site says the same.
 * @param {string} by
 */
export async function correct(by) {
  const clocks = await clocksOfSites();
  const clock = clocks.get(by);
  const which = corrects(by, clocks);
  if (clock === undefined || which === null) {
    return;
  }
  clocks.set(by, { ...clock, correction: clock.found });
  await keep(clocks);
  if (which === 'all') {
    await local.set({ 'clock.all': { correction: clock.found, until: Date.now() + CORRECTED_FOR } });
  }
}

/**
 * The clocks of these documents' sites are asked again before the next code.
 * @param {string[]} urls
 */
export async function forgetClocks(urls) {
  const clocks = await clocksOfSites();
  for (const name of urls.map(nameOf)) {
    const clock = clocks.get(name);
    if (clock !== undefined) {
      clock.at = 0;
    }
  }
  await keep(clocks);
}

/** All codes go by the computer's clock again. */
export function endCorrection() {
  return local.remove('clock.all');
}

/** Removes what an earlier version kept: a correction of all codes by one site. */
export function dropOldCorrection() {
  return local.remove('clock');
}

/**
 * @param {Clock | undefined} clock of a site
 * @param {number} all
 */
function correctionOf(clock, all) {
  // To a site by which the computer is right, that is what it is.
  const right = clock !== undefined && Math.abs(clock.found) <= TOLERATED;
  return clock?.correction ?? (right ? 0 : all);
}

/**
 * @param {string} by
 * @param {Map<string, Clock>} clocks
 */
function corrects(by, clocks) {
  const found = Math.abs(clocks.get(by)?.found ?? Infinity);
  if (found <= MOST_CORRECTION && othersAgree(by, clocks)) {
    return 'all';
  }
  return found <= MOST_BY_ONE ? 'site' : null;
}

/**
 * Whether a site that has nothing to do with this one says the same of the computer's clock, and no more sites say one
 * other thing.
 * @param {string} by
 * @param {Map<string, Clock>} clocks
 */
function othersAgree(by, clocks) {
  const fresh = [...clocks].filter(([, { at }]) => Math.abs(Date.now() - at) < FRESH);
  const saying = (/** @type {number} */ found) =>
    new Set(fresh.filter(([, clock]) => Math.abs(clock.found - found) <= AGREED).flatMap(([name]) => ownerOf(name) ?? []));
  const said = clocks.get(by)?.found;
  if (said === undefined || ownerOf(by) === null) {
    return false;
  }
  const mine = saying(said).size;
  return mine >= 2 && fresh.every(([, { found }]) => saying(found).size <= mine);
}

/**
 * The computer's clock is right again when two sites say so, as it was wrong when two said so.
 * @param {string} by what was just asked
 * @param {Map<string, Clock>} clocks
 */
async function endIfAgreed(by, clocks) {
  if (Math.abs(clocks.get(by)?.found ?? Infinity) <= TOLERATED && (await correction()) !== 0 && othersAgree(by, clocks)) {
    await endCorrection();
  }
}

/**
 * Whose clock that is: the registrable domain of a document, or its host where the browser does not tell. Ports and
 * protocols are of one machine.
 * @param {string} url
 */
function nameOf(url) {
  const { hostname } = URL.canParse(url) ? new URL(url) : { hostname: '' };
  return (hostname && domainOf(hostname)) ?? hostname;
}

/**
 * To whom a clock belongs, for telling whether two are unrelated: where the browser does not tell domains, the last two
 * parts of a host are taken for one. Null for this computer itself, whose servers go by the clock that is in doubt, and
 * for bare addresses, of which one machine may have many.
 * @param {string} name
 */
function ownerOf(name) {
  if (/(^|\.)localhost$|^[\d.]+$|^\[/.test(name)) {
    return null;
  }
  return domainOf(name) ?? name.split('.').slice(-2).join('.');
}

/** In the browser's memory until the vault is locked, since it names sites. @returns {Promise<Map<string, Clock>>} */
async function clocksOfSites() {
  const { clocks } = await session.get('clocks');
  return new Map(clocks);
}

/** @param {Map<string, Clock>} clocks those that were asked last stand last */
function keep(clocks) {
  return session.set({ clocks: [...clocks].slice(-MAX_SITES) });
}

/** @param {{ tabId: number, frameIds: number[] }} target */
async function measure(target) {
  const [answer] = await browser.scripting.executeScript({ target, func: siteDate });
  const result = answer?.result;
  if (!result || result.date === null || result.answered - result.asked > SLOWEST) {
    return null;
  }
  // The header names a whole second that had begun when it was written; what lay in a cache is older by its age.
  const told = Date.parse(result.date) + 500 + 1000 * Number(result.age ?? 0);
  const behind = told - (result.asked + result.answered) / 2;
  return Number.isFinite(behind) ? behind : null;
}
