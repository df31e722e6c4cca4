// Several accounts at once, or one with something to be told of: each is added by its own button.
import { element } from '../lib/dom.js';
import { othersInWords, rowsOf } from '../lib/found.js';
import { destination } from './destination.js';
import { raise, showScreen } from './router.js';

const where = destination('review');

/**
 * @param {import('./router.js').Found} found
 * @param {import('./router.js').Add} add
 */
export function showReview({ pending, refused, others }, add) {
  const rows = rowsOf(pending, refused, (chosen) => add(chosen, where.bind()));
  // All are of one page. What is in the vault already has its say only where all are.
  where.tell(pending.find(({ known }) => known === null) ?? pending[0]);
  element('review-list', HTMLUListElement).replaceChildren(...rows);
  element('review-others', HTMLElement).textContent = others.length > 0 ? othersInWords(others, { besides: true }) : '';
  showScreen('review');
  rows[0]?.querySelector('button')?.focus();
}

document.querySelector('#review .back')?.addEventListener('click', () => {
  raise('list').catch(console.error);
});
