// The unlocked vault: in the core's memory while the worker lives, rebuilt from the session's ticket and the stored
// envelope when it was killed. The only opener and the only writer.
import { browser } from '../lib/browser.js';
import { passphraseBytes, wiping } from '../lib/bytes.js';
import { CodedError, TRAP, errorCode } from '../lib/errors.js';
import { readSettings } from '../lib/settings.js';
import { clearSession, session as stored } from '../lib/storage.js';
import { turns } from '../lib/turns.js';
import { attempt, kindOf } from './attempts.js';
import { clearNow } from './clipboard.js';
import { Vault, dropVaultCore, vaultCore } from './core.js';
import { create as createVault, passphraseSlot, unlock as unlockEnvelope } from './derivation.js';
import { deviceNumber } from './device.js';
import { forgetKeys } from './device_keys.js';
import {
  dropUnreadable, envelopeOf, keptGenerations, noGeneration, ofEarlierGenerations, readGeneration, setAside, sweep, unreadableGenerations, writeAllGenerations, writeGeneration,
} from './generations.js';

export const AUTO_LOCK_ALARM = 'auto-lock';

/**
 * @typedef {{ ticket: Uint8Array, slot: string, renewed?: Uint8Array }} Opened by which slot, and its successor where it is
 *   of the old kind
 */

/** A clock that was put back by more than that would put the time of locking off. */
const CLOCK_TOLERANCE = 60_000;

/** @type {Vault | null} */
let vault = null;
/** When a person last used the vault. */
let touched = 0;
/** When to lock, or null for never. @type {number | null} */
let deadline = null;

/** Whatever opens, writes or locks goes through here. */
const inTurn = turns();

/** @returns {Promise<'new' | 'locked' | 'unlocked'>} */
export async function state() {
  if (await noGeneration()) {
    return 'new';
  }
  return (await inTurn(stillOpen)) ? 'unlocked' : 'locked';
}

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
          await wiping(made.ticket(), startSession);
        } finally {
          made.free();
        }
      });
    });
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
      await startSession(ticket);
      const unlocked = await openVault();
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
    const envelope = await newest();
    const { result, before } = await attempt(kindOf(typed), () => wiping(passphraseBytes(typed), (bytes) => unlockEnvelope(envelope, bytes)));
    result.ticket.fill(0);
    open.failed(before.failed, before.last);
  });
}

/** Drops the vault with its memory, and what would open it again. */
export function lock() {
  return inTurn(lockNow);
}

/**
 * Changes who may open the vault. Every generation that is kept is sealed anew, so that what opened it before and is
 * revoked opens none of them.
 * @template T
 * @param {(vault: Vault, ticket: Uint8Array) => T | Promise<T>} apply
 * @param {(envelope: Uint8Array) => Promise<Opened>} [opens] must open what is on the disk before what opened it until now
 *   stops to
 * @returns {Promise<T>}
 */
export function changeWays(apply, opens) {
  return inTurn(async () => {
    const open = await openVault();
    const result = await wiping(await ticketOfSession(), async (ticket) => {
      try {
        const applied = await apply(open, ticket);
        await storeForAll(open, ticket, opens);
        return applied;
      } catch (error) {
        forget();
        throw error;
      }
    });
    await forgetStrays(open);
    return result;
  });
}

/** Takes off the disk the keys of this device that are for no way into the vault. @param {Vault} open */
async function forgetStrays(open) {
  const salts = open.ways().map(({ salt }) => salt);
  await forgetKeys(({ salt }) => !salts.includes(salt)).catch(console.error);
}

/**
 * The generations that can be gone back to, the last one first, and those that can't be read.
 * @returns {Promise<import('../lib/messages.js').History>}
 */
export function history() {
  return inTurn(async () => {
    const open = await openVault();
    const earlier = await ofEarlierGenerations((envelope, number) => ({ number, ...open.lookInto(envelope) }));
    return { earlier: earlier.reverse(), unreadable: await unreadableGenerations() };
  });
}

/**
 * Goes back to an earlier generation, and answers with the one that was in use.
 * @param {number} number
 */
