// Corrects the time that codes are made from when the computer's clock is off, because a site rejects codes of another
// time. The `Date` header of a site tells its time. It corrects the codes for that site alone, so that no site decides
// which codes another one gets. The codes for all sites are corrected only once two unrelated sites agree.
import { browser } from '../lib/browser.js';
import { local, session } from '../lib/storage.js';
import { MOST_CORRECTION } from '../lib/storage_keys.js';
import { siteDate } from '../page/date.js';
import { domainOf } from './sites.js';

/**
 * The largest difference that the person is not told of, in milliseconds: sites accept a code that is some seconds
 * early or late.
 */
const TOLERATED = 10_000;
/**
 * The largest correction of a site's codes by that site alone, in milliseconds: that of a clock that was set by hand to
 * another time zone or to summer time.
 */
const MOST_BY_ONE = 3 * 60 * 60_000;
/** The largest difference between two sites that agree, in milliseconds: as long as their answers may take. */
const AGREED = 5000;
/** For how long a measured difference is used before the site is asked again, in milliseconds. */
const FRESH = 6 * 60 * 60_000;
/** How long the codes for all sites stay corrected, in milliseconds. The computer may set its clock right meanwhile. */
const CORRECTED_FOR = 24 * 60 * 60_000;
/** The slowest answer that is used, in milliseconds: the time that it takes makes its `Date` inexact. */
const SLOWEST = 5000;
/** The most sites whose clocks are kept: more than a person fills into before the vault is locked. */
const MAX_SITES = 50;

/** @typedef {import('../lib/storage_keys.js').Clock} Clock */

/** The correction of the codes for all sites, in milliseconds; 0 when there is none. */
export async function correction() {
  const { 'clock.all': { correction: behind, until } = { correction: 0, until: 0 } } = await local.get('clock.all');
  return Date.now() < until && until <= Date.now() + CORRECTED_FOR ? behind : 0;
}

/**
 * The time to make codes from for each of several documents, in milliseconds since the Unix epoch.
 * @param {string[]} urls of the documents
 */
export async function timesAt(urls) {
  const [clocks, all] = await Promise.all([clocksOfSites(), correction()]);
  return Float64Array.from(urls, (url) => Date.now() + correctionOf(clocks.get(nameOf(url)), all));
}

/**
 * How far the computer's clock is off by the clock of a document's site; null when it is right, when the codes are
 * corrected already, or when the site does not tell its time.
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
 * Corrects the codes for a site by its clock, and those for all sites when an unrelated site agrees. The person has
 * asked for it, after they were told how far the computer's clock is off.
 * @param {string} by the site's name, from `doubt`
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
 * Has the sites of these documents asked for their time again before the next code.
 * @param {string[]} urls of the documents
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

/** Ends the correction of the codes for all sites. */
export function endCorrection() {
  return local.remove('clock.all');
}

/** Removes the correction that an earlier version stored, which let one site correct all codes. */
export function dropOldCorrection() {
  return local.remove('clock');
}

/**
 * The correction of the codes for a site, in milliseconds.
 * @param {Clock | undefined} clock of the site
 * @param {number} all the correction of the codes for all sites
 */
function correctionOf(clock, all) {
  // A site that agrees with the computer's clock needs no correction, whatever other sites say.
  const right = clock !== undefined && Math.abs(clock.found) <= TOLERATED;
  return clock?.correction ?? (right ? 0 : all);
}

/**
 * Whose codes a person may correct by a site's clock: those for all sites, for that site alone, or none (null).
 * @param {string} by name of the site
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
 * Whether an unrelated site agrees with this one about the computer's clock, and no other difference has more sites
 * behind it.
 * @param {string} by name of the site
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
 * Ends the correction of the codes for all sites when two unrelated sites say that the computer's clock is right.
 * @param {string} by name of the site that was just asked
 * @param {Map<string, Clock>} clocks
 */
async function endIfAgreed(by, clocks) {
  if (Math.abs(clocks.get(by)?.found ?? Infinity) <= TOLERATED && (await correction()) !== 0 && othersAgree(by, clocks)) {
    await endCorrection();
  }
}

/**
 * The name under which a site's clock is kept: the registrable domain of a document, or its host when the browser knows
 * no domain. Port and protocol do not count, because one machine has one clock.
 * @param {string} url
 */
function nameOf(url) {
  const { hostname } = URL.canParse(url) ? new URL(url) : { hostname: '' };
  return (hostname && domainOf(hostname)) ?? hostname;
}

/**
 * The owner of a clock: two clocks are unrelated when their owners differ. It is the registrable domain, or the last
 * two labels of the host when the browser knows no domain. Null for this computer, whose servers use the very clock
 * that is in doubt, and for IP addresses, of which one machine may have many.
 * @param {string} name of a site
 */
function ownerOf(name) {
  if (/(^|\.)localhost$|^[\d.]+$|^\[/.test(name)) {
    return null;
  }
  return domainOf(name) ?? name.split('.').slice(-2).join('.');
}

/**
 * The clocks of sites. They are kept in the browser's memory until the vault is locked, because they name sites.
 * @returns {Promise<Map<string, Clock>>}
 */
async function clocksOfSites() {
  const { clocks } = await session.get('clocks');
  return new Map(clocks);
}

/** Keeps the clocks of the sites that were asked last. @param {Map<string, Clock>} clocks the last asked stands last */
function keep(clocks) {
  return session.set({ clocks: [...clocks].slice(-MAX_SITES) });
}

/**
 * How far the computer's clock is behind that of a document's site, in milliseconds; null when the site does not tell
 * its time, or answers too slowly.
 * @param {{ tabId: number, frameIds: number[] }} target the document
 */
async function measure(target) {
  const [answer] = await browser.scripting.executeScript({ target, func: siteDate });
  const result = answer?.result;
  if (!result || result.date === null || result.answered - result.asked > SLOWEST) {
    return null;
  }
  // `Date` is cut to whole seconds, so half a second is added on average. `Age` is how long a cache has kept the
  // answer.
  const told = Date.parse(result.date) + 500 + 1000 * Number(result.age ?? 0);
  const behind = told - (result.asked + result.answered) / 2;
  return Number.isFinite(behind) ? behind : null;
}
