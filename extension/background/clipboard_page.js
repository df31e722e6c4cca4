// The offscreen document of Chromium, which has a clipboard where the worker has none. It is made for one message.
import { browser } from '../lib/browser.js';
import { CLEAR_CLIPBOARD } from '../lib/messages.js';

browser.runtime.onMessage.addListener((message, sender, reply) => {
  if (message?.type !== CLEAR_CLIPBOARD || sender.id !== browser.runtime.id || sender.tab) {
    return false;
  }
  reply(clear(message.copied));
  return false;
});

/**
 * An offscreen document never has the focus that `navigator.clipboard` asks for, so it goes the old way.
 * @param {string} copied
 */
function clear(copied) {
  const area = /** @type {HTMLTextAreaElement} */ (document.querySelector('textarea'));
  area.focus();
  document.execCommand('paste');
  if (area.value !== copied) {
    return false;
  }
  // Copying an empty selection would copy nothing; this puts nothing on the clipboard.
  document.addEventListener('copy', (event) => {
    event.clipboardData?.setData('text/plain', '');
    event.preventDefault();
  });
  return document.execCommand('copy');
}
