// What QR codes offer, on a screen: accounts to be added one by one, and what the other codes are.
import { linesOf, parametersInWords, titleOf, warningsOf } from './account.js';
import { browser } from './browser.js';
import { copyOf, part } from './dom.js';
import { errorCode, problemOf } from './errors.js';
import { explain, message } from './i18n.js';
import { send } from './messages.js';

/**
 * @typedef {import('./messages.js').Look} Look
 * @typedef {import('../core/types.js').PendingView} PendingView
 * @typedef {import('../core/types.js').RefusedView} RefusedView
 * @typedef {import('../core/types.js').OtherCode} OtherView
 * @typedef {import('../core/types.js').Done} Done
 * @typedef {{ refused: import('./errors.js').Problem | null }} Outcome
 *   What became of an account of several: `Done` is one.
 */

/** @param {Look} seen */
export function sorted({ found, reason }) {
  return {
    pending: found.flatMap((offer) => offer.pending),
    refused: found.flatMap((offer) => offer.refused),
    others: found.flatMap((offer) => (offer.other === null ? [] : [offer.other])),
    reason,
  };
}

/**
 * What the codes that are for no authenticator are.
 * @param {OtherView[]} others at least one
 * @param {{ besides?: boolean }} [options] `besides`: there are accounts too
 */
export function othersInWords(others, { besides = false } = {}) {
  const [first] = others;
  if (others.length === 1 && first?.kind === 'other-app' && !besides) {
    return message('otherApp', first.name);
  }
  /** @type {Map<string, number>} */
  const counts = new Map();
  for (const other of others) {
    const name = 'name' in other ? other.name : null;
    const what = message(`other_${other.kind.replaceAll('-', '_')}`) + (name === null ? '' : ` (${name})`);
    counts.set(what, (counts.get(what) ?? 0) + 1);
  }
  const list = new Intl.ListFormat(browser.i18n.getUILanguage(), { type: 'unit', style: 'short' });
  const words = list.format([...counts].map(([what, count]) => (count === 1 ? what : `${count} × ${what}`)));
  if (besides) {
    return message('otherBesides', words);
  }
  return others.length === 1 ? message('otherOne', words) : message('otherSeveral', others.length, words);
}

/**
 * A row for each account, by the template `review-row` of the screen.
 * @param {PendingView[]} pending
 * @param {RefusedView[]} refused
 * @param {(chosen: PendingView, row: HTMLElement) => Promise<void>} add
 */
export function rowsOf(pending, refused, add) {
  return [
    ...pending.map((one) => pendingRow(one, add)),
    ...refused.map((one) => makeReviewRow(one, [explain(one.reason)])),
  ];
}

/**
 * @param {PendingView} pending
 * @param {(chosen: PendingView, row: HTMLElement) => Promise<void>} add
 */
function pendingRow(pending, add) {
  const existing = pending.known === null ? [] : [message('known')];
  const row = makeReviewRow(pending, [parametersInWords(pending.parameters), ...existing, ...warningsOf(pending)]);
  const button = part(row, 'add', HTMLButtonElement);
  button.hidden = pending.bound;
  button.textContent = message('add');
  button.setAttribute('aria-label', message('addNamed', titleOf(pending)));
  button.addEventListener('click', () => {
    button.disabled = true;
    add(pending, row).catch((error) => {
      part(row, 'remarks').textContent = explain(problemOf(error));
      button.disabled = false;
    });
  });
  return row;
}

/**
 * @param {{ issuer: string, name: string }} one
 * @param {string[]} remarks
 */
function makeReviewRow(one, remarks) {
  const row = copyOf('review-row');
  const { first, second } = linesOf(one);
  part(row, 'issuer').textContent = first;
  part(row, 'name').textContent = second;
  part(row, 'remarks').textContent = remarks.join(' · ');
  part(row, 'add').hidden = true;
  return row;
}

/**
 * A button that adds every account that the rows of a screen still offer, in one step. It shows while several are offered.
 * @typedef {{ pending: PendingView, row: HTMLElement }} Offered
 * @param {HTMLButtonElement} button
 */
