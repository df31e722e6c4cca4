// Packs each unpacked extension into a zip whose bytes depend on nothing but its files.
import { readFile, readdir, writeFile } from 'node:fs/promises';
import { constants, crc32, gzipSync } from 'node:zlib';
import zopfli from '@gfx/zopfli';
import { Uint8ArrayReader, Uint8ArrayWriter, ZipWriter } from '@zip.js/zip.js';

// The first moment that a zip can name, so that the time of the build does not show.
const EPOCH = new Date(1980, 0, 1);
const dist = new URL('../dist/', import.meta.url);
/** What a package may weigh, without the modules for the files of other apps, which have limits of their own below. */
const LIMIT = 740 * 1024;
const OTHER_APPS = /^transfer\/.*\.wasm$/;

/** @param {number} bytes */
const kib = (bytes) => `${(bytes / 1024).toFixed(1)} KiB`;

// The ways in which a zip holds a file.
const STORED = 0;
const DEFLATED = 8;

/** What was deflated, by what it was: both packages hold much the same. @type {Map<string, Uint8Array>} */
const known = new Map();

/**
 * A file as the zip holds it. zopfli makes it a tenth smaller than zlib would, in a hundred times the time, and it is
 * inflated as any other. A picture is deflated already, and stays as it is.
 * @param {Buffer} file
 */
async function deflated(file) {
  const key = file.toString('latin1');
  const data = known.get(key) ?? await zopfli.deflateAsync(file, { numiterations: 15 });
  known.set(key, data);
  return data.length < file.length ? data : file;
}

for (const browser of ['chromium', 'firefox']) {
  const folder = new URL(`${browser}/`, dist);
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const names = entries
    .filter((entry) => entry.isFile())
    .map((entry) => `${entry.parentPath}/${entry.name}`.slice(folder.pathname.length).replace(/^\//, ''))
    .sort();
  let otherApps = 0;
  const writer = new ZipWriter(new Uint8ArrayWriter(), { lastModDate: EPOCH, extendedTimestamp: false, msDosCompatible: true, passThrough: true });
  for (const name of names) {
    const file = await readFile(new URL(name, folder));
    const data = await deflated(file);
    otherApps += OTHER_APPS.test(name) ? data.length : 0;
    const compressionMethod = data === file ? STORED : DEFLATED;
    const options = { compressionMethod, crc32: crc32(file), uncompressedSize: file.length };
    await writer.add(name, new Uint8ArrayReader(data), options);
  }
  const zip = await writer.close();
  await writeFile(new URL(`halfminute-${browser}.zip`, dist), zip);
  const without = zip.length - otherApps;
  console.log(`halfminute-${browser}.zip  ${kib(zip.length)}, ${kib(without)} without the files of other apps, ${names.length} files`);
  if (without >= LIMIT) {
    throw new Error(`halfminute-${browser}.zip weighs ${kib(LIMIT)} or more without the files of other apps`);
  }
}

/** What each module may weigh, gzipped. */
const MODULES = { 'core/core': 238, 'core/judge': 64, 'core/reader': 90, 'transfer/transfer': 180, 'transfer/databases': 140 };
for (const [name, limit] of Object.entries(MODULES)) {
  const wasm = await readFile(new URL(`${name}_bg.wasm`, dist));
  const gzipped = gzipSync(wasm, { level: constants.Z_BEST_COMPRESSION }).length;
  console.log(`${name}_bg.wasm  ${kib(wasm.length)}, gzipped ${kib(gzipped)}`);
  if (gzipped >= limit * 1024) {
    throw new Error(`${name}_bg.wasm weighs ${limit} KiB or more`);
  }
}
