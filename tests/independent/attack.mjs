// Somebody who has copies of a vault and one secret of it that was revoked: what opens (see attack.py).
//
//   const { opened, sealed } = await attack({ profile: folder }, { passphrase: 'the old one' });
//   const { opened, sealed } = await attack({ envelopes: [textOfStorage, bytes] }, [{ device: answer }, { dataKey }]);
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readLog, readTable } from '../browser/lib/leveldb.mjs';
import { runPython } from './reader.mjs';

/** How every envelope begins, and how it does in the extension's storage. */
const BEGINNING = Buffer.from('halfminute-vault/');
const IN_BASE64 = BEGINNING.toString('base64').slice(0, 22);

/**
 * @typedef {object} Opened
 * @property {string} vault
 * @property {number} generation
 * @property {number} version of the format
 * @property {string} [by] how the data key was come by; what is sealed has none
 * @property {number} [written]
 * @property {string[]} [accounts] their names
 * @property {string} file
 */

/**
 * @param {{ profile?: string, envelopes?: (string | Uint8Array)[] }} copies a profile folder of a Chromium that is not running,
 *   and envelopes as bytes or as they stand in the storage
 * @param {Record<string, string> | Record<string, string>[]} secrets as attack.py takes them
 * @returns {Promise<{ opened: Opened[], sealed: Opened[], unreadable: { file: string, why: string }[] }>} each sorted by vault
 *   and generation
 */
export async function attack({ profile, envelopes = [] }, secrets) {
  const pieces = [...envelopes.map((envelope) => Buffer.from(envelope)), ...(profile === undefined ? [] : await piecesOf(profile))];
  const folder = await mkdtemp(join(tmpdir(), 'halfminute-attack-'));
  try {
    const files = await Promise.all(pieces.map(async (piece, at) => {
      const file = join(folder, String(at));
      await writeFile(file, piece);
      return file;
    }));
    const { code, output, errors } = await runPython('attack.py', files, JSON.stringify(secrets));
    if (code !== 0) throw new Error(`attack.py: ${errors}`);
    return JSON.parse(output);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** The parts of a profile that have an envelope in them, unpacked. @param {string} profile */
async function piecesOf(profile) {
  const entries = await readdir(profile, { recursive: true, withFileTypes: true });
  const pieces = [];
  for (const path of entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name))) {
    pieces.push(...unpacked(path, await readFile(path)).filter((piece) => piece.includes(IN_BASE64) || piece.indexOf(BEGINNING) === 0));
  }
  return pieces;
}

/** @param {string} path @param {Buffer} bytes */
function unpacked(path, bytes) {
  if (/[/\\]\d+\.log$/.test(path)) return [readLog(bytes)];
  return path.endsWith('.ldb') ? readTable(bytes) : [bytes];
}
