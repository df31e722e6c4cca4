// Unlocking with a passkey, in a tab: the popup would close as soon as the browser asks for it.
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
  await close();
}

/** Its work is done; the tab from which it was opened is in front again. */
async function close() {
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
    // Only then is it on again.
    setTimeout(() => again.focus());
  }
});

// Unlocked by other means meanwhile.
session.onChanged(['ticket'], ({ ticket }) => {
  if (ticket?.is === true && form.ariaBusy !== 'true') {
    close().catch(console.error);
  }
});

translate(document);
form.requestSubmit();
