// The two ways to fill without the popup: the keyboard command and the item in a field's context menu.
import { browser } from '../lib/browser.js';
import { fill } from './filling.js';
import { read, state, touch } from './session.js';
import { domainOf, urlIn, urlOf } from './sites.js';

export const FILL_COMMAND = 'fill-code';
export const FILL_MENU = 'fill-code';

/** @typedef {import('../lib/messages.js').Refusal} Refusal */

/**
 * Why the last gesture that opened the popup filled nothing, of which account, in which tab, and what that showed.
 * @type {{ refusal: Refusal & { id: string }, tab: number, url: string | undefined } | null}
 */
let refused = null;

/**
 * The popup tells it, once, over the tab that it was refused in and as long as that shows the same page.
 * @param {number | undefined} tab in front of which the popup is
 */
export async function takeRefusal(tab) {
  const taken = refused;
  if (taken === null || taken.tab !== tab) {
    return null;
  }
  refused = null;
  return taken.url === (await urlIn(tab)) ? taken.refusal : null;
}

export async function makeMenu() {
  await browser.contextMenus.removeAll();
  browser.contextMenus.create({
    id: FILL_MENU,
    title: browser.i18n.getMessage('menuFill'),
    contexts: ['editable'],
  });
}

/**
 * Fills when exactly one account is bound to the site in front; in every other case the popup opens, to unlock, to
 * choose, or to say why not.
 * @param {chrome.tabs.Tab} tab
 * @param {'page' | 'field'} gesture
 */
export async function fillByGesture(tab, gesture) {
  await touch();
  const id = await onlyAccount(tab);
  const filled = id !== null && tab.id !== undefined ? await fill(tab.id, id, gesture) : null;
  if (filled?.filled === true) {
    return;
  }
  const { id: tabId } = tab;
  refused = filled === null || id === null || tabId === undefined ? null : { refusal: { ...filled, id }, tab: tabId, url: urlOf(tab) };
  await browser.action.openPopup({ windowId: tab.windowId }).catch((error) => {
    refused = null; // a popup that is opened later is about something else
    console.error(error);
  });
}

/** @param {chrome.tabs.Tab} tab */
async function onlyAccount(tab) {
  if ((await state()) !== 'unlocked') {
    return null;
  }
  const { accounts } = await read((vault) => vault.list(urlOf(tab), domainOf, Date.now()));
  const here = accounts.filter((account) => account.here);
  return here.length === 1 ? here[0].id : null;
}
