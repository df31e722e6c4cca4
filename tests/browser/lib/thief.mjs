/**
 * A thief: somebody who has copied a profile, has what was revoked, and tries all of it on every envelope there ever was.
 * What opens is found by the independent reader (tests/independent/thief.py).
 */
import { mkdtemp, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runPython } from '../../independent/reader.mjs';
import { unpacked } from './profile.mjs';

/**
 * @typedef {object} Loot
 * @property {string[]} opened the envelopes that open
 * @property {string[]} devices the ids of the slots of devices whose key lies in the profile
 * @property {string[]} envelopes all that were tried
 */

/** A key of HMAC with SHA-256. So many of its 64 bytes differ from each other in all but one of a million. */
const KEY = 64;
const DIFFERENT = 45;
/** An envelope, as `storage.local` keeps it. */
const ENVELOPE = /aGFsZm1pbnV0ZS12YXVsdC8[\w+/]+=*/g;
/** What Firefox keeps of its own scripts: a third of its profile, written before the extension is there. */
const NOT_OURS = /startupCache/;

/**
 * @param {string[]} profiles whose browsers are closed, or copies
 * @param {object} [has]
 * @param {string[]} [has.envelopes] besides those that lie in the profile in plain
 * @param {string[]} [has.passphrases]
 * @param {string[]} [has.recoveryKeys]
 * @param {string[]} [has.secrets] of passkeys, base64
 * @returns {Promise<Loot>}
 */
export async function rob(profiles, { envelopes = [], passphrases = [], recoveryKeys = [], secrets = [] } = {}) {
  const all = new Set(envelopes);
  /** @type {Buffer[]} */
  const pieces = [];
  const entries = await Promise.all(profiles.map((profile) => readdir(profile, { recursive: true, withFileTypes: true })));
  for (const entry of entries.flat()) {
    const path = join(entry.parentPath, entry.name);
    if (!entry.isFile() || NOT_OURS.test(path)) continue;
    const bytes = await readFile(path);
    for (const form of [bytes, ...unpacked(path, bytes)]) {
      for (const [envelope] of form.toString('latin1').matchAll(ENVELOPE)) all.add(envelope);
      pieces.push(...randomPieces(form));
    }
  }
  const folder = await mkdtemp(join(tmpdir(), 'halfminute-thief-'));
  try {
    const windows = join(folder, 'windows');
    await writeFile(windows, Buffer.concat(pieces.flatMap((piece) => [lengthOf(piece), piece])));
    const what = { envelopes: [...all].filter(isWhole), windows, passphrases, recoveryKeys, secrets };
    const { code, output, errors } = await runPython('thief.py', [], JSON.stringify(what));
    if (code !== 0) throw new Error(errors);
    const { opened, devices } = JSON.parse(output);
    return { devices, envelopes: what.envelopes, opened: what.envelopes.filter((_, at) => opened[at]) };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** A log of LevelDB may have the beginning of one only. @param {string} text */
function isWhole(text) {
  return text.length % 4 === 0 && Buffer.from(text, 'base64').subarray(0, 200_000).toString('latin1').split('\n').length > 2;
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
  for (let at = 0; at < bytes.length; at += 1) {
    different += count[bytes[at] ?? 0]++ === 0 ? 1 : 0;
    if (at >= KEY) different -= --count[bytes[at - KEY] ?? 0] === 0 ? 1 : 0;
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
