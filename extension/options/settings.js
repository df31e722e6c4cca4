// When to lock, when to clear the clipboard, and how to fill.
import { browser, hasOffscreen } from '../lib/browser.js';
import { element } from '../lib/dom.js';
import { errorCode } from '../lib/errors.js';
import { explain, inWords, message } from '../lib/i18n.js';
import { send } from '../lib/messages.js';
import { CHOICES } from '../lib/settings.js';

const status = element('settings-status', HTMLElement);
const autoLock = element('autoLockMinutes', HTMLSelectElement);
const clearClipboard = element('clearClipboardSeconds', HTMLSelectElement);
const minSeconds = element('minSeconds', HTMLSelectElement);
const copyAfterFill = element('copyAfterFill', HTMLInputElement);

export async function offerSettings() {
  const settings = await send('settings', {});
  fillIn(autoLock, CHOICES.autoLockMinutes, settings.autoLockMinutes, (minutes) => {
    if (minutes === 0) {
      return message('neverUntilExit');
    }
    return minutes < 60 ? inWords(minutes, 'minute') : inWords(minutes / 60, 'hour');
  });
  fillIn(clearClipboard, CHOICES.clearClipboardSeconds, settings.clearClipboardSeconds, (seconds) =>
    seconds === 0 ? message('never') : inWords(seconds, 'second'),
  );
  fillIn(minSeconds, CHOICES.minSeconds, settings.minSeconds, (seconds) =>
    seconds === 0 ? message('never') : inWords(seconds, 'second'),
  );
  copyAfterFill.checked = settings.copyAfterFill;
  minSeconds.addEventListener('change', () => save({ minSeconds: Number(minSeconds.value) }));
  copyAfterFill.addEventListener('change', chooseCopying);
  autoLock.addEventListener('change', () => save({ autoLockMinutes: Number(autoLock.value) }));
  clearClipboard.addEventListener('change', chooseClearing);
}

/**
 * @param {HTMLSelectElement} select
 * @param {number[]} choices
 * @param {number} chosen
 * @param {(choice: number) => string} words
 */
function fillIn(select, choices, chosen, words) {
  select.replaceChildren(...choices.map((choice) => new Option(words(choice), String(choice), false, choice === chosen)));
}

/** @typedef {chrome.runtime.ManifestOptionalPermission} Permission */

/** What the worker needs to reach the clipboard. @type {Permission[]} */
const WRITING = ['clipboardWrite', ...(hasOffscreen ? [/** @type {const} */ ('offscreen')] : [])];

/** Reading the clipboard, to clear no more than our own code, needs the person's permission: asked for now. */
async function chooseClearing() {
  const seconds = Number(clearClipboard.value);
  const granted = seconds === 0 || (await browser.permissions.request({ permissions: ['clipboardRead', ...WRITING] }));
  if (granted) {
    await save({ clearClipboardSeconds: seconds });
  } else {
    clearClipboard.value = '0';
    status.textContent = message('permissionRefused');
    await send('setSettings', { clearClipboardSeconds: 0 });
  }
}

/** So does writing it when no screen of ours is open. */
async function chooseCopying() {
  const wanted = copyAfterFill.checked;
  const granted = !wanted || (await browser.permissions.request({ permissions: WRITING }));
  copyAfterFill.checked = wanted && granted;
  await save({ copyAfterFill: copyAfterFill.checked });
  if (!granted) {
    status.textContent = message('permissionRefused');
  }
}

/** @param {Partial<import('../lib/settings.js').Settings>} changes */
async function save(changes) {
  try {
    await send('setSettings', changes);
    status.textContent = message('saved');
  } catch (error) {
    status.textContent = explain(errorCode(error));
  }
}
