// The two ways to fill without the popup: the keyboard command and the item in a field's context menu.
import { browser } from '../lib/browser.js';
import { fill } from './filling.js';
import { fromNow } from './press.js';
import { domainOf, originOf, urlIn, urlOf } from './sites.js';
import { read, state, touch } from './vault.js';

export const FILL_COMMAND = 'fill-code';
export const FILL_MENU = 'fill-code';

/** How long a refusal is news, in milliseconds. */
const NEWS = 2 * 60_000;

/** @typedef {import('../lib/messages.js').Refusal & { id: string }} Refused and of which account */

/**
 * What the popup that was opened for it has to say, over which tab, what that showed, and until when it is news.
 * @type {{ refused: Refused & { origin?: string }, tab: number | undefined, url: string | undefined, until: number } | null}
 */
let refusal = null;

/**
 * The popup tells it, once, over the tab that it was refused in and as long as that shows the same page.
 * @param {number | undefined} tab in front of which the popup is
 */
export async function takeRefusal(tab) {
  const taken = refusal;
  if (taken === null || (taken.tab !== tab && Date.now() < taken.until)) {
    return null;
  }
  refusal = null;
  const isNews = taken.tab === tab && Date.now() < taken.until;
  return isNews && taken.url === (await urlIn(tab)) ? taken.refused : null;
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
  refusal = refused === null ? null : { refused: { ...refused, origin: originOf(tab) }, tab: tab.id, url: urlOf(tab), until: Date.now() + NEWS };
}

/** Whether no popup has said it yet. */
export const isUntold = () => refusal !== null;

/** @param {chrome.tabs.Tab} tab */
async function onlyAccount(tab) {
  if ((await state()) !== 'unlocked') {
    return null;
  }
  const { accounts } = await read((vault) => vault.list(urlOf(tab), domainOf, Date.now()));
  const [first, ...others] = accounts.filter(({ here }) => here);
  return others.length === 0 ? first?.id ?? null : null;
}
