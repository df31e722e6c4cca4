// Files that nobody honest writes, read by the modules that ship: each is refused with the right words, within two seconds of the
// processor and below 256 MiB of the module's memory, and none makes it trap. What a file unpacks to is made here, as the file is.
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { there } from './there.mjs';
import { MIB, deflatedSpaces, filled, javaMap, javaText, kdbxDocument, kdbxOf, number, stored, zipOf } from './hostile_files.mjs';
import { fresh, readIn } from './transfer_wasm.mjs';

const PASSWORD = 'password';
const MOST_SECONDS = 2;
const MOST_MEMORY = 256 * MIB;

/** @param {string} path */
const data = (path) => readFileSync(new URL(`../crates/transfer/tests/data/${path}`, import.meta.url));
const text = (/** @type {string} */ words) => Buffer.from(words);
const json = (/** @type {unknown} */ value) => text(JSON.stringify(value));
/** As a file spells it: JavaScript's own JSON would write a float. */
const MUCH = 2 ** 40;

/**
 * A database of KeePass with another number in the field of its derivation. The hash behind the header of version 4, which
 * anybody can make, is made anew.
 * @param {string} path
 * @param {Buffer} field
 * @param {Buffer} value
 */
function withCost(path, field, value) {
  const database = data(path);
  const hash = (/** @type {number} */ end) => createHash('sha256').update(database.subarray(0, end)).digest();
  const end = Array.from({ length: database.length - 44 }, (_, at) => at + 12).find((at) => database.subarray(at, at + 32).equals(hash(at)));
  value.copy(database, database.indexOf(field) + field.length);
  if (end !== undefined) hash(end).copy(database, end);
  return database;
}

/** @param {string} password */
const ageFile = (password) => text(`age-encryption.org/v1\n-> scrypt AAAAAAAAAAAAAAAAAAAAAA ${password}\nAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA\n--- AAAA\n`);

/** A database of pages of 512 bytes, which go in a circle. @param {string} path */
function circle(path) {
  const whole = data(path);
  for (let page = 512; page < whole.length; page += 512) {
    // An inner page of a table, which names itself as its last child.
    if (whole[page] === 5) whole.writeUInt32BE(page / 512 + 1, page + 8);
  }
  return whole;
}

/** Pages of rows that all lie in the same bytes: a small file with very many rows. */
function sharedRows() {
  const page = 65_536;
  const whole = Buffer.alloc(page * 200);
  const google = data('google_database/accounts.sqlite');
  google.copy(whole, 0, 0, 512);
  whole.writeUInt16BE(1, 16);
  const sql = text('CREATE TABLE accounts (secret, email)');
  const record = Buffer.concat([Buffer.from([6, 23, 29, 29, 1, 13 + 2 * sql.length]), text('table'), text('accounts'), text('accounts'), Buffer.from([2]), sql]);
  const cell = Buffer.concat([Buffer.from([record.length, 1]), record]);
  whole.fill(0, 100, page);
  Buffer.from([13, 0, 0, 0, 1]).copy(whole, 100);
  whole.writeUInt16BE(page - cell.length, 108);
  cell.copy(whole, page - cell.length);
  // The root of the table: its children are all other pages, each full of pointers to one empty row.
  const root = page;
  whole[root] = 5;
  whole.writeUInt16BE(197, root + 3);
  whole.writeUInt32BE(200, root + 8);
  for (let child = 0; child < 197; child += 1) {
    whole.writeUInt16BE(1000 + child * 8, root + 12 + 2 * child);
    whole.writeUInt32BE(3 + child, root + 1000 + child * 8);
  }
  for (let leaf = 2; leaf < 200; leaf += 1) {
    const at = leaf * page;
    whole[at] = 13;
    whole.writeUInt16BE(30_000, at + 3);
    for (let cells = 0; cells < 30_000; cells += 1) whole.writeUInt16BE(page - 16, at + 8 + 2 * cells);
    Buffer.from([3, 1, 3, 0, 0]).copy(whole, at + page - 16);
  }
  return whole;
}

