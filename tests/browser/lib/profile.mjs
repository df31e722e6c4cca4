/**
 * Looks for strings in every file of a browser profile: what a thief of the disk would find.
 * Run it when the browser is closed, and always together with a control: a string of which it is
 * known that the extension has stored it.
 *
 * Each needle is looked for as UTF-8 and as UTF-16LE, in the bytes of the file as they are and, for
 * LevelDB (`storage.local` and IndexedDB of Chromium), in its records and unpacked blocks. Found by
 * trying:
 * - Chromium keeps `storage.local` in `Default/Local Extension Settings/<id>/`: the latest 4 MiB or so
 *   in a `.log` in plain, overwritten and removed values included; what is older in a snappy-compressed
 *   `.ldb`, where a plain search misses strings. Values are JSON: a needle with quotes, `<` or
 *   non-ASCII characters looks different there.
 * - Firefox keeps it in `storage/default/moz-extension+++…/idb/*.sqlite`, each value snappy-compressed;
 *   that is not unpacked here. A short needle without repetitions stands there in plain all the same
 *   (a random control of 15 characters was found); a long or repetitive one may be missed.
 * - `storage.session` leaves no trace on the disk in either.
 */
import { readdir, readFile } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { readLog, readTable } from './leveldb.mjs';

/**
 * @typedef {object} Hit
 * @property {string} file path below the profile folder
 * @property {string} needle
 * @property {'utf8' | 'utf16le'} encoding
 * @property {'plain' | 'unpacked'} form as the bytes are, or after LevelDB's framing and compression
 */

/**
 * @param {string} folder
 * @param {string[]} needles
 * @returns {Promise<{ hits: Hit[], files: number, unreadable: string[] }>} `unreadable`: files that
 *   could not be opened or unpacked, so that a search that saw nothing is not taken for a clean one
 */
export async function searchProfile(folder, needles) {
  /** @type {Hit[]} */
  const hits = [];
  /** @type {string[]} */
  const unreadable = [];
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  for (const path of files) {
    const file = relative(folder, path);
    try {
      const bytes = await readFile(path);
      const found = [...search(bytes, 'plain', needles), ...unpacked(path, bytes).flatMap((b) => search(b, 'unpacked', needles))];
      const seen = new Set();
      for (const hit of found) {
        const key = JSON.stringify(hit);
        if (!seen.has(key)) hits.push({ file, ...hit });
        seen.add(key);
      }
    } catch {
      unreadable.push(file);
    }
  }
  return { hits, files: files.length, unreadable };
}

/**
 * @param {Buffer} bytes
 * @param {Hit['form']} form
 * @param {string[]} needles
 * @returns {Omit<Hit, 'file'>[]}
 */
function search(bytes, form, needles) {
  const encodings = /** @type {const} */ (['utf8', 'utf16le']);
  return needles.flatMap((needle) =>
    encodings
      .filter((encoding) => bytes.includes(Buffer.from(needle, encoding)))
      .map((encoding) => ({ needle, encoding, form })),
  );
}

/** What a file of LevelDB holds, as its framing and compression leave it. @param {string} path @param {Buffer} bytes @returns {Buffer[]} */
export function unpacked(path, bytes) {
  if (/[/\\]\d+\.log$/.test(path)) return [readLog(bytes)];
  return path.endsWith('.ldb') ? readTable(bytes) : [];
}
