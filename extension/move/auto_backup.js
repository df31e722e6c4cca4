// Automatic backups: when they are made, where they are saved and how many stay, and what hinders them.
import { browser } from '../lib/browser.js';
import { element, onEvent } from '../lib/dom.js';
import { errorCode, problemOf } from '../lib/errors.js';
import { explain, message } from '../lib/i18n.js';
import { READ_AND_WRITE, hasFolders, keepFolder, keptFolder } from '../lib/kept_folder.js';
import { send } from '../lib/messages.js';
import { SAVING } from '../lib/permissions.js';
import { BACKUPS, BACKUP_PLACES, CHOICES } from '../lib/settings.js';

/** @typedef {import('../lib/kept_folder.js').Folder} Folder */
/** @typedef {import('../lib/settings.js').Settings} Settings */

const when = element('backups', HTMLSelectElement);
const where = element('backups-to', HTMLSelectElement);
const kept = element('backups-kept', HTMLSelectElement);
const state = element('auto-state', HTMLElement);
const status = element('auto-status', HTMLElement);
const again = element('auto-again', HTMLButtonElement);

/** @type {(how: { id: string, mode: 'readwrite' }) => Promise<Folder>} which TypeScript does not know */
const showDirectoryPicker = (how) => /** @type {any} */ (window).showDirectoryPicker(how);

const WHEN = { off: 'autoBackupOff', change: 'autoBackupChange', daily: 'autoBackupDaily' };
const WHERE = { downloads: 'autoBackupDownloads', folder: 'autoBackupFolder' };

/** What the button below does, as it was shown last. @type {() => Promise<boolean>} */
let allowAgain = () => Promise.resolve(true);

export function offerAutoBackup() {
  element('backups-where', HTMLElement).hidden = !hasFolders;
  onEvent(when, 'change', () => choose({ backups: chosen(when, BACKUPS) }));
  onEvent(where, 'change', () => choose({ backupsTo: chosen(where, BACKUP_PLACES) }));
  onEvent(kept, 'change', () => saying(async () => {
    await send('setSettings', { backupsKept: Number(kept.value) });
    status.textContent = message('saved');
  }));
  onEvent(again, 'click', () => saying(async () => {
    if (await allowAgain()) {
      await backUp();
    }
  }));
}

/** Shows the settings, and whether backups are saved as they say. */
export async function showAutoBackup() {
  const [{ backupsTo, backupsKept }, { automatic, problem }, folder] = await Promise.all([send('settings', {}), send('lastBackup', {}), keptFolder()]);
  fillIn(when, BACKUPS, automatic, (choice) => message(WHEN[choice]));
  fillIn(where, BACKUP_PLACES, backupsTo, (choice) => message(WHERE[choice]));
  fillIn(kept, CHOICES.backupsKept, backupsKept, String);
  state.classList.toggle('error', problem !== null);
  const isInFolder = backupsTo === 'folder';
  const saved = isInFolder ? message('autoBackupInFolder', folder?.handle.name ?? '') : message('autoBackupInDownloads');
  state.textContent = automatic === 'off' ? '' : problem === null ? saved : explain({ code: problem });
  const picks = problem === 'backup-folder-gone' || problem === null;
  again.hidden = automatic === 'off' || (problem === null && !isInFolder);
  again.textContent = message(
    problem === 'backup-no-permission' || problem === 'backup-folder-asks' ? 'autoBackupAllow'
      : problem === 'backup-folder-gone' ? 'autoBackupPick' : problem === null ? 'autoBackupOther' : 'autoBackupAgain',
  );
  allowAgain = picks ? pickFolder : () => allow(backupsTo, folder?.handle);
}

/**
 * Takes over a choice, after the browser has asked for what it takes. The first backup is made at once, so that the person sees
 * whether it can be.
 * @param {Partial<Pick<Settings, 'backups' | 'backupsTo'>>} change
 */
function choose(change) {
  return saying(async () => {
    const wanted = { backups: chosen(when, BACKUPS), backupsTo: chosen(where, BACKUP_PLACES) };
    const isOn = wanted.backups !== 'off';
    // At once: the browser asks only within a click.
    const allowed = change.backupsTo === 'folder' ? await pickFolder() : !isOn || (await allow(wanted.backupsTo));
    if (!allowed) {
      await showAutoBackup();
      status.textContent = message('permissionRefused');
      return;
    }
    await send('setSettings', change);
    if (isOn) {
      await backUp();
    } else {
      status.textContent = message('saved');
    }
  });
}

/**
 * Whether the browser lets Halfminute save there, after it has asked the person.
 * @param {Settings['backupsTo']} place
 * @param {Folder} [folder]
 */
async function allow(place, folder) {
  if (place === 'downloads') {
    return browser.permissions.request({ permissions: SAVING });
  }
  const handle = folder ?? (await keptFolder())?.handle;
  return handle === undefined ? pickFolder() : (await handle.requestPermission(READ_AND_WRITE)) === 'granted';
}

/** Whether the person has picked a folder, and lets Halfminute save there. */
async function pickFolder() {
  const picked = await showDirectoryPicker({ id: 'backups', ...READ_AND_WRITE }).catch((error) => {
    if (error instanceof DOMException && error.name === 'AbortError') {
      return null;
    }
    throw error;
  });
  if (picked !== null) {
    await keepFolder(picked);
  }
  return picked !== null;
}

async function backUp() {
  await send('backUpNow', {});
  status.textContent = message('autoBackupMade');
}

/** Does something and says what hinders it, unless the state above says so. @param {() => Promise<void>} work */
async function saying(work) {
  status.className = 'small';
  status.textContent = '';
  try {
    await work();
  } catch (error) {
    if (!errorCode(error).startsWith('backup-')) {
      status.className = 'small error';
      status.textContent = explain(problemOf(error));
    }
  }
  await showAutoBackup();
}

/**
 * @template {string | number} T
 * @param {HTMLSelectElement} select
 * @param {readonly T[]} choices
 * @param {T} now
 * @param {(choice: T) => string} words
 */
function fillIn(select, choices, now, words) {
  select.replaceChildren(...choices.map((choice) => new Option(words(choice), String(choice), false, choice === now)));
}

/**
 * @template {string} T
 * @param {HTMLSelectElement} select
 * @param {readonly [T, ...T[]]} choices of which the first counts where the list has none yet
 */
function chosen(select, choices) {
  return choices.find((choice) => choice === select.value) ?? choices[0];
}
