// Controls whose value policy decides: they are switched off, and a note says why.
import { message } from '../lib/i18n.js';

/**
 * Marks a control as decided by policy, or takes the mark away.
 * @param {HTMLSelectElement | HTMLInputElement | HTMLButtonElement | HTMLFieldSetElement} control
 * @param {boolean} decided
 * @param {{ off?: boolean, words?: string }} [how] `off`: the control is switched off, as nothing is left to choose
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
