// The reminder of a backup, below the list.
import { browser } from '../../lib/browser.js';
import { element, onEvent } from '../../lib/dom.js';
import { dayOf, explain, message } from '../../lib/i18n.js';
import { send } from '../../lib/messages.js';
import { raise } from '../router.js';

const reminder = element('backup-due', HTMLElement);

/** Shows the reminder where a backup is due, and why it was not made by itself. */
export async function remindOfBackup() {
  const { at, due, problem } = await send('lastBackup', {});
  const day = at === null ? null : dayOf(at);
  const changed = day === null ? message('backupDueFirst') : message('backupDue', day);
  const failed = problem === null ? null : [explain({ code: problem }), day === null ? message('backupNever') : message('backupLastDay', day)].join(' ');
  element('backup-due-text', HTMLElement).textContent = failed ?? changed;
  reminder.hidden = !due;
}

onEvent(element('backup-due-now', HTMLButtonElement), 'click', async () => {
  await browser.tabs.create({ url: browser.runtime.getURL('move/move.html#backup') });
  raise('done');
});
onEvent(element('backup-due-later', HTMLButtonElement), 'click', async () => {
  await send('putOffBackup', {});
  reminder.hidden = true;
});
