// When the last backup was made, and whether the next one is made by itself.
import { element } from '../lib/dom.js';
import { dayOf, explain, message } from '../lib/i18n.js';
import { send } from '../lib/messages.js';

const state = element('backup-state', HTMLElement);

/** The words for when backups are made by themselves. */
const WHEN = { off: 'autoBackupIsOff', change: 'autoBackupIsOnChange', daily: 'autoBackupIsDaily' };

export async function showBackups() {
  const { at, changes, automatic, problem } = await send('lastBackup', {});
  const last = at === null ? message('backupNever') : message('backupLast', dayOf(at), changes);
  state.textContent = [problem === null ? message(WHEN[automatic]) : explain({ code: problem }), last].join(' ');
  state.classList.toggle('error', problem !== null);
}
