// The gate: setting the passphrase at first use, and unlocking.
import { element, onSubmit } from '../lib/dom.js';
import { errorCode } from '../lib/errors.js';
import { explain, message } from '../lib/i18n.js';
import { send } from '../lib/messages.js';
import { open, show } from './popup.js';

/** The core's own floor; here it is told before a person waits for it. */
const MIN_LENGTH = 8;

const form = element('gate-form', HTMLFormElement);
const passphrase = element('passphrase', HTMLInputElement);
const repeat = element('passphrase-repeat', HTMLInputElement);
const complaint = element('gate-error', HTMLElement);

/** @type {'new' | 'locked'} */
let gate = 'locked';

/**
 * @param {'new' | 'locked'} state
 * @param {string} [code] an error to tell
 */
export function showGate(state, code) {
  gate = state;
  const isNew = state === 'new';
  element('gate-title', HTMLElement).textContent = message(isNew ? 'createTitle' : 'unlockTitle');
  element('gate-text', HTMLElement).textContent = message(isNew ? 'createText' : 'unlockText');
  element('gate-submit', HTMLButtonElement).textContent = message(isNew ? 'create' : 'unlock');
  element('gate-repeat', HTMLElement).hidden = !isNew;
  repeat.required = isNew;
  passphrase.value = '';
  repeat.value = '';
  complaint.textContent = code === undefined ? '' : explain(code);
  show('gate');
  passphrase.focus();
}

onSubmit(form, async () => {
  complaint.textContent = '';
  const typed = passphrase.value;
  if (gate === 'new' && [...typed].length < MIN_LENGTH) {
    complaint.textContent = explain('passphrase-length');
    return;
  }
  if (gate === 'new' && typed !== repeat.value) {
    complaint.textContent = explain('passphrases-differ');
    return;
  }
  try {
    await send(gate === 'new' ? 'create' : 'unlock', { passphrase: typed });
    passphrase.value = '';
    repeat.value = '';
    await open();
  } catch (error) {
    complaint.textContent = explain(errorCode(error));
    setTimeout(() => passphrase.select());
  }
});
