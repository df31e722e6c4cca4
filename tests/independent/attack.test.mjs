// What opens of a vault whose secret was revoked: the program that the tests in browsers attack with must see what there is.
import assert from 'node:assert/strict';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { before, test } from 'node:test';
import { attack } from './attack.mjs';
import { runPython } from './reader.mjs';

/** Generations by their names, as the storage has them, and the secrets: `tests/fixtures/vault/revoked.py`. @type {any} */
let vaults;

before(async () => {
  const { code, output, errors } = await runPython('../fixtures/vault/revoked.py');
  assert.deepEqual({ code, errors }, { code: 0, errors: '' });
  vaults = JSON.parse(output);
});

/** Which of these generations open. @param {string[]} names @param {object} secret */
async function opened(names, secret) {
  const report = await attack({ envelopes: names.map((name) => vaults[name]) }, /** @type {any} */ (secret));
  assert.equal(report.opened.length + report.sealed.length, names.length);
  assert.deepEqual(report.unreadable, []);
  return report.opened.map(({ generation }) => generation);
}

test('in version 1 a revoked secret opens what was written after, since the data key stayed', async () => {
  for (const name of ['passphrase', 'passkey', 'device', 'deviceKey']) {
    assert.deepEqual(await opened(['before', 'kept'], { [name]: vaults.secrets[name] }), [1, 2], name);
    assert.deepEqual(await opened(['kept'], { [name]: vaults.secrets[name] }), [], name);
  }
});

test('with a new data key it opens nothing of that, but for what was sealed to an inherited slot', async () => {
  for (const name of ['passphrase', 'passkey', 'dataKey']) {
    const secret = { [name]: vaults.secrets[name] };
    assert.deepEqual(await opened(['before', 'kept', 'own'], secret), [1, 2], name);
    assert.deepEqual(await opened(['before', 'inherited'], secret), [1, 4], name);
  }
});

test('an inherited slot lends its private key to every other envelope', async () => {
  const secret = { dataKey: vaults.secrets.dataKey };
  assert.deepEqual(await opened(['own'], secret), []);
  // The fixture gives both the same key pair, which no writer does.
  assert.deepEqual(await opened(['own', 'inherited'], secret), [3, 4]);
  assert.deepEqual(await opened(['own'], { private: vaults.secrets.private }), [3]);
});

test('the private key of a slot that was revoked opens no later data key, but one that is sealed to it again', async () => {
  const secret = { passkey: vaults.secrets.passkey };
  assert.deepEqual(await opened(['with', 'without'], secret), [2]);
  const { opened: found } = await attack({ envelopes: [vaults.with, vaults.without, vaults.again] }, secret);
  assert.deepEqual(found.map(({ generation, written }) => [generation, written]), [[2, 1700000000002], [3, 1700000000003], [4, 1700000000004]]);
  assert.match(String(found[1]?.by), /^passkey of slot .{11} in generation 2, then the data key sealed to .{11} in generation 4$/);
});

test('envelopes are found wherever they lie in a profile, cut up by LevelDB too', async () => {
  const profile = await mkdtemp(join(tmpdir(), 'halfminute-profile-'));
  try {
    const storage = join(profile, 'Default', 'Local Extension Settings', 'a');
    await mkdir(storage, { recursive: true });
    // The second one lies across the border of a block.
    const values = Buffer.from(`"${vaults.before}"${'x'.repeat(32768 - 7 - vaults.before.length - 100)}"${vaults.own}"`);
    await writeFile(join(storage, '000003.log'), records(values));
    await writeFile(join(profile, 'a copy'), Buffer.from(vaults.kept, 'base64'));
    await writeFile(join(profile, 'Preferences'), '{"nothing":"here"}');
    const { opened: found, sealed, unreadable } = await attack({ profile }, { passphrase: vaults.secrets.passphrase });
    assert.deepEqual([found, sealed].map((list) => list.map(({ generation }) => generation)), [[1, 2], [3]]);
    assert.deepEqual(unreadable, []);
  } finally {
    await rm(profile, { recursive: true, force: true });
  }
});

test('where there is no envelope, that is no answer', async () => {
  await assert.rejects(attack({ envelopes: ['nothing'] }, { passphrase: 'x' }), /no envelope in any of these files/);
});

/** As LevelDB's log has a record: whole, or cut into a first, middle ones and a last. @param {Buffer} record */
function records(record) {
  const room = 32768 - 7;
  const parts = [];
  for (let at = 0; at < record.length; at += room) {
    const part = record.subarray(at, at + room);
    const head = Buffer.alloc(7);
    head.writeUInt16LE(part.length, 4);
    head[6] = at === 0 ? (part.length === record.length ? 1 : 2) : at + room >= record.length ? 4 : 3;
    parts.push(head, part);
  }
  return Buffer.concat(parts);
}
