// Every word on a screen comes from _locales.
import { browser } from './browser.js';
import { isolated } from './names.js';

/**
 * @param {string} key
 * @param {...(string | number)} substitutions of which a text may be, or hold, a name that others have chosen
 */
export function message(key, ...substitutions) {
  return browser.i18n.getMessage(key, substitutions.map(inSentence)) || key;
}

/** @param {string | number} substitution */
const inSentence = (substitution) => (typeof substitution === 'number' ? String(substitution) : isolated(substitution));

/**
 * What went wrong, or why nothing was filled, in words.
 * @param {{ code: import('./errors.js').Code | import('../core/types.js').LookAlikeReason, args?: Record<string, string | number> }} problem
 *   `args` in the order of the places in the words
 */
export function explain({ code, args = {} }) {
  const said = Object.values(args).map(inSentence);
  return browser.i18n.getMessage(`error_${code.replaceAll('-', '_')}`, said) || message('error_unexpected', code);
}

/**
 * In the largest unit that leaves a whole number above one.
 * @param {number} seconds
 */
export function durationInWords(seconds) {
  const unit = seconds < 120 ? 'second' : seconds < 7200 ? 'minute' : seconds < 172_800 ? 'hour' : 'day';
  const amount = Math.round(seconds / { second: 1, minute: 60, hour: 3600, day: 86_400 }[unit]);
  return inWords(amount, unit);
}

/**
 * @param {number} amount
 * @param {'second' | 'minute' | 'hour' | 'day'} unit
 */
export function inWords(amount, unit) {
  const format = { style: /** @type {const} */ ('unit'), unit, unitDisplay: /** @type {const} */ ('long') };
  return new Intl.NumberFormat(browser.i18n.getUILanguage(), format).format(amount);
}

/** @param {string[]} words */
export function listInWords(words) {
  return new Intl.ListFormat(browser.i18n.getUILanguage()).format(words);
}

/**
 * A time to the minute.
 * @param {number} time milliseconds
 */
export function moment(time) {
  return new Intl.DateTimeFormat(browser.i18n.getUILanguage(), { dateStyle: 'medium', timeStyle: 'short' }).format(time);
}

/**
 * The day of a time.
 * @param {number} time milliseconds
 */
export function dayOf(time) {
  return new Intl.DateTimeFormat(browser.i18n.getUILanguage(), { dateStyle: 'medium' }).format(time);
}

/**
 * Puts the words into a screen: `data-i18n` is the text of an element, `data-i18n-<attribute>` an attribute's value.
 * @param {ParentNode} root
 */
export function translate(root) {
  document.documentElement.lang = browser.i18n.getUILanguage();
  for (const element of root.querySelectorAll('*')) {
    for (const { name, value } of [...element.attributes]) {
      if (name === 'data-i18n') {
        element.textContent = message(value);
      } else if (name.startsWith('data-i18n-')) {
        element.setAttribute(name.slice('data-i18n-'.length), message(value));
      }
    }
  }
}
