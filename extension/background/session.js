// The session: the ticket that opens the vault again when the worker was killed, and the time of locking. It lies in
// storage.session from the unlocking to the lock.
import { browser } from '../lib/browser.js';
import { CodedError } from '../lib/errors.js';
import { readSettings } from '../lib/settings.js';
import { session } from '../lib/storage.js';

export const AUTO_LOCK_ALARM = 'auto-lock';

/** A clock that was put back further would put the time of locking off, in milliseconds. */
const CLOCK_TOLERANCE = 60_000;

/** When a person last used the vault, and when to lock it; null is never. */
let [touched, deadline] = [0, /** @type {number | null} */ (null)];

/**
 * Whether there is a session, and its time is not over.
 * @param {{ inMemory: boolean }} options whether the times in memory are those of the session: a new worker has none
 * @returns {Promise<'none' | 'open' | 'over'>}
 */
export async function sessionState({ inMemory }) {
  if (!inMemory) {
    const { ticket, touched: since = 0, deadline: end = 0 } = await session.get('ticket', 'touched', 'deadline');
    if (ticket === undefined) {
      return 'none';
    }
    [touched, deadline] = [since, end];
  }
  const isOver = (deadline !== null && Date.now() >= deadline) || Date.now() < touched - CLOCK_TOLERANCE;
  return isOver ? 'over' : 'open';
}

/** @param {Uint8Array} ticket of the vault that was unlocked */
export async function startSession(ticket) {
  await setDeadline(Date.now(), { ticket: ticket.toBase64() });
}

/** The time of locking begins anew: a person is using the vault. */
export async function putOffLocking() {
  await setDeadline(Date.now());
}

/** The time of locking is what settings and policy say now, from when the vault was last used. */
export async function retimeLocking() {
  await setDeadline(touched);
}

/**
 * @param {number} since when the vault was last used
 * @param {{ ticket?: string }} [started] written with it, so that there is never one without the other
 */
async function setDeadline(since, started = {}) {
  const { autoLockMinutes } = await readSettings();
  touched = since;
  deadline = autoLockMinutes === 0 ? null : since + autoLockMinutes * 60_000;
  await session.set({ ...started, touched, deadline });
  if (deadline === null) {
    await browser.alarms.clear(AUTO_LOCK_ALARM);
  } else {
    await browser.alarms.create(AUTO_LOCK_ALARM, { when: deadline });
  }
}

/** The ticket, which whoever asks wipes. @returns {Promise<Uint8Array>} */
export async function sessionTicket() {
  const { ticket } = await session.get('ticket');
  if (ticket === undefined) {
    throw new CodedError('locked');
  }
  return Uint8Array.fromBase64(ticket);
}

/** The session goes on with another ticket. @param {Uint8Array} ticket */
export async function renewTicket(ticket) {
  await session.set({ ticket: ticket.toBase64() });
}

/** Nothing opens the vault again. */
export async function endSession() {
  await session.remove('ticket', 'touched', 'deadline');
  deadline = null;
}
