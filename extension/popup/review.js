// Several accounts at once, or one with something to be told of: each is added by its own button.
import { element } from '../lib/dom.js';
import { othersInWords, rowsOf } from '../lib/found.js';
import { reload } from './accounts.js';
import { show } from './popup.js';

/**
 * @typedef {import('../lib/views.js').PendingView} PendingView
 * @typedef {import('../lib/views.js').RefusedView} RefusedView
 * @typedef {import('../lib/views.js').OtherView} OtherView
 */

/**
 * @param {{ pending: PendingView[], refused: RefusedView[], others: OtherView[] }} seen
 * @param {(chosen: PendingView) => Promise<void>} add
 */
export function showReview({ pending, refused, others }, add) {
  const rows = rowsOf(pending, refused, add);
  element('review-list', HTMLUListElement).replaceChildren(...rows);
  element('review-others', HTMLElement).textContent = others.length > 0 ? othersInWords(others, { besides: true }) : '';
  show('review');
  rows[0]?.querySelector('button')?.focus();
}

document.querySelector('#review .back')?.addEventListener('click', () => {
  reload().catch(console.error);
});
