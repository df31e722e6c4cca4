// A large vault, made of a small one by the core that ships, in Node: its accounts come from exports of Google Authenticator, each
// added in one step as by "Add all".
import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { googleExport } from '../../tests/browser/lib/codes.mjs';
import { DIST } from '../../tests/browser/lib/dist.mjs';
import { cpuTime } from '../qr/cpu.mjs';

/** Accounts of one export: as many as fit into the longest text that the core reads. */
const OF_AN_EXPORT = 500;
const TAG = 16;
/** As where the browser tells no registrable domain. */
const noDomain = () => undefined;

const core = await import(/** @type {any} */ (`${DIST}core/core.js`));
core.initSync({ module: readFileSync(`${DIST}core/core_bg.wasm`) });

/**
 * The next generation of an envelope, with this many accounts more, each bound to a site by hand.
 * @param {Uint8Array} envelope
 * @param {string} passphrase
 * @param {number} count
 * @returns {{ envelope: Buffer, plain: number, offered: number, accepted: number }} how many bytes its contents have, and how
 *   many milliseconds of the processor it took to offer the accounts and to accept them
 */
export function filledUp(envelope, passphrase, count) {
  const { ticket } = core.unlock(envelope, new TextEncoder().encode(passphrase), Date.now());
  const vault = core.Vault.open(envelope, ticket, new Uint8Array(8));
  let [offered, accepted] = [0, 0];
  for (let from = 0; from < count; from += OF_AN_EXPORT) {
    const numbers = Array.from({ length: Math.min(OF_AN_EXPORT, count - from) }, (_, at) => from + at);
    const text = Buffer.from(googleExport(numbers.map((at) => ({ seed: randomBytes(20), name: `user-${at}@mail.example`, issuer: `Service ${at}` }))));
    const began = cpuTime();
    const { pending } = vault.offer(text, undefined, noDomain);
    const shown = cpuTime();
    const chosen = pending.map((/** @type {any} */ { handle, issuer, name }) => ({ handle, issuer, name, host: '' }));
    const done = vault.acceptAll(chosen, noDomain, Date.now());
    accepted += cpuTime() - shown;
    offered += shown - began;
    const edits = numbers.map((number, at) => {
      const sites = [{ origin: `https://login.service-${number}.example`, rule: 'domain', taught: false }];
      return { id: done[at].id, changes: { issuer: chosen[at].issuer, name: chosen[at].name, sites, submit: false } };
    });
    vault.editAll(edits, Date.now());
  }
  const sealed = Buffer.from(vault.seal(Date.now()));
  vault.free();
  const header = sealed.indexOf('\n', sealed.indexOf('\n') + 1) + 1;
  return { envelope: sealed, plain: sealed.length - header - TAG, offered, accepted };
}
