// What a format can't hold of the accounts, which a person sees before anything is written.
import { titleOf } from '../lib/account.js';
import { element } from '../lib/dom.js';
import { listInWords, message } from '../lib/i18n.js';

/** @typedef {import('../transfer/types.js').LossView} LossView */

const dialog = element('losses', HTMLDialogElement);
const go = element('losses-go', HTMLButtonElement);
/** What the dialog is closed with when the person goes on. */
const GO = 'go';

/**
 * Whether the person goes on with what is lost. Where nothing is lost, nobody is asked.
 * @param {LossView[]} lost
 * @param {number} count of all accounts
 * @param {string} holds which accounts the format holds, in words
 * @returns {Promise<boolean>}
 */
export async function agreed(lost, count, holds) {
  if (lost.length === 0) {
    return true;
  }
  const leftOut = lost.filter(({ losses }) => losses.includes('account'));
  const without = lost.filter(({ losses }) => !losses.includes('account'));
  show('losses-out', 'lossesOut', leftOut, () => '');
  element('losses-holds', HTMLElement).textContent = holds;
  show('losses-without', 'lossesWithout', without, ({ losses }) => listInWords(losses.map((part) => message(`loss_${part}`))));
  // Nothing would be in the file.
  go.hidden = leftOut.length === count;
  dialog.returnValue = '';
  dialog.showModal();
  await new Promise((resolve) => {
    dialog.addEventListener('close', resolve, { once: true });
  });
  return dialog.returnValue === GO;
}

/** Gives up what waits for the answer. */
export function endLosses() {
  dialog.close();
}

/**
 * Shows accounts under a heading that counts them.
 * @param {string} id
 * @param {string} heading
 * @param {LossView[]} lost
 * @param {(one: LossView) => string} inWords
 */
function show(id, heading, lost, inWords) {
  element(id, HTMLElement).hidden = lost.length === 0;
  element(`${id}-title`, HTMLElement).textContent = message(heading, lost.length);
  element(`${id}-list`, HTMLElement).replaceChildren(...lost.map((one) => {
    const row = document.createElement('li');
    const parts = document.createElement('p');
    parts.className = 'quiet small';
    parts.textContent = inWords(one);
    row.append(titleOf(one), parts);
    return row;
  }));
}
