// The card of one file that was read: its accounts and what becomes of each, the form for its password, the picker for the
// columns of a table.
import { copyOf, onSubmit, part } from '../lib/dom.js';
import { message } from '../lib/i18n.js';
import { costInWords, inWords, kindInWords, nameOf, noticeInWords } from './words.js';

/**
 * @typedef {import('../transfer/types.js').FileView} FileView
 * @typedef {import('../transfer/types.js').EntryView} EntryView
 * @typedef {import('../transfer/types.js').CsvColumns} CsvColumns
 * @typedef {import('../transfer/types.js').CsvPreview} CsvPreview
 * @typedef {import('../core/types.js').JudgedView} JudgedView
 * @typedef {{ onPassword: (typed: string) => Promise<void>, onColumns: (columns: CsvColumns) => Promise<void>, onChoice: () => void }} Asked
 */

/** What a column can mean, with its words, in the order of the picker. */
const MEANINGS = {
  secret: 'column_secret',
  issuer: 'column_issuer',
  name: 'column_name',
  note: 'column_note',
  site: 'column_site',
  tags: 'column_tags',
  pinned: 'column_pinned',
  kind: 'column_kind',
  algorithm: 'column_algorithm',
  digits: 'column_digits',
  period: 'column_period',
  counter: 'column_counter',
};

/** @param {Asked} asked */
export function cardOf({ onPassword, onColumns, onChoice }) {
  const card = copyOf('read-file');
  onSubmit(part(card, 'sealed', HTMLFormElement), async () => {
    const field = part(card, 'password', HTMLInputElement);
    const typed = field.value;
    field.value = '';
    await onPassword(typed);
  });
  onSubmit(part(card, 'columns', HTMLFormElement), () => onColumns(columnsIn(card)));
  card.addEventListener('change', ({ target }) => {
    if (target instanceof HTMLInputElement && target.dataset.part === 'take') {
      onChoice();
    }
  });
  return card;
}

/**
 * @param {HTMLElement} card
 * @param {FileView} view
 * @param {Map<number, JudgedView>} judged
 * @param {CsvPreview | null} preview
 */
export function showCard(card, view, judged, preview) {
  const { name, format, error, entries, refused, notices } = view;
  part(card, 'name').textContent = name;
  const about = part(card, 'about');
  const sealed = error?.code === 'transfer-needs-password' || error?.code === 'transfer-wrong-password';
  // What the person is asked for has not failed.
  const asks = error?.code === 'transfer-needs-password' || error?.code === 'transfer-needs-columns';
  about.classList.toggle('failed', error !== null && !asks);
  about.textContent = error === null
    ? [message('importFormat', nameOf(format ?? ''), entries.length), ...notices.map(noticeInWords)].join(' ')
    : inWords(error);
  part(card, 'sealed').hidden = !sealed;
  part(card, 'cost').textContent = error?.code === 'transfer-needs-password' ? costInWords(error.args.cost) : '';
  part(card, 'columns').hidden = preview === null;
  if (preview !== null) {
    showColumns(card, preview);
  }
  const mayHaveLost = notices.some(({ code }) => code === 'may-have-lost-digest');
  const remarks = (/** @type {EntryView} */ entry) => (mayHaveLost && isUsual(entry) ? [message('importMayHaveLost')] : []);
  part(card, 'rows').replaceChildren(...entries.map((entry) => rowOf(entry, judged.get(entry.index), remarks(entry))), ...refused.map(refusedRow));
}

/**
 * Whether an account has what Authenticator-Extension puts in the place of an algorithm, a counter or a period that it loses.
 * @param {EntryView} entry
 */
const isUsual = ({ type, algorithm, period }) => type === 'totp' && algorithm === 'SHA1' && period === 30;

/**
 * @param {EntryView} entry
 * @param {JudgedView | undefined} judged
 * @param {string[]} further remarks
 */
