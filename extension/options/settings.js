// The settings: when the vault locks, when the clipboard is cleared, and how codes are filled.
import { browser } from '../lib/browser.js';
import { element, onEvent } from '../lib/dom.js';
import { errorCode } from '../lib/errors.js';
import { explain, inWords, message } from '../lib/i18n.js';
import { send } from '../lib/messages.js';
import { CLEARING, WRITING } from '../lib/permissions.js';
import { policy } from '../lib/policy.js';
import { CHOICES, HEARS_OF_SCREEN_LOCK } from '../lib/settings.js';
import { tellDecided } from './decided.js';

const status = element('settings-status', HTMLElement);
const autoLock = element('autoLockMinutes', HTMLSelectElement);
const idle = element('idleMinutes', HTMLSelectElement);
const clearClipboard = element('clearClipboardSeconds', HTMLSelectElement);
const minSeconds = element('minSeconds', HTMLSelectElement);
const copyAfterFill = element('copyAfterFill', HTMLInputElement);
const allowClearing = element('clearClipboardAllow', HTMLButtonElement);

export async function offerSettings() {
  element('autoLockNote', HTMLElement).textContent = message(HEARS_OF_SCREEN_LOCK ? 'autoLockNote' : 'autoLockNoteIdle');
  // At once: a choice that is made before the settings have come counts.
  onEvent(allowClearing, 'click', async () => {
    await browser.permissions.request({ permissions: CLEARING });
    await showSettings();
  });
  onEvent(minSeconds, 'change', () => save({ minSeconds: Number(minSeconds.value) }));
  onEvent(copyAfterFill, 'change', chooseCopying);
  onEvent(idle, 'change', () => save({ idleMinutes: Number(idle.value) }));
  onEvent(autoLock, 'change', () => save({ autoLockMinutes: Number(autoLock.value) }));
  onEvent(clearClipboard, 'change', chooseClearing);
  await showSettings();
}

/** Shows the settings in force, and which of them the person may change. */
export async function showSettings() {
  const [settings, { values }] = await Promise.all([send('settings', {}), policy()]);
  const { maximumAutoLockMinutes: most = Infinity, lockOnIdle, clearClipboardSeconds: decided } = values;
  const minutesInWords = (/** @type {number} */ minutes) => (minutes % 60 === 0 ? inWords(minutes / 60, 'hour') : inWords(minutes, 'minute'));
  const secondsInWords = (/** @type {number} */ seconds) => (seconds === 0 ? message('never') : inWords(seconds, 'second'));
  const shortEnough = CHOICES.autoLockMinutes.filter((minutes) => (minutes || Infinity) <= most);
  // The longest time that policy allows is added to the choices.
  const minutes = most === Infinity || shortEnough.includes(most) ? shortEnough : [...shortEnough, most];
  fillIn(autoLock, minutes, settings.autoLockMinutes, (choice) => (choice === 0 ? message('neverUntilExit') : minutesInWords(choice)));
  tellDecided(autoLock, most !== Infinity, {
    off: minutes.length === 1,
    words: minutes.length === 1 ? undefined : message('atMost', minutesInWords(most)),
  });
  const idleFor = lockOnIdle === true ? CHOICES.idleMinutes.filter((choice) => choice > 0) : CHOICES.idleMinutes;
  fillIn(idle, idleFor, settings.idleMinutes, (choice) => (choice === 0 ? message('never') : minutesInWords(choice)));
  tellDecided(idle, lockOnIdle !== undefined, { off: lockOnIdle === false });
  const seconds = decided === undefined ? CHOICES.clearClipboardSeconds : [decided];
  fillIn(clearClipboard, seconds, settings.clearClipboardSeconds, secondsInWords);
  tellDecided(clearClipboard, decided !== undefined);
  // Policy may decide to clear the clipboard, but only the person can grant the permission that it takes.
  allowClearing.hidden = !decided || (await browser.permissions.contains({ permissions: CLEARING }));
  fillIn(minSeconds, CHOICES.minSeconds, settings.minSeconds, secondsInWords);
  copyAfterFill.checked = settings.copyAfterFill;
}

/**
 * Fills a list of choices.
 * @param {HTMLSelectElement} select
 * @param {number[]} choices
 * @param {number} chosen
 * @param {(choice: number) => string} words
 */
function fillIn(select, choices, chosen, words) {
  select.replaceChildren(...choices.map((choice) => new Option(words(choice), String(choice), false, choice === chosen)));
}

/** Saves when the clipboard is cleared, and asks for the permission that this takes. */
async function chooseClearing() {
  const seconds = Number(clearClipboard.value);
  const granted = seconds === 0 || (await browser.permissions.request({ permissions: CLEARING }));
  if (granted) {
    await save({ clearClipboardSeconds: seconds });
  } else {
    clearClipboard.value = '0';
    status.textContent = message('permissionRefused');
    await send('setSettings', { clearClipboardSeconds: 0 });
  }
}

/** Saves whether a filled code is copied as well, and asks for the permission to write to the clipboard without a screen. */
async function chooseCopying() {
  const wanted = copyAfterFill.checked;
  const granted = !wanted || (await browser.permissions.request({ permissions: WRITING }));
  copyAfterFill.checked = wanted && granted;
  await save({ copyAfterFill: copyAfterFill.checked });
  if (!granted) {
    status.textContent = message('permissionRefused');
  }
}

/** Saves settings, and says so. @param {Partial<import('../lib/settings.js').Settings>} changes */
async function save(changes) {
  try {
    await send('setSettings', changes);
    status.textContent = message('saved');
  } catch (error) {
    status.textContent = explain(errorCode(error));
  }
}