const longLink = 'otpauth://totp/a?secret=GEZDGNBV\n';

/** What each is refused as, and the password of those that open. @type {Record<string, [make: () => Buffer, code: string, password?: string]>} */
const FILES = {
  'a zip of a gigabyte': [() => zipOf([{ name: 'a.txt', data: deflatedSpaces(1024), unpacked: 1024 * MIB }]), 'transfer-too-complex'],
  'a zip of a gigabyte that says it is small': [() => zipOf([{ name: 'a.txt', data: deflatedSpaces(1024), unpacked: 100 }]), 'transfer-too-complex'],
  'a zip of a small file that says it is large': [() => zipOf([{ name: 'a.txt', data: deflatedSpaces(16), unpacked: 63 * MIB }]), 'transfer-malformed'],
  'two files of 40 MiB each in a zip': [() => zipOf(['a', 'b'].map((name) => ({ name, data: deflatedSpaces(48), unpacked: 48 * MIB }))), 'transfer-malformed'],
  'a 1Password export of a gigabyte': [() => zipOf([{ name: 'export.data', data: deflatedSpaces(1024), unpacked: 1024 * MIB }]), 'transfer-too-complex'],
  'a Proton Pass export of a gigabyte': [() => zipOf([{ name: 'Proton Pass/data.json', data: deflatedSpaces(1024), unpacked: 1024 * MIB }]), 'transfer-too-complex'],
  'a zip in a zip in a zip': [() => zipOf([stored('a.zip', zipOf([stored('b.zip', zipOf([{ name: 'c', data: deflatedSpaces(1024), unpacked: 1024 * MIB }]))]))]), 'transfer-unknown-format'],
  'ten thousand files that lie in the same bytes': [
    () => zipOf(Array.from({ length: 9999 }, (_, at) => ({ name: `${at}`, unpacked: 0, packed: MIB, at: 0, ...(at === 0 ? { data: Buffer.alloc(MIB) } : {}) }))), 'transfer-malformed',
  ],
  'ten thousand sealed files that lie in the same bytes': [
    () => zipOf(Array.from({ length: 9999 }, (_, at) => ({ name: `${at}`, flags: 1, unpacked: 0, packed: 16 * MIB, at: 0, ...(at === 0 ? { data: Buffer.alloc(16 * MIB) } : {}) }))), 'transfer-malformed', PASSWORD,
  ],
  'a hundred thousand files in a zip': [() => zipOf(Array.from({ length: 100_000 }, (_, at) => stored(`${at}`, text('x')))), 'transfer-too-complex'],
  'ten thousand files that are nothing': [() => zipOf(Array.from({ length: 10_000 }, (_, at) => stored(`${at}`, text('lorem ipsum')))), 'transfer-unknown-format'],
  'a gzip of a gigabyte': [() => Buffer.concat([Buffer.from([0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 3]), deflatedSpaces(1024), Buffer.alloc(8)]), 'transfer-unknown-format'],
  'a gzip of a gigabyte in a database of KeePass': [
    () => kdbxOf(PASSWORD, Buffer.concat([Buffer.from([0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 3]), deflatedSpaces(1024), Buffer.alloc(8)])), 'transfer-too-complex', PASSWORD,
  ],
  'a database of KeePass with a text of 60 MiB': [
    () => kdbxOf(PASSWORD, kdbxDocument(Buffer.concat([text('<KeePassFile><Root><Group><Entry><String><Key>otp</Key><Value>'), filled('a', 60 * MIB), text('</Value></String></Entry></Group></Root></KeePassFile>')]))),
    'seed-too-long', PASSWORD,
  ],
  'a database of KeePass nested a hundred thousand deep': [
    () => kdbxOf(PASSWORD, kdbxDocument(Buffer.concat([text('<KeePassFile>'), filled('<Group>', 7 * 100_000)]))), 'transfer-malformed', PASSWORD,
  ],
  'more than 64 MiB': [() => filled('a', 64 * MIB + 1), 'transfer-too-large'],
  'ten million lines of JSON': [() => Buffer.concat([text('{"services":[],"schemaVersion":4,"x":['), filled('0,\n', 30_000_000), text('0]}')]), 'transfer-too-complex'],
  'half a million small objects': [() => Buffer.concat([text('{"services":[],"schemaVersion":4,"x":['), filled('{"a":0},', 8 * 499_000), text('0]}')]), 'transfer-too-complex'],
  'a million empty arrays': [() => Buffer.concat([text('['), filled('[],', 3 * 499_000), text('0]')]), 'transfer-unknown-format'],
  'JSON nested a million deep': [() => Buffer.concat([filled('[', 1e6), text('1'), filled(']', 1e6)]), 'transfer-too-complex'],
  'objects nested a million deep': [() => Buffer.concat([filled('{"a":', 5e6), text('1'), filled('}', 1e6)]), 'transfer-too-complex'],
  'a text of 60 MiB of escapes in JSON': [() => Buffer.concat([text('{"services":["'), filled(String.raw`\u0041`, 60 * MIB), text('"],"schemaVersion":4}')]), 'row-shape'],
  'ten million lines of CSV': [() => Buffer.concat([text('title,totp\n'), filled('a,\n', 30_000_000)]), 'transfer-too-complex'],
  'CSV of 60 MiB without an end of its quotes': [() => Buffer.concat([text('title,totp\n"'), filled('a,\n', 60 * MIB)]), 'transfer-too-complex'],
  'CSV with ten million columns': [() => Buffer.concat([text('title,totp\n'), filled(',', 10_000_000)]), 'transfer-too-complex'],
  'two million links': [() => filled(longLink, longLink.length * 1_900_000), 'transfer-too-many-entries'],
  'ten million links that are none': [() => filled('motp:\n', 60_000_000), 'transfer-too-many-entries'],
  'ten million links in one line': [() => filled('motp: ', 60_000_000), 'transfer-too-many-entries'],
  'one link of 60 MiB': [() => Buffer.concat([text('otpauth://totp/a?secret='), filled('A', 60 * MIB)]), 'text-too-long'],
  'one link with ten million parameters': [() => Buffer.concat([text('otpauth://totp/a?secret=GEZDGNBV'), filled('&a=b', 40_000_000)]), 'text-too-long'],
  'a page with ten million links': [() => Buffer.concat([text('<html>otpauth://'), filled('<motp:>', 60_000_000)]), 'transfer-too-many-entries'],
  'a Google export of 60 MiB': [() => Buffer.concat([text('otpauth-migration://offline?data='), filled('CgIKAA', 60 * MIB)]), 'text-too-long'],
  'a Google export with ten thousand entries': [() => text(`otpauth-migration://offline?data=${filled('\x0a\0', 40_000).toString('base64')}`), 'seed-empty'],
  'an XML entity that grows': [
    () => text('<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;">]><map><string name="tokenOrder">&c;</string></map>'), 'transfer-malformed',
  ],
  'XML nested a million deep': [() => Buffer.concat([text('<KeePassFile>'), filled('<Group>', 7e6)]), 'transfer-malformed'],
  'XML with an attribute of 60 MiB': [() => Buffer.concat([text('<map><string name="tokenOrder'), filled('a', 60 * MIB), text('">x</string></map>')]), 'transfer-malformed'],
  'XML with a million attributes': [() => Buffer.concat([text('<map><string name="tokenOrder" '), ...Array.from({ length: 300_000 }, (_, at) => text(`a${at}="b" `)), text('>x</string></map>')]), 'transfer-no-entries'],
  'a FreeOTP file with a million tokens': [() => Buffer.concat([text('<map><string name="tokenOrder">[]</string>'), ...Array.from({ length: 500_000 }, (_, at) => text(`<string name="${at}">{}</string>`)), text('</map>')]), 'transfer-too-many-entries'],
  'pages of a database in a circle': [() => circle('google_database/accounts.sqlite'), 'transfer-malformed'],
  'six million rows of a database in the same bytes': [sharedRows, 'transfer-too-complex'],
  'a Java map of four billion entries': [() => javaMap(0xffff_ffff, Buffer.alloc(0)), 'transfer-too-complex'],
  'a Java text of 60 MiB': [() => javaMap(1, Buffer.concat([javaText(text('masterKey')), javaText(filled('a', 60 * MIB)), text('x')])), 'transfer-too-complex'],
  'one Java text very many times': [
    () => javaMap(100_000, Buffer.concat([text('t\0\x01a'), javaText(filled('a', MIB)), ...Array.from({ length: 99_999 }, () => Buffer.from('q\0\x7e\0\x02q\0\x7e\0\x03', 'latin1')), text('x')])), 'transfer-too-complex',
  ],
  'Java objects in Java objects': [() => Buffer.concat([Buffer.from('aced0005', 'hex'), filled('sr\0\x01a', 5e6)]), 'transfer-malformed'],
  'a TOTP Authenticator file of 60 MiB': [() => filled('A', 60 * MIB), 'transfer-unknown-format'],
  'noise of 60 MiB': [() => filled('\xff\x00\x80\x07', 60 * MIB), 'transfer-unknown-format'],
  'Authy: two million values': [
    () => Buffer.concat([text('<map><string name="com.authy.storage.tokens.authenticator.key">['), filled('0,', 4_000_000), text('0]</string></map>')]), 'transfer-too-complex',
  ],
  'Battle.net: a secret of 60 MiB': [
    () => Buffer.concat([text('<map><string name="com.blizzard.messenger.AUTHENTICATOR_DEVICE_SECRET">'), filled('ab', 60 * MIB), text('</string></map>')]), 'transfer-malformed',
  ],
  'Steam: a hundred thousand accounts that are none': [
    () => json({ accounts: Object.fromEntries(Array.from({ length: 100_000 }, (_, at) => [at, { shared_secret: '?' }])) }), 'transfer-too-many-entries',
  ],
  'Authenticator-Extension: thirty thousand sealed accounts': [
    () => json(Object.fromEntries(Array.from({ length: 30_000 }, (_, at) => [at, { encrypted: true, hash: '', index: at, secret: 'U2FsdGVkX18AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=' }]))), 'transfer-needs-password',
  ],
  'Aegis: N of 2^40': [() => json({ header: { slots: [{ type: 1, n: MUCH, r: 8, p: 1, salt: '00' }], params: {} }, db: 'AAAA' }), 'transfer-needs-memory'],
  'Aegis: r and p of 2^32': [() => json({ header: { slots: [{ type: 1, n: 2, r: 4_294_967_295, p: 4_294_967_295, salt: '00' }], params: {} }, db: 'AAAA' }), 'transfer-needs-memory'],
  'Aegis: ten thousand slots': [
    () => json({ version: 1, header: { slots: Array.from({ length: 10_000 }, () => ({ type: 1, n: 32_768, r: 8, p: 1, salt: '00'.repeat(32), key: '00'.repeat(32), key_params: { nonce: '00'.repeat(12), tag: '00'.repeat(16) } })), params: { nonce: '00'.repeat(12), tag: '00'.repeat(16) } }, db: 'AAAA' }),
    'transfer-needs-password',
  ],
  'Ente: passes of 2^40': [() => json({ kdfParams: { memLimit: 8192, opsLimit: MUCH, salt: 'AAAAAAAAAAAAAAAAAAAAAA==' }, encryptedData: '', encryptionNonce: '' }), 'transfer-too-costly'],
  'Ente: memory of 2^40': [() => json({ kdfParams: { memLimit: MUCH * 1024, opsLimit: 1, salt: 'AAAAAAAAAAAAAAAAAAAAAA==' }, encryptedData: '', encryptionNonce: '' }), 'transfer-needs-memory'],
  'Bitwarden: PBKDF2 of 2^40': [() => json({ encrypted: true, passwordProtected: true, salt: 'x', kdfType: 0, kdfIterations: MUCH, encKeyValidation_DO_NOT_EDIT: '', data: '' }), 'transfer-too-costly'],
  'Bitwarden: Argon2 memory of 2^40': [() => json({ encrypted: true, passwordProtected: true, salt: 'x', kdfType: 1, kdfIterations: 1, kdfMemory: MUCH, kdfParallelism: 1, encKeyValidation_DO_NOT_EDIT: '', data: '' }), 'transfer-needs-memory'],
  'Bitwarden: Argon2 lanes of 2^31': [() => json({ encrypted: true, passwordProtected: true, salt: 'x', kdfType: 1, kdfIterations: 1, kdfMemory: 64, kdfParallelism: 2 ** 31, encKeyValidation_DO_NOT_EDIT: '', data: '' }), 'transfer-too-costly'],
  'authenticator-2fa: PBKDF2 of 2^40': [() => json({ vault: { kdf: { name: 'PBKDF2', hash: 'SHA-256', iterations: MUCH, salt: 'AAAAAAAAAAAAAAAAAAAAAA==' }, cipher: { name: 'AES-GCM', iv: '', data: '' } } }), 'transfer-too-costly'],
  'FreeOTP 2: PBKDF2 of 2^40': [
    () => javaMap(1, Buffer.concat([javaText(text('masterKey')), javaText(json({ mAlgorithm: 'PBKDF2withHmacSHA512', mIterations: MUCH, mSalt: [1, 2, 3], mEncryptedKey: {} })), text('x')])), 'transfer-too-costly',
  ],
  'age: scrypt of 2^40': [() => ageFile('40'), 'transfer-needs-memory'],
  'age: scrypt of 2^255': [() => ageFile('255'), 'transfer-needs-memory'],
  'age: a header of 60 MiB': [() => Buffer.concat([text('age-encryption.org/v1\n'), filled('-> scrypt A\n', 60 * MIB)]), 'transfer-unsupported'],
  'andOTP: PBKDF2 of 2^32': [() => Buffer.concat([Buffer.from('ffffffff', 'hex'), filled('\x80', 200)]), 'transfer-needs-password'],
  'KeePass: AES-KDF of 2^40': [() => withCost('keepass_kdbx/twofish-aeskdf.kdbx', text('R\x08\0\0\0'), number(64, MUCH)), 'transfer-too-costly'],
  'KeePass: Argon2 passes of 2^40': [() => withCost('keepass_kdbx/aes256-argon2.kdbx', text('I\x08\0\0\0'), number(64, MUCH)), 'transfer-too-costly'],
  'KeePass: Argon2 memory of 2^40': [() => withCost('keepass_kdbx/aes256-argon2.kdbx', text('M\x08\0\0\0'), number(64, MUCH * 1024)), 'transfer-needs-memory'],
  'KeePass 3: AES-KDF of 2^40': [() => withCost('keepass_kdbx/version-3.kdbx', text('\x06\x08\0'), number(64, MUCH)), 'transfer-too-costly'],
};

