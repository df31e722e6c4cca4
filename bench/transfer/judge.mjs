// Reads the files of other apps in a tree of folders with EXPECTED.json, and judges what each gives.
import { existsSync } from 'node:fs';
import { readFile, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { compareEntries, compareItems } from './compare.mjs';
import { read } from './modules.mjs';

/** @import { Found, Score, Wanted } from './compare.mjs' */

/** @typedef {Score & { format: string, file: string, ok: boolean }} Judged */

const PICTURE = /\.(png|jpe?g|webp)$/;

/** The texts of the QR codes of a picture, or the file itself. @param {string} path */
async function inputsOf(path) {
  if (!PICTURE.test(path)) {
    return [await readFile(path)];
  }
  const [{ decodePicture }, { ourReader }] = await Promise.all([import('../qr/picture.mjs'), import('../qr/ours.mjs')]);
  const { full } = await ourReader(300);
  const texts = await full.read(await decodePicture(path));
  return texts.map((text) => new TextEncoder().encode(text));
}

/** @param {string} folder @param {string} format @param {Wanted} sample @returns {Promise<Judged>} */
async function judge(folder, format, sample) {
  /** @type {Score} */
  const score = { right: 0, wrong: 0, missing: 0, refused: 0, differences: [] };
  const readings = (await inputsOf(join(folder, sample.file))).map((bytes) => read(sample.file, bytes, sample.password));
  const found = readings.flatMap((reading) => reading.found);
  const refused = readings.flatMap((reading) => reading.refused);
  const error = readings.length === 0 ? { code: 'no-qr-code' } : readings.find((reading) => reading.error)?.error;
  const entries = /** @type {Wanted[]} */ (sample.entries ?? []);
  // A row that no app can make a code of has no digits or no period.
  const isRefusable = (/** @type {Wanted} */ entry) => entry.digits === 0 || entry.period === 0;
  const wanted = entries.filter((entry) => !isRefusable(entry));
  const isNegative = sample.error !== undefined || sample.basis?.startsWith('NEGATIVE') || sample.entries?.length === 0;
  if (isNegative) {
    const isRefused = sample.error === undefined ? found.length === 0 : error?.code === sample.error;
    score.refused += Number(isRefused);
    score.wrong += Number(!isRefused);
    score.differences.push(...isRefused ? [] : [`not refused: ${error?.code ?? `${found.length} accounts`}`]);
  } else if (error !== undefined && error.code !== 'transfer-no-entries') {
    score.missing += Math.max(1, wanted.length);
    score.differences.push(`refused: ${JSON.stringify(error)}`);
  } else if (wanted.some(({ item }) => item !== undefined)) {
    compareItems(wanted, found, refused, score);
  } else if (entries.length === 0) {
    compareCount(sample, found, score);
  } else {
    compareEntries(format, wanted, found, score);
    score.refused += refused.length;
    if (refused.length > entries.length - wanted.length) {
      score.wrong += 1;
      score.differences.push(`refused: ${JSON.stringify(refused)}`);
    }
  }
  return { format, file: sample.file, ...score, ok: score.differences.length === 0 };
}

/** Whether no code can be made of an account before the person types its PIN. @param {Found} account */
const lacksPin = ({ type, pin }) => (type === 'motp' || type === 'yandex') && pin === '';

/**
 * A sample of which at most a number is known. What others refuse because its PIN is missing comes in here, without codes.
 * @param {Wanted} sample
 * @param {Found[]} all
 * @param {Score} score
 */
function compareCount(sample, all, score) {
  const codeless = all.filter(lacksPin).length;
  const areRefusedElsewhere = codeless > 0 && codeless === sample.expected_errors;
  const found = areRefusedElsewhere ? all.filter((account) => !lacksPin(account)) : all;
  score.refused += all.length - found.length;
  const count = sample.count ?? Math.max(1, found.length);
  score.right += Math.min(found.length, count);
  score.missing += Math.max(0, count - found.length);
  if (found.length !== count) {
    score.differences.push(`${found.length} accounts and not ${count}`);
  }
}

/**
 * What every sample of a tree gives, in the order of the folders.
 * @param {string} tree
 */
export async function judgeTree(tree) {
  const folders = (await readdir(tree)).toSorted().map((name) => join(tree, name));
  /** @type {Judged[]} */
  const judged = [];
  for (const folder of folders.filter((path) => existsSync(join(path, 'EXPECTED.json')))) {
    const { format, samples } = JSON.parse(await readFile(join(folder, 'EXPECTED.json'), 'utf8'));
    for (const sample of samples) {
      judged.push(await judge(folder, format, sample));
    }
  }
  return judged;
}
