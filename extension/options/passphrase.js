// Changing the passphrase, and making a new data key.
import { choosing } from '../lib/choosing.js';
import { element, onEvent } from '../lib/dom.js';
import { CodedError } from '../lib/errors.js';
import { explain, listInWords, message } from '../lib/i18n.js';
import { send } from '../lib/messages.js';
import { minimumPassphrase, policy } from '../lib/policy.js';
import { tellDecided } from './decided.js';
import { panel } from './panel.js';
import { attempt, oldOnes, tellWays } from './ways.js';

const current = element('current', HTMLInputElement);
const next = element('next', HTMLInputElement);
const repeat = element('repeat', HTMLInputElement);

export function offerPassphraseChange() {
  const { insist, reset } = choosing(next, element('next-strength', HTMLElement), element('passphrase-submit', HTMLButtonElement));
  panel('passphrase', async () => {
    if (next.value !== repeat.value) {
      throw new CodedError('passphrases-differ');
    }
    await insist();
    await send('changePassphrase', { current: current.value, next: next.value });
    await tellWays(message('passphraseChanged'), 'passphrase-open');
  }, reset);
}

/** How long it must be where policy says so. */
export async function showPassphrasePolicy() {
  const { values } = await policy();
  const decided = values.minimumPassphraseLength !== undefined;
  tellDecided(next, decided, { off: false, words: explain(`policy-passphrase-${minimumPassphrase(values)}`) });
}

export function offerNewDataKey() {
  const button = element('rotate', HTMLButtonElement);
  onEvent(button, 'click', () => attempt(async () => {
    button.disabled = true;
    try {
      await send('rotateKey', {});
    } finally {
      button.disabled = false;
    }
    const old = oldOnes();
    await tellWays(old.length === 0 ? message('keyRotated') : message('keyRotatedOld', listInWords(old)), 'rotate');
  }));
}
