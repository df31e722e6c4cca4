/**
 * What a person does with the popup, the same in either browser.
 */
import { pressing, standing } from './ready.mjs';
import { PATIENCE, within } from './wait.mjs';

/**
 * @typedef {import('puppeteer-core').Page} Page
 * @typedef {import('./chromium.mjs').Chromium} Chromium
 * @typedef {import('./firefox.mjs').Firefox} Firefox
 *
 * @typedef {object} Popup what both browsers' popups can do
 * @property {(selector: string) => Promise<string | null>} text
 * @property {(what: string | (() => unknown), ms?: number) => Promise<void>} waitFor
 * @property {(selector: string) => Promise<void>} click
 * @property {(selector: string, text: string) => Promise<void>} type
 * @property {() => Promise<Uint8Array>} screenshot
 * @property {<A extends unknown[], R>(fn: (...args: A) => R, ...args: A) => Promise<Awaited<R>>} evaluate
 */

export const PASSPHRASE = 'seven wooden boats at dawn';

/**
 * The popup of the button over this page.
 * @param {Chromium | Firefox} browser
 * @param {Page} page
 * @returns {Promise<Popup>}
 */
export async function press(browser, page) {
  const popup = await browser.openPopup(page);
  return 'mainFrame' in popup ? ofPuppeteer(popup) : /** @type {Popup} */ (/** @type {unknown} */ (popup));
}

/**
 * What is pressed may close the popup, or open a prompt that closes it, before the browser has answered any of what was sent at
 * once: that the pointer moved, that the button is down, that it is up. One that has closed before that is still an error.
 * @param {unknown} error
 */
function goneByIt(error) {
  if (!(error instanceof Error && error.name === 'TargetCloseError')) throw error;
}

/**
 * A page of Chromium as a popup.
 * @param {Page} page
 * @returns {Popup}
 */
export function ofPuppeteer(page) {
  /** @type {Popup['evaluate']} */
  const evaluate = (fn, ...args) => /** @type {any} */ (page.evaluate(/** @type {any} */ (fn), ...args));
  return {
    text: (selector) => page.evaluate((css) => document.querySelector(css)?.textContent ?? null, selector),
    // Puppeteer's own waiting asks at each frame, and so has the page painted all the while.
    waitFor: async (what, ms = PATIENCE) => {
      const visible = (/** @type {string} */ css) => document.querySelector(css)?.checkVisibility({ visibilityProperty: true }) ?? false;
      await within(ms, String(what), () => (typeof what === 'string' ? evaluate(visible, what) : evaluate(what)));
    },
    click: (selector) => {
      const { mouse } = page;
      const ready = () => standing(evaluate, selector, (at) => mouse.move(at.x, at.y));
      // At once, as in puppeteer's own click: nothing may move between.
      return pressing(evaluate, selector, ready, ({ x, y }) =>
        Promise.all([mouse.move(x, y), mouse.down(), mouse.up()].map((done) => done.catch(goneByIt))));
    },
    // Letters for a field that is not shown yet, or is off while a form is sent, would go elsewhere.
    type: async (selector, text) => {
      await standing(evaluate, selector);
      await page.type(selector, text);
    },
    screenshot: () => page.screenshot(),
    evaluate,
  };
}

/**
 * First use: sets the passphrase and waits for the list.
 * @param {Popup} popup
 */
export async function setPassphrase(popup, passphrase = PASSPHRASE) {
  await popup.waitFor('#passphrase-repeat');
  await popup.type('#passphrase', passphrase);
  await popup.type('#passphrase-repeat', passphrase);
  await popup.click('#gate-submit');
  await popup.waitFor('#search');
}

/**
 * Types a passphrase at the locked gate; what comes of it is for the caller to wait for.
 * @param {Popup} popup
 */
export async function tryPassphrase(popup, passphrase = PASSPHRASE) {
  await popup.waitFor('#passphrase');
  await popup.type('#passphrase', passphrase);
  await popup.click('#gate-submit');
}

