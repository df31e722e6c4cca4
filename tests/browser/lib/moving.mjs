/**
 * What a person does on the page for moving in and out, the same in either browser.
 */
import { PATIENCE, within } from './wait.mjs';

/** @typedef {import('./person.mjs').Popup} Screen */

/**
 * Chooses a file, as the browser's own dialog would, which no test can reach.
 * @param {Screen} screen
 * @param {string} selector
 * @param {string} name
 * @param {Uint8Array | string} content
 */
export function choose(screen, selector, name, content) {
  return screen.evaluate((css, called, base64) => {
    const input = document.querySelector(css);
    if (!(input instanceof HTMLInputElement)) throw new TypeError(css);
    const data = new DataTransfer();
    data.items.add(new File([Uint8Array.fromBase64(base64)], called));
    input.files = data.files;
    input.dispatchEvent(new Event('change', { bubbles: true }));
  }, selector, name, Buffer.from(content).toString('base64'));
}

/** @param {Screen} screen @param {string} selector @param {RegExp} words */
export const says = (screen, selector, words) => within(PATIENCE, `${selector} to say ${words}`, async () => words.test((await screen.text(selector)) ?? ''));
