// Archives that a person packed, as the modules that ship read them: `transfer` opens an archive, and what it has no reader for
// goes on to `databases`. The archives are made by zip.js.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { Uint8ArrayReader, Uint8ArrayWriter, ZipWriter } from '@zip.js/zip.js';
import { there } from './there.mjs';
import { fresh, readIn } from './transfer_wasm.mjs';

const PASSWORD = 'Bär & 12 Löwen';

/** @param {string} path */
const data = (path) => readFileSync(new URL(`../crates/transfer/tests/data/${path}`, import.meta.url));

/**
 * @param {Record<string, Buffer>} files
 * @param {object} [options]
 */
async function packed(files, options = {}) {
  const writer = new ZipWriter(new Uint8ArrayWriter(), options);
  for (const [name, bytes] of Object.entries(files)) {
    await writer.add(name, new Uint8ArrayReader(bytes));
  }
  return writer.close();
}

/** Reads a file as the screen does: what asks for more is read again by itself. @param {string} name @param {Uint8Array} bytes @param {string[]} passwords */
function readAll(name, bytes, ...passwords) {
  const [transfer, databases] = [fresh('transfer').module, fresh('databases').module];
  /** @type {[string, string | null, number][]} */
  const found = [];
  const files = [{ name, bytes, passwords }];
  for (let file = files.shift(); file !== undefined; file = files.shift()) {
    const [password, ...more] = file.passwords;
    const first = readIn(transfer, file.name, file.bytes, password);
    for (const one of first.view.files) {
      const inner = one.name === file.name ? file.bytes : first.imported.innerFile(one.name);
      const again = one.error?.code === 'transfer-needs-databases' ? readIn(databases, one.name, there(inner, one.name), password).view.files : [one];
      for (const { name: called, error, format, entries } of again) {
        const asks = error?.code === 'transfer-needs-password' || error?.code === 'transfer-wrong-password';
        if (asks && file.passwords.length > 0) {
          files.push({ name: called, bytes: there(inner, called), passwords: more });
        } else {
          found.push([called, error?.code ?? format, entries.length]);
        }
      }
    }
  }
  return found;
}

const FILES = {
  'safe.kdbx': data('keepass_kdbx/aes256-argon2.kdbx'),
  'accounts.db': data('google_database/accounts.sqlite'),
  'folder/tokens.xml': data('freeotp/tokens.xml'),
  'aegis.json': data('aegis/plain.json'),
};

test('databases and XML in an archive are read, and a sealed one asks for its password', async () => {
  const zip = await packed(FILES);
  const plain = [
    ['all.zip/accounts.db', 'google-database'],
    ['all.zip/folder/tokens.xml', 'freeotp'],
    ['all.zip/aegis.json', 'aegis'],
  ];
  const without = readAll('all.zip', zip);
  assert.deepEqual(without.map(([name, what]) => [name, what]), [['all.zip/safe.kdbx', 'transfer-needs-password'], ...plain]);
  const opened = readAll('all.zip', zip, PASSWORD);
  assert.deepEqual(opened.map(([name, what]) => [name, what]), [['all.zip/safe.kdbx', 'keepass'], ...plain]);
  assert.ok(opened.every(([, , count]) => count > 0), JSON.stringify(opened));
});

for (const [what, options] of Object.entries({ AES: { encryptionStrength: 3 }, ZipCrypto: { zipCrypto: true } })) {
  test(`an archive that is sealed by ${what}, with a database in it that has another password`, async () => {
    const zip = await packed(FILES, { ...options, password: 'of the archive' });
    assert.deepEqual(readAll('all.zip', zip), [['all.zip', 'transfer-needs-password', 0]]);
    const half = readAll('all.zip', zip, 'of the archive');
    assert.deepEqual(half.map(([name, code]) => [name, code]).sort(), [
      ['all.zip/accounts.db', 'google-database'], ['all.zip/aegis.json', 'aegis'], ['all.zip/folder/tokens.xml', 'freeotp'],
      ['all.zip/safe.kdbx', 'transfer-needs-password'],
    ]);
    const all = readAll('all.zip', zip, 'of the archive', PASSWORD);
    assert.ok(all.some(([name, format, count]) => name === 'all.zip/safe.kdbx' && format === 'keepass' && count > 0), JSON.stringify(all));
  });
}

test('a database that looks like noise asks for its password, and so does a sealed file of andOTP', () => {
  const database = data('authenticator_plus/accounts.db');
  assert.deepEqual(readAll('authplus.db', database), [['authplus.db', 'transfer-needs-password', 0]]);
  assert.deepEqual(readAll('authplus.db', database, PASSWORD), [['authplus.db', 'authenticator-plus', 4]]);
  const [wrong] = readIn(fresh('databases').module, 'authplus.db', database, 'wrong').view.files;
  assert.deepEqual(wrong?.error, { code: 'transfer-wrong-password', args: { format: 'authenticator-plus' } });
  const old = data('andotp/sealed-old.bin');
  assert.equal(readAll('backup.json.aes', old, PASSWORD)[0]?.[1], 'andotp');
});

test('the bytes of a file that was read are not handed out', async () => {
  const { imported } = readIn(fresh('transfer').module, 'all.zip', await packed(FILES));
  assert.equal(imported.innerFile('all.zip/aegis.json'), undefined);
  assert.equal(imported.innerFile('all.zip'), undefined);
  assert.deepEqual(Buffer.from(there(imported.innerFile('all.zip/safe.kdbx'))), FILES['safe.kdbx']);
});
