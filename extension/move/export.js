// Exporting: accounts as a file of another app, or on paper. What a format can't hold is named before anything is written.
import { linesOf } from '../lib/account.js';
import { passphraseBytes, wiping } from '../lib/bytes.js';
import { takingBytes } from '../lib/channel.js';
import { copyOf, element, onSubmit, part } from '../lib/dom.js';
import { drawingOf } from '../lib/drawing.js';
import { CodedError, problemOf } from '../lib/errors.js';
import { listInWords, message } from '../lib/i18n.js';
import { isolated } from '../lib/names.js';
import { send } from '../lib/messages.js';
import { save, stamp } from './saving.js';
import { Transfer } from './transfer.js';
import { inWords } from './words.js';

/** @typedef {import('../core/types.js').AccountView} AccountView */

/** Each format with its words, the end of its file's name, and whether a password seals it. */
const FORMATS = /** @type {const} */ ([
  { id: 'age', words: 'export_age', end: 'age', sealed: true },
  { id: 'aegis', words: 'export_aegis', end: 'json', sealed: true },
  { id: '2fas', words: 'export_twofas', end: '2fas', sealed: true },
  { id: 'ente', words: 'export_ente', end: 'txt', sealed: true },
  { id: 'bitwarden', words: 'export_bitwarden', end: 'json', sealed: false },
  { id: 'otpauth', words: 'export_otpauth', end: 'txt', sealed: false },
]);
/** QR codes to be printed. */
const PAPER = 'paper';

const format = element('export-format', HTMLSelectElement);
const password = element('export-password', HTMLInputElement);
const repeat = element('export-repeat', HTMLInputElement);
const passphrase = element('export-passphrase', HTMLInputElement);
const status = element('export-status', HTMLElement);
const losses = element('losses', HTMLElement);
const sheet = element('sheet', HTMLElement);

/** @type {AccountView[]} */
let accounts = [];
/** What waits until the person has seen what is lost: writing it, and forgetting it. @type {{ go: () => Promise<void>, forget: () => void } | null} */
let waiting = null;

const known = () => FORMATS.find(({ id }) => id === format.value);

export function offerExport() {
  for (const { id, words } of [...FORMATS, { id: PAPER, words: 'export_paper' }]) {
    format.add(new Option(message(words), id));
  }
  const show = () => {
    element('export-sealed', HTMLElement).hidden = known()?.sealed !== true;
    password.required = repeat.required = known()?.sealed === true;
    element('export-about', HTMLElement).textContent = message(known()?.sealed === true ? 'exportSealed' : 'exportPlain');
  };
  format.addEventListener('change', show);
  show();
  onSubmit(element('export-form', HTMLFormElement), exportNow);
  element('export-accounts', HTMLElement).addEventListener('change', showCount);
  element('losses-go', HTMLButtonElement).addEventListener('click', () => {
    losses.hidden = true;
    waiting?.go().catch((error) => say(inWords(problemOf(error)), true));
    waiting = null;
  });
  element('losses-stop', HTMLButtonElement).addEventListener('click', forget);
  element('sheet-print', HTMLButtonElement).addEventListener('click', () => window.print());
  element('sheet-done', HTMLButtonElement).addEventListener('click', () => {
    element('sheet-codes', HTMLElement).replaceChildren();
    sheet.hidden = true;
  });
}

/** Forgets what waits. */
function forget() {
  losses.hidden = true;
  waiting?.forget();
  waiting = null;
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
  forget();
  sheet.hidden = true;
  try {
    const ids = chosen();
    if (format.value === PAPER) {
      await showSheet(ids);
      return;
    }
    if (known()?.sealed === true && password.value !== repeat.value) {
      throw new CodedError('passphrases-differ');
    }
    const [lines] = await takingBytes(null, (channel) => send('exportLines', { ids, passphrase: passphrase.value, channel }));
    if (lines === undefined) {
      throw new CodedError('no-answer');
    }
    await offerFile(format.value, lines);
  } catch (error) {
    say(inWords(problemOf(error)), true);
  } finally {
    passphrase.value = '';
  }
}

/**
 * Writes the file, once the person has seen what it can't hold.
 * @param {string} id
 * @param {Uint8Array} lines
 */
async function offerFile(id, lines) {
  const transfer = new Transfer();
  const secret = passphraseBytes(password.value);
  password.value = repeat.value = '';
  const writeNow = () => wiping(secret, () => wiping(lines, async () => {
    try {
      const [file] = await transfer.writeFiles(id, lines.slice(), known()?.sealed === true ? secret.slice() : undefined);
      if (file === undefined) {
        throw new CodedError('unexpected');
      }
      const name = `halfminute-${id}-${stamp()}.${FORMATS.find((one) => one.id === id)?.end ?? 'txt'}`;
      save(name, file);
      say(message('exportSaved', name), false);
    } finally {
      transfer.end();
    }
  }));
  const lost = await transfer.losses(id, lines.slice());
  if (lost.length === 0) {
    await writeNow();
    return;
  }
  element('losses-list', HTMLElement).replaceChildren(...lost.map(({ issuer, name, losses: parts }) => {
    const row = document.createElement('li');
    const words = listInWords(parts.map((part) => message(`loss_${part}`)));
    row.textContent = `${isolated([issuer, name].filter(Boolean).join(', ') || message('unnamed'))}: ${words}`;
    return row;
  }));
  const drop = () => {
    secret.fill(0);
    lines.fill(0);
    transfer.end();
  };
  waiting = { go: writeNow, forget: drop };
  losses.hidden = false;
  element('losses-go', HTMLButtonElement).focus();
}

/** Shows a sheet with a QR code for each account. @param {string[]} ids */
async function showSheet(ids) {
  const drawings = await send('drawings', { ids, passphrase: passphrase.value });
  element('sheet-codes', HTMLElement).replaceChildren(...drawings.map((drawing, at) => {
    const account = accounts.find(({ id }) => id === ids[at]);
    const name = account === undefined ? message('unnamed') : Object.values(linesOf(account)).filter(Boolean).join(' · ');
    const row = copyOf('sheet-code');
    part(row, 'name').textContent = name;
    part(row, 'drawing').append(drawingOf(drawing, name));
    return row;
  }));
  sheet.hidden = false;
  element('sheet-print', HTMLButtonElement).focus();
}
