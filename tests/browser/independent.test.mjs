// What the extension wrote, a program reads that was made from docs/vault-format.md alone.
import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { launchChromium } from './lib/chromium.mjs';
import { CHROMIUM_DIST } from './lib/dist.mjs';
import { exportLog, openOptions } from './lib/options.mjs';
import { addByHand, press, setPassphrase } from './lib/person.mjs';
import { runPython } from '../independent/reader.mjs';
import { there } from '../there.mjs';

/** Typed in Unicode Normalization Form D: the vault is locked by form C. */
const PASSPHRASE = 'Zu\u0308rich \u2014 seven wooden boats';
const ACCOUNTS = [
  { secret: 'NBUW45DJNZTXGZLFMQYTEMY', issuer: 'Zephyrine Waterworks', name: 'quorra.vexley' },
  { secret: 'GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ', issuer: 'Gr\u00fc\u00dfe \u{1f511}', name: 'he said "hi"', digits: 8, period: 60 },
  { secret: 'AE', issuer: '', name: 'no issuer' },
];

/** @type {import('./lib/chromium.mjs').Chromium} */
let chromium;
let folder = '';

before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'halfminute-independent-'));
  chromium = await launchChromium({ extension: CHROMIUM_DIST });
  const page = await chromium.browser.newPage();
  const popup = await press(chromium, page);
  await setPassphrase(popup, PASSPHRASE);
  for (const account of ACCOUNTS) {
    await addByHand(popup, account);
  }
});

after(async () => {
  await chromium?.close().catch(() => {});
  await rm(folder, { recursive: true, force: true });
});

/** The newest envelope, as the text that it is stored as. */
async function envelope() {
  const stored = await chromium.inWorker(() => chrome.storage.local.get(null));
  const numbers = Object.keys(stored).flatMap((key) => /^vault\.generation\.(\d+)$/.exec(key)?.[1] ?? []).map(Number);
  return String(stored[`vault.generation.${Math.max(...numbers)}`]);
}

/** What the reader says of a file. @param {string} text @param {string} passphrase @param {string[]} options */
async function read(text, passphrase, ...options) {
  const file = join(folder, 'envelope');
  await writeFile(file, text);
  return runPython('open_vault.py', ['--base64', ...options, file], passphrase);
}

test('an independent reader prints exactly the accounts that a person added', async () => {
  const { code, output, errors } = await read(await envelope(), PASSPHRASE.normalize('NFC'));
  assert.deepEqual({ code, errors }, { code: 0, errors: '' });
  const printed = output.trimEnd().split('\n').map((line) => JSON.parse(line));
  const added = ACCOUNTS.map(({ digits = 6, period = 30, ...account }) => ({ ...account, type: 'totp', algorithm: 'SHA1', digits, period }));
  assert.deepEqual(printed, added);
});

test('it normalises what is typed, and a line feed behind it is no part of it', async () => {
  const { code, errors } = await read(await envelope(), `${PASSPHRASE.normalize('NFD')}\n`);
  assert.deepEqual({ code, errors }, { code: 0, errors: '' });
});

test('it verifies the log, and prints to the letter what the extension exports', async () => {
  const options = await openOptions(chromium);
  await options.click('#log-details summary');
  await options.waitFor('#log-devices tbody tr');
  const exported = await exportLog(options, folder);
  await options.page.close();
  const { code, output, errors } = await read(await envelope(), PASSPHRASE, '--log');
  assert.deepEqual({ code, errors }, { code: 0, errors: '' });
  assert.equal(output, exported);
  const enrolled = output.split('\n').filter((line) => line.includes('"what":"enrol"'));
  assert.equal(enrolled.length, ACCOUNTS.length);
});

test('a wrong passphrase opens nothing', async () => {
  const { code, output, errors } = await read(await envelope(), 'eight wooden boats');
  assert.deepEqual({ code, output, errors }, { code: 1, output: '', errors: 'wrong-passphrase\n' });
});

test('nor does the right one, where a byte was changed', async () => {
  const sound = Buffer.from(await envelope(), 'base64');
  const bytes = Buffer.from(sound.with(-20, there(sound.at(-20)) ^ 1));
  const { code, output, errors } = await read(bytes.toString('base64'), PASSPHRASE);
  assert.deepEqual({ code, output, errors }, { code: 1, output: '', errors: 'vault-tampered\n' });
});
