// The options page: the host of its sections.
import { element } from '../lib/dom.js';
import { translate } from '../lib/i18n.js';
import { onPolicyChange } from '../lib/policy.js';
import { local, session } from '../lib/storage.js';
import { showBackups } from './backups.js';
import { showBin } from './bin.js';
import { showClock } from './clock.js';
import { showHistory } from './history.js';
import { showLog } from './log.js';
import { offerMoreWays } from './more_ways.js';
import { offerUnlocking, showLocked } from './locked.js';
import { offerNewDataKey, offerPassphraseChange, showPassphrasePolicy } from './passphrase.js';
import { showPolicy } from './policy.js';
import { offerSettings, showSettings } from './settings.js';
import { showShortcuts } from './shortcuts.js';
import { showWays } from './ways.js';

translate(document);
for (const template of document.querySelectorAll('template')) {
  translate(template.content);
}
session.onChanged(['ticket'], ({ ticket }) => {
  if (ticket?.is === false) {
    // The vault was locked. A new document holds nothing of what this one showed.
    location.reload();
  } else if (ticket?.was === false) {
    show(showLocked, showBin, showWays, showHistory, showLog);
  }
});

// The vault was written, by this page or by another one.
local.onChanged(['vault.kept', 'vault.unreadable'], () => show(showBin, showWays, showHistory, showLog));

local.onChanged(['backup', 'backup.failed', 'settings'], () => show(showBackups));

onPolicyChange(() => show(showSettings, showBackups, showPolicy, showWays, showPassphrasePolicy));

// Before anything is awaited: later, it would take the focus from where the person has put it.
element('autoLockMinutes', HTMLSelectElement).focus();
offerUnlocking();
offerPassphraseChange();
offerNewDataKey();
offerMoreWays();
show(showLocked, offerSettings, showBackups, showWays, showClock, showBin, showHistory, showShortcuts, showPolicy, showPassphrasePolicy);

/** Shows sections. One that fails leaves the others alone. @param {(() => Promise<void>)[]} sections */
function show(...sections) {
  for (const section of sections) {
    section().catch(console.error);
  }
}
