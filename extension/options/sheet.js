// A recovery key as a sheet to print. It is shown once, alone on the page, and gone when the page is left.
import { element } from '../lib/dom.js';
import { drawingOf } from '../lib/drawing.js';
import { dayOf, message } from '../lib/i18n.js';

const sheet = element('sheet', HTMLElement);
const groups = element('sheet-groups', HTMLOListElement);
const place = element('sheet-qr', HTMLElement);
const hint = element('sheet-hint', HTMLElement);

/**
 * Shows a recovery key.
 * @param {import('../core/types.js').RecoveryKeyView} key
 * @param {string} name of the way in
 */
export function showSheet({ text, drawing }, name) {
  groups.replaceChildren(...text.split('-').map((group) => {
    const item = document.createElement('li');
    item.textContent = group;
    return item;
  }));
  place.replaceChildren(drawingOf(drawing, message('sheetQr')));
  hint.textContent = [name, message('sheetMade', dayOf(Date.now()))].filter(Boolean).join(' · ');
  document.body.classList.add('has-sheet');
  sheet.hidden = false;
  scrollTo(0, 0);
  // Later, since the form that asked for the key still puts the focus elsewhere when it closes.
  setTimeout(() => element('sheet-title', HTMLElement).focus());
}

export function hideSheet() {
  const shown = !sheet.hidden;
  groups.replaceChildren();
  place.replaceChildren();
  hint.textContent = '';
  document.body.classList.remove('has-sheet');
  sheet.hidden = true;
  if (shown) {
    element('recovery-open', HTMLElement).focus();
  }
}

element('sheet-print', HTMLButtonElement).addEventListener('click', () => print());
element('sheet-done', HTMLButtonElement).addEventListener('click', hideSheet);
// Browsers keep a page that was left, to show it at once when the person goes back.
addEventListener('pagehide', hideSheet);
