// The order of the list: what fits the site in front by its name, then what is pinned, then the order that the person has chosen.
import { browser } from './browser.js';

/** @typedef {import('../core/types.js').AccountView} AccountView */

/** The orders that a person can choose. */
export const ORDERS = /** @type {const} */ (['name', 'recent', 'often', 'manual']);
/** @typedef {(typeof ORDERS)[number]} Order */

/** "2" stands before "10", and accents and case make no difference. */
const byText = new Intl.Collator(browser.i18n.getUILanguage(), { numeric: true, sensitivity: 'base' });

/**
 * @param {AccountView} one
 * @param {AccountView} other
 */
export const byName = (one, other) => byText.compare(one.issuer || one.name, other.issuer || other.name) || byText.compare(one.name, other.name);

/** @type {Record<Order, (one: AccountView, other: AccountView) => number>} */
const COMPARE = {
  name: byName,
  recent: (one, other) => (other.used ?? 0) - (one.used ?? 0) || byName(one, other),
  often: (one, other) => (other.uses ?? 0) - (one.uses ?? 0) || byName(one, other),
  manual: (one, other) => (one.place ?? Infinity) - (other.place ?? Infinity) || byName(one, other),
};

/**
 * @param {AccountView[]} accounts
 * @param {Order} order
 */
export function inOrder(accounts, order) {
  const compare = COMPARE[order];
  // Infinity minus itself is no number, which says nothing.
  const first = (/** @type {AccountView} */ { pinned, fits }) => Number(fits === true) * 2 + Number(pinned === true);
  return [...accounts].sort((one, other) => first(other) - first(one) || compare(one, other) || byName(one, other));
}

/**
 * The accounts of the site in front, the likeliest first: the very host before its domain, then the one that was used here last.
 * @param {AccountView[]} accounts
 */
export function ofSite(accounts) {
  const here = accounts.filter((account) => account.here || account.proposed);
  const rank = (/** @type {AccountView} */ { exact, usedHere }) => [Number(exact === true), usedHere ?? 0];
  return here.sort((one, other) => {
    const [[exact = 0, used = 0], [otherExact = 0, otherUsed = 0]] = [rank(one), rank(other)];
    return otherExact - exact || otherUsed - used || byName(one, other);
  });
}
