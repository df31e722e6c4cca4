// The log of what was done with the vault, which is sealed with it.
import { copyOf, element, onEvent, part } from '../lib/dom.js';
import { errorCode } from '../lib/errors.js';
import { explain, message, moment } from '../lib/i18n.js';
import { send } from '../lib/messages.js';
import { isolated, shownName } from '../lib/names.js';
import { kindInWords } from './ways.js';

/** @typedef {import('../lib/views.js').Log} Log */

/** Number of rows of a device that are shown before the person asks for all. */
const FIRST = 50;

/** The message for each deed that the log knows. */
const DEEDS = new Map([
  ['unlock', 'logUnlock'],
  ['unlock-failed', 'logUnlockFailed'],
  ['enrol', 'logEnrol'],
  ['edit', 'logEdit'],
  ['delete', 'logDelete'],
  ['restore', 'logRestore'],
  ['reveal', 'logReveal'],
  ['export', 'logExport'],
  ['import', 'logImport'],
  ['fill', 'logFill'],
  ['policy', 'logPolicy'],
  ['way-added', 'logWayAdded'],
  ['way-renamed', 'logWayRenamed'],
  ['way-revoked', 'logWayRevoked'],
  ['key-rotated', 'logKeyRotated'],
  ['rolled-back', 'logRolledBack'],
]);

const details = element('log-details', HTMLDetailsElement);
const place = element('log-devices', HTMLElement);
const status = element('log-status', HTMLElement);
const save = element('log-export', HTMLButtonElement);

/** @type {Log[]} */
let logs = [];

/** Reads the log only while the person has it open, since it is the longest thing in the vault. */
export async function showLog() {
  logs = [];
  status.textContent = '';
  if (details.open) {
    try {
      logs = await send('log', {});
    } catch (error) {
      status.textContent = explain(errorCode(error));
    }
  }
  save.hidden = logs.length === 0;
  place.replaceChildren(...logs.map(makeDevice));
}

/** @param {Log} log */
function makeDevice({ device, here, cut, brokenAt, entries }) {
  const shown = copyOf('log-device');
  const rows = part(shown, 'rows');
  const more = part(shown, 'more');
  const verdict = part(shown, 'verdict');
  part(shown, 'device').textContent = here ? message('logHere') : message('logElsewhere', device);
  verdict.textContent = brokenAt === null ? message('logWhole', entries.length) : message('logBroken', cut + brokenAt + 1);
  verdict.classList.toggle('error', brokenAt !== null);
  part(shown, 'cut').textContent = cut === 0 ? '' : message('logCut', cut);
  const newest = entries.map((entry, at) => ({ entry, broken: brokenAt !== null && at >= brokenAt })).reverse();
  rows.append(...newest.slice(0, FIRST).map(makeEntryRow));
  more.hidden = newest.length <= FIRST;
  more.textContent = message('logAll', newest.length);
  more.addEventListener('click', () => {
    const others = newest.slice(FIRST).map(makeEntryRow);
    rows.append(...others);
    more.hidden = true;
    others[0]?.focus();
  });
  return shown;
}

/** @param {{ entry: Log['entries'][number], broken: boolean }} row */
function makeEntryRow({ entry: { event }, broken }) {
  const { at, what, account = '', site = '', detail = '' } = JSON.parse(event);
  const row = copyOf('log-row');
  const key = DEEDS.get(what);
  const cells = { when: at > 0 ? moment(at) : '', what: key === undefined ? what : message(key), detail: detailInWords(what, detail), account: shownName(account), site };
  for (const [name, words] of Object.entries(cells)) {
    part(row, name).textContent = words;
  }
  row.classList.toggle('error', broken);
  return row;
}

/**
 * The detail of an entry in words. That of a way in is its kind and its name.
 * @param {string} what
 * @param {string} detail
 */
function detailInWords(what, detail) {
  if (what === 'unlock-failed') {
    return detail && message('logTimes', detail);
  }
  if (what === 'rolled-back') {
    return detail && moment(Number(detail));
  }
  if (!/^(unlock|way-)/.test(what)) {
    return detail;
  }
  const [kind = '', ...name] = detail.split(' ');
  return [kindInWords(kind), isolated(name.join(' '))].filter(Boolean).join(' · ');
}

/**
 * Saves the log as JSON Lines: for each device a line that says where its log begins, then a line for each entry. Each
 * hash is over the hash of the entry before and over the entry's line without `device` and `hash`, to the letter.
 */
function exportLog() {
  const lines = logs.flatMap(({ device, cut, from, entries }) => [
    `${JSON.stringify({ device, cut, from })}\n`,
    ...entries.map(({ event, hash }) => `{"device":${JSON.stringify(device)},${event.slice(1, -1)},"hash":${JSON.stringify(hash)}}\n`),
  ]);
  const link = document.createElement('a');
  link.href = URL.createObjectURL(new Blob(lines, { type: 'application/jsonl' }));
  link.download = `halfminute-log-${new Date().toISOString().slice(0, 10)}.jsonl`;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
  status.textContent = message('logExported', lines.length - logs.length);
}

onEvent(details, 'toggle', showLog);
save.addEventListener('click', exportLog);
