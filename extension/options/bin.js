// The bin: accounts that were deleted and can be restored.
import { linesOf } from '../lib/account.js';
import { copyOf, element, onEvent, part, replaceRows } from '../lib/dom.js';
import { errorCode } from '../lib/errors.js';
import { explain, message, moment } from '../lib/i18n.js';
import { send } from '../lib/messages.js';

const note = element('bin-note', HTMLElement);
const list = element('bin-list', HTMLUListElement);

export async function showBin() {
  try {
    const { bin } = await send('list', {});
    note.textContent = message(bin.length === 0 ? 'binEmpty' : 'binNote');
    replaceRows(list, bin, bin.map(makeBinRow));
  } catch (error) {
    note.textContent = explain(errorCode(error));
    list.replaceChildren();
  }
}

/** @param {import('../lib/views.js').BinView} account */
function makeBinRow({ id, deleted, ...account }) {
  const row = copyOf('bin-row');
  const { first, second } = linesOf(account);
  part(row, 'issuer').textContent = first;
  part(row, 'name').textContent = second;
  part(row, 'when').textContent = message('deletedAt', moment(deleted));
  onEvent(part(row, 'restore'), 'click', async () => {
    try {
      await send('restore', { id });
      await showBin();
      list.querySelector('button')?.focus();
    } catch (error) {
      note.textContent = explain(errorCode(error));
    }
  });
  return row;
}
