// Files that a person saves.

/**
 * Saves a file by the browser's own download.
 * @param {string} name
 * @param {Uint8Array<ArrayBuffer>} bytes
 */
export function save(name, bytes) {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(new Blob([bytes], { type: 'application/octet-stream' }));
  link.download = name;
  link.click();
  // The browser has the file when it has begun to save it, which it does not tell.
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}
