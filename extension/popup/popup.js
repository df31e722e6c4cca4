// The popup: which of its screens is shown.
import { browser, tabInFront } from '../lib/browser.js';
import { element } from '../lib/dom.js';
import { errorCode } from '../lib/errors.js';
import { message, translate } from '../lib/i18n.js';
import { send } from '../lib/messages.js';
import { onPolicyChange } from '../lib/policy.js';
import { session } from '../lib/storage.js';
import { showAccounts, showListing } from './accounts.js';
import { isFilling, tellRefusal } from './filling.js';
import { UNKNOWN, showGate } from './gate.js';
import { notice } from './notice.js';

const SCREENS = ['gate', 'accounts', 'review', 'editor', 'show'];

let isWatching = false;

/** @param {string} name */
export function show(name) {
  for (const screen of SCREENS) {
    element(screen, HTMLElement).hidden = screen !== name;
  }
}

/** Shows the list, or the gate when the vault is locked or not there yet. */
export async function open() {
  const tab = await tabInFront();
  stayAt(tab).catch(console.error);
  try {
    // The list is asked for at once: nearly always the vault is open, and then this is the only question.
    const listing = await send('list', { tab });
    showAccounts(tab);
    showListing(listing);
    // Only now: the codes do not wait for what looks at pages to be loaded.
    const { lookAtPage } = await import('./scan.js');
    lookAtPage(tab);
    // The codes are there, whatever becomes of the news.
    tellNews(tab).catch(console.error);
  } catch (error) {
    const code = errorCode(error);
    if (code !== 'locked') {
      throw error;
    }
    showGate(await send('status', { tab }));
  }
}

/**
 * What the person has to hear of: a gesture that filled nothing, a copy of the vault that could not be read.
 * @param {number | undefined} tab
 */
async function tellNews(tab) {
  const { setAside, refusal } = await send('status', { tab });
  if (refusal !== null && tab !== undefined) {
    tellRefusal(refusal, { id: refusal.id, tab, origin: refusal.origin });
  }
  if (setAside) {
    notice(message('setAside'), {
      label: message('understood'),
      act: () => {
        send('acknowledge', {}).catch(console.error);
      },
    });
  }
}

// Locked by the clock, by the screen or by another page: what is on the screen goes at once, and with the document goes
// all that stood in it.
session.onChanged(['ticket'], ({ ticket }) => {
  if (ticket?.is === false) {
    location.reload();
  }
});

/** Every word here is about the page that was in front when the popup opened. @param {number | undefined} tab */
async function stayAt(tab) {
  if (tab === undefined || isWatching) {
    return;
  }
  isWatching = true;
  const address = async () => (await browser.tabs.get(tab)).url?.replace(/[?#].*/, '');
  const opened = await address();
  browser.tabs.onUpdated.addListener(async (changed) => {
    // Of a tab that is gone, the popup goes too.
    if (changed === tab && !isFilling() && (await address().catch(() => opened)) !== opened) {
      location.reload();
    }
  });
}

// What is shown, or can be asked for, may be forbidden now.
onPolicyChange(() => location.reload());

translate(document);
open().catch((error) => showGate(UNKNOWN, errorCode(error)));
