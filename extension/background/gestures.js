// The two ways to fill without the popup: the keyboard command and the item in a field's context menu.
import { browser } from '../lib/browser.js';
import { now } from './clock.js';
import { fill } from './filling.js';
import { read, state, touch } from './session.js';
import { domainOf, urlOf } from './sites.js';

export const FILL_COMMAND = 'fill-code';
export const FILL_MENU = 'fill-code';

/** @typedef {import('../lib/messages.js').Refusal} Refusal */

/** Why the gesture that opened the popup filled nothing, and of which account. @type {Refusal & { id: string } | null} */
let refusal = null;

/** The popup tells it, once. */
export function takeRefusal() {
  const taken = refusal;
  refusal = null;
  return taken;
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
  refusal = filled === null || id === null ? null : { ...filled, id };
  await browser.action.openPopup({ windowId: tab.windowId }).catch((error) => {
    takeRefusal(); // a popup that is opened later is about something else
    console.error(error);
  });
}

/** @param {chrome.tabs.Tab} tab */
async function onlyAccount(tab) {
  if ((await state()) !== 'unlocked') {
    return null;
  }
  const time = await now();
  const { accounts } = await read((vault) => vault.list(urlOf(tab), domainOf, time));
  const here = accounts.filter((account) => account.here);
  return here.length === 1 ? here[0].id : null;
}
