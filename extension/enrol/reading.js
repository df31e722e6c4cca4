// The pictures that were given to this page, one card each: they are read one after the other, and the card says what was
// found.
import { copyOf, element, part } from '../lib/dom.js';
import { problemOf } from '../lib/errors.js';
import { accept, acceptAll, addAllButton, othersInWords, rowsOf, showDone, sorted, withRows } from '../lib/found.js';
import { explain, message } from '../lib/i18n.js';
import { readPicture } from '../lib/picture_file.js';

const pictures = element('pictures', HTMLUListElement);
const all = addAllButton(element('add-all', HTMLButtonElement));
/** The accounts of all pictures. @type {(import('../lib/found.js').Offered & { file: File })[]} */
const offered = [];

/** The readings so far. Pictures are read one at a time, since each may need hundreds of megabytes for a moment. @type {Promise<unknown>} */
let queue = Promise.resolve();
/** The pictures that have not been read yet. @type {Set<AbortController>} */
const waiting = new Set();

/** Gives up what is being read and what waits. */
export function cancelReading() {
  for (const one of waiting) {
    one.abort();
  }
}

/** Adds a card for a picture, which is read when those before it are. @param {File} file */
export function readInTurn(file) {
  const card = copyOf('picture');
  const mine = new AbortController();
  part(card, 'name').textContent = file.name;
  part(card, 'status').textContent = message('readingPicture');
  part(card, 'cancel').addEventListener('click', () => mine.abort());
  card.setAttribute('aria-busy', 'true');
  waiting.add(mine);
  pictures.prepend(card);
  queue = queue.then(async () => {
    try {
      mine.signal.throwIfAborted();
      showFound(card, file, await readPicture(file, { signal: mine.signal, progress: (share) => showProgress(card, share) }));
    } catch (error) {
      const words = mine.signal.aborted ? message('cancelled') : explain(problemOf(error));
      part(card, 'status').textContent = words;
      card.classList.toggle('failed', !mine.signal.aborted);
    } finally {
      waiting.delete(mine);
      card.removeAttribute('aria-busy');
      part(card, 'cancel').hidden = true;
    }
  });
}

/**
 * @param {HTMLElement} card
 * @param {number} share
 */
function showProgress(card, share) {
  part(card, 'status').textContent = message('readingPictureShare', Math.round(share * 100));
}

/**
 * Shows what a picture holds.
 * @param {HTMLElement} card
 * @param {File} file
 * @param {import('../lib/messages.js').Look} seen
 */
function showFound(card, file, seen) {
  const { pending, refused, others, reason } = sorted(seen);
  const rows = rowsOf(pending, refused, async (chosen, row) => {
    await accept(chosen, {}, () => readPicture(file));
    showDone(row, null);
    element('bound', HTMLElement).hidden = false;
    all.refresh();
    focusOnAdd(pictures);
  });
  offered.push(...withRows(pending, rows).map((one) => ({ ...one, file })));
  all.offer(offered, addAll);
  const accounts = pending.length + refused.length;
  part(card, 'accounts').replaceChildren(...rows);
  part(card, 'status').textContent = [
    ...(accounts > 0 ? [message('foundSeveral', accounts)] : []),
    ...(reason !== null ? [explain(reason)] : []),
    ...(others.length > 0 ? [othersInWords(others, { besides: accounts > 0 })] : []),
  ].join(' ') || message('foundNoneInPicture');
  focusOnAdd(card);
}

/**
 * Adds accounts of any of the pictures.
 * @param {import('../core/types.js').PendingView[]} chosen
 */
async function addAll(chosen) {
  const files = new Set(offered.filter(({ pending }) => chosen.includes(pending)).map(({ file }) => file));
  const done = await acceptAll(chosen, {}, async () => {
    for (const file of files) {
      await readPicture(file);
    }
  });
  if (done.some(({ refused }) => refused === null)) {
    element('bound', HTMLElement).hidden = false;
  }
  return done;
}

/** Puts the focus on the first account that can still be added. @param {HTMLElement} within */
function focusOnAdd(within) {
  /** @type {HTMLButtonElement | null} */ (within.querySelector('[data-part="add"]:enabled:not([hidden])'))?.focus();
}
