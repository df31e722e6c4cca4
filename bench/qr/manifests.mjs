// Folders of pictures and what is known of them: `manifest-<name>.jsonl`, one line a picture. Only `file` has to be
// there; fields that are missing or unknown are put up with.
import { readFile, readdir } from 'node:fs/promises';
import { basename, join } from 'node:path';

/** Where truths come from that a reader is counted against: given by whoever made the picture, or read by several. */
const COUNTED = ['given', 'consensus', 'jsqr-self'];

/**
 * @typedef {object} Entry
 * @property {string} file as the manifest has it
 * @property {string} path
 * @property {string} set which manifest it is from
 * @property {string} suite
 * @property {string} category
 * @property {string[]} truths every text that is known to be in it, as `normal` writes them
 * @property {string[]} wanted any of these is a hit
 * @property {boolean} counted whether its truth can be relied on
 * @property {boolean} empty nothing may be found in it
 */

/** A folder that can't be measured. */
export class NoManifest extends Error {}

/**
 * How texts are compared: composed, with LF, without the newline at the end.
 * @param {string} text
 */
export const normal = (text) => text.normalize('NFC').replaceAll('\r\n', '\n').replace(/\n$/, '');

/**
 * Every picture of every manifest, in the order of the folders, of the manifests' names, and of their lines.
 * @param {string[]} folders
 * @returns {Promise<Entry[]>}
 */
export async function readManifests(folders) {
  const all = await Promise.all(folders.map((folder) => ofFolder(folder, folders.length > 1)));
  return all.flat();
}

/**
 * @param {string} folder
 * @param {boolean} named whether the folder's name is needed to tell its sets from others
 */
async function ofFolder(folder, named) {
  const names = await readdir(folder).catch(() => {
    throw new NoManifest(`${folder} is not a folder that can be read`);
  });
  const manifests = names.filter((name) => /^manifest.*\.jsonl$/.test(name)).sort();
  if (manifests.length === 0) {
    throw new NoManifest(`${folder} has no manifest-*.jsonl`);
  }
  const entries = [];
  for (const manifest of manifests) {
    const short = manifest.replace(/^manifest-?/, '').replace(/\.jsonl$/, '') || 'all';
    const set = named ? `${basename(folder)}:${short}` : short;
    const lines = (await readFile(join(folder, manifest), 'utf8')).split('\n');
    for (const [at, line] of lines.entries()) {
      if (line.trim() !== '') {
        entries.push(entryOf(parsed(line, `${manifest}:${at + 1}`), folder, set));
      }
    }
  }
  return entries;
}

/**
 * @param {string} line
 * @param {string} where
 */
function parsed(line, where) {
  try {
    const fields = JSON.parse(line);
    if (typeof fields?.file === 'string') {
      return fields;
    }
  } catch {
    // Said below.
  }
  throw new NoManifest(`${where} is not a JSON object with a "file"`);
}

/**
 * @param {any} fields
 * @param {string} folder
 * @param {string} set
 * @returns {Entry}
 */
function entryOf(fields, folder, set) {
  const { file, no_qr: empty = false, truth_kind: kind = 'given', primary } = fields;
  const suite = String(fields.suite ?? set);
  const truths = [...(fields.expected ?? []), ...(primary ? [primary] : [])].map(String).map(normal);
  return {
    file,
    path: join(folder, file),
    set,
    suite,
    category: String(fields.category ?? suite),
    truths: [...new Set(truths)],
    wanted: primary ? [normal(String(primary))] : truths,
    counted: !empty && truths.length > 0 && COUNTED.includes(kind),
    empty: empty === true,
  };
}
