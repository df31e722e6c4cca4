// What a person gives to be imported: files, folders, and texts that are pasted.
import { CodedError } from '../lib/errors.js';

/** More files than any export has; a folder that was chosen by mistake has more. */
export const MOST_FILES = 1000;
/** What all files together may have, in bytes: four times what one may have. */
const MOST_BYTES = 256 * 1024 * 1024;

/**
 * The files that were dropped or pasted, those in folders too, and a pasted text as a file.
 * @param {DataTransfer | null} data
 * @param {string} textName what a pasted text is called
 * @returns {Promise<File[]>}
 */
export async function given(data, textName) {
  if (data === null) {
    return [];
  }
  // An item is empty once anything was awaited, so all are asked first.
  const entries = [...data.items].flatMap((item) => item.webkitGetAsEntry?.() ?? []);
  const files = [...data.files];
  const text = data.getData('text/plain');
  if (entries.some(({ isDirectory }) => isDirectory)) {
    const found = await Promise.all(entries.map(inEntry));
    return found.flat();
  }
  if (files.length > 0) {
    return files;
  }
  return text.trim() === '' ? [] : [new File([text], textName)];
}

/**
 * @param {FileSystemEntry} entry
 * @returns {Promise<File[]>}
 */
async function inEntry(entry) {
  if (entry.isFile) {
    const file = /** @type {FileSystemFileEntry} */ (entry);
    return [await new Promise((resolve, reject) => { file.file(resolve, reject); })];
  }
  const reader = /** @type {FileSystemDirectoryEntry} */ (entry).createReader();
  /** @type {File[]} */
  const files = [];
  for (;;) {
    /** @type {FileSystemEntry[]} */
    const some = await new Promise((resolve, reject) => { reader.readEntries(resolve, reject); });
    if (some.length === 0 || files.length > MOST_FILES) {
      return files;
    }
    files.push(...(await Promise.all(some.map(inEntry))).flat());
  }
}

/**
 * Throws for more than anybody imports.
 * @param {File[]} files
 */
export function assertNotTooMany(files) {
  if (files.length > MOST_FILES || files.reduce((sum, { size }) => sum + size, 0) > MOST_BYTES) {
    throw new CodedError('files-too-many');
  }
}

/** @param {File} file */
export async function bytesOf(file) {
  try {
    return new Uint8Array(await file.arrayBuffer());
  } catch {
    throw new CodedError('file-not-readable');
  }
}

/** Whether a file is a picture, by its first bytes as well as by what it is called. @param {File} file */
export async function isPicture(file) {
  if (file.type === 'image/svg+xml') {
    return true;
  }
  const bytes = new Uint8Array(await file.slice(0, 12).arrayBuffer().catch(() => new ArrayBuffer(0)));
  const latin = String.fromCharCode(...bytes);
  return /^(\x89PNG|\xff\xd8\xff|GIF8|RIFF....WEBP|BM|....ftypavif)/s.test(latin);
}
