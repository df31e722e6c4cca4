// The ways in: what unlocks the vault, and who may add or revoke them.
import { passphraseBytes, wiping } from '../lib/bytes.js';
import { CodedError, errorCode } from '../lib/errors.js';
import { assertAllowed, minimumPassphrase, policy, rememberDays } from '../lib/policy.js';
import { kindOf, waitForAttempt } from './attempts.js';
import { inScratch } from './core.js';
import { dearer, floor, passphraseSlot, passphraseSlotOf, unlock as unlockEnvelope } from './derivation.js';
import { answerTo, forgetKeys, makeKey, saltsHere, saltsShared } from './device_keys.js';
import { assertNotGuessedFirst } from './guessable.js';
import { inShort } from './policy_log.js';
import * as session from './session.js';

/** The most days that a device is trusted without a word from policy. */
const MOST_DAYS = 365;
const DAY = 24 * 60 * 60 * 1000;

/** @typedef {import('../lib/views.js').Way} Way */

/** What the gate has to say when there is none. */
export const OPEN = { wait: 0, ways: { passphrase: false, recovery: false, device: false, passkeys: [] } };

/** In how many seconds the next passphrase may be tried, and what the gate offers. */
export async function gate() {
  const ways = await session.ofNewestReadable((envelope) => inScratch((core) => core.waysInto(envelope))) ?? [];
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

/** @param {string} passphrase */
export async function create(passphrase) {
  await assertFit(passphrase);
  await session.create(passphrase);
}

/**
 * By a passphrase or a recovery key.
 * @param {string} typed
 */
export async function unlock(typed) {
  // At the browser's start these take seconds: meanwhile the key is derived.
  const asked = Promise.all([policy(), floor()]);
  await session.unlockBy(
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
      return await heed(vault) || cost !== null;
    },
  );
}

/**
 * By a passkey.
 * @param {string} id
 * @param {string} secret
 */
export async function unlockByPasskey(id, secret) {
  await wiping(Uint8Array.fromBase64(secret), (answered) =>
    session.unlockBy('passkey', (envelope) => openWith(envelope, id, answered), heed));
}

/** By the key of this device. */
export async function unlockHere() {
  await assertAllowed('allowRememberDevice');
  const latest = await latestEnd();
  const before = await saltsHere();
  await session.unlockBy('device', async (envelope) => {
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
  }, heed).catch(async (error) => {
    if (['no-such-way', 'device-expired', 'wrong-secret'].includes(errorCode(error))) {
      await forgetKeys(({ salt }) => before.includes(salt));
    }
    throw error;
  });
}

/**
 * Other ways than by a key have no salt.
 * @param {Way} way
 * @param {string[]} salts of the keys of this device
 */
function isHere({ salt }, salts) {
  return salt !== null && salts.includes(salt);
}

/**
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

/**
 * Does in the open vault what came due while it was locked, and answers whether the ways in are others now. Policy may
 * have changed, the time of a device be over. A device whose key lies in the shared database gets another key.
 * @param {import('../core/core.js').Vault} vault
 */
async function heed(vault) {
  vault.notePolicy(await inShort(), Date.now());
  const latest = await latestEnd();
  const due = vault.ways().filter((way) => isDue(way, latest));
  for (const { id } of due) {
    vault.revoke(id, false, Date.now());
  }
  const moved = await exchangeKeys(vault, await saltsShared());
  return due.length + moved > 0;
}

/**
 * Gives this device another key for each of those, remembered until then as before, and answers how many those were.
 * @param {import('../core/core.js').Vault} vault
 * @param {string[]} salts
 */
async function exchangeKeys(vault, salts) {
  const ways = vault.ways().filter((way) => isHere(way, salts));
  for (const { id, name, expires } of ways) {
    vault.revoke(id, false, Date.now());
    await remember(vault, name, expires ?? 0);
  }
  return ways.length;
}

/**
 * @param {Way} way
 * @param {number} latest
 */
function isDue({ kind, expires }, latest) {
  return kind === 'device' && ((expires ?? 0) <= Date.now() || (expires ?? 0) > latest);
}

/**
 * @param {import('../core/core.js').Vault} vault
 * @param {string} name
 * @param {number} expires
 */
async function remember(vault, name, expires) {
  const { salt, secret } = await makeKey(expires);
  await wiping(secret, () => vault.trustDevice(expires, salt, secret, name, Date.now()));
}

/** Takes the keys of this device off the disk that it must not have any more, also while the vault is locked. */
export async function forgetDueKeys() {
  const latest = await latestEnd();
  const forbidden = await mostDays() === 0;
  // How long those in the shared database last is told by their slots only.
  await forgetKeys(({ expires }) => forbidden || (Number.isFinite(expires) && (expires <= Date.now() || expires > latest)));
}

/** And takes their slots out of the vault where it is open. Where it is locked, that is done when it is unlocked. */
export async function forgetDue() {
  await forgetDueKeys();
  const latest = await latestEnd();
  if (await session.state() === 'unlocked' && await session.read((vault) => vault.ways().some((way) => isDue(way, latest)))) {
    await session.changeWays(async (vault) => {
      await heed(vault);
    });
  }
}

/** Until when a device may be remembered that is remembered now. */
async function latestEnd() {
  return Date.now() + (await mostDays()) * DAY;
}

async function mostDays() {
  return rememberDays((await policy()).values, MOST_DAYS);
}

export async function ways() {
  const [all, salts] = await Promise.all([session.read((vault) => vault.ways()), saltsHere().catch(() => [])]);
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
  await session.confirm(current);
  await session.changeWays(
    (vault, ticket) => wiping(passphraseBytes(next), async (bytes) => {
      vault.setPassphrase(await passphraseSlot(ticket, bytes), Date.now());
    }),
    (envelope) => wiping(passphraseBytes(next), (bytes) => unlockEnvelope(envelope, bytes)),
  );
}

/** @param {{ passphrase: string, name: string }} ask */
export async function addRecoveryKey({ passphrase, name }) {
  await session.confirm(passphrase);
  return session.changeWays((vault) => vault.addRecoveryKey(name, Date.now()));
}

/** @param {{ passphrase: string, name: string, credential: string, salt: string, secret: string }} ask */
export async function addPasskey({ passphrase, name, credential, salt, secret }) {
  await session.confirm(passphrase);
  const [key, salted, answered] = [credential, salt, secret].map((text) => Uint8Array.fromBase64(text));
  await wiping(answered, () => session.changeWays((vault) => vault.addPasskey(key, salted, answered, name, Date.now())));
}

/** @param {{ passphrase: string, name: string, days: number }} ask */
export async function trustDevice({ passphrase, name, days }) {
  await assertAllowed('allowRememberDevice');
  if (!(days >= 1 && days <= (await mostDays()))) {
    throw new CodedError('policy-forbids');
  }
  await session.confirm(passphrase);
  await session.changeWays(async (vault) => {
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
  await session.changeWays((vault) => {
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
  await session.changeWays(async (vault) => {
    await exchangeKeys(vault, await saltsHere());
    vault.rotate(Date.now());
  });
}

/** @param {string} passphrase */
async function assertFit(passphrase) {
  const least = minimumPassphrase((await policy()).values);
  if ([...passphrase].length < least) {
    throw new CodedError(least > 8 ? `policy-passphrase-${least}` : 'passphrase-length');
  }
  await assertNotGuessedFirst(passphrase);
}