export function addAllButton(button) {
  /** @type {Offered[]} */
  let offered = [];
  /** @type {(chosen: PendingView[]) => Promise<Outcome[]>} */
  let addAll = async () => [];
  const left = () => offered.filter(({ row }) => {
    const { hidden, disabled } = part(row, 'add', HTMLButtonElement);
    return !hidden && !disabled;
  });
  const refresh = () => {
    const count = left().length;
    button.hidden = count < 2;
    button.textContent = message('addAll', count);
  };
  button.addEventListener('click', () => {
    const chosen = left();
    button.disabled = true;
    for (const { row } of chosen) {
      part(row, 'add', HTMLButtonElement).disabled = true;
    }
    addAll(chosen.map(({ pending }) => pending)).catch((error) => chosen.map(() => ({ refused: problemOf(error) }))).then((done) => {
      for (const [at, { row }] of chosen.entries()) {
        const outcome = done[at] ?? { refused: { code: 'unexpected' } };
        showDone(row, outcome.refused);
      }
      button.disabled = false;
      refresh();
    }).catch(console.error);
  });
  return {
    /** @param {Offered[]} rows @param {typeof addAll} how */
    offer(rows, how) {
      offered = rows;
      addAll = how;
      refresh();
    },
    refresh,
  };
}

/**
 * What is offered, each with its row.
 * @param {PendingView[]} pending
 * @param {HTMLElement[]} rows those of `rowsOf`
 * @returns {Offered[]}
 */
export function withRows(pending, rows) {
  return pending.flatMap((one, at) => {
    const row = rows[at];
    return row === undefined ? [] : [{ pending: one, row }];
  });
}

/**
 * Says in its row that an account was added, or why not.
 * @param {HTMLElement} row
 * @param {Outcome['refused']} refused
 */
export function showDone(row, refused) {
  const button = part(row, 'add', HTMLButtonElement);
  button.disabled = refused === null;
  if (refused === null) {
    button.textContent = message('added');
    row.classList.add('added');
  } else {
    part(row, 'remarks').textContent = explain(refused);
  }
}

/**
 * What a person accepts of what was shown to them.
 * @param {PendingView} shown
 * @param {{ bind?: boolean, wishes?: import('../core/types.js').Changes }} how whether it is bound to its site, and what was typed
 *   beside it
 */
function chosenOf({ handle, issuer, name, host }, { bind = true, wishes }) {
  return { handle, issuer, name, host: (bind && host) || '', wishes };
}

/**
 * Adds several accounts in one step, each just as it was shown, and answers for each. What a worker that was killed
 * meanwhile has forgotten is offered once more.
 * @param {PendingView[]} shown
 * @param {{ bind?: boolean, wishes?: import('../core/types.js').Changes }} how
 * @param {() => Promise<unknown>} offerAgain
 * @returns {Promise<Done[]>}
 */
export async function acceptAll(shown, how, offerAgain) {
  const chosen = shown.map((one) => chosenOf(one, how));
  const done = await send('addAll', { chosen });
  const forgotten = chosen.filter((_, at) => done[at]?.refused?.code === 'no-such-pending');
  if (forgotten.length === 0) {
    return done;
  }
  await offerAgain();
  const again = await send('addAll', { chosen: forgotten });
  return done.map((one) => (one.refused?.code === 'no-such-pending' ? again.shift() ?? one : one));
}

/**
 * Adds an account, just as it was shown. A worker that was killed meanwhile has forgotten what was pending: then it is
 * offered once more, and taken if it is the very same, which its handle says.
 * @param {PendingView} shown
 * @param {{ tab?: number, bind?: boolean }} where the tab that it was read from, and whether it is bound to its site
 * @param {() => Promise<unknown>} offerAgain
 */
export async function accept(shown, { tab, bind }, offerAgain) {
  const chosen = chosenOf(shown, { bind });
  try {
    return await send('add', { chosen, tab });
  } catch (error) {
    if (errorCode(error) !== 'no-such-pending') {
      throw error;
    }
    await offerAgain();
    return send('add', { chosen, tab });
  }
}
