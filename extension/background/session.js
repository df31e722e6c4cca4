// The unlocked vault: in the core's memory while the worker lives, rebuilt from the session's ticket and the stored
// envelope when it was killed. The only opener and the only writer.
import { browser } from '../lib/browser.js';
import { passphraseBytes, wiping } from '../lib/bytes.js';
import { CodedError } from '../lib/errors.js';
import { readSettings } from '../lib/settings.js';
import { Vault, dropVaultCore, inScratch, vaultCore } from './core.js';
import { currentGeneration, readGeneration, setAside, writeGeneration } from './generations.js';

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
  if ((await currentGeneration()) === 0) {
    return 'new';
  }
  return (await inTurn(stillOpen)) ? 'unlocked' : 'locked';
}

/** @param {string} passphrase */
export function create(passphrase) {
  return inTurn(async () => {
    if ((await currentGeneration()) !== 0) {
      throw new CodedError('vault-exists');
    }
    const { envelope, ticket } = await wiping(passphraseBytes(passphrase), (bytes) =>
      inScratch((core) => {
        const created = core.create(bytes, Date.now());
        return { envelope: created.envelope, ticket: created.ticket };
      }),
    );
    await wiping(ticket, async () => {
      await vaultCore();
      await writeGeneration(envelope, (readBack) => Vault.open(readBack, ticket).free());
      await startSession(ticket);
    });
  });
}

/** @param {string} passphrase */
export function unlock(passphrase) {
  return inTurn(async () => {
    const ticket = await wiping(passphraseBytes(passphrase), unlockNewest);
    await wiping(ticket, startSession);
  });
}

/**
 * Throws unless this is the passphrase: for what not everybody may see who finds the vault unlocked.
 * @param {string} passphrase
 */
export function confirm(passphrase) {
  return inTurn(async () => {
    const envelope = await newest();
    const ticket = await wiping(passphraseBytes(passphrase), (bytes) => inScratch((core) => core.unlock(envelope, bytes)));
    ticket.fill(0);
  });
}

/** Drops the vault with its memory, and what would open it again. */
export function lock() {
  return inTurn(lockNow);
}

/**
 * @param {string} current
 * @param {string} next
 */
export function changePassphrase(current, next) {
  return inTurn(async () => {
    const envelope = await newest();
    await wiping(passphraseBytes(next), async (to) => {
      const changed = await wiping(passphraseBytes(current), (from) =>
        inScratch((core) => core.changePassphrase(envelope, from, to, Date.now())),
      );
      /** The new passphrase must open what is on the disk before the old one stops to. */
      const opens = async (/** @type {Uint8Array} */ readBack) => {
        (await inScratch((core) => core.unlock(readBack, to))).fill(0);
      };
      // The generation before this one would still open with the old passphrase, so it goes.
      await writeGeneration(changed, opens, { keepPrevious: false });
    });
    forget();
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
 * @param {(result: T) => boolean} [changed] for what does not always change it: whether it did
 * @returns {Promise<T>}
 */
export function change(apply, changed = () => true) {
  return inTurn(async () => {
    const open = await openVault();
    // What the core refuses has changed nothing.
    const result = apply(open);
    if (changed(result)) {
      try {
        await writeGeneration(open.seal(Date.now()), (readBack) => open.verify(readBack));
      } catch (error) {
        // What is in memory is not what is stored: the next request rebuilds it from there.
        forget();
        throw error;
      }
    }
    return result;
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
  vault ??= await reopen(await newest());
  return vault;
}

/** @param {Uint8Array} envelope */
async function reopen(envelope) {
  const { ticket } = /** @type {Partial<Session>} */ (await browser.storage.session.get('ticket'));
  if (typeof ticket !== 'string') {
    throw new CodedError('locked');
  }
  await vaultCore();
  return wiping(Uint8Array.fromBase64(ticket), (bytes) => Vault.open(envelope, bytes));
}

async function newest() {
  const envelope = await readGeneration(await currentGeneration());
  if (envelope === null) {
    throw new CodedError('vault-not-an-envelope');
  }
  return envelope;
}

/**
 * Unlocks the newest generation. When that one does not open, the one before it is tried, which has the same
 * passphrase: a damaged slot can't be told from a wrong passphrase. If it opens, the newest one is damaged and is set
 * aside.
 * @param {Uint8Array} passphrase
 */
async function unlockNewest(passphrase) {
  const number = await currentGeneration();
  try {
    return await unlockGeneration(number, passphrase);
  } catch (error) {
    const ticket = await unlockGeneration(number - 1, passphrase).catch(() => {
      throw error;
    });
    await setAside(number);
    return ticket;
  }
}

/**
 * @param {number} number
 * @param {Uint8Array} passphrase
 */
async function unlockGeneration(number, passphrase) {
  const envelope = await readGeneration(number);
  if (envelope === null) {
    throw new CodedError('vault-not-an-envelope');
  }
  return inScratch((core) => core.unlock(envelope, passphrase));
}

/** @param {Uint8Array} ticket */
async function startSession(ticket) {
  forget();
  await browser.storage.session.set({ ticket: ticket.toBase64() });
  await setDeadline();
  vault = await reopen(await newest());
}

async function lockNow() {
  await browser.storage.session.remove(['ticket', 'deadline']);
  await browser.alarms.clear(AUTO_LOCK_ALARM);
  deadline = null;
  if (vault !== null) {
    forget();
    dropVaultCore();
  }
}

function forget() {
  vault?.free();
  vault = null;
}
