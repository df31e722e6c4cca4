// Sealing every generation anew, for other ways in: what opened the vault before and is revoked opens none of them.
import { wiping } from '../lib/bytes.js';
import { errorCode } from '../lib/errors.js';
import { forgetKeys } from './device_keys.js';
import { ofEarlierGenerations, writeAllGenerations } from './generation_writes.js';
import { renewTicket, sessionTicket } from './session.js';
import { forget, inTurn, openVault } from './vault.js';

/**
 * @typedef {import('./core.js').Vault} Vault
 * @typedef {{ ticket: Uint8Array, slot: string, renewed?: Uint8Array }} Opened by which slot, and its successor where it is
 *   of the old kind
 * @typedef {(envelope: Uint8Array) => Promise<Opened>} Open
 */

/**
 * Changes who may open the vault.
 * @template T
 * @param {(vault: Vault, ticket: Uint8Array) => T | Promise<T>} apply
 * @param {Open} [opens] must open what is on the disk before what opened it until now stops to
 * @returns {Promise<T>}
 */
export function changeWays(apply, opens) {
  return inTurn(async () => {
    const open = await openVault();
    const result = await wiping(await sessionTicket(), async (ticket) => {
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
export async function forgetStrays(open) {
  const salts = open.ways().map(({ salt }) => salt);
  await forgetKeys(({ salt }) => !salts.includes(salt)).catch(console.error);
}

/**
 * Stores it and every earlier generation, which `ticket` opens, under the ways in of now. Then the session goes on with
 * the data key of now.
 * @param {Vault} open
 * @param {Uint8Array} ticket
 * @param {Open} [opens]
 */
export async function storeForAll(open, ticket, opens) {
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
  await wiping(open.ticket(), renewTicket);
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