/**
 * What the bar says of the page; nothing while it can't be said. A machine that does much else may not paint a page within the
 * popup's three seconds. Then the popup says to try again, and a person does.
 * @param {Popup} popup
 */
export async function scanText(popup) {
  const words = (await popup.text('#scan-text')) ?? '';
  if (words.startsWith('This page was not painted')) {
    await pressInMenu(popup, '#add', '#scan-again');
    return '';
  }
  return words;
}

/**
 * "Add from this page": waits until the page has been looked at, and presses the button.
 * @param {Popup} popup
 * @param {string} title what the bar must offer
 */
export async function addFromPage(popup, title) {
  await within(PATIENCE, `the bar to offer ${title}`, async () => (await scanText(popup)).includes(title));
  await popup.click('#scan-action');
  await within(PATIENCE, 'the account to be there', async () => /^Added/.test((await popup.text('#notice-text')) ?? ''));
}

/**
 * After "Add", at the field that confirms it: Chromium fills it by itself, in Firefox one presses the button again.
 * @param {Chromium | Firefox} browser
 * @param {Page} page
 * @param {() => Promise<string>} typed what stands in the field
 */
export async function awaitConfirmation(browser, page, typed) {
  if ('killBackground' in browser && (await typed()) === '') {
    // The popup may be gone before anybody has looked at it.
    await press(browser, page).catch(() => {});
  }
  await within(PATIENCE, 'the first code to be filled', async () => (await typed()) !== '');
}

/**
 * Opens a menu of the popup, and presses an item of it.
 * @param {Popup} popup
 * @param {string} opener
 * @param {string} item
 */
export async function pressInMenu(popup, opener, item) {
  await popup.click(opener);
  await popup.click(item);
}

/**
 * Opens the form of an account by the menu of its row.
 * @param {Popup} popup
 * @param {string} more the button that opens the menu
 */
export async function openEditor(popup, more) {
  await pressInMenu(popup, more, '#row-menu [data-part="edit"]');
}

/**
 * "Add by hand".
 * @param {Popup} popup
 * @param {{ secret: string, issuer: string, name: string, digits?: number, period?: number }} account
 * @param {{ bindHere?: boolean }} [options]
 */
export async function addByHand(popup, { secret, issuer, name, digits, period }, { bindHere = false } = {}) {
  await pressInMenu(popup, '#add', '#add-by-hand');
  await popup.type('#secret', secret);
  await popup.type('#issuer', issuer);
  await popup.type('#account-name', name);
  const particulars = Object.entries({ digits, period }).filter(([, value]) => value !== undefined);
  if (particulars.length > 0) {
    await popup.click('#particulars summary');
  }
  for (const [field, value] of particulars) {
    await popup.evaluate((id) => /** @type {HTMLInputElement | null} */ (document.getElementById(id))?.select(), field);
    await popup.type(`#${field}`, String(value));
  }
  if (bindHere) {
    await popup.click('#bind-here');
  }
  await popup.click('#editor-form .primary');
  await popup.waitFor('#search');
}

/**
 * The codes that the list shows, without the spaces between their groups.
 * @param {Popup} popup
 */
export function shownCodes(popup) {
  return popup.evaluate(() => [...document.querySelectorAll('#list .code')].map((code) => code.textContent?.replace(/\s/g, '')));
}

/**
 * Presses "Fill code" of the first account, which closes the popup when the page has taken the code.
 * @param {Chromium | Firefox} browser
 * @param {Popup} popup
 */
export async function fillFirst(browser, popup) {
  await popup.click('#list .fill');
  await within(PATIENCE, 'the popup to close after filling', async () => !(await browser.popupIsOpen())).catch(async (error) => {
    throw new Error(`${error.message}: ${await popup.text('#notice-text')}`);
  });
}

/**
 * Empties a field.
 * @param {Popup} popup
 * @param {string} css
 */
export function empty(popup, css) {
  return popup.evaluate((selector) => {
    const field = document.querySelector(selector);
    if (!(field instanceof HTMLInputElement)) throw new TypeError(`no field ${selector}`);
    field.value = '';
  }, css);
}
