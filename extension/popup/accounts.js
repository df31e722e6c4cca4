// The list of accounts: live codes, search, copying and filling, all by keyboard too.
import { browser } from '../lib/browser.js';
import { element } from '../lib/dom.js';
import { errorCode } from '../lib/errors.js';
import { explain, message } from '../lib/i18n.js';
import { send } from '../lib/messages.js';
import { editAccount, editNew } from './editor.js';
import { fill, propose, tellTwin } from './filling.js';
import { clearNotice, notice } from './notice.js';
import { show } from './popup.js';
import { rowOf, updateRow } from './rows.js';
import { now, setCorrection } from './time.js';

/** @typedef {import('../lib/views.js').AccountView} AccountView */

/** Rows that are made before the first paint; more than the popup can show. */
const FIRST_ROWS = 12;
/** Rows that are made in one go after it. */
const MORE_ROWS = 100;
/** How long "Copied" can be read before the popup closes, in milliseconds. */
const FAREWELL = 650;

const list = element('list', HTMLUListElement);
const search = element('search', HTMLInputElement);
const empty = element('empty', HTMLElement);

/** @type {number | undefined} */
let tab;
/** The site in front, when codes may be filled there. @type {string | null} */
let site = null;
/** What the tab shows, whether or not codes may be filled there. @type {string | undefined} */
let origin;
/** It looks like another one, so nothing is bound to it. */
let strange = false;
/** @type {AccountView[]} */
let accounts = [];
/** The codes of counters, which stay on the screen once they were asked for. @type {Map<string, AccountView['code']>} */
const asked = new Map();
/** @type {ReturnType<typeof setTimeout> | undefined} */
let refreshTimer;

/** @param {number | undefined} inFront the tab that the popup belongs to */
export function showAccounts(inFront) {
  tab = inFront;
  show('accounts');
}

/**
 * @param {import('../lib/views.js').Listing & { correction: number, origin?: string }} listing
 * @param {string} [focused] the account to put the focus on; else the first of this site, else the search
 */
export function showListing(listing, focused) {
  ({ accounts, site, origin } = listing);
  strange = listing.twin !== null;
  setCorrection(listing.correction);
  render();
  const first = accounts[0]?.here ? accounts[0].id : undefined;
  (rowButton(focused ?? first) ?? search).focus();
  if (listing.unreadable > 0) {
    notice(message('unreadable', listing.unreadable));
  }
  if (listing.twin !== null && tab !== undefined) {
    tellTwin(listing.twin, { tab, origin });
  }
  refreshInTime();
  // For the bench: the codes are in the frame that is painted now.
  requestAnimationFrame(() => performance.mark('first-code'));
}

/** The site that the popup names, which may be another than the tab's by now. */
export const siteInFront = () => origin;

/** Asks for the list anew and shows it. @param {string} [focused] */
export async function reload(focused) {
  show('accounts');
  showListing(await send('list', { tab }), focused);
}

function matching() {
  const words = search.value.toLocaleLowerCase().split(/\s+/).filter(Boolean);
  return accounts.filter(({ issuer, name }) => {
    const text = `${issuer} ${name}`.toLocaleLowerCase();
    return words.every((word) => text.includes(word));
  });
}

let rendering = 0;

function render() {
  rendering += 1;
  const mine = rendering;
  const shown = matching();
  list.replaceChildren(...shown.slice(0, FIRST_ROWS).map(makeRow));
  list.scrollTop = 0;
  empty.hidden = shown.length > 0;
  empty.textContent = message(accounts.length === 0 ? 'noAccounts' : 'nothingFound');
  const more = (/** @type {number} */ from) => {
    if (mine === rendering && from < shown.length) {
      list.append(...shown.slice(from, from + MORE_ROWS).map(makeRow));
      setTimeout(more, 0, from + MORE_ROWS);
    }
  };
  setTimeout(more, 0, FIRST_ROWS);
}

/** @param {AccountView} account */
function makeRow(account) {
  return rowOf({ ...account, code: account.code ?? asked.get(account.id) ?? null });
}

/** The codes change when the first of them runs out. */
function refreshInTime() {
  clearTimeout(refreshTimer);
  const ends = accounts.flatMap(({ code }) => (code?.validUntil ? [code.validUntil * 1000] : []));
  if (ends.length > 0) {
    const wait = Math.min(...ends.map((end) => end - now()));
    refreshTimer = setTimeout(() => refresh().catch(console.error), Math.max(wait, 20));
  }
}

