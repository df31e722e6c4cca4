// Earlier generations of the vault, and going back to one.
import { copyOf, element, onEvent, part, replaceRows } from '../lib/dom.js';
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
    const { earlier, unreadable } = await send('history', {});
    note.textContent = message(earlier.length === 0 ? 'historyEmpty' : 'historyNote');
    replaceRows(list, [earlier, unreadable], [...earlier.map(makeEarlierRow), ...unreadable.map(makeUnreadableRow)]);
  } catch (error) {
    note.textContent = explain(errorCode(error));
    replaceRows(list, null, []);
    hideNotice();
  }
}

/** @param {import('../lib/views.js').Earlier} earlier */
function makeEarlierRow({ number, written, accounts }) {
  const row = copyOf('history-row');
  const when = moment(written);
  part(row, 'when').textContent = when;
  part(row, 'accounts').textContent = message('historyAccounts', accounts);
  const back = part(row, 'back');
  back.setAttribute('aria-label', message('historyBackTo', when));
  onEvent(back, 'click', () => goBack(number, message('historyBack', when), true));
  return row;
}

/**
 * A row for a generation that cannot be read. The first press on its button asks, the second deletes it.
 * @param {number} number
 */
function makeUnreadableRow(number) {
  const row = copyOf('unreadable-row');
  const button = part(row, 'delete');
  let asked = false;
  onEvent(button, 'click', async () => {
    if (!asked) {
      asked = true;
      button.textContent = message('unreadableReally');
      return;
    }
    try {
      await send('removeUnreadable', { number });
      await showHistory();
      showNotice(message('unreadableDeleted'), null);
    } catch (error) {
      showNotice(explain(errorCode(error)), null);
    }
  });
  button.addEventListener('blur', () => {
    asked = false;
    button.textContent = message('delete');
  });
  return row;
}

/** Whether the vault is being taken back: a second press does nothing until then. */
let busy = false;

/**
 * @param {number} number
 * @param {string} words
 * @param {boolean} undoable
 */
async function goBack(number, words, undoable) {
  if (busy) {
    return;
  }
  busy = true;
  try {
    const { before } = await send('rollBack', { number });
    await showHistory();
    showNotice(words, undoable ? before : null);
  } catch (error) {
    showNotice(explain(errorCode(error)), null);
  } finally {
    busy = false;
  }
}

/** The generation that was in use before, which "Undo" goes back to. @type {number | null} */
let undoTo = null;

/**
 * Says what was done.
 * @param {string} words
 * @param {number | null} before the generation that "Undo" goes back to; null where nothing can be undone
 */
function showNotice(words, before) {
  notice.hidden = false;
  status.textContent = words;
  undoTo = before;
  undo.hidden = before === null;
  (before !== null ? undo : /** @type {HTMLElement | null} */ (list.querySelector('button')))?.focus();
}

function hideNotice() {
  notice.hidden = true;
  status.textContent = '';
}

onEvent(undo, 'click', async () => {
  if (undoTo !== null) {
    await goBack(undoTo, message('historyUndone'), false);
  }
});
