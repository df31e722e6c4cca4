// storage.local is open to every document that a function was ever injected into, unless it is closed: whoever broke out of
// such a page's sandbox could read the envelopes, switch the auto-lock off and empty the lists. Firefox can't close it.
import { browser } from '../lib/browser.js';

browser.storage.local.setAccessLevel?.({ accessLevel: 'TRUSTED_CONTEXTS' }).catch(console.error);
