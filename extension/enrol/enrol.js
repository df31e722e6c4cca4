// Adding accounts from pictures: files that are chosen, pasted or dropped.
import { element } from '../lib/dom.js';
import { message, translate } from '../lib/i18n.js';
import { send } from '../lib/messages.js';
import { filesIn } from '../lib/picture_file.js';
import { session } from '../lib/storage.js';
import { cancelReading, show } from './reading.js';

const zone = element('drop', HTMLElement);
const files = element('files', HTMLInputElement);
const complaint = element('complaint', HTMLElement);

/** Without an open vault there is nothing to put an account into. */
async function showState() {
  const { state } = await send('status', {});
  const open = state === 'unlocked';
  element('locked', HTMLElement).hidden = open;
  zone.hidden = !open;
  if (!open) {
    element('locked-title', HTMLElement).textContent = message(state === 'new' ? 'createTitle' : 'unlockTitle');
    element('locked-text', HTMLElement).textContent = message(state === 'new' ? 'enrolNew' : 'enrolLocked');
  } else if (document.activeElement === document.body) {
    element('choose', HTMLButtonElement).focus();
  }
}

const begun = showState();

/**
 * What is pasted or dropped while this page begins waits until it is known whether the vault is open.
 * @param {File[]} chosen
 */
async function take(chosen) {
  await begun;
  complaint.textContent = '';
  if (zone.hidden) {
    return;
  }
  if (chosen.length === 0) {
    complaint.textContent = message('enrolNoPicture');
  }
  for (const file of chosen) {
    show(file);
  }
}

element('choose', HTMLButtonElement).addEventListener('click', () => files.click());
files.addEventListener('change', () => {
  take([...(files.files ?? [])]);
  // The same file can be chosen again.
  files.value = '';
});

document.addEventListener('paste', (event) => {
  event.preventDefault();
  take(filesIn(event.clipboardData));
});

// The whole page takes what is dropped: a file that misses the frame would take the page's place.
document.addEventListener('dragover', (event) => {
  event.preventDefault();
  zone.classList.add('over');
});
document.addEventListener('dragleave', (event) => {
  if (event.relatedTarget === null) {
    zone.classList.remove('over');
  }
});
document.addEventListener('drop', (event) => {
  event.preventDefault();
  zone.classList.remove('over');
  take(filesIn(event.dataTransfer));
});

document.addEventListener('keydown', (event) => {
  if (event.key === 'Escape') {
    cancelReading();
  }
});

// Locked meanwhile: with the document goes all that stood in it. Unlocked: it goes on.
session.onChanged(['ticket'], ({ ticket }) => {
  if (ticket?.is === false) {
    location.reload();
  } else {
    showState().catch(console.error);
  }
});

translate(document);
for (const template of document.querySelectorAll('template')) {
  translate(template.content);
}
await begun;
