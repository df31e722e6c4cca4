// Exporting: accounts as a file of another app, as QR codes for a phone, or on paper. What a format can't hold is named before
// anything is written.
import { linesOf } from '../lib/account.js';
import { passphraseBytes, wiping } from '../lib/bytes.js';
import { takingBytes } from '../lib/channel.js';
import { element, onSubmit } from '../lib/dom.js';
import { CodedError, problemOf } from '../lib/errors.js';
import { message } from '../lib/i18n.js';
import { send } from '../lib/messages.js';
import { stamp } from '../lib/stamp.js';
import { drawn } from './drawn.js';
import { agreed, endLosses } from './losses.js';
import { save } from './saving.js';
import { endSeries, offerSeries, showSeries } from './series.js';
import { endSheet, offerSheet, showSheet } from './sheet.js';
import { Transfer } from './transfer.js';
import { inWords } from './words.js';

/** @typedef {import('../core/types.js').AccountView} AccountView */
/** @typedef {(typeof FORMATS)[number]} Format */

/** Each format with its words, what comes of it, the end of a file's name, and which accounts it holds where it is not all. */
const FORMATS = /** @type {const} */ ([
  { id: 'age', words: 'export_age', as: 'sealed', end: 'age', holds: '' },
  { id: 'aegis', words: 'export_aegis', as: 'sealed', end: 'json', holds: '' },
  { id: '2fas', words: 'export_twofas', as: 'sealed', end: '2fas', holds: 'holds_twofas' },
  { id: 'ente', words: 'export_ente', as: 'sealed', end: 'txt', holds: '' },
  { id: 'bitwarden', words: 'export_bitwarden', as: 'plain', end: 'json', holds: 'holds_bitwarden' },
  { id: 'google-migration', words: 'export_google', as: 'series', end: '', holds: 'holds_google' },
  { id: 'otpauth', words: 'export_otpauth', as: 'plain', end: 'txt', holds: '' },
  { id: 'paper', words: 'export_paper', as: 'paper', end: '', holds: '' },
]);
/** What comes of a format, and what the button says that makes it. */
const ABOUT = { sealed: 'exportSealed', plain: 'exportPlain', series: 'exportSeries', paper: 'exportPaper' };
const GO = { sealed: 'exportNow', plain: 'exportNow', series: 'exportShow', paper: 'exportShow' };

/** What stands behind each line. */
const LINE_BREAK = 10;

const format = element('export-format', HTMLSelectElement);
const password = element('export-password', HTMLInputElement);
const repeat = element('export-repeat', HTMLInputElement);
const passphrase = element('export-passphrase', HTMLInputElement);
const status = element('export-status', HTMLElement);

/** @type {AccountView[]} */
let accounts = [];

const known = () => FORMATS.find(({ id }) => id === format.value) ?? FORMATS[0];

export function offerExport() {
  for (const { id, words } of FORMATS) {
    format.add(new Option(message(words), id));
  }
  const show = () => {
    const { as } = known();
    element('export-sealed', HTMLElement).hidden = as !== 'sealed';
    password.required = repeat.required = as === 'sealed';
    element('export-about', HTMLElement).textContent = message(ABOUT[as]);
    element('export-submit', HTMLButtonElement).textContent = message(GO[as]);
    say('', false);
  };
  format.addEventListener('change', show);
  show();
  onSubmit(element('export-form', HTMLFormElement), exportNow);
  element('export-accounts', HTMLElement).addEventListener('change', showCount);
  offerSeries();
  offerSheet();
}

/** Takes from the screen what an export has shown, and gives up one that waits for an answer. */
export function endExport() {
  endLosses();
  endSeries();
  endSheet();
}

/** The accounts to choose from. */
export async function showExport() {
  ({ accounts } = await send('list', {}));
  element('export-accounts', HTMLElement).replaceChildren(...accounts.map((account) => {
    const row = document.createElement('li');
    const label = document.createElement('label');
    label.className = 'check';
    const box = document.createElement('input');
    box.type = 'checkbox';
    box.checked = true;
    box.value = account.id;
    const name = document.createElement('span');
    name.dir = 'auto';
    name.textContent = Object.values(linesOf(account)).filter(Boolean).join(' · ');
    label.append(box, name);
    row.append(label);
    return row;
  }));
  showCount();
}

function chosen() {
  const boxes = /** @type {NodeListOf<HTMLInputElement>} */ (document.querySelectorAll('#export-accounts input:checked'));
  return [...boxes].map(({ value }) => value);
}

function showCount() {
  const ids = chosen();
  element('export-count', HTMLElement).textContent = message('exportWhich', ids.length, accounts.length);
  element('export-submit', HTMLButtonElement).disabled = ids.length === 0;
}

/** @param {string} words @param {boolean} isError */
function say(words, isError) {
  status.className = isError ? 'small error' : 'small';
  status.textContent = words;
}

async function exportNow() {
  say('', true);
  endSheet();
  try {
    const [ids, wanted] = [chosen(), known()];
    if (wanted.as === 'sealed' && password.value !== repeat.value) {
      throw new CodedError('passphrases-differ');
    }
    const [lines] = await takingBytes(null, (channel) => send('exportLines', { ids, passphrase: passphrase.value, channel }));
    // A question may follow, which can stay open for long.
    passphrase.value = '';
    if (lines === undefined) {
      throw new CodedError('no-answer');
    }
    await wiping(lines, () => (wanted.as === 'paper' ? onPaper(ids, lines) : write(wanted, ids.length, lines)));
  } catch (error) {
    say(inWords(problemOf(error)), true);
  } finally {
    passphrase.value = '';
  }
}

/** @param {string[]} ids @param {Uint8Array} lines one for each */
async function onPaper(ids, lines) {
  const drawings = await drawn(lines);
  showSheet(drawings, ids.map((id) => accounts.find((account) => account.id === id)));
}

/**
 * Writes the accounts, once the person has seen what the format can't hold.
 * @param {Format} wanted
 * @param {number} count of accounts
 * @param {Uint8Array} lines one for each
 */
async function write({ id, as, end, holds }, count, lines) {
  const secret = passphraseBytes(password.value);
  password.value = repeat.value = '';
  const transfer = new Transfer();
  try {
    const lost = await transfer.losses(id, lines);
    if (!await agreed(lost, count, holds === '' ? '' : message(holds))) {
      return;
    }
    const files = await transfer.writeFiles(id, lines, as === 'sealed' ? secret : undefined);
    if (as === 'series') {
      showSeries(await drawnAll(files), () => say(message('seriesOver'), false));
      return;
    }
    const [file] = files;
    if (file === undefined) {
      throw new CodedError('unexpected');
    }
    const name = `halfminute-${id}-${stamp()}.${end}`;
    save(name, file);
    say(message('exportSaved', name), false);
  } finally {
    secret.fill(0);
    transfer.end();
  }
}

/** A QR code of each of these texts, which are wiped. @param {Uint8Array[]} texts */
async function drawnAll(texts) {
  const lines = new Uint8Array(texts.reduce((sum, { length }) => sum + length + 1, 0));
  let at = 0;
  for (const text of texts) {
    lines.set(text, at);
    lines.set([LINE_BREAK], at + text.length);
    at += text.length + 1;
    text.fill(0);
  }
  return wiping(lines, drawn);
}
