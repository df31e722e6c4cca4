// QR codes for another phone, shown one after the other, each as large as the window.
import { element, onEvent } from '../lib/dom.js';
import { SHOWN_FOR, drawingOf } from '../lib/drawing.js';
import { message } from '../lib/i18n.js';

/** @typedef {import('../core/types.js').Drawing} Drawing */

const dialog = element('series', HTMLDialogElement);
const figure = element('series-figure', HTMLElement);
const place = element('series-code', HTMLElement);
const which = element('series-which', HTMLElement);
const previous = element('series-previous', HTMLButtonElement);
const next = element('series-next', HTMLButtonElement);
const full = element('series-full', HTMLButtonElement);
const done = element('series-done', HTMLButtonElement);

/** @type {Drawing[]} */
let parts = [];
let at = 0;
/** @type {ReturnType<typeof setTimeout> | undefined} */
let end;
/** What is done when a QR code was shown for long enough. */
let whenOver = () => {};

export function offerSeries() {
  previous.addEventListener('click', () => turnTo(at - 1));
  next.addEventListener('click', () => turnTo(at + 1));
  done.addEventListener('click', endSeries);
  full.hidden = !document.fullscreenEnabled;
  onEvent(full, 'click', () => (document.fullscreenElement === null ? figure.requestFullscreen() : document.exitFullscreen()));
  figure.addEventListener('fullscreenchange', () => {
    full.textContent = message(document.fullscreenElement === null ? 'seriesFull' : 'seriesWindow');
  });
  dialog.addEventListener('keydown', ({ key, altKey, ctrlKey, metaKey }) => {
    const step = { ArrowLeft: -1, ArrowRight: 1 }[key];
    // With another key they are the browser's own.
    if (step !== undefined && !altKey && !ctrlKey && !metaKey) {
      turnTo(at + step);
    }
  });
  // Also by the Escape key.
  dialog.addEventListener('close', forget);
  // Browsers keep a page that was left, to show it at once when the person goes back.
  addEventListener('pagehide', endSeries);
}

/**
 * Shows the first of these QR codes.
 * @param {Drawing[]} drawings
 * @param {() => void} over called when they were taken off the screen because of the time
 */
export function showSeries(drawings, over) {
  parts = drawings;
  whenOver = over;
  dialog.showModal();
  turnTo(0);
}

export function endSeries() {
  dialog.close();
  forget();
}

function forget() {
  clearTimeout(end);
  parts = [];
  place.replaceChildren();
  // The screen would stay full of nothing.
  if (document.fullscreenElement !== null) {
    document.exitFullscreen().catch(console.error);
  }
}

/** @param {number} part */
function turnTo(part) {
  const drawing = parts[part];
  if (drawing === undefined) {
    return;
  }
  at = part;
  clearTimeout(end);
  end = setTimeout(() => {
    endSeries();
    whenOver();
  }, SHOWN_FOR);
  which.textContent = message('seriesPart', at + 1, parts.length);
  place.replaceChildren(drawingOf(drawing, which.textContent));
  previous.disabled = at === 0;
  next.disabled = at === parts.length - 1;
  // A button that is off has no focus, and keys would go nowhere.
  if (!(document.activeElement instanceof HTMLButtonElement) || document.activeElement.disabled) {
    (next.disabled ? done : next).focus();
  }
}
