// What the modules say that a sealed file costs, beside what it costs: the time of each derivation with a wrong password.
import { kdbxOf } from '../../tests/hostile_files.mjs';
import { cpuTime } from '../qr/cpu.mjs';
import { read } from './modules.mjs';

const SALT = 'AAAAAAAAAAAAAAAAAAAAAA==';
const json = (/** @type {unknown} */ value) => Buffer.from(JSON.stringify(value));
const sealed = { nonce: '00'.repeat(12), tag: '00'.repeat(16) };

/** A file for each derivation, which asks for about a second of it. @type {Record<string, () => Buffer>} */
const FILES = {
  'PBKDF2-SHA-1': () => Buffer.concat([Buffer.from([0, 0x0f, 0x42, 0x40]), Buffer.alloc(200, 0x80)]),
  'PBKDF2-SHA-256': () => json({ encrypted: true, passwordProtected: true, salt: 'x', kdfType: 0, kdfIterations: 1_000_000, encKeyValidation_DO_NOT_EDIT: '', data: '' }),
  scrypt: () => json({ header: { slots: [{ type: 1, n: 131_072, r: 8, p: 1, salt: '00'.repeat(32), key: '00'.repeat(32), key_params: sealed }], params: sealed }, db: 'AAAA' }),
  Argon2: () => json({ kdfParams: { memLimit: 64 * 1024 * 1024, opsLimit: 12, salt: SALT }, encryptedData: 'A'.repeat(28), encryptionNonce: 'A'.repeat(32) }),
  'AES-KDF': () => kdbxOf('', Buffer.alloc(16), 500_000),
};

/** @returns {string[]} a line for each derivation */
export function derivations() {
  return Object.entries(FILES).map(([name, make]) => {
    const bytes = make();
    const { error } = read('file', bytes);
    const began = cpuTime();
    read('file', bytes, 'a wrong password');
    const took = cpuTime() - began;
    const { milliseconds } = /** @type {any} */ (error).args.cost;
    return `| ${name} | ${milliseconds} | ${took.toFixed(0)} | ${(milliseconds / took).toFixed(2)} |`;
  });
}
