// Importing: what was given is read, shown in a dry run, and taken in one step that one press takes back.
import { passphraseBytes, wiping } from '../lib/bytes.js';
import { handingOver, takingBytes } from '../lib/channel.js';
import { element, onEvent } from '../lib/dom.js';
import { CodedError, errorCode, problemOf } from '../lib/errors.js';
import { message } from '../lib/i18n.js';
import { send, sendWork } from '../lib/messages.js';
import { assertNotTooMany, bytesOf, given, isPicture } from './files.js';
import { cardOf, showCard } from './read_file.js';
import { Transfer } from './transfer.js';
import { inWords, noticeInWords } from './words.js';

/**
 * @typedef {import('../transfer/types.js').FileView} FileView
 * @typedef {import('../core/types.js').JudgedView} JudgedView
 * @typedef {{ file: File, view: FileView, card: HTMLElement }} Read a file, or one of an archive, with what it holds
 */

const drop = element('drop', HTMLElement);
const busy = element('busy', HTMLElement);
const complaint = element('import-error', HTMLElement);
const dryRun = element('dry-run', HTMLElement);
const take = element('import-now', HTMLButtonElement);
const imported = element('imported', HTMLElement);

/** @type {Transfer | null} */
let transfer = null;
/** @type {Read[]} */
let read = [];
/** @type {import('../transfer/types.js').TransferNotice[]} */
let notices = [];
/** What the vault says of each account, by the account's number. @type {Map<number, JudgedView>} */
let judged = new Map();
/** Ends what is being done. */
let giveUp = new AbortController();

export function offerImport() {
  for (const [button, input] of [['choose', 'files'], ['choose-folder', 'folder']]) {
    const chooser = element(input ?? '', HTMLInputElement);
    element(button ?? '', HTMLButtonElement).addEventListener('click', () => chooser.click());
    onEvent(chooser, 'change', async () => {
      const files = [...(chooser.files ?? [])];
      // The same file can be chosen again.
      chooser.value = '';
      await add(files);
    });
  }
  onEvent(document.body, 'paste', async (event) => {
    if (!isForm(event.target)) {
      event.preventDefault();
      await add(await given(event.clipboardData, message('importPasted')));
    }
  });
  // The whole page takes what is dropped: a file that misses the frame would take the page's place.
  document.addEventListener('dragover', (event) => {
    event.preventDefault();
    drop.classList.add('over');
  });
  document.addEventListener('dragleave', (event) => {
    if (event.relatedTarget === null) {
      drop.classList.remove('over');
    }
  });
  document.addEventListener('drop', (event) => {
    event.preventDefault();
    drop.classList.remove('over');
    given(event.dataTransfer, message('importPasted')).then(add).catch(console.error);
  });
  document.addEventListener('keydown', (event) => {
    if (event.key === 'Escape' && !busy.hidden) {
      cancel();
    }
  });
  element('busy-cancel', HTMLButtonElement).addEventListener('click', cancel);
  element('import-drop', HTMLButtonElement).addEventListener('click', reset);
  onEvent(take, 'click', importNow);
}

/** Whether a paste goes into a field. @param {EventTarget | null} target */
const isForm = (target) => target instanceof HTMLInputElement && target.type !== 'checkbox';

function cancel() {
  giveUp.abort();
  transfer?.end();
}

/** Forgets all that was read. */
function reset() {
  transfer?.end();
  transfer = null;
  read = [];
  notices = [];
  judged = new Map();
  dryRun.hidden = true;
  element('read-files', HTMLElement).replaceChildren();
}

/**
 * Does what takes a while, with the way to give it up in sight. What goes wrong is said.
 * @param {string} words
 * @param {(signal: AbortSignal) => Promise<void>} work
 */
async function whileBusy(words, work) {
  giveUp = new AbortController();
  complaint.textContent = '';
  imported.hidden = true;
  drop.hidden = true;
  busy.hidden = false;
  element('busy-text', HTMLElement).textContent = words;
  try {
    await work(giveUp.signal);
  } catch (error) {
    if (giveUp.signal.aborted || errorCode(error) === 'cancelled') {
      complaint.textContent = message('cancelled');
      reset();
    } else {
      complaint.textContent = inWords(problemOf(error));
      // A module that trapped is not to be relied on.
      if (errorCode(error) === 'core-failed') {
        reset();
      }
    }
  } finally {
    busy.hidden = true;
    drop.hidden = false;
  }
}

