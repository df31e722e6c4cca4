// "Add from this page": the page has been looked at when the popup opens, and the bar says what was found.
import { element } from '../lib/dom.js';
import { errorCode } from '../lib/errors.js';
import { explain, message } from '../lib/i18n.js';
import { send } from '../lib/messages.js';
import { reload } from './accounts.js';
import { notice } from './notice.js';
import { showReview } from './review.js';

/** @typedef {import('../lib/views.js').PendingView} PendingView */

const bar = element('scan', HTMLElement);
const text = element('scan-text', HTMLElement);
const button = element('scan-action', HTMLButtonElement);

/** @type {() => Promise<void>} */
let act = async () => {};

/**
 * @param {string} words
 * @param {{ label: string, act: () => Promise<void>, primary?: boolean } | null} action
 */
function say(words, action) {
  text.textContent = words;
  bar.classList.toggle('found', action?.primary === true);
  button.hidden = action === null;
  button.disabled = action === null;
  button.textContent = action?.label ?? '';
  button.classList.toggle('primary', action?.primary === true);
  act = action?.act ?? (async () => {});
}

button.addEventListener('click', () => {
  act().catch((error) => notice(explain(errorCode(error))));
});

/** @param {number | undefined} tab */
export function lookAtPage(tab) {
  if (tab === undefined) {
    say(explain('page-not-readable'), null);
    return;
  }
  say(message('looking'), null);
  send('look', { tab }).then(
    (seen) => tell(seen, tab),
    (error) => say(explain(errorCode(error)), again(tab)),
  );
}

/** @param {number} tab */
const again = (tab) => ({ label: message('lookAgain'), act: async () => lookAtPage(tab) });

/**
 * @param {import('../lib/messages.js').Look} seen
 * @param {number} tab
 */
function tell({ found, others, reason }, tab) {
  const pending = found.flatMap((offer) => offer.pending);
  const refused = found.flatMap((offer) => offer.refused);
  const [only] = pending;
  if (pending.length === 1 && refused.length === 0 && only.warnings.length === 0) {
    const action = { label: message(only.known === null ? 'add' : 'fillHereToo'), act: () => add(only, tab), primary: true };
    const key = only.known === null ? 'foundOne' : 'foundKnown';
    say(message(key, titleOf(only)), only.bound ? null : action);
  } else if (pending.length + refused.length > 0) {
    const review = async () => showReview(pending, refused, (chosen) => add(chosen, tab));
    say(message('foundSeveral', pending.length), { label: message('review'), act: review, primary: true });
  } else if (reason !== null) {
    say(explain(reason), again(tab));
  } else {
    say(message(others > 0 ? 'foundOthers' : 'foundNone'), again(tab));
  }
}

/** @param {{ issuer: string, name: string }} account */
export function titleOf({ issuer, name }) {
  return [issuer, name].filter(Boolean).join(' · ') || message('unnamed');
}

/**
 * @param {PendingView} chosen
 * @param {number} tab
 */
async function add(chosen, tab) {
  const { id, filled } = await accept(chosen, tab);
  await reload(id);
  notice(message(filled?.filled ? 'addedAndFilled' : 'added'));
  lookAtPage(tab);
}

/**
 * A worker that was killed meanwhile has forgotten what was pending: then the page is looked at once more, and the
 * same account is taken.
 * @param {PendingView} chosen
 * @param {number} tab
 */
async function accept(chosen, tab) {
  try {
    return await send('add', { number: chosen.number, tab });
  } catch (error) {
    if (errorCode(error) !== 'no-such-pending') {
      throw error;
    }
    const { found } = await send('look', { tab });
    const same = found.flatMap((offer) => offer.pending).filter((pending) => titleOf(pending) === titleOf(chosen));
    if (same.length !== 1) {
      throw error;
    }
    return send('add', { number: same[0].number, tab });
  }
}
