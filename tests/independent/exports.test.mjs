// What the shipped module writes for other apps is opened by a reader that has no line of Halfminute: what the format holds comes
// back the same, and what does not come back is what the person was told before.
import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import * as transfer from '../../dist/transfer/transfer.js';
import { ageOpens } from './age.mjs';
import { fromSeed, randomAccounts, toLine } from './random_accounts.mjs';
import { runPython } from './reader.mjs';

/** @typedef {import('./random_accounts.mjs').Account & Partial<Record<'title' | 'user', string>>} Read */

const FORMATS = ['otpauth', 'aegis', '2fas', 'ente', 'bitwarden'];
const PASSWORD = 'Bär & 12 Löwen';
const SEED = Number(process.env.SEED ?? Date.now() % 2 ** 32);
const accounts = randomAccounts(fromSeed(SEED), 300);
const lines = new TextEncoder().encode(accounts.map((account) => `${toLine(account)}\n`).join(''));

let folder = '';

before(async () => {
  console.log(`SEED=${SEED}`);
  transfer.initSync({ module: await readFile(new URL('../../dist/transfer/transfer_bg.wasm', import.meta.url)) });
  folder = await mkdtemp(join(tmpdir(), 'halfminute-exports-'));
});

after(() => rm(folder, { recursive: true, force: true }));

/** @param {string} format @param {string} file @param {string} password @returns {Promise<Read[]>} */
async function opened(format, file, password) {
  const { code, output, errors } = await runPython('open_exports.py', [format, file], password);
  assert.deepEqual({ code, errors }, { code: 0, errors: '' }, file);
  return output.split('\n').filter(Boolean).map((line) => JSON.parse(line));
}

/** What makes the codes of an account. @param {Read} account */
function codesOf({ kind, secret, algorithm, digits, period, counter }) {
  return kind === 'steam' ? { kind, secret } : { kind, secret, algorithm, digits, ...(kind === 'hotp' ? { counter } : { period }) };
}

/** What a reader did not get back of an account, as the module calls it. @param {Read} account @param {Read} read */
function missing(account, read) {
  const { title = read.issuer, user = read.name } = read;
  const names = [[read.issuer, read.name], [title, user]].every(([issuer, name]) => issuer === account.issuer && name === account.name);
  return [
    ...(names ? [] : ['names']),
    ...((read.note ?? '') === account.note ? [] : ['note']),
    ...(JSON.stringify(read.tags ?? []) === JSON.stringify(account.tags) ? [] : ['tags']),
    ...((read.pinned ?? false) === account.pinned ? [] : ['pinned']),
  ];
}

for (const format of FORMATS) {
  test(`${format}: a stranger gets back all that the format holds, and misses what the person was told`, async () => {
    const [written] = transfer.writeFiles(format, lines, new TextEncoder().encode(PASSWORD), 1_700_000_000_000, 4);
    assert.ok(written);
    const file = join(folder, format);
    await writeFile(file, written);
    const read = await opened(format, file, PASSWORD);
    const told = transfer.losses(format, lines);
    let [at, row] = [0, 0];
    for (const account of accounts) {
      const { issuer, name } = account;
      /** @type {string[]} */
      let losses = [];
      const loss = told[at];
      // Names are unique here, and the losses stand in the order of the accounts.
      if (loss?.issuer === issuer && loss.name === name) {
        losses = loss.losses;
        at += 1;
      }
      if (!losses.includes('account')) {
        const got = read[row];
        row += 1;
        assert.ok(got, `${issuer}, ${name}`);
        assert.deepEqual(codesOf(got), codesOf(account), `${issuer}, ${name}`);
        assert.deepEqual(missing(account, got).toSorted(), losses.toSorted(), `${issuer}, ${name}: ${JSON.stringify(got)}`);
      } else {
        assert.equal(canHold(format, account), false, `${format} holds ${JSON.stringify(account)}`);
      }
    }
    assert.deepEqual([at, row], [told.length, read.length], 'all that was told and all that was read');
    if (format !== 'otpauth' && format !== 'bitwarden') {
      const { code, output } = await runPython('open_exports.py', [format, file], `${PASSWORD}?`);
      assert.deepEqual({ code, output }, { code: 1, output: '' }, 'another password');
    }
  });
}

/** Whether an app of the format makes the codes of an account. @param {string} format @param {Read} account */
function canHold(format, { kind, digits }) {
  return !(format === '2fas' && (digits < 5 || digits > 8)) && !(format === 'bitwarden' && kind === 'hotp');
}

test('age: Debian\'s command opens the file, which has the lines that are not sealed', async () => {
  const [written] = transfer.writeFiles('age', lines, new TextEncoder().encode(PASSWORD), 0, 4);
  assert.ok(written);
  const text = await ageOpens(Buffer.from(written), PASSWORD);
  const [plain] = transfer.writeFiles('otpauth', lines, undefined, 0, 4);
  assert.equal(text, new TextDecoder().decode(plain));
});

/** Files that stand beside the reader's own source, and those that the apps' own projects test by. */
const OURS = new URL('../../crates/transfer/tests/data/', import.meta.url);
const THEIRS = process.env.SAMPLES === undefined ? new URL('../../../shared/interop/samples/', import.meta.url) : new URL(`file://${process.env.SAMPLES}/`);

for (const [whose, tree] of /** @type {const} */ ([['made by Python\'s libraries', OURS], ['of the apps\' own projects', THEIRS]])) {
  test(`the reader opens the files ${whose}`, { skip: existsSync(tree) ? false : `no ${fileURLToPath(tree)}` }, async () => {
    for (const format of FORMATS.slice(1)) {
      const { samples } = JSON.parse(await readFile(new URL(`${format}/EXPECTED.json`, tree), 'utf8'));
      // Those without accounts are refused or are tables, and some secrets there are no base32.
      for (const { file, password = '', entries = [] } of samples.filter((/** @type {any} */ one) => one.entries?.length > 0 && /\.(json|2fas|txt)$/.test(one.file))) {
        if (existsSync(new URL(`${format}/${file}`, tree))) {
          const read = await opened(format, fileURLToPath(new URL(`${format}/${file}`, tree)), password);
          const expected = entries.map((/** @type {any} */ { type, ...rest }) => ({ ...rest, kind: type }));
          assert.deepEqual(read.map(codesOf).map(inText).toSorted(), expected.map(codesOf).map(inText).toSorted(), `${format}/${file}`);
        }
      }
    }
  });
}

/** @param {object} codes */
const inText = (codes) => JSON.stringify(codes).toUpperCase();
