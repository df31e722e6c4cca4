// What is asked for when the person switches on what needs it.
import { hasOffscreen } from './browser.js';

/** @typedef {chrome.runtime.ManifestOptionalPermission} Permission */

/** Writing the clipboard when no screen of ours is open. @type {Permission[]} */
export const WRITING = ['clipboardWrite', ...(hasOffscreen ? [/** @type {const} */ ('offscreen')] : [])];

/** Reading it, to clear no more than our own code. @type {Permission[]} */
export const CLEARING = ['clipboardRead', ...WRITING];

/** Saving backups among the downloads, and removing the old ones. @type {Permission[]} */
export const SAVING = ['downloads'];
