// Files that nobody honest writes, made byte by byte: no library would make them.
import { createCipheriv, createHash, createHmac } from 'node:crypto';
import { constants, crc32, deflateRawSync, gzipSync } from 'node:zlib';

export const MIB = 1024 * 1024;

/** @param {number} bits @param {number | bigint} value */
export function number(bits, value) {
  const bytes = Buffer.alloc(8);
  bytes.writeBigUInt64LE(BigInt(value));
  return bytes.subarray(0, bits / 8);
}

/** So many bytes of a text again and again. @param {string} text @param {number} length */
export const filled = (text, length) => Buffer.alloc(length, text);

/**
 * What so many MiB of spaces are deflated to, in a moment: a piece that ends in a full flush stands there again and again.
 * @param {number} mib
 */
export function deflatedSpaces(mib) {
  const piece = deflateRawSync(Buffer.alloc(16 * MIB, ' '), { finishFlush: constants.Z_FULL_FLUSH });
  return Buffer.concat([...Array.from({ length: mib / 16 }, () => piece), Buffer.from([3, 0])]);
}

/**
 * @typedef {{ name: string, data?: Buffer, method?: number, flags?: number, unpacked?: number, packed?: number, at?: number, crc?: number, extra?: Buffer }} Member
 */

/**
 * An archive whose directory says what it is told to. A member without data lies where its `at` says.
 * @param {Member[]} members
 */
export function zipOf(members) {
  /** @type {Buffer[]} */
  const parts = [];
  /** @type {Buffer[]} */
  const directory = [];
  let length = 0;
  for (const { name, data, method = 8, flags = 0, unpacked = data?.length ?? 0, packed = data?.length ?? 0, at, crc = 0, extra = Buffer.alloc(0) } of members) {
    const common = Buffer.concat([number(16, 20), number(16, flags), number(16, method), number(32, 0), number(32, crc), number(32, packed), number(32, unpacked), number(16, name.length), number(16, extra.length)]);
    directory.push(Buffer.concat([Buffer.from('PK\x01\x02'), number(16, 20), common, number(16, 0), number(16, 0), number(16, 0), number(32, 0), number(32, at ?? length), Buffer.from(name), extra]));
    if (data !== undefined) {
      parts.push(Buffer.from('PK\x03\x04'), common, Buffer.from(name), extra, data);
      length += 30 + name.length + extra.length + data.length;
    }
  }
  const bytes = directory.reduce((sum, one) => sum + one.length, 0);
  const end = Buffer.concat([Buffer.from('PK\x05\x06'), number(32, 0), number(16, 0xffff), number(16, 0xffff), number(32, bytes), number(32, length), number(16, 0)]);
  return Buffer.concat([...parts, ...directory, end]);
}

/** A file in an archive as it ought to be. @param {string} name @param {Buffer} data @returns {Member} */
export const stored = (name, data) => ({ name, data, method: 0, crc: crc32(data) });

/** @param {...(Buffer | string)} parts */
const sha256 = (...parts) => createHash('sha256').update(Buffer.concat(parts.map((part) => Buffer.from(part)))).digest();
/** @param {...Buffer} parts */
const sha512 = (...parts) => createHash('sha512').update(Buffer.concat(parts)).digest();

/**
 * A database of KeePass 4 whose password is `password`, with a derivation of one round.
 * @param {string} password
 * @param {Buffer} packed the document, as gzip packs it
 * @param {number} [rounds] what the header says of the derivation; no password opens it with more than one
 */
export function kdbxOf(password, packed, rounds = 1) {
  const seed = Buffer.alloc(32, 1);
  const iv = Buffer.alloc(16, 2);
  const kdfSeed = Buffer.alloc(32, 3);
  const item = (/** @type {number} */ type, /** @type {string} */ name, /** @type {Buffer} */ value) =>
    Buffer.concat([Buffer.from([type]), number(32, name.length), Buffer.from(name), number(32, value.length), value]);
  const kdf = Buffer.concat([
    number(16, 0x0100), item(0x42, '$UUID', Buffer.from('7c02bb8279a74ac0927d114a00648238', 'hex')), item(0x05, 'R', number(64, rounds)), item(0x42, 'S', kdfSeed), Buffer.from([0]),
  ]);
  const field = (/** @type {number} */ type, /** @type {Buffer} */ value) => Buffer.concat([Buffer.from([type]), number(32, value.length), value]);
  const header = Buffer.concat([
    Buffer.from('03d9a29a67fb4bb500000400', 'hex'), field(2, Buffer.from('31c1f2e6bf714350be5805216afc5aff', 'hex')),
    field(3, number(32, 1)), field(4, seed), field(7, iv), field(11, kdf), field(0, Buffer.from('\r\n\r\n')),
  ]);
  const cipher = createCipheriv('aes-256-ecb', kdfSeed, null).setAutoPadding(false);
  const composite = sha256(sha256(password));
  const derived = sha256(cipher.update(composite), cipher.final());
  const body = createCipheriv('aes-256-cbc', sha256(seed, derived), iv);
  const sealed = Buffer.concat([body.update(packed), body.final()]);
  const keyOf = (/** @type {bigint} */ index) => sha512(number(64, index), sha512(seed, derived, Buffer.from([1])));
  const block = (/** @type {number} */ index, /** @type {Buffer} */ data) => {
    const tag = createHmac('sha256', keyOf(BigInt(index))).update(number(64, index)).update(number(32, data.length)).update(data).digest();
    return Buffer.concat([tag, number(32, data.length), data]);
  };
  const tag = createHmac('sha256', keyOf(0xffff_ffff_ffff_ffffn)).update(header).digest();
  return Buffer.concat([header, sha256(header), tag, block(0, sealed), block(1, Buffer.alloc(0))]);
}

/** The inner header of such a database and a document, packed. @param {Buffer} document */
export function kdbxDocument(document) {
  const field = (/** @type {number} */ type, /** @type {Buffer} */ value) => Buffer.concat([Buffer.from([type]), number(32, value.length), value]);
  return gzipSync(Buffer.concat([field(1, number(32, 3)), field(2, Buffer.alloc(64, 4)), field(0, Buffer.alloc(0)), document]), { level: 1 });
}

/** A map in Java's serialisation. @param {number} entries @param {Buffer} rest */
export function javaMap(entries, rest) {
  const begin = Buffer.from('\xac\xed\0\x05sr\0\x11java.util.HashMap\x05\x07\xda\xc1\xc3\x16`\xd1\x03\0\x02F\0\x0aloadFactorI\0\x09thresholdxp?@\0\0\0\0\0\0w\x08\0\0\0\x10', 'latin1');
  const count = Buffer.alloc(4);
  count.writeUInt32BE(entries);
  return Buffer.concat([begin, count, rest]);
}

/** A long text of such a map. @param {Buffer} text */
export function javaText(text) {
  const length = Buffer.alloc(8);
  length.writeBigUInt64BE(BigInt(text.length));
  return Buffer.concat([Buffer.from('|'), length, text]);
}
