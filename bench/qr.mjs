// Reads every picture of measured corpora with the reader that ships, and with --peers with the other decoders that a
// page could use: what is read, what is misread, and what it takes. docs/reader.md says how to read what is printed.
import { writeFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import sharp from 'sharp';
import { median } from './qr/cpu.mjs';
import { readWith, readWithAll } from './qr/decoders.mjs';
import { judge } from './qr/judge.mjs';
import { NoManifest, readManifests } from './qr/manifests.mjs';
import { OURS, ourReader } from './qr/ours.mjs';
import { decodePicture } from './qr/picture.mjs';
import * as tables from './qr/tables.mjs';

/** @import { Entry } from './qr/manifests.mjs' */

/** Screens whose time is taken, as they are called. */
const SCREENS = new Map([['1920x1080', '1080p'], ['3840x2160', '4K']]);
/** Pictures of each group of screens, and readings of each of them by each decoder. */
const TIMED_PICTURES = 15;
const TIMED_READINGS = 3;
/** Pictures that each decoder reads before it is measured, so that its code is compiled. */
const WARM_UP = 4;

const options = readOptions();
const entries = await readManifests(options.folders).catch((error) => {
  if (error instanceof NoManifest) {
    fail(error.message);
  }
  throw error;
});
const { full, quick, weight } = await ourReader(options.budget);
const others = options.peers ? await (await import('./qr/peers.mjs')).peers() : { decoders: [], weights: [] };
const decoders = [full, ...others.decoders];
const names = decoders.map(({ name }) => name);

const timedGroups = await chooseTimed();
for (const entry of spread(entries.filter(({ counted }) => counted), WARM_UP)) {
  const pixels = await decodePicture(entry.path).catch(() => null);
  if (pixels) {
    for (const decoder of [...decoders, quick]) {
      await readWith(decoder, pixels);
    }
  }
}

/** @type {tables.Result[]} */
const results = [];
/** @type {Map<string, tables.Timed>} */
const timed = new Map();
/** @type {string[]} */
const unusable = [];
for (const [at, entry] of entries.entries()) {
  progress(`${at + 1}/${entries.length}`);
  let pixels;
  try {
    pixels = await decodePicture(entry.path);
  } catch (error) {
    unusable.push(`${entry.file}: ${/** @type {Error} */ (error).message.split('\n')[0]}`);
    continue;
  }
  const readings = await readWithAll(decoders, pixels);
  results.push({ entry, readings, verdicts: new Map(decoders.map(({ name }) => [name, judge(entry, /** @type {any} */ (readings.get(name)))])) });
  const group = timedGroups.get(entry);
  if (group !== undefined) {
    await takeTimes(group, pixels, readings);
  }
}
progress('');

if (options.json !== undefined) {
  const lines = results.flatMap(({ entry: { file, suite, category }, readings }) =>
    [...readings].map(([decoder, { texts, ms }]) => `${JSON.stringify({ file, suite, category, decoder, texts, ms: Math.round(ms * 100) / 100 })}\n`));
  writeFileSync(options.json, lines.join(''));
}
report();

/** Reads again, for the times, what was just read. The median of a picture's readings counts.
 * @param {string} group
 * @param {import('./qr/picture.mjs').Pixels} pixels
 * @param {Map<string, import('./qr/decoders.mjs').Reading>} first
 */
async function takeTimes(group, pixels, first) {
  const { times } = timed.get(group) ?? { times: new Map() };
  timed.set(group, { group, times });
  const measured = [first];
  while (measured.length < TIMED_READINGS) {
    measured.push(await readWithAll(decoders, pixels));
  }
  const quickly = [];
  while (quickly.length < TIMED_READINGS) {
    quickly.push((await readWith(quick, pixels)).ms);
  }
  const add = (/** @type {string} */ name, /** @type {number[]} */ values) => times.set(name, [...(times.get(name) ?? []), median(values)]);
  add(quick.name, quickly);
  for (const name of names) {
    add(name, measured.map((readings) => readings.get(name)?.ms ?? 0));
  }
}

/** The screens whose time is taken, and which group each belongs to: by its set, its size, and whether it has a code. */
async function chooseTimed() {
  /** @type {Map<string, Entry[]>} */
  const members = new Map();
  for (const set of new Set(entries.map((entry) => entry.set))) {
    for (const screen of SCREENS.values()) {
      for (const kind of ['code', 'no code']) {
        members.set(`${set} ${screen}, ${kind}`, []);
      }
    }
  }
  for (const entry of entries.filter(({ counted, empty }) => counted || empty)) {
    const { width, height } = await readFile(entry.path).then((file) => sharp(file).metadata()).catch(() => ({ width: 0, height: 0 }));
    const screen = SCREENS.get(`${width}x${height}`);
    if (screen !== undefined) {
      members.get(`${entry.set} ${screen}, ${entry.empty ? 'no code' : 'code'}`)?.push(entry);
    }
  }
  return new Map([...members].flatMap(([group, all]) => spread(all, TIMED_PICTURES).map((entry) => /** @type {const} */ ([entry, group]))));
}

/**
 * Some of a list, evenly from all over it.
 * @template T
 * @param {T[]} all
 * @param {number} most
 */
function spread(all, most) {
  // Each whose turn it is: of every `all.length / most` one.
  const turn = (/** @type {number} */ at) => Math.floor((at * most) / all.length);
  return all.length <= most ? all : all.filter((_, at) => turn(at) !== turn(at - 1));
}

function report() {
  const counted = results.filter(({ entry }) => entry.counted).length;
  console.log(`${results.length} pictures, ${counted} of them with a known text; budget of the deep tier ${options.budget} ms of CPU time\n`);
  const sections = counted === 0 ? [] : [tables.rates(results, names), tables.categories(results, names)];
  sections.push(tables.faults(results, names));
  const inOrder = [...new Set(timedGroups.values())].flatMap((group) => timed.get(group) ?? []);
  if (inOrder.length > 0) {
    sections.push(tables.times(inOrder, quick.name, names.slice(1)));
  }
  sections.push(tables.weigh([[OURS, weight], ...others.weights]));
  if (options.verbose) {
    sections.push(tables.misses(results, names) || 'nothing was missed');
  }
  if (unusable.length > 0) {
    sections.push(`${unusable.length} pictures could not be used:\n${unusable.join('\n')}`);
  }
  sections.push(tables.summary(results, names));
  console.log(sections.join('\n\n'));
}

function readOptions() {
  let values;
  try {
    ({ values } = parseArgs({
      options: {
        data: { type: 'string', multiple: true },
        peers: { type: 'boolean' },
        json: { type: 'string' },
        budget: { type: 'string', default: '300' },
        verbose: { type: 'boolean', short: 'v' },
      },
    }));
  } catch (error) {
    fail(/** @type {Error} */ (error).message);
  }
  const { data: folders = [], peers, json, budget: milliseconds, verbose } = values;
  const budget = Number(milliseconds);
  if (folders.length === 0) {
    fail('--data DIR is missing: a folder with a manifest-*.jsonl and pictures');
  }
  if (!(budget >= 0)) {
    fail(`--budget ${milliseconds} is no number of milliseconds`);
  }
  // build.sh moves to the project's root first.
  const from = (/** @type {string} */ path) => resolve(process.env.CALLED_FROM ?? '.', path);
  return { folders: folders.map(from), peers, json: json && from(json), budget, verbose };
}

/** @param {string} text */
function progress(text) {
  if (process.stderr.isTTY) {
    process.stderr.write(`\r\x1b[K${text}`);
  } else if (/^\d*00\//.test(text)) {
    process.stderr.write(`${text}\n`);
  }
}

/**
 * @param {string} message
 * @returns {never}
 */
function fail(message) {
  console.error(`bench qr: ${message}`);
  process.exit(2);
}
