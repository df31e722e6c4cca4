// Adding ways in. Each asks for the passphrase, since whoever sits in front of an open vault may be another person than the
// one who opened it.
import { element } from '../lib/dom.js';
import { inWords, message } from '../lib/i18n.js';
import { send } from '../lib/messages.js';
import { makePasskey } from '../lib/passkey.js';
import { tellDecided } from './decided.js';
import { panel } from './panel.js';
import { showSheet } from './sheet.js';
import { mayTrust, tellWays, ways } from './ways.js';

/** The numbers of days to choose from for which a device is remembered. */
const DAYS = [1, 7, 30, 90, 365];
const MOST_DAYS = Math.max(...DAYS);

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
    tellDecided(days, mayTrust < MOST_DAYS, { off: false, words: message('atMost', inWords(mayTrust, 'day')) });
    const choices = allowed.length === 0 || !DAYS.includes(mayTrust) ? [...allowed, mayTrust].slice(-DAYS.length) : allowed;
    const usual = choices.findLast((choice) => choice <= 30) ?? choices[0];
    days.replaceChildren(...choices.map((choice) => new Option(inWords(choice, 'day'), String(choice), choice === usual, choice === usual)));
  });
}

function offerPasskey() {
  /** A passkey that the browser has made, kept until the passphrase beside it is right. @type {import('../lib/messages.js').NewPasskey | null} */
  let made = null;
  panel(
    'passkey',
    async () => {
      const name = value('passkey-name').trim();
      const enrolled = ways.flatMap(({ id, salt, credential }) => (salt && credential ? [{ id, salt, credential }] : []));
      made ??= await makePasskey(name, enrolled);
      await send('addPasskey', { passphrase: value('passkey-passphrase'), name, ...made });
      await tellWays(message('passkeyAdded'), 'passkey-open');
    },
    () => {
      made = null;
    },
  );
}
