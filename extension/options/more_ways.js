// Adding ways in. Each asks for the passphrase: that the vault is open does not mean that the person who opened it is
// still there.
import { element } from '../lib/dom.js';
import { inWords, message } from '../lib/i18n.js';
import { send } from '../lib/messages.js';
import { makePasskey } from '../lib/passkey.js';
import { tellDecided } from './decided.js';
import { panel } from './panel.js';
import { showSheet } from './sheet.js';
import { mayTrust, tellWays, ways } from './ways.js';

/** For how many days a device is remembered, as far as it may be. */
const DAYS = [1, 7, 30, 90, 365];

/** @param {string} id */
const value = (id) => element(id, HTMLInputElement).value;

export function offerMoreWays() {
  offerRecoveryKey();
  offerDevice();
  offerPasskey();
}

function offerRecoveryKey() {
  panel('recovery', async () => {
    const name = value('recovery-name').trim();
    const key = await send('addRecoveryKey', { passphrase: value('recovery-passphrase'), name });
    // It is seen once only, so first of all.
    showSheet(key, name);
    await tellWays(message('recoveryAdded'));
  });
}

function offerDevice() {
  const days = element('device-days', HTMLSelectElement);
  panel('device', async () => {
    await send('trustDevice', { passphrase: value('device-passphrase'), name: value('device-name').trim(), days: Number(days.value) });
    await tellWays(message('deviceAdded'), 'passphrase-open');
  });
  element('device-open', HTMLElement).addEventListener('click', () => {
    const allowed = DAYS.filter((choice) => choice <= mayTrust);
    tellDecided(days, mayTrust < /** @type {number} */ (DAYS.at(-1)), { off: false, words: message('atMost', inWords(mayTrust, 'day')) });
    const choices = allowed.length === 0 || !DAYS.includes(mayTrust) ? [...allowed, mayTrust].slice(-DAYS.length) : allowed;
    const usual = choices.findLast((choice) => choice <= 30) ?? choices[0];
    days.replaceChildren(...choices.map((choice) => new Option(inWords(choice, 'day'), String(choice), choice === usual, choice === usual)));
  });
}

function offerPasskey() {
  /** One that is made, and that waits for the right passphrase. @type {import('../lib/messages.js').NewPasskey | null} */
  let made = null;
  panel(
    'passkey',
    async () => {
      const name = value('passkey-name').trim();
      const known = ways.flatMap(({ id, salt, credential }) => (salt && credential ? [{ id, salt, credential }] : []));
      made ??= await makePasskey(name, known);
      await send('addPasskey', { passphrase: value('passkey-passphrase'), name, ...made });
      await tellWays(message('passkeyAdded'), 'passkey-open');
    },
    () => {
      made = null;
    },
  );
}