export function rollBack(number) {
  return inTurn(async () => {
    const open = await openVault();
    const kept = await keptGenerations();
    const envelope = kept.includes(number) ? await readGeneration(number) : null;
    if (envelope === null) {
      throw new CodedError('no-such-generation');
    }
    try {
      open.rollBack(envelope, Date.now());
      await store(open, true);
    } catch (error) {
      forget();
      throw error;
    }
    return { before: kept[kept.length - 1] };
  });
}

/**
 * Removes a generation that can't be read: whoever wants to be rid of its ways in.
 * @param {number} number
 */
export function removeUnreadable(number) {
  return inTurn(async () => {
    await openVault();
    await dropUnreadable(number);
  });
}

/**
 * Runs `use` over the unlocked vault without changing it.
 * @template T
 * @param {(vault: Vault) => T} use
 * @returns {Promise<T>}
 */
export function read(use) {
  return inTurn(async () => using(await openVault(), use));
}

/**
 * Runs `apply`, which changes the vault, and stores the change before anything is answered.
 * @template T
 * @param {(vault: Vault) => T} apply
 * @param {{ changed?: (result: T) => boolean, edit?: boolean }} [options] for what does not always change it: whether
 *   it did; and whether it is one that a person may want to go back from
 * @returns {Promise<T>}
 */
export function change(apply, { changed = () => true, edit = true } = {}) {
  return inTurn(async () => {
    const open = await openVault();
    // What the core refuses has changed nothing.
    const result = using(open, apply);
    await keepUnsealed(open);
    if (changed(result)) {
      try {
        await store(open, edit);
      } catch (error) {
        // What is in memory is not what is stored: the next request rebuilds it from there.
        forget();
        throw error;
      }
    }
    return result;
  });
}

/**
 * A trap leaves nothing of an instance to rely on.
 * @template T
 * @param {Vault} open
 * @param {(vault: Vault) => T} use
 */
function using(open, use) {
  try {
    return use(open);
  } catch (error) {
    if (error instanceof WebAssembly.RuntimeError) {
      console.error(error);
      vault = null;
      dropVaultCore();
      throw new CodedError(TRAP);
    }
    throw error;
  }
}

/**
 * @param {Vault} open
 * @param {boolean} edit
 */
async function store(open, edit) {
  await writeGeneration(open.seal(Date.now()), (readBack) => open.verify(readBack), { edit });
}

/**
 * Stores it and every earlier generation, which `ticket` opens, under the ways in of now. Then the session goes on with
 * the data key of now.
 * @param {Vault} open
 * @param {Uint8Array} ticket
 * @param {(envelope: Uint8Array) => Promise<Opened>} [opens]
 */
async function storeForAll(open, ticket, opens) {
  const earlier = await ofEarlierGenerations((envelope) => open.reseal(envelope, ticket));
  const envelopes = [...earlier, open.seal(Date.now())];
  await writeAllGenerations(envelopes, async (readBack, at) => {
    if (at < earlier.length) {
      assertSealed(open, readBack);
      return;
    }
    open.verify(readBack);
    if (opens) {
      (await opens(readBack)).ticket.fill(0);
    }
  });
  await wiping(open.ticket(), (next) => stored.set({ ticket: next.toBase64() }));
}

/**
 * Throws unless it authenticates. What it holds may be what nobody could read before.
 * @param {Vault} open
 * @param {Uint8Array} envelope
 */
function assertSealed(open, envelope) {
  try {
    open.lookInto(envelope);
  } catch (error) {
    if (errorCode(error) !== 'vault-malformed-contents') {
      throw error;
    }
  }
}

/** Puts the time of locking off: a person is using the vault. */
export function touch() {
  return inTurn(async () => {
    if (await stillOpen()) {
      await setDeadline(Date.now());
    }
  });
}

/** The time of locking is another one, as settings or policy say, and perhaps is over. */
export function retime() {
  return inTurn(async () => {
    if (await stillOpen()) {
      await setDeadline(touched);
      await stillOpen();
    }
  });
}

/**
 * @param {number} since when the vault was last used
 * @param {{ ticket?: string }} [session] stored with it, so that there is never one without the other
 */
