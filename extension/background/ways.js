// The ways into the vault: which there are, and adding, changing and revoking them.
import { MIN_PASSPHRASE } from '../core/limits.js';
import { passphraseBytes, wiping } from '../lib/bytes.js';
import { CodedError } from '../lib/errors.js';
import { assertAllowed, minimumPassphrase, policy } from '../lib/policy.js';
import { passphraseSlot, unlock as unlockEnvelope } from './derivation.js';
import { saltsHere } from './device_keys.js';
import { assertNotGuessedFirst } from './guessable.js';
import { DAY, exchangeKeys, isHere, mostDays, remember } from './remembered_device.js';
import { changeWays } from './resealing.js';
import { confirm, create as createVault } from './unlocking.js';
import { read } from './vault.js';

/** Makes the vault. @param {string} passphrase */
export async function create(passphrase) {
  await assertFit(passphrase);
  await createVault(passphrase);
}

export async function ways() {
  const [all, salts] = await Promise.all([read((vault) => vault.ways()), saltsHere().catch(() => [])]);
  const { requirePasskey = false } = (await policy()).values;
  const needsPasskey = requirePasskey && !all.some(({ kind }) => kind === 'passkey');
  return { ways: all, here: all.find((way) => isHere(way, salts))?.id ?? null, mayTrust: await mostDays(), needsPasskey };
}

/**
 * @param {string} current
 * @param {string} next
 */
export async function changePassphrase(current, next) {
  await assertFit(next);
  await confirm(current);
  await changeWays(
    (vault, ticket) => wiping(passphraseBytes(next), async (bytes) => {
      vault.setPassphrase(await passphraseSlot(ticket, bytes), Date.now());
    }),
    (envelope) => wiping(passphraseBytes(next), (bytes) => unlockEnvelope(envelope, bytes)),
  );
}

/** @param {{ passphrase: string, name: string }} ask */
export async function addRecoveryKey({ passphrase, name }) {
  await confirm(passphrase);
  return changeWays((vault) => vault.addRecoveryKey(name, Date.now()));
}

/** @param {{ passphrase: string, name: string, credential: string, salt: string, secret: string }} ask */
export async function addPasskey({ passphrase, name, credential, salt, secret }) {
  await confirm(passphrase);
  await wiping(Uint8Array.fromBase64(secret), (answered) => changeWays((vault) =>
    vault.addPasskey(Uint8Array.fromBase64(credential), Uint8Array.fromBase64(salt), answered, name, Date.now())));
}

/** @param {{ passphrase: string, name: string, days: number }} ask */
export async function trustDevice({ passphrase, name, days }) {
  await assertAllowed('allowRememberDevice');
  if (!(days >= 1 && days <= (await mostDays()))) {
    throw new CodedError('policy-forbids');
  }
  await confirm(passphrase);
  await changeWays(async (vault) => {
    // Until the new key opens the vault, the one before is not forgotten.
    const before = await saltsHere();
    for (const { id } of vault.ways().filter((way) => isHere(way, before))) {
      vault.revoke(id, false, Date.now());
    }
    await remember(vault, name, Date.now() + days * DAY);
  });
}

/** @param {{ id: string, withInherited?: boolean }} ask */
export async function revokeWay({ id, withInherited = false }) {
  const { requirePasskey } = (await policy()).values;
  await changeWays((vault) => {
    const hadPasskey = hasPasskey(vault);
    vault.revoke(id, withInherited, Date.now());
    if (requirePasskey === true && hadPasskey && !hasPasskey(vault)) {
      throw new CodedError('policy-passkey-stays');
    }
  });
}

/** @param {import('../core/core.js').Vault} vault */
const hasPasskey = (vault) => vault.ways().some(({ kind }) => kind === 'passkey');

/**
 * A new data key, for all ways in: whoever knew the old one has nothing of what is sealed from now on. Whoever has copied the
 * profile has the key of this device, so it gets another one.
 */
export async function rotateKey() {
  await changeWays(async (vault) => {
    await exchangeKeys(vault, await saltsHere());
    vault.rotate(Date.now());
  });
}

/** Throws unless this may be a new passphrase. @param {string} passphrase */
export async function assertFit(passphrase) {
  const least = minimumPassphrase((await policy()).values);
  if ([...passphrase].length < least) {
    throw least > MIN_PASSPHRASE ? new CodedError('policy-passphrase', { length: least }) : new CodedError('passphrase-length');
  }
  await assertNotGuessedFirst(passphrase);
}
