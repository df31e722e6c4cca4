// Unlocking with a passkey. It is done in a tab, since the browser's question for a passkey would close the popup.
import { browser } from '../lib/browser.js';
import { element, onSubmit } from '../lib/dom.js';
import { errorCode } from '../lib/errors.js';
import { explain, message, translate } from '../lib/i18n.js';
import { send } from '../lib/messages.js';
import { usePasskeys } from '../lib/passkey.js';
import { session } from '../lib/storage.js';

const form = element('form', HTMLFormElement);
const again = element('again', HTMLButtonElement);
const complaint = element('complaint', HTMLElement);

async function unlock() {
  const { state, ways } = await send('status', {});
  if (state === 'locked') {
    await send('unlockByPasskey', await usePasskeys(ways.passkeys));
  }
  await closeTab();
}

/** Closes this tab, so that the one from which it was opened is in front again. */
async function closeTab() {
  element('title', HTMLElement).textContent = message('unlocked');
  element('text', HTMLElement).textContent = '';
  form.hidden = true;
  const tab = await browser.tabs.getCurrent();
  if (tab?.id !== undefined) {
    await browser.tabs.remove(tab.id);
  }
}

onSubmit(form, async () => {
  complaint.textContent = '';
  try {
    await unlock();
  } catch (error) {
    complaint.textContent = explain(errorCode(error));
    // Later, since the form's controls are off until its work ends.
    setTimeout(() => again.focus());
  }
});

// The vault was unlocked in another way meanwhile.
session.onChanged(['ticket'], ({ ticket }) => {
  if (ticket?.is === true && form.ariaBusy !== 'true') {
    closeTab().catch(console.error);
  }
});

translate(document);
form.requestSubmit();
