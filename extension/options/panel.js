// Panels: small forms that a button opens, one at a time.
import { element, onSubmit, part } from '../lib/dom.js';
import { problemOf } from '../lib/errors.js';
import { explain } from '../lib/i18n.js';

/** What closes each panel. @type {(() => void)[]} */
const closers = [];

/**
 * Makes a panel of the form `<name>-form`, which the button `<name>-open` opens. It closes when `work` is done, on Cancel and
 * on Escape, and forgets then what was typed.
 * @param {string} name
 * @param {() => Promise<unknown>} work
 * @param {() => void} [closed] is called when it has closed
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
      // Later, since the form's controls are off until its work ends; and both at once, so that nobody who has read why
      // types into a field from which the focus goes.
      setTimeout(() => {
        status.textContent = explain(problemOf(error));
        /** @type {HTMLInputElement | null} */ (form.querySelector('[type=password]'))?.select();
      });
    }
  });
  return { open };
}

export function closePanels() {
  for (const close of closers) {
    close();
  }
}
