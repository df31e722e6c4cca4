// The unlocked vault: in the core's memory while the worker lives, rebuilt from the session's ticket and the stored
// envelope when it was killed. The only opener and the only writer.
import { browser } from '../lib/browser.js';
import { passphraseBytes, wiping } from '../lib/bytes.js';
import { CodedError, errorCode } from '../lib/errors.js';
import { readSettings } from '../lib/settings.js';
import { attempt } from './attempts.js';
import { clearNow } from './clipboard.js';
import { Vault, dropVaultCore, vaultCore } from './core.js';
import { assertOpens, create as createVault, passphraseSlot, unlock as unlockEnvelope } from './derivation.js';
import { deviceNumber } from './device.js';
import { keptGenerations, readGeneration, setAside, sweep, writeAllGenerations, writeGeneration } from './generations.js';

export const AUTO_LOCK_ALARM = 'auto-lock';

/** @typedef {{ ticket: string, deadline: number | null }} Session as it lies in storage.session */

/** @type {Vault | null} */
let vault = null;
/** When to lock, or null for never. @type {number | null} */
let deadline = null;

/** Whatever opens, writes or locks goes through here, one after the other. @type {Promise<unknown>} */
let queue = Promise.resolve();

/**
 * @template T
 * @param {() => Promise<T>} step
 * @returns {Promise<T>}
 */
function inTurn(step) {
  const run = queue.then(step);
  queue = run.catch(() => {});
  return run;
}

/** @returns {Promise<'new' | 'locked' | 'unlocked'>} */
export async function state() {
  if ((await keptGenerations()).length === 0) {
    return 'new';
  }
  return (await inTurn(stillOpen)) ? 'unlocked' : 'locked';
}

/** @param {string} passphrase */
export function create(passphrase) {
  return inTurn(async () => {
    if ((await keptGenerations()).length > 0) {
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
        } finally {
          made.free();
        }
        await startSession(ticket);
      });
    });
  });
}

/**
 * Unlocks by whatever finds a ticket for an envelope, which counts as an attempt. `then` sees to what the way in needs.
 * @param {(envelope: Uint8Array) => Promise<{ ticket: Uint8Array, slot: string }>} open
 * @param {(vault: Vault, slot: string, ticket: Uint8Array) => Promise<boolean>} [then] whether the ways in have changed
 */
