/**
 * Exports of Aegis, made by Node's own cryptography: what a person brings who comes from that app.
 */
import { createCipheriv, randomBytes, randomUUID, scryptSync } from 'node:crypto';

/** @typedef {{ issuer: string, name: string, secret: Buffer, algorithm: 'SHA1' | 'SHA256' | 'SHA512', digits: number, period: number }} Account */

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';

/** @param {Buffer} bytes */
export function toBase32(bytes) {
  const bits = [...bytes].map((byte) => byte.toString(2).padStart(8, '0')).join('');
  return (bits.match(/.{1,5}/g) ?? []).map((part) => ALPHABET[Number.parseInt(part.padEnd(5, '0'), 2)]).join('');
}

/** @param {number} count @returns {Account[]} */
export function accounts(count) {
  return Array.from({ length: count }, (_, at) => ({
    issuer: `Service ${at + 1}`,
    name: `person${at}@example.org`,
    secret: randomBytes(10 + (at % 30)),
    algorithm: /** @type {const} */ (['SHA1', 'SHA256', 'SHA512'])[at % 3] ?? 'SHA1',
    digits: at % 5 === 0 ? 8 : 6,
    period: at % 7 === 0 ? 60 : 30,
  }));
}

/** @param {Buffer} key @param {Buffer} bytes */
function sealed(key, bytes) {
  const nonce = randomBytes(12);
  const cipher = createCipheriv('aes-256-gcm', key, nonce);
  const data = Buffer.concat([cipher.update(bytes), cipher.final()]);
  return { data, params: { nonce: nonce.toString('hex'), tag: cipher.getAuthTag().toString('hex') } };
}

/**
 * A sealed export of Aegis, version 1 with a database of version 3.
 * @param {Account[]} all
 * @param {string} password
 */
export function aegisFile(all, password) {
  const database = {
    version: 3,
    entries: all.map(({ issuer, name, secret, algorithm, digits, period }) => ({
      type: 'totp', uuid: randomUUID(), name, issuer, note: '', favorite: false, icon: null, groups: [],
      info: { secret: toBase32(secret), algo: algorithm, digits, period },
    })),
    groups: [],
  };
  const master = randomBytes(32);
  const salt = randomBytes(32);
  const cost = { n: 32_768, r: 8, p: 1 };
  const derived = scryptSync(password, salt, 32, { N: cost.n, r: cost.r, p: cost.p, maxmem: 64 * 1024 * 1024 });
  const slot = sealed(derived, master);
  const body = sealed(master, Buffer.from(JSON.stringify(database)));
  return JSON.stringify({
    version: 1,
    header: {
      slots: [{ type: 1, uuid: randomUUID(), key: slot.data.toString('hex'), key_params: slot.params, ...cost, salt: salt.toString('hex'), repaired: true, is_backup: false }],
      params: body.params,
    },
    db: body.data.toString('base64'),
  });
}
