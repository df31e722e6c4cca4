// The accounts: one card for what this page needs, above one list of all the others. Both can be used by the keyboard alone.
import { titleOf } from '../../lib/account.js';
import { browser } from '../../lib/browser.js';
import { element, onEvent } from '../../lib/dom.js';
import { problemOf } from '../../lib/errors.js';
import { explain, message } from '../../lib/i18n.js';
import { send } from '../../lib/messages.js';
import { found } from '../../lib/search.js';
import { ORDERS, inOrder, ofSite } from '../../lib/sorting.js';
import { makeAccountRow, tellTime, updateCode } from '../components/account_row.js';
import { showCountdown, tell } from '../components/countdown.js';
import { TEACHABLE, fill, isFilling, proposeBinding, warnOfTwin } from '../components/filling.js';
import { makeList } from '../components/list.js';
import { menuKey, menuOf, openMenu } from '../components/menu.js';
import { clearNotice, notice, placeNotice } from '../components/notice.js';
import { showTwin } from '../components/twin.js';
import { raise, showScreen } from '../router.js';
import { accountOf, codeOf, nextCode, onRefresh, state, unmask } from '../state.js';

/** @typedef {import('../../core/types.js').AccountView} AccountView */

/** How long "Copied" can be read before the popup closes, in milliseconds. */
const FAREWELL = 650;

const screen = element('accounts', HTMLElement);
const card = element('card', HTMLElement);
const cardList = element('card-list', HTMLUListElement);
const search = element('search', HTMLInputElement);
const empty = element('empty', HTMLElement);
const rowMenu = element('row-menu', HTMLElement);
const hide = element('hide-codes', HTMLButtonElement);
const others = makeList(element('others', HTMLUListElement), element('list', HTMLElement), makeAccountRow);

/** The accounts of the card, the likeliest first. @type {AccountView[]} */
let matches = [];
/** The row of the list that Tab comes to. @type {string | undefined} */
let active;

/**
 * Shows the accounts of a listing that was just loaded.
 * @param {import('../state.js').Listing} listing
 * @param {string} [focused] the account to put the focus on; else the first of this site, else the search
 */
export function showAccounts({ unreadable, twin }, focused) {
  showScreen('accounts');
  search.placeholder = message('search', state.accounts.length);
  search.setAttribute('aria-label', search.placeholder);
  hide.setAttribute('aria-checked', String(state.hidesCodes));
  for (const item of /** @type {NodeListOf<HTMLElement>} */ (document.querySelectorAll('#sort button'))) {
    item.setAttribute('aria-checked', String(item.dataset.order === state.order));
  }
  showTwin(twin);
  render();
  if (unreadable > 0) {
    notice(message('unreadable', unreadable));
  }
  const { tab, origin } = state;
  if (twin !== null && tab !== undefined) {
    warnOfTwin(twin, { tab, origin });
  }
  if (twin === null || focused !== undefined) {
    (buttonOf(focused) ?? primary() ?? search).focus();
  }
  // For the bench: the codes are in the frame that is painted now.
  requestAnimationFrame(() => performance.mark('first-code'));
}

function render() {
  const words = search.value.trim();
  matches = words === '' ? ofSite(state.accounts) : [];
  const rest = inOrder(state.accounts.filter((account) => !matches.includes(account)), state.order);
  const shown = words === '' ? rest : found(rest, words);
  element('list', HTMLElement).scrollTop = 0;
  showCountdown();
  showCard();
  others.show(shown);
  active = shown[0]?.id;
  showActive();
  element('others-title', HTMLElement).textContent = message(words === '' ? (matches.length > 0 ? 'otherAccounts' : 'allAccounts') : 'foundAccounts', shown.length);
  element('others-head', HTMLElement).hidden = shown.length === 0;
  empty.hidden = shown.length + matches.length > 0;
  empty.textContent = state.accounts.length === 0 ? message('noAccounts') : message('nothingFound', words);
}

/** The card: the accounts of this site, of which one is chosen. */
function showCard() {
  card.hidden = matches.length === 0;
  element('card-note', HTMLElement).hidden = true;
  const twin = element('twin', HTMLElement);
  placeNotice(!card.hidden ? card : twin.hidden ? null : twin);
  const [first] = matches;
  if (first === undefined) {
    cardList.replaceChildren();
    return;
  }
  const host = state.site === null ? '' : new URL(state.site).host;
  const title = !first.here ? message('useHere', titleOf(first), host) : matches.length === 1 ? message('forSite', host) : message('severalForSite', matches.length, host);
  element('card-title', HTMLElement).textContent = title;
  card.classList.toggle('plain', !first.here);
  cardList.replaceChildren(...matches.map(makeAccountRow));
  for (const [at, row] of [...cardList.children].entries()) {
    row.classList.toggle('selected', at === 0);
    const account = matches[at];
    if (account !== undefined && row instanceof HTMLElement) {
      updateCode(row, account);
    }
  }
}

