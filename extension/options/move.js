// Moving to another app: all accounts as QR codes that other apps import, shown one after the other.
import { linesOf } from '../lib/account.js';
import { element, onSubmit } from '../lib/dom.js';
import { SHOWN_FOR, drawingOf } from '../lib/drawing.js';
import { problemOf } from '../lib/errors.js';
import { explain, message } from '../lib/i18n.js';
import { isolated } from '../lib/names.js';
import { send } from '../lib/messages.js';
import { policy } from '../lib/policy.js';
import { tellDecided } from './decided.js';

const form = element('move-form', HTMLFormElement);
const passphrase = element('move-passphrase', HTMLInputElement);
const shown = element('move-shown', HTMLElement);
const place = element('move-qr', HTMLElement);
const which = element('move-which', HTMLElement);
const previous = element('move-previous', HTMLButtonElement);
const next = element('move-next', HTMLButtonElement);
const status = element('move-status', HTMLElement);

/** @type {import('../core/types.js').Drawing[]} */
let parts = [];
let at = 0;
/** @type {ReturnType<typeof setTimeout> | undefined} */
let end;

export function offerMove() {
  onSubmit(form, async () => {
    status.className = 'small error';
    status.textContent = '';
    try {
      const migration = await send('migration', { passphrase: passphrase.value });
      const names = migration.leftOut.map((account) => isolated(linesOf(account).first));
      status.className = 'small';
      status.textContent = names.length === 0 ? '' : message('moveLeftOut', names.join(', '));
      if (migration.parts.length === 0) {
        status.textContent ||= message('moveNothing');
      } else {
        parts = migration.parts;
        turnTo(0);
      }
    } catch (error) {
      status.textContent = explain(problemOf(error));
    } finally {
      passphrase.value = '';
    }
  });
  previous.addEventListener('click', () => turnTo(at - 1));
  next.addEventListener('click', () => turnTo(at + 1));
  element('move-done', HTMLButtonElement).addEventListener('click', hideMove);
}

/** Switches the export off where policy forbids it. The worker refuses it too, whatever is shown here. */
export async function permitMove() {
  const forbidden = (await policy()).values.allowExport === false;
  passphrase.disabled = forbidden;
  tellDecided(element('move-submit', HTMLButtonElement), forbidden);
  if (forbidden) {
    hideMove();
  }
}

/** Shows one of the QR codes. @param {number} part */
function turnTo(part) {
  const drawing = parts[part];
  if (drawing === undefined) {
    return;
  }
  at = part;
  clearTimeout(end);
  end = setTimeout(hideMove, SHOWN_FOR);
  form.hidden = true;
  shown.hidden = false;
  which.textContent = message('movePart', at + 1, parts.length);
  place.replaceChildren(drawingOf(drawing, which.textContent));
  previous.hidden = next.hidden = parts.length === 1;
  previous.disabled = at === 0;
  next.disabled = at === parts.length - 1;
  (next.disabled ? element('move-done', HTMLButtonElement) : next).focus();
}

export function hideMove() {
  clearTimeout(end);
  parts = [];
  place.replaceChildren();
  shown.hidden = true;
  form.hidden = false;
}
