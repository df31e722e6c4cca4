// Changes of accounts. However many accounts a request names, it makes one generation: one write, and one step to go back.
import { CodedError } from '../lib/errors.js';
import { change } from './vault.js';
import { domainOf } from './sites.js';

/**
 * @typedef {import('./core.js').Vault} Vault
 * @typedef {import('../core/types.js').Done} Done
 */

/**
 * Changes several accounts. Those that are refused stay as they are, and where all are, nothing is written.
 * @param {(vault: Vault) => Done[]} apply
 */
const changeAll = (apply) => change(apply, { changed: (done) => changedBy(done) > 0, count: changedBy });

/** How many accounts were changed. @param {Done[]} done */
const changedBy = (done) => done.filter(({ refused }) => refused === null).length;

/**
 * Changes one account, and throws where that is refused.
 * @param {Promise<Done[]>} changing
 */
async function only(changing) {
  const [done] = await changing;
  if (done === undefined || done.id === null) {
    throw CodedError.of(done?.refused ?? { code: 'no-such-account' });
  }
  return done.id;
}

/** @param {import('../core/types.js').Chosen[]} chosen */
export const acceptAll = (chosen) => changeAll((vault) => vault.acceptAll(chosen, domainOf, Date.now()));
/** @param {import('../core/types.js').Chosen} chosen */
export const accept = (chosen) => only(acceptAll([chosen]));

/** @param {import('../core/types.js').Edit[]} edits */
export const editAll = (edits) => changeAll((vault) => vault.editAll(edits, Date.now()));
/** @param {import('../core/types.js').Edit} what */
export async function edit(what) {
  await only(editAll([what]));
}

/** @param {string[]} ids */
export const removeAll = (ids) => changeAll((vault) => vault.removeAll(ids, Date.now()));
/** @param {string} id */
export async function remove(id) {
  await only(removeAll([id]));
}

/** @param {string[]} ids */
export const restoreAll = (ids) => changeAll((vault) => vault.restoreAll(ids, Date.now()));
/** @param {string} id */
export async function restore(id) {
  await only(restoreAll([id]));
}