async function setDeadline(since, session = {}) {
  const { autoLockMinutes } = await readSettings();
  touched = since;
  deadline = autoLockMinutes === 0 ? null : since + autoLockMinutes * 60_000;
  await stored.set({ ...session, touched, deadline });
  if (deadline === null) {
    await browser.alarms.clear(AUTO_LOCK_ALARM);
  } else {
    await browser.alarms.create(AUTO_LOCK_ALARM, { when: deadline });
  }
}

/** Whether the session goes on; locks when its time is over. */
async function stillOpen() {
  if (vault === null) {
    const { ticket, touched: since = 0, deadline: end = 0 } = await stored.get('ticket', 'touched', 'deadline');
    if (ticket === undefined) {
      return false;
    }
    [touched, deadline] = [since, end];
  }
  if ((deadline !== null && Date.now() >= deadline) || Date.now() < touched - CLOCK_TOLERANCE) {
    await lockNow();
    return false;
  }
  return true;
}

async function openVault() {
  if (!(await stillOpen())) {
    throw new CodedError('locked');
  }
  vault ??= await rebuilt().catch(async (error) => {
    if (!errorCode(error).startsWith('vault-')) {
      throw error;
    }
    // A new data key was written whose ticket the session never got, or the generation is damaged: whoever unlocks is
    // helped in either case.
    console.error(error);
    await lockNow();
    throw new CodedError('locked');
  });
  return vault;
}

/** From what lies in the storages; what a writer that was killed has left there goes. */
async function rebuilt() {
  await vaultCore();
  const device = await deviceNumber();
  const envelope = await newest();
  const open = await wiping(await ticketOfSession(), (ticket) => Vault.open(envelope, ticket, device));
  const { unsealed } = await stored.get('unsealed');
  open.recall(unsealed ?? '');
  // After the answer that somebody waits for.
  inTurn(sweep).catch(console.error);
  return open;
}

/**
 * What became of codes in private windows is known until the vault is locked, also when the worker is killed before.
 * @param {Vault} open
 */
async function keepUnsealed(open) {
  const unsealed = open.unsealed();
  if (unsealed !== '') {
    await stored.set({ unsealed });
  }
}

async function ticketOfSession() {
  const { ticket } = await stored.get('ticket');
  if (ticket === undefined) {
    throw new CodedError('locked');
  }
  return Uint8Array.fromBase64(ticket);
}

/** The generation in use, as it is stored. */
async function newest() {
  const number = (await keptGenerations()).at(-1);
  if (number === undefined) {
    throw new CodedError('vault-not-an-envelope');
  }
  return envelopeOf(number);
}

/** A damaged slot can't be told from a wrong passphrase: so many generations are tried by one. */
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
      const envelope = await envelopeOf(number);
      const opened = await open(envelope);
      for (const one of damaged) {
        await setAside(one);
      }
      return opened;
    } catch (error) {
      const isWrong = /^wrong-(?:passphrase|secret)$/.test(errorCode(error));
      if (!isWrong && !/^vault-/.test(errorCode(error))) {
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

/**
 * What `read` makes of the newest generation that it does not throw at.
 * @template T
 * @param {(envelope: Uint8Array) => Promise<T>} read
 * @returns {Promise<T | null>}
 */
export async function ofNewestReadable(read) {
  for (const number of (await keptGenerations()).reverse()) {
    try {
      return await read(await envelopeOf(number));
    } catch (error) {
      console.error(error);
    }
  }
  return null;
}

/** @param {Uint8Array} ticket */
async function startSession(ticket) {
  forget();
  await setDeadline(Date.now(), { ticket: ticket.toBase64() });
  await openVault();
}

async function lockNow() {
  // First what opens the vault: the screens that show it see that go.
  await stored.remove('ticket', 'touched', 'deadline');
  deadline = null;
  forget();
  dropVaultCore();
  await browser.alarms.clear(AUTO_LOCK_ALARM);
  await clearNow().catch(console.error);
  await clearSession();
}

function forget() {
  vault?.free();
  vault = null;
}
