// What was measured, as Markdown.
import { gzipSync } from 'node:zlib';
import { median, quantile } from './cpu.mjs';
import { OURS } from './ours.mjs';

/** @import { Entry } from './manifests.mjs' */
/** @import { Reading } from './decoders.mjs' */
/** @import { Verdict } from './judge.mjs' */

/** @typedef {{ entry: Entry, readings: Map<string, Reading>, verdicts: Map<string, Verdict> }} Result */
/** @typedef {{ group: string, times: Map<string, number[]> }} Timed */

/** @param {string[][]} rows the first is the head */
export function table([head = [], ...rows]) {
  const widths = head.map((_, column) => Math.max(3, ...[head, ...rows].map((row) => [...row[column] ?? ''].length)));
  const line = (/** @type {string[]} */ row) =>
    `| ${row.map((cell, at) => (at === 0 ? cell.padEnd(widths[at] ?? 0) : cell.padStart(widths[at] ?? 0))).join(' | ')} |`;
  const rule = `|${widths.map((width, at) => (at === 0 ? '-'.repeat(width + 2) : `${'-'.repeat(width + 1)}:`)).join('|')}|`;
  return [line(head), rule, ...rows.map(line)].join('\n');
}

/**
 * @template T
 * @param {T[]} items
 * @param {(item: T) => string} key
 */
function groups(items, key) {
  /** @type {Map<string, T[]>} */
  const found = new Map();
  for (const item of items) {
    found.set(key(item), [...(found.get(key(item)) ?? []), item]);
  }
  return [...found];
}

/**
 * @param {Result[]} results
 * @param {string} name
 */
const hits = (results, name) => results.filter(({ verdicts }) => verdicts.get(name)?.hit).length;

/** @param {number} part @param {number} whole */
const rate = (part, whole) => `${part}/${whole} ${((100 * part) / whole).toFixed(1)} %`;

/** @param {Result[]} results @param {string[]} peers */
const union = (results, peers) => results.filter(({ verdicts }) => peers.some((name) => verdicts.get(name)?.hit)).length;

/**
 * Hits of each decoder in each set.
 * @param {Result[]} results
 * @param {string[]} names
 */
export function rates(results, names) {
  const sets = groups(counted(results), ({ entry }) => entry.set);
  const peers = names.filter((name) => name !== OURS);
  const rows = names.map((name) => [name, ...sets.map(([, members]) => rate(hits(members, name), members.length))]);
  if (peers.length > 0) {
    rows.push(['all peers together', ...sets.map(([, members]) => rate(union(members, peers), members.length))]);
  }
  return table([['decoder', ...sets.map(([set]) => set)], ...rows]);
}

/** @param {Result[]} results */
const counted = (results) => results.filter(({ entry }) => entry.counted);

/**
 * The same by category.
 * @param {Result[]} results
 * @param {string[]} names
 */
export function categories(results, names) {
  const rows = [];
  for (const [set, ofSet] of groups(counted(results), ({ entry }) => entry.set)) {
    const all = groups(ofSet, ({ entry }) => entry.category).sort(([a], [b]) => (a < b ? -1 : 1));
    for (const [category, members] of all) {
      const label = category.startsWith(set) ? category : `${set}: ${category}`;
      rows.push([`${label} (${members.length})`, ...names.map((name) => String(hits(members, name)))]);
    }
    rows.push([`**${set} (${ofSet.length})**`, ...names.map((name) => `**${hits(ofSet, name)}**`)]);
  }
  return table([['pictures with a code', ...names], ...rows]);
}

/**
 * Everything that should not have been: how often, and for texts which.
 * @param {Result[]} results
 * @param {string[]} names
 */
