// The review of accounts that were found: several, or one that comes with a warning. Each is added by its own button, or all in one step.
import { element } from '../../lib/dom.js';
import { addAllButton, othersInWords, rowsOf, withRows } from '../../lib/found.js';
import { destination } from '../components/destination.js';
import { raise, showScreen } from '../router.js';

const where = destination('review');
const all = addAllButton(element('review-all', HTMLButtonElement));

/**
 * @param {import('../router.js').Found} found
 * @param {import('../router.js').Add} add
 * @param {import('../router.js').AddAll} addAll
 */
export function showReview({ pending, refused, others }, add, addAll) {
  const rows = rowsOf(pending, refused, (chosen) => add(chosen, where.bind()));
  all.offer(withRows(pending, rows), (chosen) => addAll(chosen, where.bind()));
  // All accounts are from one page, so any of them names its site; a new one also offers the choice to leave it out.
  where.showFor(pending.find(({ known }) => known === null) ?? pending[0]);
  element('review-list', HTMLUListElement).replaceChildren(...rows);
  element('review-others', HTMLElement).textContent = others.length > 0 ? othersInWords(others, { besides: true }) : '';
  showScreen('review');
  rows[0]?.querySelector('button')?.focus();
}

document.querySelector('#review .back')?.addEventListener('click', () => {
  raise('list').catch(console.error);
});
