// A backup is proved, merged, or becomes the vault of a browser that has none.
import { handingOver } from '../lib/channel.js';
import { element, onEvent, onSubmit } from '../lib/dom.js';
import { CodedError, problemOf } from '../lib/errors.js';
import { explain, message, moment } from '../lib/i18n.js';
import { send } from '../lib/messages.js';
import { bytesOf } from './files.js';

const file = element('restore-file', HTMLInputElement);
const passphrase = element('restore-passphrase', HTMLInputElement);
const status = element('restore-status', HTMLElement);
const proof = element('proof', HTMLElement);
const merge = element('merge', HTMLButtonElement);
const undo = element('merge-undo', HTMLButtonElement);

/** A backup of ten thousand accounts has a tenth of that. */
const MOST_BYTES = 64 * 1024 * 1024;

/** How long merging is offered after a proof, for which its passphrase is kept, in milliseconds. */
const KEPT_FOR = 120_000;

/** @type {ReturnType<typeof setTimeout> | undefined} */
let end;

function forget() {
  proved = null;
  merge.hidden = true;
}

/** Whether there is no vault yet. */
let isNew = false;
/** What was proved, for merging it. @type {{ bytes: Uint8Array, passphrase: string } | null} */
let proved = null;

export function offerRestore() {
  onSubmit(element('restore-form', HTMLFormElement), async () => {
    say('', true);
    proof.hidden = true;
    try {
      const [chosen] = file.files ?? [];
      if (chosen === undefined || chosen.size > MOST_BYTES) {
        throw new CodedError('vault-not-an-envelope');
      }
      const bytes = await bytesOf(chosen);
      const typed = passphrase.value;
      if (isNew) {
        await handingOver(bytes, (channel) => send('restoreBackup', { passphrase: typed, channel }));
        say(message('restoreDone'), false);
      } else {
        const found = await handingOver(bytes, (channel) => send('examineBackup', { passphrase: typed, channel }));
        proved = { bytes, passphrase: typed };
        clearTimeout(end);
        end = setTimeout(forget, KEPT_FOR);
        say(message('proofOpens', found.accounts, moment(found.written)), false);
        showProof(found);
      }
      status.focus();
    } catch (error) {
      say(inWordsOf(error), true);
    } finally {
      passphrase.value = '';
    }
  });
  onEvent(merge, 'click', async () => {
    const { bytes, passphrase: typed } = proved ?? { bytes: new Uint8Array(), passphrase: '' };
    merge.disabled = true;
    try {
      const { before } = await handingOver(bytes, (channel) => send('mergeBackup', { passphrase: typed, channel }));
      say(message('mergeDone'), false);
      merge.hidden = true;
      undo.hidden = before === null;
      undo.onclick = () => {
        undo.hidden = true;
        send('rollBack', { number: before ?? 0 }).then(() => say(message('historyUndone'), false), (error) => say(inWordsOf(error), true));
      };
    } catch (error) {
      say(inWordsOf(error), true);
    } finally {
      merge.disabled = false;
      proved = null;
    }
  });
}

/** A file that is no backup is not the stored vault, of which these words speak elsewhere. @param {unknown} error */
function inWordsOf(error) {
  const problem = problemOf(error);
  return /^vault-(?!exists|wrong-session)/.test(problem.code) ? message('restoreNoBackup') : explain(problem);
}

/** @param {string} words @param {boolean} isError */
function say(words, isError) {
  status.className = isError ? 'small error' : 'small';
  status.textContent = words;
}

/** What is in a backup against what is here. @param {import('../core/types.js').Comparison} found */
function showProof({ same, newerThere, newerHere, onlyThere, onlyHere }) {
  /** @type {[string, number][]} */
  const counted = [['proofSame', same], ['proofOnlyThere', onlyThere], ['proofNewerThere', newerThere], ['proofOnlyHere', onlyHere], ['proofNewerHere', newerHere]];
  element('proof-list', HTMLElement).replaceChildren(...counted.filter(([, count]) => count > 0).map(([key, count]) => {
    const row = document.createElement('li');
    row.textContent = message(key, count);
    return row;
  }));
  merge.hidden = onlyThere + newerThere === 0;
  undo.hidden = true;
  proof.hidden = false;
}

/** @param {boolean} without whether there is no vault yet */
export function showRestore(without) {
  isNew = without;
  element('restore-title', HTMLElement).textContent = message(without ? 'restoreTitle' : 'proofTitle');
  element('restore-note', HTMLElement).textContent = message(without ? 'restoreNote' : 'proofNote');
  element('restore-submit', HTMLButtonElement).textContent = message(without ? 'restoreNow' : 'proofNow');
}
