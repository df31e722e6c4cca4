// The two ways to fill without the popup: the keyboard command and the item in a field's context menu.
import { browser } from '../lib/browser.js';
import { now } from './clock.js';
import { fill } from './filling.js';
import { fromNow } from './press.js';
import { read, state, touch } from './session.js';
import { domainOf, originOf, urlOf } from './sites.js';

export const FILL_COMMAND = 'fill-code';
export const FILL_MENU = 'fill-code';

/** How long a refusal is news, in milliseconds. */
const NEWS = 2 * 60_000;

/** @typedef {import('../lib/messages.js').Refusal & { id: string }} Refused and of which account */

/** What the popup that was opened for it has to say, and over which page. @type {Refused & { tab?: number, origin?: string, told: number } | null} */
let refusal = null;

/** The popup tells it, once, and over no other tab. @param {number | undefined} tab */
export function takeRefusal(tab) {
  if (refusal === null || (refusal.tab !== tab && Date.now() < refusal.told)) {
    return null;
  }
  const { tab: of, told, ...taken } = refusal;
  refusal = null;
  return of === tab && Date.now() < told ? taken : null;
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
 * @param {chrome.tabs.Tab} tab as it was when the person pressed
 * @param {{ id: number, url: string }} [frame] the one whose field was pointed at
 */
export async function fillByGesture(tab, frame) {
  const until = fromNow();
  await touch();
  const id = await onlyAccount(tab);
  /** @type {import('../lib/views.js').Gesture} */
  const gesture = frame === undefined ? 'page' : 'field';
  const filled = id !== null && tab.id !== undefined ? await fill({ id, tab: tab.id, origin: originOf(tab), gesture, frame, until }) : null;
  if (filled?.filled !== true) {
    keepRefusal(tab, filled === null || id === null ? null : { ...filled, id });
    await browser.action.openPopup({ windowId: tab.windowId }).catch((error) => {
      refusal = null; // a popup that is opened later is about something else
      console.error(error);
    });
  }
}

/**
 * What the next popup over a tab has to say.
 * @param {chrome.tabs.Tab} tab
 * @param {Refused | null} refused
 */
export function keepRefusal(tab, refused) {
  refusal = refused === null ? null : { ...refused, tab: tab.id, origin: originOf(tab), told: Date.now() + NEWS };
}

/** Whether no popup has said it yet. */
export const isUntold = () => refusal !== null;

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
