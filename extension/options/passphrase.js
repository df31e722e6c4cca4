// Changing the passphrase.
import { element, onSubmit } from '../lib/dom.js';
import { errorCode } from '../lib/errors.js';
import { explain, message } from '../lib/i18n.js';
import { send } from '../lib/messages.js';

const form = element('passphrase-form', HTMLFormElement);
const current = element('current', HTMLInputElement);
const next = element('next', HTMLInputElement);
const repeat = element('repeat', HTMLInputElement);
const status = element('passphrase-status', HTMLElement);

export function offerPassphraseChange() {
  onSubmit(form, async () => {
    status.className = 'small error';
    status.textContent = '';
    if (next.value !== repeat.value) {
      status.textContent = explain('passphrases-differ');
      return;
    }
    try {
      await send('changePassphrase', { current: current.value, next: next.value });
      form.reset();
      status.className = 'small';
      status.textContent = message('passphraseChanged');
    } catch (error) {
      status.textContent = explain(errorCode(error));
    }
  });
}
