// Clearing a copied code from the clipboard, some time after it was copied and only if it still lies there. It needs
// permissions that are asked for when the person switches it on.
import { browser, hasOffscreen } from '../lib/browser.js';
import { CLEAR_CLIPBOARD } from '../lib/messages.js';
import { readSettings } from '../lib/settings.js';

export const CLIPBOARD_ALARM = 'clear-clipboard';
const DOCUMENT = 'background/clipboard.html';

/** @type {ReturnType<typeof setTimeout> | undefined} */
let timer;

/**
 * Remembers, in memory only, what is to be cleared, and when.
 * @param {string} code
 */
export async function clearLater(code) {
  const { clearClipboardSeconds } = await readSettings();
  if (clearClipboardSeconds === 0) {
    return;
  }
  await browser.storage.session.set({ copied: code });
  // Alarms below 30 s are late in Chromium; a timer is on time but may die with the worker. Whichever comes first.
  const when = Date.now() + clearClipboardSeconds * 1000;
  await browser.alarms.create(CLIPBOARD_ALARM, { when });
  // The one for a code that was copied before would clear this one too early.
  clearTimeout(timer);
  timer = setTimeout(() => clearNow().catch(console.error), clearClipboardSeconds * 1000);
}

/** Clears the clipboard if it still holds the code that was copied last. */
export async function clearNow() {
  const { copied } = await browser.storage.session.get('copied');
  if (typeof copied !== 'string') {
    return;
  }
  await browser.storage.session.remove('copied');
  await browser.alarms.clear(CLIPBOARD_ALARM);
  if (!hasOffscreen) {
    if ((await navigator.clipboard.readText()) === copied) {
      await navigator.clipboard.writeText('');
    }
    return;
  }
  // There once its permission is granted, and in Chromium only.
  const { offscreen } = browser;
  await offscreen.createDocument({
    url: DOCUMENT,
    reasons: [offscreen.Reason.CLIPBOARD],
    justification: 'Clears a copied code from the clipboard',
  });
  try {
    await browser.runtime.sendMessage({ type: CLEAR_CLIPBOARD, copied });
  } finally {
    await offscreen.closeDocument();
  }
}