/** Says in the card that the page has no field for a code, before anybody presses. */
export async function surveyPage() {
  const [first] = matches;
  const { tab, origin } = state;
  if (first?.here !== true || tab === undefined) {
    return;
  }
  const seen = await send('survey', { id: first.id, tab, origin });
  // What was pressed meanwhile has an answer of its own.
  // What was pressed meanwhile has an answer of its own.
  if (seen.filled || !TEACHABLE.includes(seen.reason) || matches[0] !== first || isFilling()) {
    return;
  }
  const had = primary() === document.activeElement;
  card.classList.add('plain');
  for (const row of cardList.children) {
    row.querySelector('.fill')?.classList.remove('primary');
    row.querySelector('.copy-too')?.classList.add('primary');
  }
  element('card-reason', HTMLElement).textContent = explain({ code: seen.reason });
  element('card-note', HTMLElement).hidden = false;
  taught = () => fill({ id: first.id, tab, origin }, { ...seen.again, gesture: 'teach' });
  if (had) {
    primary()?.focus();
  }
}

/** Fills the field that the person has clicked. */
let taught = async () => {};
onEvent(element('card-teach', HTMLButtonElement), 'click', () => taught());

const rows = () => [.../** @type {Iterable<HTMLElement>} */ (cardList.children), ...others.rows()];

/** @param {string | undefined} id */
const rowOf = (id) => rows().find((row) => row.dataset.id === id) ?? others.rowAt(others.indexOf(id));

/** What Enter presses for an account: its code. @param {string | undefined} id */
function buttonOf(id) {
  const row = id === undefined ? undefined : rowOf(id);
  const inCard = row !== undefined && row.parentElement === cardList;
  return /** @type {HTMLButtonElement | null} */ (row?.querySelector(inCard ? '.choices .primary' : '.copy') ?? null);
}

/** The one primary button: that of the card. */
const primary = () => /** @type {HTMLButtonElement | null} */ (cardList.querySelector('.selected .choices .primary'));

/** Tab comes to one row of the list. */
function showActive() {
  for (const row of others.rows()) {
    for (const button of row.querySelectorAll('button')) {
      button.tabIndex = row.dataset.id === active ? 0 : -1;
    }
  }
}

onRefresh((fresh) => {
  showCountdown();
  const byId = new Map(fresh.map((account) => [account.id, account]));
  for (const row of rows()) {
    const account = byId.get(row.dataset.id ?? '');
    if (account?.code) {
      updateCode(row, account);
    }
  }
});

setInterval(() => {
  if (!screen.hidden) {
    tell();
    for (const row of rows()) {
      const account = accountOf(row.dataset.id ?? '');
      if (account !== undefined) {
        tellTime(row, account);
      }
    }
  }
}, 1000);

/**
 * Copies the code of an account, or the one after it.
 * @param {AccountView} account
 * @param {{ next?: boolean }} [options]
 */
async function copy(account, { next = false } = {}) {
  const row = rowOf(account.id);
  if (account.inert) {
    // The form says why, and takes the PIN that is missing.
    await raise('edit', account.id);
    return;
  }
  // By whatever way: a site that imitates the account's own gets its code only from somebody who has asked to see it.
  if (account.imitated && unmask(account)) {
    if (row !== undefined) {
      updateCode(row, account);
    }
    return;
  }
  const code = codeOf(account);
  if (code === null) {
    // From a counter: the first press makes the code and shows it, copied as well.
    const made = await nextCode(account.id);
    if (row !== undefined) {
      updateCode(row, account);
    }
    await toClipboard(account, made.text);
    return;
  }
  await toClipboard(account, next && code.next ? code.next : code.text);
  row?.classList.add('copied');
  setTimeout(() => raise('done'), FAREWELL);
}

/**
 * @param {AccountView} account
 * @param {string} code
 */
async function toClipboard({ id }, code) {
  // First who is to clear it: a lock may end this screen at any moment.
  const told = send('copied', { code, id });
  await navigator.clipboard.writeText(code);
  notice(message('copied'));
  await told;
}

/** @param {AccountView} account */
async function fillOrPropose(account) {
  const { tab, site, origin } = state;
  if (tab === undefined) {
    return;
  }
  if (account.here || site === null) {
    await fill({ id: account.id, tab, origin });
  } else {
    proposeBinding(account, site, { id: account.id, tab, origin: site });
  }
}

/**
 * What a press on a row asks for.
 * @param {Element} target
 * @param {boolean} next whether the code after this one is meant
 */
