// Copying a code that was filled, and clearing a copied code from the clipboard some time later, only if it still lies
// there. Both need permissions that are asked for when the person switches them on.
import { browser, hasOffscreen } from '../lib/browser.js';
import { CLEAR_CLIPBOARD, WRITE_CLIPBOARD } from '../lib/messages.js';
import { CLEARING } from '../lib/permissions.js';
import { readSettings } from '../lib/settings.js';
import { session } from '../lib/storage.js';

export const CLIPBOARD_ALARM = 'clear-clipboard';
const DOCUMENT = 'background/clipboard.html';

/** @type {ReturnType<typeof setTimeout> | undefined} */
let timer;

/** One at a time: there can be one document only. @type {Promise<unknown>} */
let queue = Promise.resolve();

/**
 * Remembers, in memory only, what is to be cleared: when the vault is locked, and before if the person wants that.
 * @param {string} code
 */
export async function clearLater(code) {
  const { clearClipboardSeconds } = await readSettings();
  await session.set({ copied: code });
  if (clearClipboardSeconds === 0) {
    return;
  }
  // Alarms below 30 s are late in Chromium; a timer is on time but may die with the worker. Whichever comes first.
  const when = Date.now() + clearClipboardSeconds * 1000;
  await browser.alarms.create(CLIPBOARD_ALARM, { when });
  // The one for a code that was copied before would clear this one too early.
  clearTimeout(timer);
  timer = setTimeout(() => {
    clearNow().catch(console.error);
  }, clearClipboardSeconds * 1000);
}

/** Clears the clipboard if it still holds the code that was copied last. */
export async function clearNow() {
  const { copied } = await session.get('copied');
  if (copied === undefined || !(await browser.permissions.contains({ permissions: CLEARING }))) {
    return;
  }
  if (hasOffscreen) {
    await offscreenDocument({ type: CLEAR_CLIPBOARD, copied });
  } else if ((await navigator.clipboard.readText()) === copied) {
    await navigator.clipboard.writeText('');
  }
  await session.remove('copied');
  await browser.alarms.clear(CLIPBOARD_ALARM);
}

/** @param {string} code */
export async function copyCode(code) {
  await (hasOffscreen ? offscreenDocument({ type: WRITE_CLIPBOARD, code }) : navigator.clipboard.writeText(code));
  await clearLater(code);
}

/** @param {object} message what the document is made for */
function offscreenDocument(message) {
  const run = queue.then(() => throughDocument(message));
  queue = run.catch(() => {});
  return run;
}

/** @param {object} message */
async function throughDocument(message) {
  // There once its permission is granted, and in Chromium only.
  const { offscreen } = browser;
  await offscreen.createDocument({
    url: DOCUMENT,
    reasons: [offscreen.Reason.CLIPBOARD],
    justification: 'Copies a code, and clears it from the clipboard later',
  });
  try {
    await browser.runtime.sendMessage(message);
  } finally {
    await offscreen.closeDocument();
  }
}