/** Asks for the codes anew; what else is on the screen stays. */
export async function refresh() {
  const { accounts: fresh, correction } = await send('list', { tab });
  setCorrection(correction);
  const byId = new Map(fresh.map((account) => [account.id, account]));
  accounts = accounts.map((account) => byId.get(account.id) ?? account);
  for (const row of /** @type {Iterable<HTMLElement>} */ (list.children)) {
    const account = byId.get(row.dataset.id ?? '');
    if (account?.code) {
      updateRow(row, account);
    }
  }
  refreshInTime();
}

/** @param {string | undefined} id */
function rowButton(id) {
  const row = [...list.children].find((item) => /** @type {HTMLElement} */ (item).dataset.id === id);
  return /** @type {HTMLButtonElement | null} */ (row?.querySelector('.copy') ?? null);
}

/** @param {string} id */
async function copy(id) {
  const row = /** @type {HTMLElement} */ (rowButton(id)?.closest('li'));
  const account = accounts.find((candidate) => candidate.id === id);
  let code = account?.code ?? asked.get(id) ?? null;
  if (code === null) {
    // From a counter: the first press makes the code and shows it, copied as well.
    code = await send('nextCode', { id });
    asked.set(id, code);
    updateRow(row, { .../** @type {AccountView} */ (account), code });
    await toClipboard(code.text);
    return;
  }
  await toClipboard(code.text);
  row.querySelector('.code')?.classList.add('word');
  /** @type {HTMLElement} */ (row.querySelector('.code')).textContent = message('copied');
  setTimeout(() => window.close(), FAREWELL);
}

/** @param {string} code */
async function toClipboard(code) {
  // First who is to clear it: a lock may end this screen at any moment.
  const told = send('copied', { code });
  await navigator.clipboard.writeText(code);
  notice(message('copied'));
  await told;
}

/** @param {string} id */
async function fillOrPropose(id) {
  const account = accounts.find((candidate) => candidate.id === id);
  if (tab === undefined || account === undefined) {
    return;
  }
  if (account.here || site === null) {
    await fill({ id, tab, origin });
  } else {
    propose(account, site, { id, tab, origin: site });
  }
}

/**
 * @param {string} id
 * @param {EventTarget | null} target
 */
function press(id, target) {
  if (!(target instanceof Element)) {
    return null;
  }
  if (target.closest('.more')) {
    return editAccount(id, strange ? null : site);
  }
  return target.closest('.fill') ? fillOrPropose(id) : target.closest('.copy') ? copy(id) : null;
}

list.addEventListener('click', (event) => {
  const row = /** @type {Element} */ (event.target).closest('li');
  press(row?.dataset.id ?? '', event.target)?.catch((error) => notice(explain(errorCode(error))));
});

search.addEventListener('input', () => {
  clearNotice();
  render();
});

/** Arrows walk through the rows, Enter in the search copies the first of them, and typing always searches. */
element('accounts', HTMLElement).addEventListener('keydown', (event) => {
  const buttons = /** @type {HTMLButtonElement[]} */ ([...list.querySelectorAll('.copy')]);
  const at = buttons.findIndex((button) => button.closest('li')?.contains(document.activeElement));
  if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
    const next = event.key === 'ArrowDown' ? at + 1 : at - 1;
    (next < 0 ? search : buttons[Math.min(next, buttons.length - 1)])?.focus();
  } else if (event.key === 'Enter' && document.activeElement === search) {
    buttons[0]?.click();
  } else if (event.key === 'Enter' && (event.ctrlKey || event.metaKey) && at >= 0) {
    /** @type {HTMLButtonElement | null | undefined} */ (buttons[at].closest('li')?.querySelector('.fill'))?.click();
  } else if (event.key === '/' && document.activeElement !== search) {
    search.select();
  } else if (event.key.length === 1 && event.key !== ' ' && !event.ctrlKey && !event.metaKey && !event.altKey) {
    search.focus();
    return;
  } else {
    return;
  }
  event.preventDefault();
});

element('add-by-hand', HTMLButtonElement).addEventListener('click', () => editNew(strange ? null : site));
element('open-options', HTMLButtonElement).addEventListener('click', () => {
  browser.runtime.openOptionsPage().then(() => window.close());
});
element('lock', HTMLButtonElement).addEventListener('click', () => {
  send('lock', {}).catch((error) => notice(explain(errorCode(error))));
});