async function press(target, next) {
  const row = target.closest('li');
  const account = accountOf(row?.dataset.id ?? '');
  if (row === null || account === undefined) {
    return;
  }
  const more = target.closest('.more');
  if (more instanceof HTMLElement) {
    showRowMenu(account, more);
  } else if (target.closest('.fill')) {
    await fillOrPropose(account);
  } else if (row.parentElement === cardList && !row.classList.contains('selected')) {
    select(row);
  } else if (target.closest('.copy, .copy-too')) {
    if (unmask(account)) {
      updateCode(row, account);
    } else {
      await copy(account, { next });
    }
  }
}

/** Chooses one of the accounts of the card. @param {HTMLElement} row */
function select(row) {
  for (const other of cardList.children) {
    other.classList.toggle('selected', other === row);
  }
  primary()?.focus();
}

/**
 * The menu of a row.
 * @param {AccountView} account
 * @param {HTMLElement} opener
 */
function showRowMenu(account, opener) {
  const code = codeOf(account);
  /** @type {[string, () => unknown, { danger?: boolean }?][]} */
  const all = [
    ...(account.inert ? [] : /** @type {[string, () => unknown][]} */ ([['copy', () => copy(account)]])),
    ...(code?.next ? /** @type {[string, () => unknown][]} */ ([['copyNext', () => copy(account, { next: true })]]) : []),
    ...(account.counter !== undefined && code !== null ? /** @type {[string, () => unknown][]} */ ([['nextCode', () => countOn(account)]]) : []),
    [account.pinned ? 'unpin' : 'pin', () => pin(account)],
    ...(state.order === 'manual' ? /** @type {[string, () => unknown][]} */ ([['moveUp', () => move(account, -1)], ['moveDown', () => move(account, 1)]]) : []),
    ['edit', () => raise('edit', account.id)],
    ['showQr', () => raise('qrCode', account.id, titleOf(account))],
    ['delete', () => remove(account), { danger: true }],
  ];
  rowMenu.setAttribute('aria-label', message('moreFor', titleOf(account)));
  rowMenu.replaceChildren(...all.map(([words, act, { danger = false } = {}]) => {
    const item = document.createElement('button');
    item.setAttribute('role', 'menuitem');
    item.dataset.part = words;
    item.textContent = message(words);
    item.classList.toggle('danger', danger);
    item.addEventListener('click', () => {
      Promise.resolve(act()).catch((error) => notice(explain(problemOf(error))));
    });
    return item;
  }));
  openMenu(rowMenu, opener);
}

/** @param {AccountView} account */
async function countOn(account) {
  await nextCode(account.id);
  const row = rowOf(account.id);
  if (row !== undefined) {
    updateCode(row, account);
  }
}

/** @param {AccountView} account */
async function pin({ id, pinned = false }) {
  const { parameters: _, created: __, ...seen } = await send('details', { id });
  await send('edit', { id, seen, changes: { ...seen, pinned: !pinned } });
  await raise('list', id);
}

/**
 * Moves an account in the order that the person gives them.
 * @param {AccountView} account
 * @param {number} by
 */
async function move(account, by) {
  const ids = inOrder(state.accounts, 'manual').map(({ id }) => id);
  const at = ids.indexOf(account.id);
  ids.splice(at, 1);
  ids.splice(Math.max(0, at + by), 0, account.id);
  await send('arrange', { ids });
  await raise('list', account.id);
}

/** @param {AccountView} account */
async function remove(account) {
  await send('remove', { id: account.id });
  await raise('list');
  notice(message('deletedNamed', titleOf(account)), {
    label: message('undo'),
    act: () => {
      send('restore', { id: account.id }).then(() => raise('list', account.id)).catch(console.error);
    },
  });
}

element('list', HTMLElement).addEventListener('click', ({ target, shiftKey }) => {
  if (target instanceof Element && target.closest('#card-list, #others')) {
    press(target, shiftKey).catch((error) => notice(explain(problemOf(error))));
  }
});
element('list', HTMLElement).addEventListener('contextmenu', (event) => {
  const row = event.target instanceof Element ? event.target.closest('#card-list > li, #others > li') : null;
  const account = row instanceof HTMLElement ? accountOf(row.dataset.id ?? '') : undefined;
  const opener = row?.querySelector('.more');
  if (account !== undefined && opener instanceof HTMLElement) {
    event.preventDefault();
    showRowMenu(account, opener);
  }
});

search.addEventListener('input', () => {
  clearNotice();
  render();
});

/** How far a key moves in the list. */
const STEPS = { ArrowDown: 1, ArrowUp: -1, PageDown: 8, PageUp: -8, Home: -Infinity, End: Infinity };