export function faults(results, names) {
  const empty = results.filter(({ entry }) => entry.empty).length;
  const rows = [];
  const details = [];
  for (const name of names) {
    const counts = { wrong: 0, encoding: 0, other: 0, invented: 0, panics: 0 };
    for (const { entry, readings, verdicts } of results) {
      const verdict = verdicts.get(name);
      for (const kind of /** @type {const} */ (['wrong', 'encoding', 'other', 'invented'])) {
        for (const text of verdict?.[kind] ?? []) {
          counts[kind] += 1;
          const truth = kind === 'wrong' || kind === 'encoding' ? ` for ${quoted(entry.truths[0] ?? '')}` : '';
          details.push(`${KINDS[kind]}  ${name}  ${entry.file}: ${quoted(text)}${truth}`);
        }
      }
      const panic = readings.get(name)?.panic;
      if (panic) {
        counts.panics += 1;
        details.push(`panic  ${name}  ${entry.file}: ${panic}`);
      }
    }
    rows.push([name, ...Object.values(counts).map(String)]);
  }
  const head = ['decoder', 'near a true text, not it', 'in another encoding', 'not in the truth', `found in ${empty} pictures without`, 'panics'];
  return [table([head, ...rows]), ...details].join('\n');
}

/** @param {string} text */
const quoted = (text) => JSON.stringify(text.length > 200 ? `${text.slice(0, 200)}…` : text);

const KINDS = { wrong: 'not quite', encoding: 'other encoding', other: 'not in the truth', invented: 'found where nothing is' };

/**
 * The pictures that ours did not read, and who did.
 * @param {Result[]} results
 * @param {string[]} names
 */
export function misses(results, names) {
  const missed = counted(results).filter(({ verdicts }) => !verdicts.get(OURS)?.hit);
  return missed
    .map(({ entry, verdicts }) => {
      const readers = names.filter((name) => verdicts.get(name)?.hit);
      return `missed  ${entry.set}  ${entry.file}${readers.length > 0 ? `  read by ${readers.join(', ')}` : ''}`;
    })
    .join('\n');
}

/**
 * Medians and 95th percentiles; below, how long ours takes beside each of the others.
 * @param {Timed[]} timed
 * @param {string} quick our quick tier alone
 * @param {string[]} peers
 */
export function times(timed, quick, peers) {
  const head = (/** @type {string} */ title) => [title, ...timed.map(({ group, times: by }) => `${group} (${by.get(OURS)?.length})`)];
  const row = (/** @type {string} */ name, /** @type {(by: Map<string, number[]>) => string} */ cell) => [name, ...timed.map(({ times: by }) => cell(by))];
  const both = (/** @type {string} */ name) =>
    row(name, (by) => `${short(median(by.get(name) ?? []))} / ${short(quantile(by.get(name) ?? [], 0.95))}`);
  const part = (/** @type {string} */ ours, /** @type {string} */ peer) =>
    row(`${ours} ÷ ${peer}`, (by) => (median(by.get(ours) ?? []) / median(by.get(peer) ?? [])).toFixed(2));
  const sections = [table([head('CPU time in ms: median / p95'), ...[OURS, quick, ...peers].map(both)])];
  if (peers.length > 0) {
    sections.push(table([head('medians'), ...peers.flatMap((peer) => [part(OURS, peer), part(quick, peer)])]));
  }
  return sections.join('\n\n');
}

/** @param {number} ms */
const short = (ms) => (ms < 10 ? ms.toFixed(1) : ms.toFixed(0));

/** @param {[string, Buffer[]][]} weights */
export function weigh(weights) {
  const kib = (/** @type {number} */ bytes) => `${(bytes / 1024).toFixed(1)} KiB`;
  const rows = weights.map(([name, files]) => {
    const raw = files.reduce((sum, file) => sum + file.length, 0);
    const packed = files.reduce((sum, file) => sum + gzipSync(file, { level: 9 }).length, 0);
    return [name, kib(raw), kib(packed)];
  });
  return table([['wasm and JavaScript', 'raw', 'gzipped'], ...rows]);
}

/**
 * One line a set.
 * @param {Result[]} results
 * @param {string[]} names
 */
export function summary(results, names) {
  const peers = names.filter((name) => name !== OURS);
  return groups(counted(results), ({ entry }) => entry.set)
    .map(([set, members]) => {
      const ours = `${set}: ${OURS} ${rate(hits(members, OURS), members.length)}`;
      if (peers.length === 0) {
        return ours;
      }
      const best = peers.reduce((a, b) => (hits(members, b) > hits(members, a) ? b : a));
      return `${ours}; best peer ${best} ${rate(hits(members, best), members.length)}; all peers ${rate(union(members, peers), members.length)}`;
    })
    .join('\n');
}
