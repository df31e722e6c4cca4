// One account as a QR code, for another device. It asks for the passphrase again, since whoever sits in front of an open
// vault may be another person than the one who opened it.
import { element, onSubmit } from '../../lib/dom.js';
import { SHOWN_FOR, drawingOf } from '../../lib/drawing.js';
import { problemOf } from '../../lib/errors.js';
import { explain, message } from '../../lib/i18n.js';
import { send } from '../../lib/messages.js';
import { raise, showScreen } from '../router.js';

const form = element('show-form', HTMLFormElement);
const passphrase = element('show-passphrase', HTMLInputElement);
const place = element('show-qr', HTMLElement);
const note = element('show-note', HTMLElement);
const complaint = element('show-error', HTMLElement);

/** The account that is shown. @type {string} */
let id = '';
/** @type {ReturnType<typeof setTimeout> | undefined} */
let end;

/**
 * Asks for the passphrase, to show an account's QR code.
 * @param {string} account its id
 * @param {string} title
 */
export function askToShow(account, title) {
  id = account;
  element('show-title', HTMLElement).textContent = title;
  hide();
  showScreen('show');
  passphrase.focus();
}

function hide() {
  clearTimeout(end);
  form.reset();
  form.hidden = false;
  place.replaceChildren();
  complaint.textContent = '';
  note.textContent = message('showWarning');
}

onSubmit(form, async () => {
  complaint.textContent = '';
  try {
    const drawing = await send('qrCode', { id, passphrase: passphrase.value });
    form.hidden = true;
    note.textContent = message('showNote');
    place.replaceChildren(drawingOf(drawing, message('showQr')));
    end = setTimeout(hide, SHOWN_FOR);
  } catch (error) {
    complaint.textContent = explain(problemOf(error));
  } finally {
    passphrase.value = '';
  }
});

document.querySelector('#show .back')?.addEventListener('click', () => {
  hide();
  raise('list', id).catch(console.error);
});
