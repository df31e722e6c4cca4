// The one model of the list: the accounts and their codes, the site in front, and the time that codes are made of.
import { send } from '../lib/messages.js';
import { readSettings } from '../lib/settings.js';

/**
 * @typedef {import('../core/types.js').AccountView} AccountView
 * @typedef {import('../lib/messages.js').Contract['list']['answer']} Listing
 */

export const state = {
  /** The tab that the popup belongs to. @type {number | undefined} */
  tab: undefined,
  /** The site in front, when codes may be filled there. @type {string | null} */
  site: null,
  /** What the tab shows, whether or not codes may be filled there. @type {string | undefined} */
  origin: undefined,
  /** The site in front looks like another one, so nothing is bound to it. */
  isStrange: false,
  /** @type {AccountView[]} */
  accounts: [],
  /** The order of the list. @type {import('../lib/sorting.js').Order} */
  order: 'name',
  /** Whether codes are shown only where they are asked for. */
  hidesCodes: false,
};

/** The accounts whose codes the person has asked to see. @type {Set<string>} */
const unmasked = new Set();

/** Whether the code of an account is not shown: the person wants that, or the page imitates its site. @param {AccountView} account */
export const isMasked = ({ id, imitated = false }) => (imitated || state.hidesCodes) && !unmasked.has(id);

/** Shows the code of an account from now on. Says whether it was masked. @param {AccountView} account */
export function unmask(account) {
  const masked = account.code !== null && isMasked(account);
  unmasked.add(account.id);
  return masked;
}

/** The codes of counters, which stay on the screen once they were asked for. @type {Map<string, AccountView['code']>} */
const asked = new Map();
/** How many milliseconds the computer's clock is behind. */
let correction = 0;
/** @type {ReturnType<typeof setTimeout> | undefined} */
let timer;
/** @type {(fresh: AccountView[]) => void} */
let onFresh = () => {};

/** The time that codes are made of, in milliseconds, which the person may have corrected. */
export const now = () => Date.now() + correction;

/** The site that a new account may be bound to. */
export const siteToBind = () => (state.isStrange ? null : state.site);

/** @param {string} id */
export const accountOf = (id) => state.accounts.find((account) => account.id === id);

/** The code that stands on the screen; null for a counter's that was not asked for. @param {AccountView} account */
export const codeOf = (account) => account.code ?? asked.get(account.id) ?? null;

/** Asks for the list of the tab in front. */
export async function load() {
  const [listing, settings] = await Promise.all([send('list', { tab: state.tab }), readSettings()]);
  ({ accounts: state.accounts, site: state.site, origin: state.origin, correction } = listing);
  ({ order: state.order, hideCodes: state.hidesCodes } = settings);
  state.isStrange = listing.twin !== null;
  refreshInTime();
  return listing;
}

/** Asks for the codes of now; which accounts there are, and in which order, stays. */
export async function refresh() {
  const listing = await send('list', { tab: state.tab });
  ({ correction } = listing);
  const fresh = new Map(listing.accounts.map((account) => [account.id, account]));
  state.accounts = state.accounts.map((account) => fresh.get(account.id) ?? account);
  onFresh(listing.accounts);
  refreshInTime();
}

/** @param {(fresh: AccountView[]) => void} listener is told when there are other codes */
export function onRefresh(listener) {
  onFresh = listener;
}

/** The codes change when the first of them runs out. */
function refreshInTime() {
  clearTimeout(timer);
  const ends = state.accounts.flatMap(({ code }) => (code?.validUntil ? [code.validUntil * 1000] : []));
  if (ends.length > 0) {
    const wait = Math.min(...ends.map((end) => end - now()));
    timer = setTimeout(() => {
      refresh().catch(console.error);
    }, Math.max(wait, 20));
  }
}

/** Counts a counter on, and keeps the code that it made. @param {string} id */
export async function nextCode(id) {
  const code = await send('nextCode', { id });
  asked.set(id, code);
  return code;
}
