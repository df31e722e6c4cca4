// A backup: a sealed copy of the vault in a file, which a passphrase opens on any computer.
import { takingBytes } from '../lib/channel.js';
import { element, onSubmit } from '../lib/dom.js';
import { CodedError, problemOf } from '../lib/errors.js';
import { dayOf, explain, message } from '../lib/i18n.js';
import { send } from '../lib/messages.js';
import { stamp } from '../lib/stamp.js';
import { save } from './saving.js';

const passphrase = element('backup-passphrase', HTMLInputElement);
const own = element('backup-own', HTMLInputElement);
const repeat = element('backup-repeat', HTMLInputElement);
const status = element('backup-status', HTMLElement);

export function offerBackup() {
  onSubmit(element('backup-form', HTMLFormElement), async () => {
    status.className = 'small error';
    status.textContent = '';
    try {
      if (own.value !== repeat.value) {
        throw new CodedError('passphrases-differ');
      }
      const ask = { passphrase: passphrase.value, ...(own.value === '' ? {} : { own: own.value }) };
      const [bytes] = await takingBytes(null, (channel) => send('backUp', { ...ask, channel }));
      if (bytes === undefined) {
        throw new CodedError('no-answer');
      }
      const name = `halfminute-${stamp()}.halfminute`;
      save(name, bytes);
      await send('backedUp', {});
      status.className = 'small';
      status.textContent = message('backupSaved', name);
      own.value = repeat.value = '';
    } catch (error) {
      status.textContent = explain(problemOf(error));
    } finally {
      passphrase.value = '';
    }
  });
}

/** Says when the last backup was made. */
export async function showLastBackup() {
  const { at, changes } = await send('lastBackup', {});
  element('backup-last', HTMLElement).textContent = at === null
    ? message('backupNever')
    : message('backupLast', dayOf(at), changes);
}
