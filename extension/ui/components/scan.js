// "Add from this page": the bar below the list says which QR codes were found. The page in front is looked at when the
// popup opens, and any picture when it is pasted or dropped onto the popup.
import { keepsActiveTab } from '../../lib/browser.js';
import { element } from '../../lib/dom.js';
import { problemOf } from '../../lib/errors.js';
import { titleOf } from '../../lib/account.js';
import { accept, acceptAll, othersInWords, sorted } from '../../lib/found.js';
import { durationInWords, explain, message } from '../../lib/i18n.js';
import { send, sendWork } from '../../lib/messages.js';
import { filesIn, readPicture } from '../../lib/picture_file.js';
import { destination } from './destination.js';
import { fill, tellRefusal, warnOfTwin } from './filling.js';
import { countdown, notice } from './notice.js';
import { raise } from '../router.js';
import { state } from '../state.js';

/**
 * @typedef {import('../../core/types.js').PendingView} PendingView
 * @typedef {import('../../lib/messages.js').Look} Look
 *
 * @typedef {object} Source what is looked at
 * @property {number} [tab] whose page it is
 * @property {string} looking what the bar says meanwhile
 * @property {(signal: AbortSignal | undefined, progress: (words: string) => void) => Promise<Look>} look
 */

/** Milliseconds until the bar says that it is looking. A shorter look needs no words. */
const PATIENCE = 300;

const bar = element('scan', HTMLElement);
const text = element('scan-text', HTMLElement);
const button = element('scan-action', HTMLButtonElement);
const lookAgain = element('scan-again', HTMLButtonElement);
const where = destination('scan');

/** Whether what was not found is told as well: the person has asked. */
let told = false;
/** @type {() => Promise<void>} */
let act = async () => {};
/** The look that goes on. The next look ends it. @type {AbortController | null} */
let current = null;

/**
 * Shows words and at most one action in the bar.
 * @param {string} words
 * @param {{ label: string, act: () => Promise<void>, primary?: boolean } | null} action
 * @param {{ pending?: PendingView }} [options] `pending` is the account that the action would add
 */
function say(words, action, { pending } = {}) {
  text.textContent = words;
  where.showFor(pending);
  bar.classList.toggle('found', action?.primary === true);
  // What nobody has asked for, and is no news, takes no place.
  bar.hidden = words === '' || !(action?.primary === true || told);
  button.hidden = action === null;
  button.disabled = action === null;
  button.textContent = action?.label ?? '';
  button.classList.toggle('primary', action?.primary === true);
  act = action?.act ?? (async () => {});
}

lookAgain.addEventListener('click', () => {
  told = true;
  lookAtPage();
});

button.addEventListener('click', () => {
  act().catch((error) => notice(explain(problemOf(error))));
});

/** Looks at the page in front. */
export function lookAtPage() {
  const { tab } = state;
  if (tab === undefined) {
    say(explain({ code: 'page-not-readable' }), null);
    return;
  }
  confirmAdded(tab).catch((error) => notice(explain(problemOf(error))));
  lookAt({
    tab,
    looking: message('looking'),
    look: (signal, progress) => sendWork('look', { tab }, { signal, progress: () => progress(message('lookingAtPictures')) }),
  });
}

/** Looks at a picture file. @param {File} file */
function lookAtFile(file) {
  told = true;
  lookAt({ looking: message('readingPicture'), look: (signal) => readPicture(file, { signal }) });
}

/** Looks at something, and says in the bar how that goes. @param {Source} source */
function lookAt(source) {
  current?.abort();
  const mine = new AbortController();
  current = mine;
  let words = source.looking;
  let patient = true;
  say('', null);
  const impatience = setTimeout(() => {
    patient = false;
    say(words, null);
  }, PATIENCE);
  const progress = (/** @type {string} */ stage) => {
    words = stage;
    if (!patient && current === mine) {
      say(words, null);
    }
  };
  const done = (/** @type {() => void} */ sayIt) => {
    clearTimeout(impatience);
    if (current === mine) {
      sayIt();
    }
  };
  source.look(mine.signal, progress).then(
    (seen) => done(() => sayFound(seen, source)),
    (error) => done(() => say(explain(problemOf(error)), again(source))),
  );
}

/** The action that looks at the same once more. @param {Source} source */
const again = (source) => ({ label: message('lookAgain'), act: async () => lookAt(source) });

/**
 * Says what a look has found, and offers to add it.
 * @param {Look} seen
 * @param {Source} source
 */
