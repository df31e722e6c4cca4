// The line below the list: what was just done, and how to undo it.
import { element } from '../lib/dom.js';

const text = element('notice-text', HTMLElement);
const button = element('notice-action', HTMLButtonElement);

/** @type {(() => void) | null} */
let act = null;

/**
 * @param {string} words
 * @param {{ label: string, act: () => void }} [action]
 */
export function notice(words, action) {
  text.textContent = words;
  button.hidden = action === undefined;
  button.textContent = action?.label ?? '';
  act = action?.act ?? null;
}

export function clearNotice() {
  notice('');
}

button.addEventListener('click', () => {
  const action = act;
  clearNotice();
  action?.();
});
