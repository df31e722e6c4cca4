// The list of accounts: live codes, search, copying and filling, all by keyboard too.
import { browser } from '../../lib/browser.js';
import { element } from '../../lib/dom.js';
import { problemOf } from '../../lib/errors.js';
import { explain, message } from '../../lib/i18n.js';
import { send } from '../../lib/messages.js';
import { makeAccountRow, updateCode } from '../components/account_row.js';
import { fill, proposeBinding, warnOfTwin } from '../components/filling.js';
import { clearNotice, notice } from '../components/notice.js';
import { raise, showScreen } from '../router.js';
import { accountOf, codeOf, nextCode, onRefresh, state } from '../state.js';

/** @typedef {import('../../core/types.js').AccountView} AccountView */

/** Rows that are made before the first paint; more than the popup can show. */
const FIRST_ROWS = 12;
/** Rows that are made in one go after it. */
const MORE_ROWS = 100;
/** How long "Copied" can be read before the popup closes, in milliseconds. */
const FAREWELL = 650;

const list = element('list', HTMLUListElement);
const search = element('search', HTMLInputElement);
const empty = element('empty', HTMLElement);

/**
 * Shows the accounts of a listing that was just loaded.
 * @param {import('../state.js').Listing} listing
 * @param {string} [focused] the account to put the focus on; else the first of this site, else the search
 */
export function showAccounts({ unreadable, twin }, focused) {
  showScreen('accounts');
  const { accounts, tab, origin } = state;
  render();
  const first = accounts[0]?.here ? accounts[0].id : undefined;
  (copyButton(listedRow(focused ?? first)) ?? search).focus();
  if (unreadable > 0) {
    notice(message('unreadable', unreadable));
  }
  if (twin !== null && tab !== undefined) {
    warnOfTwin(twin, { tab, origin });
  }
  // For the bench: the codes are in the frame that is painted now.
  requestAnimationFrame(() => performance.mark('first-code'));
}

function matching() {
  const words = search.value.toLocaleLowerCase().split(/\s+/).filter(Boolean);
  return state.accounts.filter(({ issuer, name }) => {
    const text = `${issuer} ${name}`.toLocaleLowerCase();
    return words.every((word) => text.includes(word));
  });
}

let rendering = 0;

function render() {
  rendering += 1;
  const mine = rendering;
  const shown = matching();
  list.replaceChildren(...shown.slice(0, FIRST_ROWS).map(makeAccountRow));
  list.scrollTop = 0;
  empty.hidden = shown.length > 0;
  empty.textContent = message(state.accounts.length === 0 ? 'noAccounts' : 'nothingFound');
  const more = (/** @type {number} */ from) => {
    if (mine === rendering && from < shown.length) {
      list.append(...shown.slice(from, from + MORE_ROWS).map(makeAccountRow));
      setTimeout(more, 0, from + MORE_ROWS);
    }
  };
  setTimeout(more, 0, FIRST_ROWS);
}

const rows = () => /** @type {HTMLElement[]} */ ([...list.children]);

/** @param {string | undefined} id */
const listedRow = (id) => rows().find((row) => row.dataset.id === id);

/** @param {HTMLElement | undefined} row */
const copyButton = (row) => /** @type {HTMLButtonElement | null | undefined} */ (row?.querySelector('.copy'));

onRefresh((fresh) => {
  const byId = new Map(fresh.map((account) => [account.id, account]));
  for (const row of rows()) {
    const account = byId.get(row.dataset.id ?? '');
    if (account?.code) {
      updateCode(row, account);
    }
  }
});

/** @param {AccountView} account */
async function copy(account) {
  if (account.inert) {
    // The form says why, and takes the PIN that is missing.
    await raise('edit', account.id);
    return;
  }
  const row = listedRow(account.id);
  const code = codeOf(account);
  if (code === null) {
    // From a counter: the first press makes the code and shows it, copied as well.
    const next = await nextCode(account.id);
    if (row !== undefined) {
      updateCode(row, account);
    }
    await toClipboard(next.text);
    return;
  }
  await toClipboard(code.text);
  const place = row?.querySelector('.code');
  if (place) {
    place.classList.add('word');
    place.textContent = message('copied');
  }
  setTimeout(() => raise('done'), FAREWELL);
}

/** @param {string} code */
async function toClipboard(code) {
  // First who is to clear it: a lock may end this screen at any moment.
  const told = send('copied', { code });
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
 */
async function press(target) {
  const account = accountOf(target.closest('li')?.dataset.id ?? '');
  if (account === undefined) {
    return;
  }
  if (target.closest('.more')) {
    await raise('edit', account.id);
  } else if (target.closest('.fill')) {
    await fillOrPropose(account);
  } else if (target.closest('.copy')) {
    await copy(account);
  }
}

list.addEventListener('click', ({ target }) => {
  if (target instanceof Element) {
    press(target).catch((error) => notice(explain(problemOf(error))));
  }
});

search.addEventListener('input', () => {
  clearNotice();
  render();
});

/** Arrows walk through the rows, Enter in the search copies the first of them, and typing always searches. */
element('accounts', HTMLElement).addEventListener('keydown', (event) => {
  const shown = rows();
  const at = shown.findIndex((row) => row.contains(document.activeElement));
  if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
    const next = event.key === 'ArrowDown' ? at + 1 : at - 1;
    (next < 0 ? search : copyButton(shown[Math.min(next, shown.length - 1)]))?.focus();
  } else if (event.key === 'Enter' && document.activeElement === search) {
    copyButton(shown[0])?.click();
  } else if (event.key === 'Enter' && (event.ctrlKey || event.metaKey) && at >= 0) {
    /** @type {HTMLButtonElement | null | undefined} */ (shown[at]?.querySelector('.fill'))?.click();
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

element('add-by-hand', HTMLButtonElement).addEventListener('click', () => raise('add'));
element('open-options', HTMLButtonElement).addEventListener('click', () => {
  browser.runtime.openOptionsPage().then(() => raise('done')).catch(console.error);
});
element('lock', HTMLButtonElement).addEventListener('click', () => {
  send('lock', {}).catch((error) => notice(explain(problemOf(error))));
});
