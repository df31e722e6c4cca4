// The options page.
import { browser } from '../lib/browser.js';
import { element } from '../lib/dom.js';
import { translate } from '../lib/i18n.js';
import { onPolicyChange } from '../lib/policy.js';
import { showBin } from './bin.js';
import { showClock } from './clock.js';
import { hideMove, offerMove, permitMove } from './move.js';
import { offerPassphraseChange } from './passphrase.js';
import { showPolicy } from './policy.js';
import { offerSettings, showSettings } from './settings.js';
import { showShortcuts } from './shortcuts.js';

translate(document);
for (const template of document.querySelectorAll('template')) {
  translate(template.content);
}
offerPassphraseChange();
offerMove();
await Promise.all([offerSettings(), showClock(), showBin(), showShortcuts(), showPolicy(), permitMove()]);

// Locked or unlocked meanwhile: the bin and QR codes are shown only while the vault is open.
browser.storage.session.onChanged.addListener((changes) => {
  if (changes.ticket) {
    hideMove();
    showBin().catch(console.error);
  }
});

onPolicyChange(() => {
  Promise.all([showSettings(), showPolicy(), permitMove()]).catch(console.error);
});

element('autoLockMinutes', HTMLSelectElement).focus();
