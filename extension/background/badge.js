// The badge on the toolbar button: an account is bound to the site in front. On sites for which the person has asked for
// it, since the browser tells of no other where a tab is.
import { browser } from '../lib/browser.js';
import { domainOf, originOf, patternOf, urlOf } from './sites.js';
import { read, state } from './vault.js';

const BADGE = '1';

/**
 * @param {number} tabId
 * @param {chrome.tabs.Tab} tab
 */
export async function showBadge(tabId, tab) {
  const origin = originOf(tab);
  if (origin === undefined || !(await isAskedFor(origin)) || (await state()) !== 'unlocked') {
    return;
  }
  const { accounts } = await read((vault) => vault.list(urlOf(tab), domainOf, Date.now()));
  const text = accounts.some(({ here }) => here) ? BADGE : '';
  await browser.action.setBadgeText({ tabId, text });
}

/** A tab that the person has just used shows its address too. @param {string} origin */
function isAskedFor(origin) {
  return browser.permissions.contains({ origins: [patternOf(origin)] });
}

/** Every tab anew: the vault was unlocked or locked, or its accounts changed. */
export async function showBadges() {
  const open = (await state()) === 'unlocked';
  for (const tab of await browser.tabs.query({})) {
    if (tab.id !== undefined && urlOf(tab) !== undefined) {
      await (open ? showBadge(tab.id, tab) : browser.action.setBadgeText({ tabId: tab.id, text: '' }));
    }
  }
}
