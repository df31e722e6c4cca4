// The card that warns of a site that looks like another one: both addresses, what differs, and the way out.
import { browser } from '../../lib/browser.js';
import { element, onEvent } from '../../lib/dom.js';
import { message } from '../../lib/i18n.js';
import { raise } from '../router.js';
import { state } from '../state.js';

const card = element('twin', HTMLElement);
const close = element('twin-close', HTMLButtonElement);

/** @param {import('../../core/types.js').Twin | null} twin */
export function showTwin(twin) {
  card.hidden = twin === null;
  if (twin === null) {
    return;
  }
  element('twin-title', HTMLElement).textContent = message('twinTitle');
  const here = state.origin === undefined ? '' : new URL(state.origin).host;
  element('twin-here', HTMLElement).replaceChildren(...marked(here, twin.imitates));
  element('twin-yours', HTMLElement).textContent = twin.imitates;
  close.focus();
}

/**
 * An address in which everything is marked that the other one does not have at its place, counted from the end.
 * @param {string} here
 * @param {string} yours
 */
function marked(here, yours) {
  const [letters, others] = [[...here], [...yours]];
  let same = 0;
  while (same < others.length && letters.at(-1 - same) === others.at(-1 - same)) {
    same += 1;
  }
  let start = 0;
  while (start < letters.length - same && start < others.length - same && letters[start] === others[start]) {
    start += 1;
  }
  const mark = document.createElement('mark');
  mark.textContent = letters.slice(start, letters.length - same).join('');
  return [letters.slice(0, start).join(''), mark, letters.slice(letters.length - same).join('')];
}

onEvent(close, 'click', async () => {
  if (state.tab !== undefined) {
    await browser.tabs.remove(state.tab);
  }
  raise('done');
});
