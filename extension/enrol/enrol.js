// Adding accounts from pictures: files that are chosen, pasted or dropped.
import { element } from '../lib/dom.js';
import { message, translate } from '../lib/i18n.js';
import { send } from '../lib/messages.js';
import { filesIn } from '../lib/picture_file.js';
import { session } from '../lib/storage.js';
import { cancelReading, readInTurn } from './reading.js';

const zone = element('drop', HTMLElement);
const files = element('files', HTMLInputElement);
const complaint = element('complaint', HTMLElement);

/** Shows where to put pictures, or that the vault has to be opened first. */
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
 * Reads the pictures that the person gives, once it is known whether the vault is open.
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
    readInTurn(file);
  }
}

element('choose', HTMLButtonElement).addEventListener('click', () => files.click());
files.addEventListener('change', () => {
  take([...(files.files ?? [])]).catch(console.error);
  // The same file can be chosen again.
  files.value = '';
});

document.addEventListener('paste', (event) => {
  event.preventDefault();
  take(filesIn(event.clipboardData)).catch(console.error);
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
  take(filesIn(event.dataTransfer)).catch(console.error);
});

document.addEventListener('keydown', (event) => {
  if (event.key === 'Escape') {
    cancelReading();
  }
});

// When the vault is locked, the page begins anew, so that nothing of the accounts stays in it.
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
