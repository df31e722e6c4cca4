// Moving in, moving out and backups: the page that hosts them.
import { browser } from '../lib/browser.js';
import { element } from '../lib/dom.js';
import { message, translate } from '../lib/i18n.js';
import { send } from '../lib/messages.js';
import { onPolicyChange, policy } from '../lib/policy.js';
import { local, session } from '../lib/storage.js';
import { offerAutoBackup, showAutoBackup } from './auto_backup.js';
import { offerBackup, showLastBackup } from './backup.js';
import { endExport, offerExport, showExport } from './export.js';
import { offerImport } from './import.js';
import { offerRestore, showRestore } from './restore.js';

/** Shows what can be done: with an open vault everything, without a vault a backup can become one. */
async function showState() {
  const [{ state }, { values }] = await Promise.all([send('status', {}), policy()]);
  const open = state === 'unlocked';
  element('locked', HTMLElement).hidden = open || state === 'new';
  element('locked-title', HTMLElement).textContent = message('unlockTitle');
  element('locked-text', HTMLElement).textContent = message('enrolLocked');
  for (const section of /** @type {NodeListOf<HTMLElement>} */ (document.querySelectorAll('.of-vault'))) {
    section.hidden = !open || (section.id !== 'import' && values.allowExport === false);
  }
  if (values.allowExport === false) {
    endExport();
  }
  element('restore', HTMLElement).hidden = state === 'locked';
  showRestore(state === 'new');
  if (open) {
    await Promise.all([showLastBackup(), showAutoBackup(), showExport()]);
  }
}

translate(document);
for (const template of document.querySelectorAll('template')) {
  translate(template.content);
}
offerImport();
offerExport();
offerBackup();
offerAutoBackup();
offerRestore();

// When the vault is locked, the page begins anew, so that nothing of the accounts stays in it.
session.onChanged(['ticket'], ({ ticket }) => {
  if (ticket?.is === false) {
    location.reload();
  } else {
    showState().catch(console.error);
  }
});
local.onChanged(['backup'], () => {
  showLastBackup().catch(console.error);
});
const backupsChanged = () => {
  showAutoBackup().catch(console.error);
};
local.onChanged(['backup', 'backup.failed', 'settings'], backupsChanged);
browser.permissions.onAdded.addListener(backupsChanged);
browser.permissions.onRemoved.addListener(backupsChanged);
local.onChanged(['vault.kept'], () => {
  showExport().catch(console.error);
});
onPolicyChange(() => {
  showState().catch(console.error);
});

await showState();
if (location.hash === '#backup') {
  // It was hidden when the browser looked for it.
  element('backup', HTMLElement).scrollIntoView();
}
