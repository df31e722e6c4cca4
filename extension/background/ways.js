// The ways in: what unlocks the vault, and who may add or revoke them.
import { passphraseBytes, wiping } from '../lib/bytes.js';
import { CodedError, errorCode } from '../lib/errors.js';
import { assertAllowed, minimumPassphrase, policy, rememberDays } from '../lib/policy.js';
import { kindOf, waitForAttempt } from './attempts.js';
import { inScratch } from './core.js';
import { floor, passphraseSlot, unlock as unlockEnvelope } from './derivation.js';
import { dropTrusted, makeTrusted, trustedAnswer, trustedSalts } from './device.js';
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
  const salts = await trustedSalts().catch(() => []);
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
    async (vault, slot, ticket) => {
      const [, least] = await asked;
      const way = vault.ways().find(({ id }) => id === slot);
      const tooCheap = way?.kind === 'passphrase' && (way.passes < least.passes || way.memoryKib < least.memoryKib);
      if (tooCheap) {
        const dearer = await wiping(passphraseBytes(typed), (bytes) => passphraseSlot(ticket, bytes));
        vault.setPassphrase(dearer, Date.now());
      }
      const { changed } = await heedPolicy(vault);
      return { changed: changed || tooCheap, passphrase: way?.kind === 'passphrase' ? typed : undefined };
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
    session.unlockBy('passkey', (envelope) => openWith(envelope, id, answered), heedPolicy));
}

/** By the key of this device. */
export async function unlockHere() {
  await assertAllowed('allowRememberDevice');
  const latest = Date.now() + (await mostDays()) * DAY;
  const salts = await trustedSalts();
  await session.unlockBy('device', async (envelope) => {
    const ways = await inScratch((core) => core.waysInto(envelope));
    const way = ways.find((one) => isHere(one, salts));
    const secret = await trustedAnswer(way?.salt ?? '');
    if (way === undefined || secret === null) {
      throw new CodedError('no-such-way');
    }
    if ((way.expires ?? 0) > latest) {
      throw new CodedError('policy-forbids');
    }
    return wiping(secret, () => openWith(envelope, way.id, secret));
  }, heedPolicy).catch(async (error) => {
    if (['no-such-way', 'device-expired', 'wrong-secret'].includes(errorCode(error))) {
      await dropTrusted(salts);
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
async function openWith(envelope, slot, secret) {
  return inScratch((core) => {
    const { ticket, renewed } = core.unlockWith(envelope, slot, secret, Date.now());
    return { ticket, slot, renewed };
  });
}

/**
 * Policy may have changed while the vault was locked: it is noted then, and devices are dropped whose time is over or
 * that it trusts no longer.
 * @param {import('../core/core.js').Vault} vault
 */
async function heedPolicy(vault) {
  vault.notePolicy(await inShort(), Date.now());
  const latest = Date.now() + (await mostDays()) * DAY;
  const due = vault.ways().filter(({ kind, expires }) => kind === 'device' && ((expires ?? 0) <= Date.now() || (expires ?? 0) > latest));
  for (const { id } of due) {
    vault.revoke(id, false, Date.now());
  }
  return { changed: due.length > 0 };
}

async function mostDays() {
  return rememberDays((await policy()).values, MOST_DAYS);
}

export async function ways() {
  const [all, salts] = await Promise.all([session.read((vault) => vault.ways()), trustedSalts().catch(() => [])]);
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
    next,
  );
}

/** @param {{ passphrase: string, name: string }} ask */
export async function addRecoveryKey({ passphrase, name }) {
  await session.confirm(passphrase);
  /** @type {import('../lib/views.js').RecoveryKey | undefined} */
  let made;
  await session.changeWays((vault) => {
    made = vault.addRecoveryKey(name, Date.now());
  });
  return /** @type {import('../lib/views.js').RecoveryKey} */ (made);
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
  /** @type {string[]} */
  let before = [];
  await session.changeWays(async (vault) => {
    // Until the new key opens the vault, the one before is not forgotten.
    before = await trustedSalts();
    const { salt, secret } = await makeTrusted();
    for (const { id } of vault.ways().filter((way) => isHere(way, before))) {
      vault.revoke(id, false, Date.now());
    }
    await wiping(secret, () => vault.trustDevice(Date.now() + days * DAY, salt, secret, name, Date.now()));
  });
  // Their slots are gone: they open nothing.
  await dropTrusted(before).catch(console.error);
}

/** @param {string} id */
export async function revokeWay(id) {
  const { ways: all } = await ways();
  const passkeys = all.filter(({ kind }) => kind === 'passkey');
  if (passkeys.length === 1 && passkeys[0].id === id && (await policy()).values.requirePasskey === true) {
    throw new CodedError('policy-passkey-stays');
  }
  await session.changeWays((vault) => vault.revoke(id, false, Date.now()));
  await dropTrusted(all.flatMap((way) => (way.id === id && way.salt !== null ? [way.salt] : []))).catch(console.error);
}

/**
 * A new data key: whoever knew the old one has nothing of what is sealed from now on.
 * @param {string} passphrase
 */
export async function rotateKey(passphrase) {
  await session.confirm(passphrase, { passphraseOnly: true });
  await session.changeWays((vault) => vault.rotate(Date.now()));
}

/** @param {string} passphrase */
async function assertFit(passphrase) {
  const least = minimumPassphrase((await policy()).values);
  if ([...passphrase].length < least) {
    throw new CodedError(least > 8 ? `policy-passphrase-${least}` : 'passphrase-length');
  }
  await assertNotGuessedFirst(passphrase);
}