/** Where each app has its rows, of which the first tells the app. @type {Record<string, (rows: (first: object) => unknown) => unknown>} */
const APPS = {
  'Aegis': (rows) => ({ version: 1, header: { slots: null, params: null }, db: { version: 3, entries: rows({}) } }),
  '2FAS': (rows) => ({ schemaVersion: 4, services: rows({}) }),
  '2FAuth': (rows) => ({ app: '2fauth_v5.1.1', data: rows({}) }),
  'andOTP': (rows) => rows({ secret: '', label: '', type: '' }),
  'Bitwarden': (rows) => ({ encrypted: false, items: rows({ login: { totp: '?' } }) }),
  'cotp': (rows) => ({ version: 2, elements: rows({}) }),
  'Duo': (rows) => rows({ accountType: '', otpGenerator: {} }),
  'FreeOTP+': (rows) => ({ tokenOrder: [], tokens: rows({}) }),
  'LastPass': (rows) => ({ accounts: rows({ issuerName: '' }) }),
  'Proton Authenticator': (rows) => ({ entries: rows({ content: { entry_type: '' } }) }),
  'Raivo': (rows) => rows({ kind: '', timer: '', secret: '' }),
  'Stratum': (rows) => ({ Authenticators: rows({}) }),
  'authenticator-2fa': (rows) => ({ accounts: rows({ issuer: '', label: '', secret: '?', type: 'totp' }), settings: {} }),
};
for (const [name, file] of Object.entries(APPS)) {
  FILES[`${name}: a hundred thousand rows that are none`] = [
    () => json(file((first) => Array.from({ length: 100_000 }, () => first))), 'transfer-too-many-entries',
  ];
}

