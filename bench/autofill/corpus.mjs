// A corpus of saved pages: manifest.jsonl says what each page is and which of its fields may be filled.
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

/**
 * `selectors` of the one field or the row of boxes; empty where nothing may be filled. `A >>> B` looks for B in the
 * shadow root of A.
 * @typedef {{ id: string, kind: string, selectors: string[], split: number, language?: string, file: string }} Entry
 */

/**
 * @param {string} folder
 * @returns {Promise<Entry[]>}
 */
export async function readCorpus(folder) {
  const lines = (await readFile(join(folder, 'manifest.jsonl'), 'utf8')).split('\n').filter((line) => line.trim() !== '');
  return lines.map((line) => {
    const entry = JSON.parse(line);
    return { ...entry, selectors: entry.selectors ?? [], split: entry.split ?? 0, file: entry.file ?? `${entry.id}.html` };
  });
}