/** Arrows walk through the rows, Enter in the search copies the first of them, and typing always searches. */
screen.addEventListener('keydown', (event) => {
  if (menuKey(event)) {
    return;
  }
  const { key, ctrlKey, metaKey, altKey, shiftKey } = event;
  const focus = document.activeElement;
  const row = focus?.closest('li');
  const account = accountOf(row instanceof HTMLElement ? row.dataset.id ?? '' : '');
  const meant = account ?? matches[0];
  if (key in STEPS && !(focus === search && (key === 'Home' || key === 'End'))) {
    const by = STEPS[/** @type {keyof typeof STEPS} */ (key)];
    if (altKey && state.order === 'manual' && account !== undefined && Math.abs(by) === 1) {
      move(account, by).catch((error) => notice(explain(problemOf(error))));
    } else {
      walk(by);
    }
  } else if (key === 'Enter' && focus === search) {
    (others.rowAt(0)?.querySelector('.copy') ?? null)?.dispatchEvent(new MouseEvent('click', { bubbles: true, shiftKey }));
  } else if (key === 'Enter' && shiftKey && account !== undefined) {
    copy(account, { next: true }).catch((error) => notice(explain(problemOf(error))));
  } else if (key === 'Enter' && (ctrlKey || metaKey)) {
    (/** @type {HTMLButtonElement | null | undefined} */ (row?.querySelector('.fill:not([hidden])')) ?? primary())?.click();
  } else if (key.toLowerCase() === 'z' && (ctrlKey || metaKey) && focus !== search) {
    element('notice-action', HTMLButtonElement).click();
  } else if (key.toLowerCase() === 'c' && (ctrlKey || metaKey) && getSelection()?.isCollapsed !== false && meant !== undefined && focus !== search) {
    copy(meant).catch((error) => notice(explain(problemOf(error))));
  } else if (key === 'Escape' && search.value !== '') {
    search.value = '';
    clearNotice();
    render();
    search.focus();
  } else if (key === '/' && focus !== search) {
    search.select();
  } else if (key.length === 1 && key !== ' ' && !ctrlKey && !metaKey && !altKey) {
    search.focus();
    return;
  } else {
    return;
  }
  event.preventDefault();
});

/**
 * Moves the focus through the card and the list; before the first of them stands the search.
 * @param {number} by
 */
function walk(by) {
  const focus = document.activeElement;
  const inCard = [...cardList.children].findIndex((row) => row.contains(focus));
  const row = focus?.closest('#others > li');
  const inList = row instanceof HTMLElement ? others.indexOf(row.dataset.id) : -1;
  const count = matches.length;
  const at = inCard >= 0 ? inCard : inList >= 0 ? count + inList : focus === search ? -1 : by > 0 ? -1 : 0;
  const to = Math.min(at + by, count + others.count() - 1);
  if (to < 0) {
    (by === -Infinity ? buttonAt(0) ?? search : search).focus();
    return;
  }
  buttonAt(to)?.focus();
}

/** @param {number} at @returns {HTMLButtonElement | null | undefined} */
function buttonAt(at) {
  const inCard = cardList.children[at];
  if (inCard instanceof HTMLElement) {
    select(inCard);
    return primary();
  }
  const row = others.rowAt(at - matches.length);
  active = row?.dataset.id;
  showActive();
  return row?.querySelector('.copy');
}

const openPage = (/** @type {string} */ path) => browser.tabs.create({ url: browser.runtime.getURL(path) }).then(() => raise('done'));

menuOf(element('add', HTMLButtonElement), element('add-menu', HTMLElement));
menuOf(element('open-more', HTMLButtonElement), element('more-menu', HTMLElement));
element('add-by-hand', HTMLButtonElement).addEventListener('click', () => raise('add'));
onEvent(element('scan-picture', HTMLButtonElement), 'click', () => openPage('enrol/enrol.html'));
onEvent(element('come-from-app', HTMLButtonElement), 'click', () => openPage('move/move.html'));
onEvent(element('open-move', HTMLButtonElement), 'click', () => openPage('move/move.html'));
onEvent(element('open-options', HTMLButtonElement), 'click', async () => {
  await browser.runtime.openOptionsPage();
  raise('done');
});
element('lock', HTMLButtonElement).addEventListener('click', () => {
  send('lock', {}).catch((error) => notice(explain(problemOf(error))));
});
/** The orders of the list, with their words. */
const ORDER_WORDS = { name: 'order_name', recent: 'order_recent', often: 'order_often', manual: 'order_manual' };
for (const order of ORDERS) {
  const item = document.createElement('button');
  item.setAttribute('role', 'menuitemradio');
  item.dataset.order = order;
  item.textContent = message(ORDER_WORDS[order]);
  onEvent(item, 'click', () => set({ order }));
  element('sort', HTMLElement).append(item);
}
onEvent(hide, 'click', () => set({ hideCodes: !state.hidesCodes }));

/** @param {Partial<import('../../lib/settings.js').Settings>} changes */
async function set(changes) {
  await send('setSettings', changes);
  await raise('list');
}
