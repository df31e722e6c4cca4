// Packs each unpacked extension into a zip whose bytes depend on nothing but its files.
import { readFile, readdir, writeFile } from 'node:fs/promises';
import { gzipSync, zipSync } from 'fflate';

// The first moment that a zip can name, so that the time of the build does not show.
const EPOCH = new Date(1980, 0, 1);
const dist = new URL('../dist/', import.meta.url);

/** @param {number} bytes */
const kib = (bytes) => `${(bytes / 1024).toFixed(1)} KiB`;

for (const browser of ['chromium', 'firefox']) {
  const folder = new URL(`${browser}/`, dist);
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const names = entries
    .filter((entry) => entry.isFile())
    .map((entry) => `${entry.parentPath}/${entry.name}`.slice(folder.pathname.length).replace(/^\//, ''))
    .sort();
  /** @type {Record<string, Uint8Array>} */
  const files = {};
  for (const name of names) {
    files[name] = new Uint8Array(await readFile(new URL(name, folder)));
  }
  const zip = zipSync(files, { level: 9, mtime: EPOCH });
  await writeFile(new URL(`halfminute-${browser}.zip`, dist), zip);
  console.log(`halfminute-${browser}.zip  ${kib(zip.length)}, ${names.length} files`);
}

for (const name of ['core_bg.wasm', 'reader_bg.wasm']) {
  const wasm = await readFile(new URL(`core/${name}`, dist));
  console.log(`${name}  ${kib(wasm.length)}, gzipped ${kib(gzipSync(wasm, { level: 9 }).length)}`);
}
