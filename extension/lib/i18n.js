// Every word on a screen comes from _locales.
import { browser } from './browser.js';

/**
 * @param {string} key
 * @param {...(string | number)} substitutions
 */
export function message(key, ...substitutions) {
  return browser.i18n.getMessage(key, substitutions.map(String)) || key;
}

/**
 * An error, or the reason of a refusal, in words.
 * @param {string} code a stable name
 */
export function explain(code) {
  return browser.i18n.getMessage(`error_${code.replaceAll('-', '_')}`) || message('error_unexpected', code);
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
