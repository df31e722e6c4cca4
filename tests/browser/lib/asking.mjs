/**
 * Asking the extension to fill a page that must be left alone: every gesture there is, and the words that answer it.
 */
import assert from 'node:assert/strict';
import { fillByMenu } from './menu.mjs';
import { ofPuppeteer, press } from './person.mjs';
import { within } from './wait.mjs';

/**
 * @typedef {import('puppeteer-core').Page} Page
 * @typedef {import('./chromium.mjs').Chromium} Chromium
 * @typedef {import('./person.mjs').Popup} Popup
 *
 * @typedef {object} Asked
 * @property {Chromium} chromium
 * @property {Page} page the tab in front
 * @property {(page: Page) => Promise<string>} typed what stands in the field, or in the boxes
 */

export const BY_SMS = 'This page sent you its code by SMS.';
export const BY_MAIL = 'This page sent you its code by mail.';

// In X's names; the manifest has it in the browser's.
const FILL = 'alt+shift+l';

/**
 * Each press of "Fill code", of every account that is bound here, is answered by these words, and nothing is filled.
 * @param {Asked} asked
 * @param {string} words
 * @param {{ times?: number }} [options]
 */
export async function declinesByPopup({ chromium, page, typed }, words, { times = 1 } = {}) {
  const popup = await press(chromium, page);
  await popup.waitFor('#list li.here .fill');
  const accounts = await popup.evaluate(() => document.querySelectorAll('#list li.here').length);
  for (let press = 0; press < accounts * times; press += 1) {
    // So that the words are an answer to this very press.
    await popup.evaluate(() => document.querySelector('#notice-text')?.replaceChildren());
    await popup.click(`#list li.here:nth-of-type(${1 + (press % accounts)}) .fill`);
    await assertSaid(popup, words);
    assert.equal(await typed(page), '', 'nothing is filled');
  }
  await chromium.closePopup();
}

/**
 * The keyboard command opens the popup, which says these words, and nothing is filled.
 * @param {Asked} asked
 * @param {import('./xvfb.mjs').Xvfb} xvfb
 * @param {string} words
 */
export async function declinesByKey(asked, xvfb, words) {
  await xvfb.pressKeys(FILL);
  await assertOpened(asked, words);
}

/**
 * So does the item in the context menu of the field, although the person has pointed at it.
 * @param {Asked} asked
 * @param {import('./xvfb.mjs').Xvfb} xvfb
 * @param {string} selector
 * @param {string} words
 */
export async function declinesByMenu(asked, xvfb, selector, words) {
  await fillByMenu(xvfb, asked.page, selector);
  await assertOpened(asked, words);
}

/** @param {Asked} asked @param {string} words */
async function assertOpened({ chromium, page, typed }, words) {
  await assertSaid(ofPuppeteer(await chromium.popup()), words);
  assert.equal(await typed(page), '', 'nothing is filled');
  await chromium.closePopup();
}

/** @param {Popup} popup @param {string} words */
async function assertSaid(popup, words) {
  let said = '';
  await within(8000, 'the reason', async () => (said = (await popup.text('#notice-text')) ?? ''));
  assert.equal(said, words);
}