function rowOf(entry, judged, further) {
  const row = copyOf('row');
  part(row, 'issuer').textContent = entry.issuer || entry.name || message('unnamed');
  part(row, 'account').textContent = entry.issuer === '' ? '' : entry.name;
  const box = part(row, 'take', HTMLInputElement);
  box.value = String(entry.index);
  const code = judged?.verdict.code;
  const comesIn = code === 'import-new' || code === 'import-conflict' || code === 'import-binned';
  box.disabled = !comesIn;
  // What the person has thrown away in the other app stays there, unless they say otherwise.
  box.checked = comesIn && !entry.trashed;
  const verdict = part(row, 'verdict');
  verdict.textContent = verdictInWords(code);
  verdict.classList.add(comesIn || code === 'import-duplicate' ? code ?? '' : 'refused');
  part(row, 'remarks').textContent = [
    kindInWords(entry),
    ...(code === 'import-conflict' ? [message('importRenamed', judged?.name ?? entry.name)] : []),
    ...(code !== undefined && !comesIn && code !== 'import-duplicate' && judged ? [inWords(/** @type {any} */ (judged.verdict))] : []),
    ...(entry.canBeTaken ? [] : [message('importNoLink')]),
    ...(entry.trashed ? [message('importTrashed')] : []),
    ...further,
    ...[...new Set([...entry.warnings, ...(judged?.warnings ?? [])])].map((warning) => message(`warning_${warning.replaceAll('-', '_')}`)),
  ].join(' · ');
  return row;
}

/** @param {string | undefined} code */
function verdictInWords(code) {
  switch (code) {
    case 'import-new':
      return message('verdictNew');
    case 'import-duplicate':
      return message('verdictKnown');
    case 'import-binned':
      return message('verdictBinned');
    case 'import-conflict':
      return message('verdictConflict');
    default:
      return message('verdictRefused');
  }
}

/** @param {import('../transfer/types.js').RefusedView} refused */
function refusedRow({ position, issuer, name, error }) {
  const row = copyOf('row');
  part(row, 'issuer').textContent = issuer || name || message('importRow', position + 1);
  part(row, 'account').textContent = issuer === '' ? '' : name;
  part(row, 'take', HTMLInputElement).disabled = true;
  const verdict = part(row, 'verdict');
  verdict.textContent = message('verdictRefused');
  verdict.classList.add('refused');
  part(row, 'remarks').textContent = inWords(/** @type {any} */ (error));
  return row;
}

/**
 * The picker: what each column means, as far as its name tells.
 * @param {HTMLElement} card
 * @param {CsvPreview} preview
 */
function showColumns(card, { rows, guess }) {
  const width = Math.max(0, ...rows.map((row) => row.length));
  const head = document.createElement('tr');
  for (let at = 0; at < width; at += 1) {
    const select = document.createElement('select');
    select.setAttribute('aria-label', message('columnNumber', at + 1));
    select.add(new Option(message('column_none'), ''));
    for (const [meaning, words] of Object.entries(MEANINGS)) {
      select.add(new Option(message(words), meaning, false, guess[/** @type {keyof typeof MEANINGS} */ (meaning)] === at));
    }
    const cell = document.createElement('th');
    cell.append(select);
    head.append(cell);
  }
  const body = rows.map((row) => {
    const line = document.createElement('tr');
    for (const text of row) {
      const cell = document.createElement('td');
      cell.textContent = text;
      line.append(cell);
    }
    return line;
  });
  part(card, 'table').replaceChildren(head, ...body);
  part(card, 'header', HTMLInputElement).checked = guess.header;
}

/** @param {HTMLElement} card @returns {CsvColumns} */
function columnsIn(card) {
  const selects = [...part(card, 'table').querySelectorAll('select')];
  const at = (/** @type {string} */ meaning) => {
    const found = selects.findIndex(({ value }) => value === meaning);
    return found < 0 ? null : found;
  };
  const meanings = /** @type {Omit<CsvColumns, 'header'>} */ (Object.fromEntries(Object.keys(MEANINGS).map((meaning) => [meaning, at(meaning)])));
  return { header: part(card, 'header', HTMLInputElement).checked, ...meanings };
}