/** The most of all files. */
const most = { seconds: 0, memory: 0 };

/**
 * Reads a file as the screen does, and gives the codes of what is refused: of the file, or of rows where it has nothing else.
 * @param {Uint8Array} bytes
 * @param {string} [password]
 */
function refusedAs(bytes, password) {
  const codes = new Set();
  let seconds = 0;
  let memory = 0;
  let entries = 0;
  for (const name of /** @type {const} */ (['transfer', 'databases'])) {
    const instance = fresh(name);
    const before = process.cpuUsage();
    const { view, imported } = readIn(instance.module, 'file', bytes, password);
    const { user, system } = process.cpuUsage(before);
    seconds += (user + system) / 1e6;
    memory = Math.max(memory, instance.memory.buffer.byteLength);
    const needs = view.files.some(({ error }) => error?.code === 'transfer-needs-databases');
    for (const file of needs ? [] : view.files) {
      entries += file.entries.length;
      if (file.error !== null) codes.add(file.error.code);
      for (const { error } of file.refused) codes.add(error.code);
    }
    imported.free();
    if (!needs) break;
  }
  return { codes: [...codes], seconds, memory, entries };
}

for (const [name, [make, code, password]] of Object.entries(FILES)) {
  test(name, (t) => {
    const bytes = make();
    // What costs too much, is too large or is damaged says so before a password is typed for nothing.
    for (const typed of password === undefined ? [undefined, PASSWORD] : [password]) {
      const refused = refusedAs(bytes, typed);
      most.seconds = Math.max(most.seconds, refused.seconds);
      most.memory = Math.max(most.memory, refused.memory);
      t.diagnostic(`${refused.seconds.toFixed(2)} s, ${(refused.memory / MIB).toFixed(0)} MiB, ${refused.codes.join()}${refused.entries > 0 ? `, ${refused.entries} accounts` : ''}`);
      assert.equal(refused.entries, 0);
      // A password that was asked for is the wrong one.
      assert.deepEqual(refused.codes, [code === 'transfer-needs-password' && typed !== undefined ? 'transfer-wrong-password' : code]);
      assert.ok(refused.seconds < MOST_SECONDS, `${refused.seconds} s of the processor`);
      assert.ok(refused.memory < MOST_MEMORY, `${refused.memory / MIB} MiB`);
    }
  });
}

test('the most of all', (t) => {
  t.diagnostic(`${Object.keys(FILES).length} files; at most ${most.seconds.toFixed(2)} s of the processor and ${(most.memory / MIB).toFixed(0)} MiB`);
  assert.ok(there(most).memory > MIB);
});
