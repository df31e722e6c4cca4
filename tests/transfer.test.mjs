// The modules that read and write other apps' files, as they ship.
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { judgeTree } from '../bench/transfer/judge.mjs';
import { transfer } from '../bench/transfer/modules.mjs';

const data = new URL('../crates/transfer/tests/data/', import.meta.url);
/** @param {string} text */
const bytes = (text) => new TextEncoder().encode(text);

test('the files that independent tools made give what they hold', async () => {
  const judged = await judgeTree(fileURLToPath(data));
  assert.ok(judged.length > 50);
  assert.deepEqual(judged.filter(({ ok }) => !ok), []);
});

test('what is written for another app is read again from it', async () => {
  const file = { name: 'plain.json', bytes: await readFile(new URL('aegis/plain.json', data)) };
  const imported = transfer.Imported.read([file], undefined);
  const accounts = imported.view().files[0].entries.filter((/** @type {any} */ entry) => entry.type === 'totp');
  const lines = imported.takeLines(Uint32Array.from(accounts, ({ index }) => index));
  const told = (/** @type {any} */ { issuer, name, algorithm, digits, period }) => ({ issuer, name, algorithm, digits, period });
  assert.ok(accounts.length > 0);
  for (const format of ['otpauth', 'aegis', '2fas', 'ente', 'google-migration', 'age']) {
    const files = transfer.write(format, lines.slice(), bytes('correct horse'), Date.now(), 10);
    const names = transfer.losses(format, lines.slice()).filter((/** @type {any} */ { losses }) => losses.includes('account'));
    const again = transfer.Imported.read(files.map((/** @type {Uint8Array} */ part) => ({ name: '', bytes: part })), bytes('correct horse'));
    const read = again.view().files.flatMap((/** @type {any} */ { entries }) => entries);
    const left = accounts.filter((/** @type {any} */ account) => !names.some((/** @type {any} */ lost) => lost.issuer === account.issuer && lost.name === account.name));
    assert.deepEqual(read.map(told), left.map(told), format);
  }
});

test('a sealed file says what it needs, and a wrong password is refused', async () => {
  const file = { name: 'x', bytes: await readFile(new URL('aegis/three-slots.json', data)) };
  const [asked] = transfer.Imported.read([file], undefined).view().files;
  assert.equal(asked.error.code, 'transfer-needs-password');
  assert.equal(asked.error.args.format, 'aegis');
  assert.ok(asked.error.args.cost.milliseconds > 0);
  const [refused] = transfer.Imported.read([file], bytes('wrong')).view().files;
  assert.deepEqual(refused.error, { code: 'transfer-wrong-password', args: { format: 'aegis' } });
});

test('a table is shown by the shapes of its cells, and read by the columns that are named', () => {
  const table = bytes('Dienst;Konto;Geheimnis\nBank;me@example.org;JBSWY3DPEHPK3PXP\n');
  const [asked] = transfer.Imported.read([{ name: 't.csv', bytes: table }], undefined).view().files;
  assert.equal(asked.error.code, 'transfer-needs-columns');
  const { rows, guess } = transfer.previewTable(table);
  assert.deepEqual(rows[1], ['aaaa', 'aa@aaaaaaa.aaa', 'aaaaa0aaaaaa0aaa']);
  const imported = transfer.readTable(table, 't.csv', { ...guess, header: true, issuer: 0, name: 1, secret: 2 });
  assert.equal(new TextDecoder().decode(imported.takeLines(Uint32Array.of(0))), 'otpauth://totp/Bank:me@example.org?secret=JBSWY3DPEHPK3PXP&issuer=Bank\n');
});
