// What derives keys: whole calls over bytes, so that they can be made in another thread as well.

/** @typedef {typeof import('../core/core.js')} Core */
/** @typedef {{ memoryKib: number, passes: number }} Cost */

export const DERIVATIONS = {
  /**
   * A new vault.
   * @param {Core} core
   * @param {Uint8Array} passphrase
   * @param {Cost} cost
   * @param {number} now
   */
  create(core, passphrase, { memoryKib, passes }, now) {
    const { envelope, ticket } = core.create(passphrase, memoryKib, passes, now);
    return { envelope, ticket };
  },

  /**
   * What a person typed opens an envelope, and how many milliseconds that took.
   * @param {Core} core
   * @param {Uint8Array} envelope
   * @param {Uint8Array} typed
   * @param {number} now
   */
  unlock(core, envelope, typed, now) {
    const started = performance.now();
    const { ticket, slot, renewed } = core.unlock(envelope, typed, now);
    return { ticket, slot, renewed, took: performance.now() - started };
  },

  /**
   * A slot for a passphrase, and how many milliseconds that took.
   * @param {Core} core
   * @param {Uint8Array} ticket
   * @param {Uint8Array} passphrase
   * @param {Cost} cost
   */
  passphraseSlot(core, ticket, passphrase, { memoryKib, passes }) {
    const started = performance.now();
    const slot = core.makePassphraseSlot(ticket, passphrase, memoryKib, passes);
    return { slot, took: performance.now() - started };
  },
};
