// The popup: the host of its screens. It says which of them follows which, and it alone closes or begins anew.
import { browser, tabInFront } from '../lib/browser.js';
import { errorCode, problemOf } from '../lib/errors.js';
import { message, translate } from '../lib/i18n.js';
import { send } from '../lib/messages.js';
import { onPolicyChange } from '../lib/policy.js';
import { session } from '../lib/storage.js';
import { showAccounts, surveyPage } from './screens/accounts.js';
import { editAccount, editNew } from './screens/editor.js';
import { isFilling, tellRefusal } from './components/filling.js';
import { UNKNOWN, showGate } from './screens/gate.js';
import { notice } from './components/notice.js';
import { setRoutes, showScreen } from './router.js';
import { load, state } from './state.js';

const beginAgain = () => location.reload();

setRoutes({
  async list(focused) {
    showScreen('accounts');
    showAccounts(await load(), focused);
  },
  add: editNew,
  edit: editAccount,
  // Loaded only where they are asked for.
  async review(found, add, addAll) {
    const { showReview } = await import('./screens/review.js');
    showReview(found, add, addAll);
  },
  async qrCode(id, title) {
    const { askToShow } = await import('./screens/show.js');
    askToShow(id, title);
  },
  unlocked: open,
  done: () => window.close(),
  again: beginAgain,
});

/** Shows the list, or the gate when the vault is locked or not there yet. */
async function open() {
  const tab = await tabInFront();
  state.tab = tab;
  stayAt(tab).catch(console.error);
  try {
    // The list is asked for at once: nearly always the vault is open, and then this is the only question.
    showAccounts(await load());
    // Only now: the codes do not wait for what looks at pages to be loaded.
    const { lookAtPage } = await import('./components/scan.js');
    lookAtPage();
    // The codes are there, whatever becomes of the news.
    tellNews(tab).then(surveyPage).catch(console.error);
    const { remindOfBackup } = await import('./components/backup_due.js');
    remindOfBackup().catch(console.error);
  } catch (error) {
    if (errorCode(error) !== 'locked') {
      throw error;
    }
    showGate(await send('status', { tab }));
  }
}

/**
 * Says what the person has to hear of: a gesture that filled nothing, a copy of the vault that could not be read.
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
    beginAgain();
  }
});

let isWatching = false;

/** Begins anew when the tab shows another page, since all that is shown is about the one before. @param {number | undefined} tab */
async function stayAt(tab) {
  if (tab === undefined || isWatching) {
    return;
  }
  isWatching = true;
  const address = async () => (await browser.tabs.get(tab)).url?.replace(/[?#].*/, '');
  const opened = await address();
  const beginAgainElsewhere = async () => {
    // A tab that is gone takes the popup with it.
    if (!isFilling() && (await address().catch(() => opened)) !== opened) {
      beginAgain();
    }
  };
  browser.tabs.onUpdated.addListener((changed) => {
    if (changed === tab) {
      beginAgainElsewhere().catch(console.error);
    }
  });
}

// What is shown, or can be asked for, may be forbidden now.
onPolicyChange(beginAgain);

translate(document);
open().catch((error) => showGate(UNKNOWN, problemOf(error)));
