// storage.local is open to every document that a function was ever injected into, unless it is closed: whoever broke out of
// such a page's sandbox could read the envelopes, switch the auto-lock off and empty the lists. Firefox can't close it.
import { closeLocalToPages } from '../lib/storage.js';

closeLocalToPages().catch(console.error);
