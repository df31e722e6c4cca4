// When to lock, and when to clear the clipboard.
import { browser, hasOffscreen } from '../lib/browser.js';
import { element } from '../lib/dom.js';
import { errorCode } from '../lib/errors.js';
import { explain, message } from '../lib/i18n.js';
import { send } from '../lib/messages.js';
import { CHOICES } from '../lib/settings.js';

const status = element('settings-status', HTMLElement);
const autoLock = element('autoLockMinutes', HTMLSelectElement);
const clearClipboard = element('clearClipboardSeconds', HTMLSelectElement);

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

/**
 * @param {number} amount
 * @param {'second' | 'minute' | 'hour'} unit
 */
function inWords(amount, unit) {
  const format = { style: /** @type {const} */ ('unit'), unit, unitDisplay: /** @type {const} */ ('long') };
  return new Intl.NumberFormat(browser.i18n.getUILanguage(), format).format(amount);
}

/** Reading the clipboard, to clear no more than our own code, needs the person's permission: asked for now. */
async function chooseClearing() {
  const seconds = Number(clearClipboard.value);
  /** @type {chrome.runtime.ManifestOptionalPermission[]} */
  const permissions = ['clipboardRead', 'clipboardWrite', ...(hasOffscreen ? [/** @type {const} */ ('offscreen')] : [])];
  const granted = seconds === 0 || (await browser.permissions.request({ permissions }));
  if (granted) {
    await save({ clearClipboardSeconds: seconds });
  } else {
    clearClipboard.value = '0';
    status.textContent = message('permissionRefused');
    await send('setSettings', { clearClipboardSeconds: 0 });
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
