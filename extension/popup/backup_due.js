// The reminder of a backup, below the list.
import { browser } from '../lib/browser.js';
import { element, onEvent } from '../lib/dom.js';
import { send } from '../lib/messages.js';
import { raise } from './router.js';

const reminder = element('backup-due', HTMLElement);

/** Shows the reminder where a backup is due. */
export async function remindOfBackup() {
  const { due } = await send('lastBackup', {});
  reminder.hidden = !due;
}

onEvent(element('backup-due-now', HTMLButtonElement), 'click', async () => {
  await browser.tabs.create({ url: browser.runtime.getURL('move/move.html') });
  raise('done');
});
onEvent(element('backup-due-later', HTMLButtonElement), 'click', async () => {
  await send('putOffBackup', {});
  reminder.hidden = true;
});
