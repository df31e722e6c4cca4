// Several accounts on one page, or one with something to be told of: each is added by its own button.
import { copyOf, element, part } from '../lib/dom.js';
import { errorCode } from '../lib/errors.js';
import { explain, message } from '../lib/i18n.js';
import { reload } from './accounts.js';
import { parametersInWords } from './parameters.js';
import { show } from './popup.js';

/**
 * @typedef {import('../lib/views.js').PendingView} PendingView
 * @typedef {import('../lib/views.js').RefusedView} RefusedView
 */

/**
 * @param {PendingView[]} pending
 * @param {RefusedView[]} refused
 * @param {(chosen: PendingView) => Promise<void>} add
 */
export function showReview(pending, refused, add) {
  const rows = [
    ...pending.map((one) => pendingRow(one, add)),
    ...refused.map((one) => rowOf(one, [explain(one.reason)])),
  ];
  element('review-list', HTMLUListElement).replaceChildren(...rows);
  show('review');
  rows[0]?.querySelector('button')?.focus();
}

/**
 * @param {PendingView} pending
 * @param {(chosen: PendingView) => Promise<void>} add
 */
function pendingRow(pending, add) {
  const warnings = pending.warnings.map((warning) => message(`warning_${warning.replaceAll('-', '_')}`));
  const known = pending.known === null ? [] : [message('known')];
  const row = rowOf(pending, [parametersInWords(pending.parameters), ...known, ...warnings]);
  const button = /** @type {HTMLButtonElement} */ (part(row, 'add'));
  button.hidden = false;
  button.textContent = message('add');
  button.addEventListener('click', () => {
    button.disabled = true;
    add(pending).catch((error) => {
      part(row, 'remarks').textContent = explain(errorCode(error));
      button.disabled = false;
    });
  });
  return row;
}

/**
 * @param {{ issuer: string, name: string }} one
 * @param {string[]} remarks
 */
function rowOf({ issuer, name }, remarks) {
  const row = copyOf('review-row');
  part(row, 'issuer').textContent = issuer || name || message('unnamed');
  part(row, 'name').textContent = issuer ? name : '';
  part(row, 'remarks').textContent = remarks.join(' ');
  part(row, 'add').hidden = true;
  return row;
}

document.querySelector('#review .back')?.addEventListener('click', () => {
  reload().catch(console.error);
});
