// The generations before the one in use: what they hold, going back to one, and giving up what can't be read.
import { CodedError } from '../lib/errors.js';
import { dropUnreadable, ofEarlierGenerations } from './generation_writes.js';
import { keptGenerations, readGeneration, unreadableGenerations } from './generations.js';
import { forget, inTurn, openVault, store } from './vault.js';

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
    const before = kept.at(-1);
    const envelope = kept.includes(number) ? await readGeneration(number) : null;
    if (envelope === null || before === undefined) {
      throw new CodedError('no-such-generation');
    }
    try {
      open.rollBack(envelope, Date.now());
      await store(open, true);
    } catch (error) {
      forget();
      throw error;
    }
    return { before };
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
