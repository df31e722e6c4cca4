// What policy decides is shown as it is, and can't be changed here.
import { message } from '../lib/i18n.js';

/**
 * @param {HTMLSelectElement | HTMLInputElement | HTMLButtonElement | HTMLFieldSetElement} control
 * @param {boolean} decided
 * @param {{ off?: boolean, words?: string }} [how] `off`: nothing is left to choose
 */
export function tellDecided(control, decided, { off = true, words = message('setByOrganisation') } = {}) {
  control.disabled = decided && off;
  const place = control.closest('label') ?? control;
  if (place.nextElementSibling?.matches('.decided')) {
    place.nextElementSibling.remove();
  }
  if (decided) {
    const note = document.createElement('p');
    note.className = 'decided small';
    note.textContent = words;
    place.after(note);
  }
}
