// A large vault, made of a small one by the core that ships, in Node.
import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { DIST } from '../../tests/browser/lib/dist.mjs';
import { base32 } from '../../tests/browser/lib/memory.mjs';

const TAG = 16;

const core = await import(/** @type {any} */ (`${DIST}core/core.js`));
core.initSync({ module: readFileSync(`${DIST}core/core_bg.wasm`) });

/**
 * The next generation of an envelope, with this many accounts more, each bound to a site.
 * @param {Uint8Array} envelope
 * @param {string} passphrase
 * @param {number} count
 * @returns {{ envelope: Buffer, plain: number }} and how many bytes its contents have
 */
export function filledUp(envelope, passphrase, count) {
  const { ticket } = core.unlock(envelope, new TextEncoder().encode(passphrase), Date.now());
  const vault = core.Vault.open(envelope, ticket, new Uint8Array(8));
  for (let at = 0; at < count; at += 1) {
    const typed = { text: base32(randomBytes(20)), issuer: `Service ${at}`, name: `user-${at}@mail.example`, type: 'totp', algorithm: 'SHA1', digits: 6, period: 30 };
    const { pending: [offer] } = vault.offerTyped(typed, `https://login.service-${at}.example`);
    vault.accept(offer.number, Date.now());
  }
  const sealed = Buffer.from(vault.seal(Date.now()));
  vault.free();
  const header = sealed.indexOf('\n', sealed.indexOf('\n') + 1) + 1;
  return { envelope: sealed, plain: sealed.length - header - TAG };
}
