// The gate of a locked vault: what it offers, and unlocking by each of the ways in.
import { passphraseBytes, wiping } from '../lib/bytes.js';
import { CodedError, errorCode } from '../lib/errors.js';
import { assertAllowed, policy } from '../lib/policy.js';
import { kindOf, waitForAttempt } from './attempts.js';
import { inScratch } from './core.js';
import { dearer, floor, passphraseSlotOf, unlock as unlockEnvelope } from './derivation.js';
import { answerTo, forgetKeys, saltsHere } from './device_keys.js';
import { ofNewestReadable } from './generations.js';
import { doWhatIsDue, isHere, latestEnd } from './remembered_device.js';
import { unlockBy } from './unlocking.js';

/** What the gate offers where the vault is not locked. */
export const OPEN = { wait: 0, ways: { passphrase: false, recovery: false, device: false, passkeys: [] } };

/** What the gate of a locked vault offers, and in how many seconds the next passphrase may be tried. */
export async function gate() {
  const ways = await ofNewestReadable((envelope) => inScratch((core) => core.waysInto(envelope))) ?? [];
  const salts = await saltsHere().catch(() => []);
  const kinds = ways.map(({ kind }) => kind);
  const offered = {
    passphrase: kinds.includes('passphrase'),
    recovery: kinds.includes('recovery'),
    // Whether policy allows it is asked when it is used: at the browser's start that takes seconds.
    device: ways.some((way) => isHere(way, salts) && (way.expires ?? 0) > Date.now()),
    passkeys: ways.flatMap((way) =>
      way.kind === 'passkey' ? [{ id: way.id, salt: way.salt ?? '', credential: way.credential ?? '' }] : [],
    ),
  };
  return { wait: await waitForAttempt('passphrase'), ways: offered };
}

/**
 * Unlocks by a passphrase or a recovery key.
 * @param {string} typed
 */
export async function unlock(typed) {
  // At the browser's start these take seconds: meanwhile the key is derived.
  const asked = Promise.all([policy(), floor()]);
  await unlockBy(
    kindOf(typed),
    (envelope) =>
      wiping(passphraseBytes(typed), async (bytes) => {
        const opened = await unlockEnvelope(envelope, bytes);
        const ways = await inScratch((core) => core.waysInto(envelope));
        const isPassphrase = ways.find(({ id }) => id === opened.slot)?.kind === 'passphrase';
        const [{ values }] = await asked;
        if (values.requirePasskey === true && isPassphrase && ways.some(({ kind }) => kind === 'passkey')) {
          opened.ticket.fill(0);
          throw new CodedError('policy-passkey');
        }
        return opened;
      }),
    async (vault, { slot, ticket, took }) => {
      const way = vault.ways().find(({ id }) => id === slot);
      const cost = way?.kind === 'passphrase' ? dearer(way, took, (await asked)[1]) : null;
      if (cost !== null) {
        const made = await wiping(passphraseBytes(typed), (bytes) => passphraseSlotOf(cost, ticket, bytes));
        vault.setPassphrase(made, Date.now());
      }
      return await doWhatIsDue(vault) || cost !== null;
    },
  );
}

/**
 * Unlocks by a passkey.
 * @param {string} id
 * @param {string} secret
 */
export async function unlockByPasskey(id, secret) {
  await wiping(Uint8Array.fromBase64(secret), (answered) =>
    unlockBy('passkey', (envelope) => openWith(envelope, id, answered), doWhatIsDue));
}

/** Unlocks by the key of this device. */
export async function unlockHere() {
  await assertAllowed('allowRememberDevice');
  const latest = await latestEnd();
  const before = await saltsHere();
  await unlockBy('device', async (envelope) => {
    const ways = await inScratch((core) => core.waysInto(envelope));
    const salts = await saltsHere();
    const way = ways.find((one) => isHere(one, salts));
    const secret = await answerTo(way?.salt ?? '');
    if (way === undefined || secret === null) {
      throw new CodedError('no-such-way');
    }
    if ((way.expires ?? 0) > latest) {
      throw new CodedError('policy-forbids');
    }
    return wiping(secret, () => openWith(envelope, way.id, secret));
  }, doWhatIsDue).catch(async (error) => {
    if (['no-such-way', 'device-expired', 'wrong-secret'].includes(errorCode(error))) {
      await forgetKeys(({ salt }) => before.includes(salt));
    }
    throw error;
  });
}

/**
 * Opens a slot by its secret.
 * @param {Uint8Array} envelope
 * @param {string} slot
 * @param {Uint8Array} secret
 */
function openWith(envelope, slot, secret) {
  return inScratch((core) => {
    const { ticket, renewed } = core.unlockWith(envelope, slot, secret, Date.now());
    return { ticket, slot, renewed };
  });
}
