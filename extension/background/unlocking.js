// Making the vault, opening it by one of its ways in, and asking anew for a passphrase.
import { passphraseBytes, wiping } from '../lib/bytes.js';
import { CodedError } from '../lib/errors.js';
import { attempt, kindOf } from './attempts.js';
import { Vault, vaultCore } from './core.js';
import { isDamage, isWrongSecret } from './damage.js';
import { create as createVault, passphraseSlot, unlock as unlockEnvelope } from './derivation.js';
import { deviceNumber } from './device.js';
import { setAside, writeGeneration } from './generation_writes.js';
import { envelopeOf, keptGenerations, newestEnvelope, noGeneration } from './generations.js';
import { forgetStrays, storeForAll } from './resealing.js';
import { forget, inTurn, openBy, openVault, store } from './vault.js';

/** @typedef {import('./resealing.js').Opened} Opened */

/** @param {string} passphrase */
export function create(passphrase) {
  return inTurn(async () => {
    if (!(await noGeneration())) {
      throw new CodedError('vault-exists');
    }
    await wiping(passphraseBytes(passphrase), async (bytes) => {
      const { envelope, ticket } = await createVault(bytes);
      await wiping(ticket, async () => {
        const slot = await passphraseSlot(ticket, bytes);
        await vaultCore();
        const made = Vault.open(envelope, ticket, await deviceNumber());
        try {
          made.setPassphrase(slot, Date.now());
          await writeGeneration(made.seal(Date.now()), (readBack) => made.verify(readBack), { edit: true });
          await wiping(made.ticket(), openBy);
        } finally {
          made.free();
        }
      });
    });
  });
}

/**
 * Takes a backup as the vault of this browser, which has none.
 * @param {Uint8Array} backup
 * @param {Uint8Array} ticket that opens it
 */
export function restore(backup, ticket) {
  return inTurn(async () => {
    if (!(await noGeneration())) {
      throw new CodedError('vault-exists');
    }
    await vaultCore();
    const restored = Vault.open(backup, ticket, await deviceNumber());
    try {
      await writeGeneration(restored.seal(Date.now()), (readBack) => restored.verify(readBack), { edit: true });
      await wiping(restored.ticket(), openBy);
    } finally {
      restored.free();
    }
  });
}

/**
 * Unlocks by whatever finds a ticket for an envelope, which counts as an attempt at that way in. `then` sees to what is due,
 * and answers whether the ways in have changed.
 * @template {Opened} O
 * @param {import('./attempts.js').Kind} kind
 * @param {(envelope: Uint8Array) => Promise<O>} open
 * @param {(vault: Vault, opened: O) => Promise<boolean>} then
 */
export function unlockBy(kind, open, then) {
  return inTurn(async () => {
    const { result, before } = await attempt(kind, () => openNewest(open));
    await wiping(result.ticket, async (ticket) => {
      const unlocked = await openBy(ticket);
      unlocked.failed(before.failed, before.last);
      unlocked.unlocked(result.slot, Date.now());
      try {
        if (result.renewed) {
          unlocked.renewWay(result.renewed, Date.now());
        }
        const changed = await then(unlocked, result);
        await (changed || result.renewed ? storeForAll(unlocked, ticket, open) : store(unlocked, false));
        await forgetStrays(unlocked);
      } catch (error) {
        // Whom nobody could write down is let in all the same, by the ways in as they are stored.
        console.error(error);
        forget();
      }
    });
  });
}

/**
 * Throws unless this is the passphrase or a recovery key: for what not everybody may do who finds the vault unlocked.
 * @param {string} typed
 */
export function confirm(typed) {
  return inTurn(async () => {
    const open = await openVault();
    const envelope = await newestEnvelope();
    const { result, before } = await attempt(kindOf(typed), () => wiping(passphraseBytes(typed), (bytes) => unlockEnvelope(envelope, bytes)));
    result.ticket.fill(0);
    open.failed(before.failed, before.last);
  });
}

/** How many generations one attempt tries by a passphrase: that a slot is damaged can't be told from a wrong passphrase. */
const MOST_GUESSES = 2;

/**
 * Opens the newest generation. When that one does not open, those before it are tried, which have the same ways in. If
 * one opens, what came after it is damaged and is set aside.
 * @template {Opened} O
 * @param {(envelope: Uint8Array) => Promise<O>} open
 */
async function openNewest(open) {
  const damaged = [];
  let wrong = 0;
  /** What there is to say when none opens: a wrong passphrase before damage. @type {unknown} */
  let reason;
  for (const number of (await keptGenerations()).reverse()) {
    try {
      const opened = await open(await envelopeOf(number));
      for (const one of damaged) {
        await setAside(one);
      }
      return opened;
    } catch (error) {
      const isWrong = isWrongSecret(error);
      if (!isWrong && !isDamage(error)) {
        throw error;
      }
      wrong += isWrong ? 1 : 0;
      reason = isWrong && wrong === 1 ? error : reason ?? error;
      damaged.push(number);
    }
    if (wrong === MOST_GUESSES) {
      break;
    }
  }
  throw reason ?? new CodedError('vault-not-an-envelope');
}
