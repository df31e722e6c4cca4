// The offscreen document of Chromium, which has a clipboard where the worker has none. It is made for one message.
import { browser } from '../lib/browser.js';
import { CLEAR_CLIPBOARD, WRITE_CLIPBOARD } from '../lib/messages.js';

browser.runtime.onMessage.addListener((message, sender, reply) => {
  if (sender.id !== browser.runtime.id || sender.tab) {
    return false;
  }
  if (message?.type === CLEAR_CLIPBOARD) {
    reply(clear(message.copied));
  } else if (message?.type === WRITE_CLIPBOARD) {
    reply(put(message.code));
  }
  return false;
});

/**
 * An offscreen document never has the focus that `navigator.clipboard` asks for, so it goes the old way.
 * @param {string} copied
 */
function clear(copied) {
  const area = document.querySelector('textarea');
  if (area === null) {
    throw new TypeError('no text field to paste into');
  }
  area.focus();
  document.execCommand('paste');
  if (area.value !== copied) {
    return false;
  }
  return put('');
}

/**
 * Copying a selection could not put nothing on the clipboard; this can.
 * @param {string} text
 */
function put(text) {
  const set = (/** @type {ClipboardEvent} */ event) => {
    event.clipboardData?.setData('text/plain', text);
    event.preventDefault();
  };
  document.addEventListener('copy', set, { once: true });
  return document.execCommand('copy');
}
