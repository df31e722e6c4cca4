// One row of the list: an account, its code, the code after it, and the time that is left of it.
import { linesOf, titleOf } from '../../lib/account.js';
import { grouped, spoken } from '../../lib/codes.js';
import { copyOf, part } from '../../lib/dom.js';
import { message } from '../../lib/i18n.js';
import { codeOf, isMasked, now } from '../state.js';
import { isUsual } from './countdown.js';

/** @typedef {import('../../core/types.js').AccountView} AccountView */

/** So many seconds before it ends, a code is told as ending, and the next one is shown. */
const HOT = 5;
const SOON = 8;
const MASK = '••• •••';

/** A row for an account. @param {AccountView} account */
export function makeAccountRow(account) {
  const row = copyOf('row');
  const { first: title, second } = linesOf(account);
  row.dataset.id = account.id;
  row.classList.toggle('here', account.here || account.proposed);
  row.classList.toggle('pinned', account.pinned === true);
  const tile = part(row, 'tile');
  tile.textContent = firstLetter(title);
  tile.style.setProperty('--hue', String(hueOf(title)));
  showName(part(row, 'issuer'), title);
  showName(part(row, 'name'), second);
  const more = part(row, 'more');
  more.title = message('more');
  more.setAttribute('aria-label', message('moreFor', titleOf(account)));
  const fill = part(row, 'fill');
  part(row, 'choices').hidden = account.inert === true || (!account.here && !account.proposed);
  fill.textContent = message(account.here ? 'fill' : 'useAndFill');
  fill.setAttribute('aria-label', message('fillFor', fill.textContent, titleOf(account)));
  part(row, 'copy-too').textContent = message('copy');
  updateCode(row, account);
  return row;
}

/**
 * A name that is cut in its middle where it is too long: what tells two accounts apart stands at the end.
 * @param {HTMLElement} place
 * @param {string} name
 */
function showName(place, name) {
  place.title = name;
  const letters = [...name];
  const end = letters.length > 22 ? letters.slice(-10).join('') : '';
  place.textContent = '';
  const start = document.createElement('span');
  start.textContent = letters.slice(0, letters.length - [...end].length).join('');
  place.append(start);
  if (end !== '') {
    const rest = document.createElement('span');
    rest.textContent = end;
    place.append(rest);
  }
}

/** @param {string} title */
function firstLetter(title) {
  const [first] = new Intl.Segmenter().segment(title);
  return first?.segment.toLocaleUpperCase() ?? '';
}

/**
 * Shows the code of now, and how much of its time is left.
 * @param {HTMLElement} row
 * @param {AccountView} account
 */
export function updateCode(row, account) {
  const code = codeOf(account);
  const masked = isMasked(account);
  const shown = part(row, 'code');
  const counts = account.counter !== undefined;
  shown.textContent = account.inert ? message('noCodes') : code === null ? message('nextCode') : masked ? MASK : grouped(code.text);
  shown.classList.toggle('word', code === null);
  const next = part(row, 'next');
  next.textContent = counts && code === null ? `#${account.counter}` : code?.next && !masked ? message('codeNext', grouped(code.next)) : '';
  next.hidden = next.textContent === '';
  next.classList.toggle('always', counts);
  const name = titleOf(account);
  part(row, 'copy').setAttribute('aria-label', code === null
    ? message(account.inert ? 'noCodeFor' : 'nextCodeFor', name)
    : masked ? message('showCodeFor', name) : message('copyFor', name, spoken(code.text)));
  const ring = part(row, 'ring');
  const { validUntil = null, period = null } = code ?? {};
  ring.hidden = validUntil === null || period === null || (code !== null && isUsual(code) && !row.matches('#card-list > *'));
  if (validUntil !== null && period !== null) {
    const left = validUntil - now() / 1000;
    // A negative delay lets the animation begin where the clock stands in the period.
    ring.style.setProperty('--seconds', String(period));
    ring.style.setProperty('--period', `${period}s`);
    ring.style.setProperty('--elapsed', `${(left - period).toFixed(2)}s`);
    // A copy takes the ring's place: an animation that runs already would keep the times that it began with.
    ring.replaceWith(ring.cloneNode(true));
  }
  tellTime(row, account);
}

/**
 * Marks a code that is about to end.
 * @param {HTMLElement} row
 * @param {AccountView} account
 */
export function tellTime(row, account) {
  const until = codeOf(account)?.validUntil;
  const left = until ? until - now() / 1000 : Infinity;
  row.classList.toggle('soon', left <= SOON);
  row.classList.toggle('hot', left <= HOT);
}

/**
 * The hue of an account's tile, in degrees: one of twelve, the same for the same name.
 * @param {string} text
 */
function hueOf(text) {
  let hash = 0;
  for (const character of text) {
    hash = (hash * 31 + (character.codePointAt(0) ?? 0)) % 1_000_003;
  }
  return (hash % 12) * 30;
}
