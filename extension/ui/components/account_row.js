// One row of the list: an account, its code and the time that is left of it.
import { linesOf } from '../../lib/account.js';
import { copyOf, part } from '../../lib/dom.js';
import { message } from '../../lib/i18n.js';
import { codeOf, now } from '../state.js';

/** @typedef {import('../../core/types.js').AccountView} AccountView */

/** A row for an account. @param {AccountView} account */
export function makeAccountRow(account) {
  const row = copyOf('row');
  const { first: title, second } = linesOf(account);
  row.dataset.id = account.id;
  row.classList.toggle('here', account.here || account.proposed);
  const tile = part(row, 'tile');
  tile.textContent = [...title][0]?.toLocaleUpperCase() ?? '';
  tile.style.setProperty('--hue', String(hueOf(title)));
  part(row, 'issuer').textContent = title;
  part(row, 'name').textContent = second;
  const more = part(row, 'more');
  more.title = message('edit');
  more.setAttribute('aria-label', message('editNamed', title));
  const fill = part(row, 'fill');
  fill.hidden = account.inert || (!account.here && !account.proposed);
  fill.textContent = message('fill');
  updateCode(row, account);
  return row;
}

/**
 * Shows the code of now, and how much of its time is left.
 * @param {HTMLElement} row
 * @param {AccountView} account
 */
export function updateCode(row, account) {
  const code = codeOf(account);
  const shown = part(row, 'code');
  shown.textContent = code === null ? message(account.inert ? 'noCodes' : 'showCode') : grouped(code.text);
  shown.classList.toggle('word', code === null);
  const ring = part(row, 'ring');
  const { validUntil = null, period = null } = code ?? {};
  ring.hidden = validUntil === null || period === null;
  if (validUntil !== null && period !== null) {
    const left = validUntil - now() / 1000;
    // A negative delay lets the animation begin where the clock stands in the period.
    ring.style.setProperty('--seconds', String(period));
    ring.style.setProperty('--period', `${period}s`);
    ring.style.setProperty('--elapsed', `${(left - period).toFixed(2)}s`);
    // A copy takes the ring's place: an animation that runs already would keep the times that it began with.
    ring.replaceWith(ring.cloneNode(true));
  }
}

/**
 * A code in groups of three or four digits, as people read numbers to each other.
 * @param {string} code
 */
function grouped(code) {
  const size = code.length > 6 && code.length % 4 === 0 ? 4 : 3;
  return /^[0-9]{6,}$/.test(code) ? (code.match(new RegExp(`.{1,${size}}`, 'g')) ?? []).join(' ') : code;
}

/**
 * The hue of an account's tile, in degrees. The same name always has the same.
 * @param {string} text
 */
function hueOf(text) {
  let hash = 0;
  for (const character of text) {
    hash = (hash * 31 + (character.codePointAt(0) ?? 0)) % 360;
  }
  return hash;
}
