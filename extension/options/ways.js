// The list of ways into the vault: their names, when they were used, and the buttons to rename and to revoke one.
import { copyOf, element, onEvent, onSubmit, part, replaceRows } from '../lib/dom.js';
import { problemOf } from '../lib/errors.js';
import { dayOf, explain, listInWords, message, moment } from '../lib/i18n.js';
import { send } from '../lib/messages.js';
import { shownName } from '../lib/names.js';
import { canUsePasskeys } from '../lib/passkey.js';
import { turns } from '../lib/turns.js';
import { tellDecided } from './decided.js';
import { closePanels } from './panel.js';

/** @typedef {import('../core/types.js').WayView} Way */

const note = element('ways-note', HTMLElement);
const list = element('ways-list', HTMLUListElement);
const choices = element('ways-choices', HTMLElement);
const status = element('ways-status', HTMLElement);
const device = element('device-open', HTMLButtonElement);

const KINDS = new Map([
  ['passphrase', 'passphrase'],
  ['passkey', 'wayPasskey'],
  ['recovery', 'wayRecovery'],
  ['device', 'wayDevice'],
]);

/** @param {string} kind */
export function kindInWords(kind) {
  const key = KINDS.get(kind);
  return key === undefined ? kind : message(key);
}

/** The most days for which this device may be trusted; 0 where policy forbids it. */
export let mayTrust = 0;
/** The ways in, as they were last shown. @type {Way[]} */
export let ways = [];

/** An earlier answer that comes later would say what is so no longer. */
const inTurn = turns();

export const showWays = () => inTurn(showWaysNow);

async function showWaysNow() {
  try {
    // Both answers are awaited before anything is shown: what comes later would move a button from under a press.
    const [answer, mayHavePasskeys] = await Promise.all([send('ways', {}), canUsePasskeys()]);
    for (const id of ['passkey-open', 'device-instead']) {
      element(id, HTMLElement).hidden = !mayHavePasskeys;
    }
    ({ ways, mayTrust } = answer);
    note.textContent = message(answer.needsPasskey ? 'waysNeedPasskey' : 'waysNote');
    note.classList.toggle('error', answer.needsPasskey);
    replaceRows(list, answer, ways.map((way) => makeWayRow(way, way.id === answer.here)));
    choices.hidden = false;
    device.hidden = answer.here !== null;
    tellDecided(device, mayTrust === 0);
  } catch (error) {
    ways = [];
    note.textContent = explain(problemOf(error));
    replaceRows(list, null, []);
    choices.hidden = true;
    status.textContent = '';
    closePanels();
  }
}

/**
 * Says what was done, below the list as it is now.
 * @param {string} words
 * @param {string} [focus] the button to go on from
 */
export async function tellWays(words, focus) {
  await showWays();
  status.textContent = words;
  if (focus !== undefined) {
    // Later, when the form that has the focus now is closed.
    setTimeout(() => element(focus, HTMLElement).focus());
  }
}

/** @param {Way} way */
const isTyped = ({ kind }) => kind === 'passphrase' || kind === 'recovery';
/** @param {Way} way */
const titleOf = ({ name, kind }) => shownName(name) || kindInWords(kind);

/**
 * The names of the ways in that were made before slots had key pairs: whoever has kept one of those still has the data key.
 * @param {Way} [but] left out
 */
export function oldOnes(but) {
  return ways.filter((way) => way.inherited && way !== but).map(titleOf);
}

/**
 * @param {Way} way
 * @param {boolean} here
 */
function makeWayRow(way, here) {
  const row = copyOf('way-row');
  const kind = kindInWords(way.kind);
  const title = titleOf(way);
  const others = oldOnes(way);
  const view = part(row, 'view');
  const naming = part(row, 'naming', HTMLFormElement);
  const name = part(row, 'input', HTMLInputElement);
  const asking = part(row, 'asking');
  const rename = part(row, 'rename');
  const revoke = part(row, 'revoke', HTMLButtonElement);

  part(row, 'title').textContent = title;
  part(row, 'kind').textContent = [way.name ? kind : '', here ? message('wayHere') : ''].filter(Boolean).join(' · ');
  part(row, 'times').textContent = timesOf(way).join(' · ');
  rename.setAttribute('aria-label', message('renameNamed', title));
  revoke.setAttribute('aria-label', message('revokeNamed', title));
  revoke.disabled = !way.revocable;
  part(row, 'last').hidden = way.revocable;
  part(row, 'old').hidden = !way.inherited;
  name.value = way.name;
  name.placeholder = kind;
  part(row, 'question').textContent = others.length === 0
    ? message('revokeAsk', title)
    : message('revokeAskOld', title, listInWords(others));

  /** @param {HTMLElement} shown @param {HTMLElement} focused */
  const turnTo = (shown, focused) => {
    for (const face of [view, naming, asking]) {
      face.hidden = face !== shown;
    }
    focused.focus();
  };
  rename.addEventListener('click', () => turnTo(naming, name));
  part(row, 'keep-name').addEventListener('click', () => turnTo(view, rename));
  revoke.addEventListener('click', () => turnTo(asking, part(row, 'keep')));
  part(row, 'keep').addEventListener('click', () => turnTo(view, revoke));
  row.addEventListener('keydown', ({ key }) => {
    if (key === 'Escape' && view.hidden) {
      turnTo(view, naming.hidden ? revoke : rename);
    }
  });
  onSubmit(naming, () => attempt(async () => {
    await send('renameWay', { id: way.id, name: name.value });
    turnTo(view, rename);
    await tellWays(message('wayRenamed'));
    focusRow(way.id, 'rename');
  }));
  const yes = part(row, 'yes', HTMLButtonElement);
  const all = part(row, 'all', HTMLButtonElement);
  // Revoking all of them must leave a way in that is typed.
  all.hidden = others.length === 0 || !ways.some((other) => isTyped(other) && !other.inherited && other !== way);
  yes.textContent = message(others.length === 0 ? 'revoke' : 'revokeOnly');
  for (const button of [yes, all]) {
    onEvent(button, 'click', () => attempt(async () => {
      button.disabled = true;
      try {
        await send('revokeWay', { id: way.id, withInherited: button === all });
      } finally {
        button.disabled = false;
      }
      const gone = button === all ? [title, ...others] : [title];
      await tellWays(message(gone.length === 1 ? 'wayRevoked' : 'waysRevoked', listInWords(gone)));
      status.focus();
    }));
  }
  row.dataset['id'] = way.id;
  return row;
}

/** @param {Way} way */
function timesOf({ created, used, expires }) {
  return [
    ...(created > 0 ? [message('wayAdded', dayOf(created))] : []),
    used === null ? message('wayUnused') : message('wayUsed', moment(used)),
    ...(expires === null ? [] : [message('wayExpires', dayOf(expires))]),
  ];
}

/**
 * @param {string} id
 * @param {string} name
 */
function focusRow(id, name) {
  const row = list.querySelector(`[data-id="${CSS.escape(id)}"]`);
  if (row instanceof HTMLElement) {
    part(row, name).focus();
  }
}

/** Does something, and says below the list when it fails. @param {() => Promise<void>} work */
export async function attempt(work) {
  try {
    await work();
  } catch (error) {
    status.textContent = explain(problemOf(error));
  }
}