/** Reads files and shows them beside those that were read before. @param {File[]} files */
async function add(files) {
  if (drop.hidden || files.length === 0) {
    return;
  }
  await whileBusy(message('importReading'), async (signal) => {
    assertNotTooMany(files);
    transfer ??= new Transfer();
    /** @type {{ file: File, input: import('./transfer.js').Input }[]} */
    const inputs = [];
    for (const file of files) {
      for (const bytes of await (await isPicture(file) ? textsOf(file, signal) : [bytesOf(file)])) {
        inputs.push({ file, input: { name: file.name, bytes: await bytes } });
      }
    }
    signal.throwIfAborted();
    const view = await transfer.read('transfer', inputs.map(({ input }) => input));
    notices.push(...view.notices);
    for (const file of new Set(inputs.map(({ file: one }) => one))) {
      const own = view.files.filter(({ name }) => isOf(name, file.name));
      await addViews(file, own);
    }
    await judge();
  });
}

/** Whether a name is that of a file, or of one in the archive that the file is. @param {string} name @param {string} file */
const isOf = (name, file) => name === file || name.startsWith(`${file}/`);

/**
 * The texts of the QR codes in a picture.
 * @param {File} file
 * @param {AbortSignal} signal
 */
async function textsOf(file, signal) {
  const texts = await takingBytes(file, (channel) => sendWork('readTexts', { channel }, { signal }));
  if (texts.length === 0) {
    throw new CodedError('picture-without-code');
  }
  return texts;
}

/**
 * The bytes of what was read: a file, or one in the archive that the file is.
 * @param {File} file
 * @param {FileView} view
 */
async function bytesRead(file, view) {
  const inner = view.name === file.name ? null : await transfer?.innerFile(view.name);
  return inner ?? bytesOf(file);
}

/**
 * Adds what was read of a file, or puts it in the place of what was read before. What only the other module reads is read by
 * that.
 * @param {File} file
 * @param {FileView[]} views
 * @param {{ password?: Uint8Array, before?: Read }} [how]
 */
async function addViews(file, views, { password, before } = {}) {
  /** @type {Read[]} */
  const all = [];
  for (const first of views) {
    let known = [first];
    if (first.error?.code === 'transfer-needs-databases' && transfer !== null) {
      const bytes = await bytesRead(file, first);
      known = (await transfer.read('databases', [{ name: first.name, bytes }], password?.slice())).files;
    }
    all.push(...known.map((view) => readOf(file, view)));
  }
  const cards = all.map(({ card }) => card);
  if (before === undefined) {
    read.push(...all);
    element('read-files', HTMLElement).append(...cards);
  } else {
    read.splice(read.indexOf(before), 1, ...all);
    before.card.replaceWith(...cards);
  }
}

/** @param {File} file @param {FileView} view @returns {Read} */
function readOf(file, view) {
  /** @type {Read} */
  const one = {
    file,
    view,
    card: cardOf({ onPassword: (typed) => open(file, typed), onColumns: (columns) => readTable(one, columns), onChoice: showSummary }),
  };
  return one;
}

/** Whether a password may open it. @param {FileView} view */
const isSealed = ({ error }) => error?.code === 'transfer-needs-password' || error?.code === 'transfer-wrong-password';

/**
 * Opens a file with a password, or all sealed files of an archive.
 * @param {File} file
 * @param {string} typed
 */
async function open(file, typed) {
  await whileBusy(message('importOpening'), async () => {
    transfer ??= new Transfer();
    const thread = transfer;
    const password = passphraseBytes(typed);
    await wiping(password, async () => {
      for (const before of read.filter((one) => one.file === file && isSealed(one.view))) {
        const { name } = before.view;
        const { files } = await thread.read('transfer', [{ name, bytes: await bytesRead(file, before.view) }], password.slice());
        await addViews(file, files, { password, before });
      }
    });
    await judge();
  });
}

/**
 * Reads a table whose columns the person has named.
 * @param {Read} before
 * @param {import('../transfer/types.js').CsvColumns} columns
 */
async function readTable(before, columns) {
  const { file, view } = before;
  await whileBusy(message('importReading'), async () => {
    transfer ??= new Transfer();
    const { files } = await transfer.readTable(await bytesRead(file, view), view.name, columns);
    await addViews(file, files, { before });
    await judge();
  });
}

