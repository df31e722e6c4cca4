// The options page.
import { browser } from '../lib/browser.js';
import { element } from '../lib/dom.js';
import { translate } from '../lib/i18n.js';
import { onPolicyChange } from '../lib/policy.js';
import { showBin } from './bin.js';
import { showClock } from './clock.js';
import { showHistory } from './history.js';
import { showLog } from './log.js';
import { offerMoreWays } from './more_ways.js';
import { offerUnlocking, showLocked } from './locked.js';
import { offerMove, permitMove } from './move.js';
import { offerNewDataKey, offerPassphraseChange, showPassphrasePolicy } from './passphrase.js';
import { showPolicy } from './policy.js';
import { offerSettings, showSettings } from './settings.js';
import { showShortcuts } from './shortcuts.js';
import { showWays } from './ways.js';

translate(document);
for (const template of document.querySelectorAll('template')) {
  translate(template.content);
}
browser.storage.session.onChanged.addListener(({ ticket }) => {
  if (ticket && ticket.newValue === undefined) {
    // Locked: with the document goes all that stood in it.
    location.reload();
  } else if (ticket && ticket.oldValue === undefined) {
    show(showLocked, showBin, showWays, showHistory, showLog);
  }
});

// Written, by this page or another one.
browser.storage.local.onChanged.addListener((changes) => {
  if (changes['vault.kept'] || changes['vault.unreadable']) {
    show(showBin, showWays, showHistory, showLog);
  }
});

onPolicyChange(() => show(showSettings, showPolicy, showWays, showPassphrasePolicy, permitMove));

// At once: later, it would take the cursor from where the person has put it meanwhile.
element('autoLockMinutes', HTMLSelectElement).focus();
offerUnlocking();
offerPassphraseChange();
offerNewDataKey();
offerMove();
offerMoreWays();
show(showLocked, offerSettings, showWays, showClock, showBin, showHistory, showShortcuts, showPolicy, showPassphrasePolicy, permitMove);

/** @param {(() => Promise<void>)[]} sections one that fails leaves the others alone */
function show(...sections) {
  for (const section of sections) {
    section().catch(console.error);
  }
}
