// A large vault, made of a small one by the core that ships, in Node.
import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { DIST } from '../../tests/browser/lib/dist.mjs';
import { base32 } from '../../tests/browser/lib/memory.mjs';

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
 * @returns {{ envelope: Buffer, plain: number }} and how many bytes its contents have
 */
export function filledUp(envelope, passphrase, count) {
  const { ticket } = core.unlock(envelope, new TextEncoder().encode(passphrase), Date.now());
  const vault = core.Vault.open(envelope, ticket, new Uint8Array(8));
  for (let at = 0; at < count; at += 1) {
    const typed = { text: base32(randomBytes(20)), issuer: `Service ${at}`, name: `user-${at}@mail.example`, type: 'totp', algorithm: 'SHA1', digits: 6, period: 30 };
    const { pending: [{ handle, issuer, name }] } = vault.offerTyped(typed);
    const id = vault.accept({ handle, issuer, name, host: '' }, noDomain, Date.now());
    const sites = [{ origin: `https://login.service-${at}.example`, rule: 'domain', taught: false }];
    vault.edit(id, { issuer, name, sites, submit: false }, Date.now());
  }
  const sealed = Buffer.from(vault.seal(Date.now()));
  vault.free();
  const header = sealed.indexOf('\n', sealed.indexOf('\n') + 1) + 1;
  return { envelope: sealed, plain: sealed.length - header - TAG };
}