function sayFound(seen, source) {
  const { pending, refused, others, reason } = sorted(seen);
  const only = pending.length === 1 && refused.length === 0 ? pending[0] : undefined;
  if (only?.warnings.length === 0) {
    const label = message(only.known === null ? 'add' : 'fillHereToo');
    const action = { label, act: () => add(only, source, where.bind()), primary: true };
    const found = source.tab === undefined ? 'foundInPicture' : 'foundOne';
    say(message(only.known === null ? found : 'foundKnown', titleOf(only)), only.bound ? null : action, { pending: only });
  } else if (pending.length + refused.length > 0) {
    const review = () => raise('review', { pending, refused, others },
      (chosen, bind) => add(chosen, source, bind), (chosen, bind) => addAll(chosen, source, bind));
    say(message('foundSeveral', pending.length), { label: message('review'), act: review, primary: true });
  } else if (reason !== null) {
    say(explain(reason), again(source));
  } else if (others.length > 0) {
    say(othersInWords(others), again(source));
  } else {
    say(message(source.tab === undefined ? 'foundNoneInPicture' : 'foundNone'), again(source));
  }
}

/**
 * Adds an account, and says what became of it.
 * @param {PendingView} shown
 * @param {Source} source
 * @param {boolean} bind
 */
async function add(shown, source, bind) {
  const added = await accept(shown, { tab: source.tab, bind }, () => source.look(undefined, () => {}));
  await raise('list', added.id);
  tellAdded(added, shown, source.tab, bind);
  lookAt(source);
}

/**
 * Adds several accounts in one step. Where one of them is refused, the review stays and says so.
 * @param {PendingView[]} shown
 * @param {Source} source
 * @param {boolean} bind
 */
async function addAll(shown, source, bind) {
  const done = await acceptAll(shown, { bind }, () => source.look(undefined, () => {}));
  if (done.every(({ refused }) => refused === null)) {
    await raise('list', done.at(-1)?.id ?? undefined);
    notice(message('addedSeveral', done.length));
    lookAt(source);
  }
  return done;
}

/**
 * @param {import('../../lib/messages.js').Added} added
 * @param {PendingView} shown
 * @param {number | undefined} tab
 * @param {boolean} bind
 */
function tellAdded({ id, filled, awaited }, { host, twin }, tab, bind) {
  if (awaited && tab !== undefined) {
    // The worker looks at the page again when this connection ends, which is when the popup closes.
    sendWork('confirmLater', { tab }).catch(() => {});
  }
  if (twin !== null && tab !== undefined) {
    warnOfTwin(twin, { tab, origin: state.origin }, message('addedUnbound'));
  } else if (host !== null && !bind) {
    notice(message('addedUnbound'));
  } else if (filled?.filled) {
    notice(message('addedAndFilled'));
  } else if (filled?.until && tab !== undefined) {
    fillNext(filled.reason, filled.until, { id, tab, origin: state.origin });
  } else if (awaited) {
    notice(message(keepsActiveTab ? 'addedAwaiting' : 'addedPressAgain'));
  } else {
    notice(message('added'));
  }
}

/**
 * Waits for the next code and fills it: the page asks for one, and the code of now is not to be sent.
 * @param {import('../../lib/errors.js').Code} reason
 * @param {number} until a Unix second
 * @param {{ id: string, tab: number, origin?: string }} target
 */
function fillNext(reason, until, target) {
  const words = () => {
    const left = Math.ceil(until - Date.now() / 1000);
    return left <= 0 ? null : `${message('added')}. ${explain({ code: reason, args: { wait: durationInWords(left) } })}`;
  };
  countdown(words, { label: message('cancel'), act: () => {} }, () => {
    fill(target).catch((error) => notice(explain(problemOf(error))));
  });
}

/**
 * Fills the first code of an account that the person added here before, if the page asks for it by now.
 * @param {number} tab
 */
async function confirmAdded(tab) {
  const filled = await send('confirm', { tab });
  if (filled?.filled) {
    raise('done');
  } else if (filled?.until) {
    tellRefusal(filled, { id: filled.id, tab, origin: state.origin });
  }
}

/**
 * Reads a picture that was pasted or dropped while the accounts are shown. What is no file goes its usual way, such as a
 * text into the search.
 * @param {Event} event
 * @param {DataTransfer | null} data
 */
function takeFile(event, data) {
  if (!data?.types.includes('Files')) {
    return;
  }
  // A file that is dropped would take the popup's place.
  event.preventDefault();
  const [file] = filesIn(data);
  if (file !== undefined && !element('accounts', HTMLElement).hidden) {
    lookAtFile(file);
  }
}

document.addEventListener('paste', (event) => takeFile(event, event.clipboardData));
document.addEventListener('drop', (event) => takeFile(event, event.dataTransfer));
document.addEventListener('dragover', (event) => {
  if (event.dataTransfer?.types.includes('Files')) {
    event.preventDefault();
  }
});
