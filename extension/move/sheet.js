// A sheet to print, with a QR code for each account.
import { linesOf } from '../lib/account.js';
import { copyOf, element, part } from '../lib/dom.js';
import { drawingOf } from '../lib/drawing.js';
import { dayOf, message } from '../lib/i18n.js';

const sheet = element('sheet', HTMLElement);
const codes = element('sheet-codes', HTMLElement);

export function offerSheet() {
  element('sheet-print', HTMLButtonElement).addEventListener('click', () => print());
  element('sheet-done', HTMLButtonElement).addEventListener('click', endSheet);
  // Browsers keep a page that was left, to show it at once when the person goes back.
  addEventListener('pagehide', endSheet);
}

/**
 * @param {import('../core/types.js').Drawing[]} drawings
 * @param {({ issuer: string, name: string } | undefined)[]} accounts whose they are
 */
export function showSheet(drawings, accounts) {
  element('sheet-made', HTMLElement).textContent = `Halfminute · ${message('sheetMade', dayOf(Date.now()))}`;
  codes.replaceChildren(...drawings.map((drawing, at) => {
    const { first, second } = linesOf(accounts[at] ?? { issuer: '', name: '' });
    const row = copyOf('sheet-code');
    part(row, 'issuer').textContent = first;
    part(row, 'name').textContent = second;
    part(row, 'drawing').append(drawingOf(drawing, [first, second].filter(Boolean).join(' · ')));
    return row;
  }));
  sheet.hidden = false;
  element('sheet-print', HTMLButtonElement).focus();
}

export function endSheet() {
  codes.replaceChildren();
  sheet.hidden = true;
}
