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
import { hideMove, offerMove, permitMove } from './move.js';
import { offerNewDataKey, offerPassphraseChange } from './passphrase.js';
import { showPolicy } from './policy.js';
import { offerSettings, showSettings } from './settings.js';
import { hideSheet } from './sheet.js';
import { showShortcuts } from './shortcuts.js';
import { showWays } from './ways.js';

translate(document);
for (const template of document.querySelectorAll('template')) {
  translate(template.content);
}
// At once: later, it would take the cursor from where the person has put it meanwhile.
element('autoLockMinutes', HTMLSelectElement).focus();
offerPassphraseChange();
offerNewDataKey();
offerMove();
offerMoreWays().catch(console.error);
await Promise.all([
  offerSettings(), showWays(), showClock(), showBin(), showHistory(), showShortcuts(), showPolicy(), permitMove(),
]);

const show = (/** @type {(() => Promise<void>)[]} */ ...sections) => {
  for (const section of sections) {
    section().catch(console.error);
  }
};

// Locked or unlocked meanwhile: what is in the vault is shown only while it is open.
browser.storage.session.onChanged.addListener(({ ticket }) => {
  if (ticket) {
    hideMove();
    show(showBin, showWays, showHistory, showLog);
  }
  if (ticket && ticket.newValue === undefined) {
    hideSheet();
  }
});

// Written, by this page or another one.
browser.storage.local.onChanged.addListener((changes) => {
  if (changes['vault.kept']) {
    show(showBin, showHistory, showLog);
  }
});

onPolicyChange(() => {
  Promise.all([showSettings(), showPolicy(), permitMove()]).catch(console.error);
});
