// The unlocked vault: in the core's memory while the worker lives, rebuilt from the session's ticket and the stored envelope
// when it was killed. Whatever opens, writes or locks it waits for its turn here, so that nothing is written over.
import { browser } from '../lib/browser.js';
import { wiping } from '../lib/bytes.js';
import { CodedError, TRAP } from '../lib/errors.js';
import { clearSession, session } from '../lib/storage.js';
import { turns } from '../lib/turns.js';
import { countChanges } from './backup_due.js';
import { clearNow } from './clipboard.js';
import { Vault, dropVaultCore, vaultCore } from './core.js';
import { isDamage } from './damage.js';
import { deviceNumber } from './device.js';
import { sweep, writeGeneration } from './generation_writes.js';
import { newestEnvelope, noGeneration } from './generations.js';
import { AUTO_LOCK_ALARM, endSession, putOffLocking, retimeLocking, sessionState, sessionTicket, startSession } from './session.js';

/**
 * @typedef {Pick<Vault, 'details' | 'examine' | 'judge' | 'list' | 'logs' | 'ways'>} Readable what answers and changes nothing
 * @typedef {Pick<Vault, 'offer' | 'offerTyped'>} Offering what puts enrolments beside the vault until a person takes them
 */

/** @type {Vault | null} */
let vault = null;

export const inTurn = turns();

/** @returns {Promise<'new' | 'locked' | 'unlocked'>} */
export async function state() {
  if (await noGeneration()) {
    return 'new';
  }
  return (await inTurn(stillOpen)) ? 'unlocked' : 'locked';
}

/** Drops the vault with its memory, and what would open it again. */
export function lock() {
  return inTurn(lockNow);
}

/** Puts the time of locking off: a person is using the vault. */
export function touch() {
  return inTurn(async () => {
    if (await stillOpen()) {
      await putOffLocking();
    }
  });
}

/** The time of locking is another one, as settings or policy say, and perhaps is over. */
export function retime() {
  return inTurn(async () => {
    if (await stillOpen()) {
      await retimeLocking();
      await stillOpen();
    }
  });
}

/**
 * Answers what the unlocked vault says.
 * @template T
 * @param {(vault: Readable) => T} use
 * @returns {Promise<T>}
 */
export function read(use) {
  return inTurn(async () => using(await openVault(), use));
}

/**
 * Offers enrolments to the unlocked vault. They wait in memory, and nothing is stored.
 * @template T
 * @param {(vault: Offering) => T} use
 * @returns {Promise<T>}
 */
export function offer(use) {
  return inTurn(async () => using(await openVault(), use));
}

/**
 * Runs `apply`, which changes the vault, and stores the change before anything is answered.
 * @template T
 * @param {(vault: Vault) => T} apply
 * @param {{ changed?: (result: T) => boolean, edit?: boolean, count?: (result: T) => number }} [options] for what does not
 *   always change it: whether it did; whether it is one that a person may want to go back from; and how many accounts that changed
 * @returns {Promise<T>}
 */
export function change(apply, { changed = () => true, edit = true, count = () => 1 } = {}) {
  return inTurn(async () => {
    const open = await openVault();
    // What the core refuses has changed nothing.
    const result = using(open, apply);
    await keepUnsealed(open);
    if (changed(result)) {
      try {
        await store(open, edit, count(result));
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
 * Writes the vault as the next generation.
 * @param {Vault} open
 * @param {boolean} edit whether a person may want to go back from it
 * @param {number} [count] how many accounts an edit has changed
 */
export async function store(open, edit, count = 1) {
  await writeGeneration(open.seal(Date.now()), (readBack) => open.verify(readBack), { edit });
  if (edit) {
    await countChanges(count);
  }
}

/** Begins a session, and answers with its vault. @param {Uint8Array} ticket */
export async function openBy(ticket) {
  forget();
  await startSession(ticket);
  return openVault();
}

/** The unlocked vault, for a step whose turn it is. It throws `locked` when there is none. */
export async function openVault() {
  if (!(await stillOpen())) {
    throw new CodedError('locked');
  }
  vault ??= await rebuilt().catch(async (error) => {
    if (!isDamage(error)) {
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
  const envelope = await newestEnvelope();
  const open = await wiping(await sessionTicket(), (ticket) => Vault.open(envelope, ticket, device));
  const { unsealed = '' } = await session.get('unsealed');
  open.recall(unsealed);
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
    await session.set({ unsealed });
  }
}

/** Whether the session goes on; locks when its time is over. */
async function stillOpen() {
  const found = await sessionState({ inMemory: vault !== null });
  if (found === 'over') {
    await lockNow();
  }
  return found === 'open';
}

async function lockNow() {
  // First what opens the vault: the screens that show it see that go.
  await endSession();
  forget();
  dropVaultCore();
  await browser.alarms.clear(AUTO_LOCK_ALARM);
  await clearNow().catch(console.error);
  await clearSession();
}

/** Drops the vault in memory. As long as the session goes on, the next step rebuilds it from what is stored. */
export function forget() {
  vault?.free();
  vault = null;
}