export function unlockBy(open, then = async () => false) {
  return inTurn(async () => {
    const { result, before } = await attempt(() => openNewest(open));
    await wiping(result.ticket, async (ticket) => {
      await startSession(ticket);
      const unlocked = await openVault();
      unlocked.unlocked(result.slot, before.failed, before.last, Date.now());
      // Who can't be written down is let in all the same.
      const changed = await then(unlocked, result.slot, ticket);
      await (changed ? storeForAll(unlocked, ticket) : store(unlocked, false)).catch(console.error);
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
    const { result, before } = await attempt(() => wiping(passphraseBytes(typed), (bytes) => unlockEnvelope(envelope, bytes)));
    result.ticket.fill(0);
    if (before.failed > 0) {
      open.unlocked(result.slot, before.failed, before.last, Date.now());
    }
  });
}

/** Drops the vault with its memory, and what would open it again. */
export function lock() {
  return inTurn(lockNow);
}

/**
 * Changes who may open the vault. Every generation that is kept is sealed anew, so that what opened it before and is
 * revoked opens none of them.
 * @param {(vault: Vault, ticket: Uint8Array) => void | Uint8Array | Promise<void | Uint8Array>} apply answers with the
 *   ticket of a new data key, if there is one
 * @param {string} [passphrase] must open what is on the disk before the old one stops to
 */
export function changeWays(apply, passphrase) {
  return inTurn(async () => {
    const open = await openVault();
    await wiping(await ticketOfSession(), async (ticket) => {
      try {
        const next = await apply(open, ticket);
        await storeForAll(open, ticket, passphrase);
        if (next) {
          await wiping(next, () => browser.storage.session.set({ ticket: next.toBase64() }));
        }
      } catch (error) {
        forget();
        throw error;
      }
    });
  });
}

/**
 * The generations that can be gone back to, the last one first.
 * @returns {Promise<{ number: number, written: number, accounts: number }[]>}
 */
export function history() {
  return inTurn(async () => {
    const open = await openVault();
    const seen = [];
    for (const number of (await keptGenerations()).slice(0, -1).reverse()) {
      const envelope = await readGeneration(number);
      try {
        seen.push({ number, ...open.lookInto(/** @type {Uint8Array} */ (envelope)) });
      } catch (error) {
        // It stays where it is, for whoever can read it.
        console.error(error);
      }
    }
    return seen;
  });
}

/** @param {number} number */
export function rollBack(number) {
  return inTurn(async () => {
    const open = await openVault();
    const envelope = (await keptGenerations()).includes(number) ? await readGeneration(number) : null;
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
  });
}

/**
 * Runs `use` over the unlocked vault without changing it.
 * @template T
 * @param {(vault: Vault) => T} use
 * @returns {Promise<T>}
 */
export function read(use) {
  return inTurn(async () => use(await openVault()));
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
    const result = apply(open);
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
 * @param {Vault} open
 * @param {boolean} edit
 */
async function store(open, edit) {
  await writeGeneration(open.seal(Date.now()), (readBack) => open.verify(readBack), { edit });
}

/**
 * Stores it and every earlier generation, which `ticket` opens, under the ways in of now.
 * @param {Vault} open
 * @param {Uint8Array} ticket
 * @param {string} [passphrase]
 */
async function storeForAll(open, ticket, passphrase) {
  const earlier = [];
  for (const number of (await keptGenerations()).slice(0, -1)) {
    const envelope = await readGeneration(number);
    try {
      earlier.push(open.reseal(/** @type {Uint8Array} */ (envelope), ticket));
    } catch (error) {
      console.error(error);
      await setAside(number);
    }
  }
  const envelopes = [...earlier, open.seal(Date.now())];
  await writeAllGenerations(envelopes, async (readBack, at) => {
    if (at < earlier.length) {
      open.lookInto(readBack);
      return;
    }
    open.verify(readBack);
    if (passphrase !== undefined) {
      await wiping(passphraseBytes(passphrase), (bytes) => assertOpens(readBack, bytes));
    }
  });
}

/** Puts the time of locking off: a person is using the vault. */
export function touch() {
  return inTurn(async () => {
    if (await stillOpen()) {
      await setDeadline();
    }
  });
}

async function setDeadline() {
  const { autoLockMinutes } = await readSettings();
  deadline = autoLockMinutes === 0 ? null : Date.now() + autoLockMinutes * 60_000;
  await browser.storage.session.set({ deadline });
  if (deadline === null) {
    await browser.alarms.clear(AUTO_LOCK_ALARM);
  } else {
    await browser.alarms.create(AUTO_LOCK_ALARM, { when: deadline });
  }
}

/** Whether the session goes on; locks when its time is over. */
async function stillOpen() {
  if (vault === null) {
    const session = /** @type {Partial<Session>} */ (await browser.storage.session.get(['ticket', 'deadline']));
    if (typeof session.ticket !== 'string') {
      return false;
    }
    deadline = session.deadline ?? null;
  }
  if (deadline !== null && Date.now() >= deadline) {
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
  await sweep().catch(console.error);
  return open;
}

async function ticketOfSession() {
  const { ticket } = /** @type {Partial<Session>} */ (await browser.storage.session.get('ticket'));
  if (typeof ticket !== 'string') {
    throw new CodedError('locked');
  }
  return Uint8Array.fromBase64(ticket);
}

/** The generation in use, as it is stored. */
export async function newest() {
  const number = (await keptGenerations()).at(-1);
  const envelope = number === undefined ? null : await readGeneration(number);
  if (envelope === null) {
    throw new CodedError('vault-not-an-envelope');
  }
  return envelope;
}

/**
 * Opens the newest generation. When that one does not open, the one before it is tried, which has the same ways in: a
 * damaged slot can't be told from a wrong passphrase. If it opens, the newest one is damaged and is set aside.
 * @param {(envelope: Uint8Array) => Promise<{ ticket: Uint8Array, slot: string }>} open
 */
async function openNewest(open) {
  const [number, before] = (await keptGenerations()).reverse();
  try {
    return await open(await newest());
  } catch (error) {
    const mayBeDamage = /^vault-|^wrong-(?:passphrase|secret)$/.test(errorCode(error));
    const envelope = mayBeDamage && before !== undefined ? await readGeneration(before) : null;
    if (envelope === null) {
      throw error;
    }
    const opened = await open(envelope).catch(() => {
      throw error;
    });
    await setAside(number);
    return opened;
  }
}

/** @param {Uint8Array} ticket */
async function startSession(ticket) {
  forget();
  await browser.storage.session.set({ ticket: ticket.toBase64() });
  await setDeadline();
  await openVault();
}

async function lockNow() {
  // First what opens the vault: the screens that show it see that go.
  await browser.storage.session.remove(['ticket', 'deadline']);
  deadline = null;
  if (vault !== null) {
    forget();
    dropVaultCore();
  }
  await browser.alarms.clear(AUTO_LOCK_ALARM);
  await clearNow().catch(console.error);
  await browser.storage.session.clear();
}

function forget() {
  vault?.free();
  vault = null;
}
