/**
 * The keys of remembered devices in a profile: what somebody finds who has copied it and reads its bytes. In Firefox's
 * databases each value is compressed by snappy. A key, being random, stands there as it is, but for its first or last byte in
 * one of fifty keys: that can belong to a repetition of what stands around an earlier byte. So values are unpacked as well.
 */
import { mkdtemp, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runPython } from '../../independent/reader.mjs';
import { unsnappy } from './leveldb.mjs';
import { unpacked } from './profile.mjs';

/** A key of HMAC with SHA-256. So many of its bytes differ from each other in all but one of a million. */
const KEY = 64;
const DIFFERENT = 45;
/** Of the value in which a key is kept, unpacked: 400 bytes or so. */
const VALUE = { least: 128, most: 2048 };
/** Where Firefox keeps the databases of an extension. */
const OF_THE_EXTENSION = /storage[/\\]default[/\\]moz-extension.*\.sqlite/;
/** What Firefox keeps of its own scripts and lists: most of a profile, and written without us. */
const OF_THE_BROWSER = /startupCache|storage[/\\]permanent[/\\]chrome/;

/**
 * What may be a key in a profile, at any place of it.
 * @param {string} profile folder
 * @returns {Promise<Buffer[]>}
 */
export async function randomPiecesIn(profile) {
  const entries = await readdir(profile, { recursive: true, withFileTypes: true });
  // A database's log (`.sqlite-wal`) is read before the database, into which Firefox moves what is in the log.
  const files = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name)).toSorted().toReversed();
  /** @type {Buffer[]} */
  const pieces = [];
  for (const file of files.filter((path) => !OF_THE_BROWSER.test(path))) {
    // While the browser runs, files of its own come and go.
    const bytes = await readFile(file).catch(({ code }) => {
      if (code !== 'ENOENT') throw new Error(`${file}: ${code}`);
      return Buffer.alloc(0);
    });
    const values = OF_THE_EXTENSION.test(file) ? valuesIn(bytes) : unpacked(file, bytes);
    pieces.push(...[bytes, ...values].flatMap(randomPieces));
  }
  return pieces;
}

/**
 * @param {string} profile folder
 * @param {string[]} envelopes as they stand in the storage: whose devices' keys are looked for
 * @param {Buffer[]} [older] what stood there before there was any of these devices, and holds no key of theirs
 * @returns {Promise<{ slot: string, deviceKey: string }[]>} the key as base64url
 */
export async function deviceKeysIn(profile, envelopes, older = []) {
  const known = new Set(older.map((piece) => piece.toString('latin1')));
  const pieces = (await randomPiecesIn(profile)).filter((piece) => !known.has(piece.toString('latin1')));
  const folder = await mkdtemp(join(tmpdir(), 'halfminute-keys-'));
  try {
    const file = join(folder, 'pieces');
    await writeFile(file, Buffer.concat(pieces.flatMap((piece) => [lengthOf(piece), piece])));
    const { code, output, errors } = await runPython('device_keys.py', [file], JSON.stringify(envelopes));
    if (code !== 0) throw new Error(errors);
    return JSON.parse(output);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/**
 * What can be unpacked from any place of a file on, which is more than what was packed.
 * @param {Buffer} bytes
 */
function valuesIn(bytes) {
  const values = [];
  for (let at = 0; at + 2 < bytes.length; at += 1) {
    // The length, in two bytes as a varint.
    const [low = 0, high = 0] = bytes.subarray(at, at + 2);
    const length = (low & 127) + 128 * high;
    if (low > 127 && high < 128 && length >= VALUE.least && length <= VALUE.most) {
      try {
        values.push(unsnappy(bytes.subarray(at)));
      } catch {
        // No value begins here.
      }
    }
  }
  return values;
}

/** @param {Buffer} piece */
function lengthOf({ length }) {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32LE(length);
  return bytes;
}

/**
 * The pieces of which each 64 bytes are as different from each other as those of a random key.
 * @param {Buffer} bytes
 */
function randomPieces(bytes) {
  const pieces = [];
  const count = new Uint32Array(256);
  let different = 0;
  let began = -1;
  /** How often a byte is there after one more or less. @param {number | undefined} byte @param {1 | -1} more */
  const counted = (byte = 0, more) => (count[byte] = (count[byte] ?? 0) + more);
  for (let at = 0; at < bytes.length; at += 1) {
    different += counted(bytes[at], 1) === 1 ? 1 : 0;
    if (at >= KEY) different -= counted(bytes[at - KEY], -1) === 0 ? 1 : 0;
    const isRandom = at >= KEY - 1 && different >= DIFFERENT;
    if (isRandom && began < 0) began = at - KEY + 1;
    if (!isRandom && began >= 0) {
      pieces.push(bytes.subarray(began, at));
      began = -1;
    }
  }
  if (began >= 0) pieces.push(bytes.subarray(began));
  return pieces;
}
