/**
 * Asking the extension to fill a page that must be left alone: every gesture there is, and the words that answer it.
 */
import assert from 'node:assert/strict';
import { fillByMenu } from './menu.mjs';
import { ofPuppeteer, press } from './person.mjs';
import { PATIENCE, within } from './wait.mjs';

/**
 * @typedef {import('puppeteer-core').Page} Page
 * @typedef {import('./chromium.mjs').Chromium} Chromium
 * @typedef {import('./person.mjs').Popup} Popup
 *
 * @typedef {object} Asked
 * @property {Chromium} chromium
 * @property {Page} page the tab in front
 */

export const BY_SMS = 'This page sent you its code by SMS.';
export const BY_MAIL = 'This page sent you its code by mail.';
export const NO_FIELD = 'No field on this page asks for a code.';

// In X's names; the manifest has it in the browser's.
const FILL = 'alt+shift+l';

/**
 * What stands in every field of the page, those of other things too.
 * @param {Page} page
 */
export function valuesOf(page) {
  return page.$$eval('input', (fields) => fields.map((field) => field.value));
}

/**
 * Each press of "Fill code", of every account that is bound here, is answered by these words, and nothing is filled.
 * @param {Asked} asked
 * @param {string} words
 * @param {{ times?: number }} [options]
 */
export async function declinesByPopup({ chromium, page }, words, { times = 1 } = {}) {
  const before = await valuesOf(page);
  const popup = await press(chromium, page);
  await popup.waitFor('#list li.here .fill');
  const accounts = await popup.evaluate(() => document.querySelectorAll('#list li.here').length);
  for (let time = 0; time < accounts * times; time += 1) {
    // So that the words are an answer to this very press.
    await popup.evaluate(() => document.querySelector('#notice-text')?.replaceChildren());
    await popup.click(`#list li.here:nth-of-type(${1 + (time % accounts)}) .fill`);
    await assertDeclined(page, before, popup, words);
  }
  await chromium.closePopup();
}

/**
 * The keyboard command opens the popup, which says these words, and nothing is filled.
 * @param {Asked} asked
 * @param {import('./xvfb.mjs').Xvfb} xvfb
 * @param {string} words
 */
export async function declinesByKey({ chromium, page }, xvfb, words) {
  const before = await valuesOf(page);
  await xvfb.pressKeys(FILL);
  await assertDeclined(page, before, ofPuppeteer(await chromium.popup()), words);
  await chromium.closePopup();
}

/**
 * So does the item in the context menu of the field, although the person has pointed at it.
 * @param {Asked} asked
 * @param {import('./xvfb.mjs').Xvfb} xvfb
 * @param {string} selector
 * @param {string} words
 */
export async function declinesByMenu({ chromium, page }, xvfb, selector, words) {
  const before = await valuesOf(page);
  await fillByMenu(xvfb, page, selector);
  await assertDeclined(page, before, ofPuppeteer(await chromium.popup()), words);
  await chromium.closePopup();
}

/**
 * @param {Page} page
 * @param {string[]} before what stood in its fields
 * @param {Popup} popup
 * @param {string} words
 */
async function assertDeclined(page, before, popup, words) {
  let said = '';
  await within(PATIENCE, 'the reason', async () => (said = (await popup.text('#notice-text')) ?? ''));
  assert.deepEqual(await valuesOf(page), before, 'nothing is filled');
  assert.equal(said, words);
}
