// Earlier generations of the vault, and going back to one.
import { copyOf, element, part } from '../lib/dom.js';
import { errorCode } from '../lib/errors.js';
import { explain, message, moment } from '../lib/i18n.js';
import { send } from '../lib/messages.js';

const note = element('history-note', HTMLElement);
const list = element('history-list', HTMLUListElement);
const notice = element('history-notice', HTMLElement);
const status = element('history-status', HTMLElement);
const undo = element('history-undo', HTMLButtonElement);

export async function showHistory() {
  try {
    const earlier = await send('history', {});
    note.textContent = message(earlier.length === 0 ? 'historyEmpty' : 'historyNote');
    list.replaceChildren(...earlier.map(rowOf));
  } catch (error) {
    note.textContent = explain(errorCode(error));
    list.replaceChildren();
    hideNotice();
  }
}

/** @param {import('../lib/views.js').Earlier} earlier */
function rowOf({ number, written, accounts }) {
  const row = copyOf('history-row');
  const when = moment(written);
  part(row, 'when').textContent = when;
  part(row, 'accounts').textContent = message('historyAccounts', accounts);
  const back = part(row, 'back');
  back.setAttribute('aria-label', message('historyBackTo', when));
  back.addEventListener('click', () => goBack(number, message('historyBack', when), true));
  return row;
}

/**
 * @param {number} number
 * @param {string} words
 * @param {boolean} undoable
 */
async function goBack(number, words, undoable) {
  try {
    await send('rollBack', { number });
    await showHistory();
    tell(words, undoable);
  } catch (error) {
    tell(explain(errorCode(error)), false);
  }
}

/**
 * @param {string} words
 * @param {boolean} undoable
 */
function tell(words, undoable) {
  notice.hidden = false;
  status.textContent = words;
  undo.hidden = !undoable;
  (undoable ? undo : /** @type {HTMLElement | null} */ (list.querySelector('button')))?.focus();
}

function hideNotice() {
  notice.hidden = true;
  status.textContent = '';
}

undo.addEventListener('click', async () => {
  // The newest of what is kept is what was in use before.
  const [before] = await send('history', {});
  if (before !== undefined) {
    await goBack(before.number, message('historyUndone'), false);
  }
});
