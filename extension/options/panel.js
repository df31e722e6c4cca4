// Small forms that open on a button, one at a time.
import { element, onSubmit, part } from '../lib/dom.js';
import { errorCode } from '../lib/errors.js';
import { explain } from '../lib/i18n.js';

/** @type {(() => void)[]} */
const closers = [];

/**
 * The form `<name>-form`, which the button `<name>-open` opens. It closes when `work` is done, on Cancel and on Escape;
 * what was typed into it goes with that.
 * @param {string} name
 * @param {() => Promise<unknown>} work
 * @param {() => void} [closed]
 */
export function panel(name, work, closed) {
  const form = element(`${name}-form`, HTMLFormElement);
  const button = element(`${name}-open`, HTMLButtonElement);
  const status = part(form, 'status');

  function close() {
    form.reset();
    form.hidden = true;
    status.textContent = '';
    button.setAttribute('aria-expanded', 'false');
    closed?.();
  }
  function open() {
    closePanels();
    form.hidden = false;
    button.setAttribute('aria-expanded', 'true');
    /** @type {HTMLElement | null} */ (form.querySelector('input, select'))?.focus();
  }
  function giveUp() {
    close();
    button.focus();
  }

  closers.push(close);
  button.setAttribute('aria-controls', form.id);
  button.setAttribute('aria-expanded', 'false');
  button.addEventListener('click', () => (form.hidden ? open() : giveUp()));
  part(form, 'cancel').addEventListener('click', giveUp);
  form.addEventListener('keydown', ({ key }) => key === 'Escape' && form.ariaBusy !== 'true' && giveUp());
  onSubmit(form, async () => {
    status.textContent = '';
    try {
      await work();
      close();
    } catch (error) {
      status.textContent = explain(errorCode(error));
      // Only then are the controls on again.
      setTimeout(() => /** @type {HTMLInputElement | null} */ (form.querySelector('[type=password]'))?.select());
    }
  });
  return { open };
}

export function closePanels() {
  for (const close of closers) {
    close();
  }
}
