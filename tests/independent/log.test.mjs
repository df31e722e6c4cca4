// What the independent reader says of a log: the lines that are exported, and whether their chain of hashes holds.
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { runPython } from './reader.mjs';
import { there } from '../there.mjs';

let folder = '';

before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'halfminute-logs-'));
});

after(() => rm(folder, { recursive: true, force: true }));

/** The log of a case of the test kit. @param {string} name */
async function logOf(name) {
  const kit = new URL('../vault_testkit/', import.meta.url);
  const { envelope, open } = JSON.parse(await readFile(new URL(`${name}.json`, kit), 'utf8'));
  const { passphrase } = open.find((/** @type {object} */ way) => 'passphrase' in way);
  const file = join(folder, name);
  await writeFile(file, Buffer.from(envelope, 'base64url'));
  const { code, output, errors } = await runPython('open_vault.py', ['--log', file], passphrase);
  return { code, errors, lines: output.trimEnd().split('\n') };
}

test('the logs of all devices are printed, each as it was sealed, and verified', async () => {
  const { code, errors, lines } = await logOf('logs-of-two-devices');
  assert.deepEqual({ code, errors }, { code: 0, errors: '' });
  const firsts = lines.map((line) => JSON.parse(line)).filter((line) => 'from' in line);
  assert.deepEqual(firsts.map(({ cut }) => cut), [0, 7, 1]);
  assert.equal(new Set(firsts.map(({ device }) => device)).size, 3);
  // To the letter, and no matter what a later version says there.
  const line = there(lines[2]);
  const { hash, device } = JSON.parse(line);
  const event = line.slice(`{"device":"${device}",`.length, -`,"hash":"${hash}"}`.length);
  const before = Buffer.from(JSON.parse(there(lines[1])).hash, 'base64url');
  assert.equal(createHash('sha256').update(before).update(`{${event}}`).digest('base64url'), hash);
});

test('a log that was changed is printed all the same, and it is said where', async () => {
  const { code, errors, lines } = await logOf('log-with-a-changed-entry');
  assert.deepEqual({ code, errors }, { code: 2, errors: `log-broken ${JSON.parse(there(lines[0])).device} 2\n` });
  assert.equal(lines.length, 4);
});