/** All accounts that there is a link for, in the order of their numbers. */
function takeable() {
  const entries = read.flatMap(({ view }) => view.entries).filter(({ canBeTaken }) => canBeTaken);
  return entries.map(({ index }) => index).sort((one, other) => one - other);
}

/** Asks the vault what importing would do, and shows it. */
async function judge() {
  const indices = takeable();
  judged = new Map();
  if (transfer !== null && indices.length > 0) {
    await wiping(await transfer.takeLines(indices), async (lines) => {
      const answers = await handingOver(lines, (channel) => send('judgeLines', { channel }));
      judged = new Map(answers.map((answer, at) => [indices[at] ?? -1, answer]));
    });
  }
  for (const { file, view, card } of read) {
    const preview = view.error?.code === 'transfer-needs-columns' && transfer !== null ? await transfer.previewTable(await bytesRead(file, view)) : null;
    showCard(card, view, judged, preview);
  }
  showSummary();
  dryRun.hidden = false;
  const first = /** @type {HTMLElement | null} */ (dryRun.querySelector('form:not([hidden]) input:not([type="checkbox"])'));
  (first ?? element('summary', HTMLElement)).focus();
}

/** The numbers of the accounts that are ticked. */
function ticked() {
  const boxes = /** @type {NodeListOf<HTMLInputElement>} */ (dryRun.querySelectorAll('[data-part="take"]:checked:enabled'));
  return [...boxes].map(({ value }) => Number(value)).sort((one, other) => one - other);
}

function showSummary() {
  const count = (/** @type {string} */ code) => [...judged.values()].filter(({ verdict }) => verdict.code === code).length;
  const untaken = read.reduce((sum, { view }) => sum + view.refused.length + view.entries.filter(({ canBeTaken }) => !canBeTaken).length, 0);
  const [added, known, binned, conflicts] = [count('import-new'), count('import-duplicate'), count('import-binned'), count('import-conflict')];
  const refused = untaken + judged.size - added - known - binned - conflicts;
  element('summary', HTMLElement).textContent = [
    message('importNew', added),
    ...(known > 0 ? [message('importKnown', known)] : []),
    ...(binned > 0 ? [message('importBinned', binned)] : []),
    ...(conflicts > 0 ? [message('importConflicts', conflicts)] : []),
    ...(refused > 0 ? [message('importRefused', refused)] : []),
    ...notices.map(noticeInWords),
  ].join(' ');
  element('lost', HTMLElement).textContent = lost();
  // A file that waits for its password or its columns has nothing to import yet.
  const asks = judged.size === 0 && untaken === 0 && dryRun.querySelector('.read form:not([hidden])') !== null;
  element('summary', HTMLElement).hidden = asks;
  take.hidden = asks;
  const chosen = ticked().length;
  take.textContent = message('importNow', chosen);
  take.disabled = chosen === 0;
}

/** What comes with the accounts and has no place here yet. */
function lost() {
  const entries = read.flatMap(({ view }) => view.entries);
  /** @type {[string, number][]} */
  const counted = [
    ['importIcons', entries.filter(({ hasIcon }) => hasIcon).length],
    ['importSites', entries.filter(({ sites }) => sites.length > 0).length],
  ];
  const words = counted.filter(([, count]) => count > 0).map(([key, count]) => message(key, count));
  return words.length === 0 ? '' : message('importLost', words.join(', '));
}

async function importNow() {
  const indices = ticked();
  await whileBusy(message('importWriting'), async () => {
    const lines = await transfer?.takeLines(indices) ?? new Uint8Array();
    const { added, before } = await wiping(lines, () => handingOver(lines, (channel) => send('importLines', { channel })));
    reset();
    const text = element('imported-text', HTMLElement);
    text.textContent = message('importDone', added);
    const undo = element('import-undo', HTMLButtonElement);
    undo.hidden = before === null;
    undo.onclick = () => {
      undo.hidden = true;
      send('rollBack', { number: before ?? 0 }).then(
        () => { text.textContent = message('historyUndone'); },
        (error) => { text.textContent = inWords(problemOf(error)); },
      );
    };
    imported.hidden = false;
    text.focus();
  });
}

