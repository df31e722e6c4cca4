// The notice: what was done or why it was not, and what the person can do about it. It stands in the card that it is about.
import { element } from '../../lib/dom.js';

/** @typedef {{ label: string, act: () => unknown }} Action */

const text = element('notice-text', HTMLElement);
const buttons = [element('notice-action', HTMLButtonElement), element('notice-other', HTMLButtonElement)];

const place = element('notice', HTMLElement);
const usual = place.nextElementSibling;

/** Puts the notice into a card, or above the list. @param {HTMLElement | null} card */
export function placeNotice(card) {
  if (card === null) {
    usual?.before(place);
  } else {
    card.append(place);
  }
}

/** The actions of the notice that is shown. @type {Action[]} */
let offered = [];
/** Ends the countdown of the notice that is shown. @type {(() => void) | null} */
let stop = null;

/**
 * Shows a notice in place of the one before.
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
 * Shows a notice whose words change as the time passes.
 * @param {() => string | null} words null when the time is over
 * @param {Action} action
 * @param {() => void} over what follows when the time is over
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
