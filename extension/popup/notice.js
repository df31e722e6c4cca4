// The line below the list: what was just done or was not, and what can be done about it.
import { element } from '../lib/dom.js';

/** @typedef {{ label: string, act: () => unknown }} Action */

const text = element('notice-text', HTMLElement);
const buttons = [element('notice-action', HTMLButtonElement), element('notice-other', HTMLButtonElement)];

/** @type {Action[]} */
let offered = [];
/** Ends what goes on as long as the notice stands. @type {(() => void) | null} */
let stop = null;

/**
 * @param {string} words
 * @param {...Action} actions two at most
 */
export function notice(words, ...actions) {
  stop?.();
  stop = null;
  text.textContent = words;
  offered = actions;
  buttons.forEach((button, at) => {
    button.hidden = actions[at] === undefined;
    button.textContent = actions[at]?.label ?? '';
  });
}

/**
 * A notice whose words change with the time.
 * @param {() => string | null} words null when the time is over
 * @param {Action} action
 * @param {() => void} over
 */
export function countdown(words, action, over) {
  notice(words() ?? '', action);
  const timer = setInterval(() => {
    const now = words();
    if (now === null) {
      clearNotice();
      over();
    } else if (now !== text.textContent) {
      text.textContent = now;
    }
  }, 100);
  stop = () => clearInterval(timer);
}

export function clearNotice() {
  notice('');
}

buttons.forEach((button, at) => {
  button.addEventListener('click', () => {
    const action = offered[at];
    clearNotice();
    action?.act();
  });
});
