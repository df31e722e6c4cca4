// What can be said of the built extension without starting a browser.
import assert from 'node:assert/strict';
import { readFile, readdir } from 'node:fs/promises';
import { test } from 'node:test';
import { tokenizer } from 'acorn';
import { gzipSync } from 'node:zlib';

const root = new URL('../', import.meta.url);
/** @param {string} path */
const text = (path) => readFile(new URL(path, root), 'utf8');
/** @param {string} path */
const json = async (path) => JSON.parse(await text(path));
/**
 * @param {string} folder
 * @param {RegExp} name
 */
async function files(folder, name) {
  const entries = await readdir(new URL(folder, root), { recursive: true, withFileTypes: true });
  const found = entries.filter((entry) => entry.isFile() && name.test(entry.name));
  return Promise.all(found.map((entry) => readFile(`${entry.parentPath}/${entry.name}`, 'utf8')));
}

for (const browser of ['chromium', 'firefox']) {
  test(`${browser}: install asks for nothing scary`, async () => {
    const manifest = await json(`dist/${browser}/manifest.json`);
    assert.deepEqual(manifest.permissions, ['activeTab', 'alarms', 'contextMenus', 'idle', 'publicSuffix', 'scripting', 'storage']);
    for (const key of ['host_permissions', 'content_scripts', 'web_accessible_resources', 'externally_connectable']) {
      assert.equal(manifest[key], undefined, key);
    }
    const policy = manifest.content_security_policy.extension_pages;
    assert.deepEqual(policy.split('; '), [
      "default-src 'none'", "script-src 'self' 'wasm-unsafe-eval'", "style-src 'self'", "img-src 'self' blob:",
      "base-uri 'none'", "form-action 'none'", "frame-ancestors 'none'",
    ]);
  });
}

test('every key of policy is in the schema, with a title and with the words that the screen has for it', async () => {
  const { type, properties } = await json('dist/chromium/managed_schema.json');
  assert.equal(type, 'object');
  const { asNumber, asText, ...keys } = properties;
  const [, read = ''] = (await text('extension/lib/policy.js')).match(/const READ = \{\n([^]*?)\n\};/) ?? [];
  assert.deepEqual(Object.keys(keys), [...read.matchAll(/^ {2}(\w+):/gm)].map(([, key = '']) => key));
  const words = await json('extension/_locales/en/messages.json');
  const document = await text('docs/policy.md');
  for (const [key, { title, description }] of Object.entries(keys)) {
    assert.ok(title.length > 5, key);
    assert.equal(description, words[`policy_${key}`].message);
    assert.ok(document.includes(`| \`${key}\` |`), `docs/policy.md says nothing about ${key}`);
  }
  assert.deepEqual([asNumber, asText].map((group) => group.additionalProperties.type), ['integer', 'string']);
  assert.equal((await json('dist/chromium/manifest.json')).storage.managed_schema, 'managed_schema.json');
  // Firefox has no schemas.
  assert.equal((await json('dist/firefox/manifest.json')).storage, undefined);
});

const LIMITS = /** @type {const} */ ([['core/core', 238], ['core/judge', 64], ['core/reader', 90], ['transfer/transfer', 180], ['transfer/databases', 140]]);
for (const [name, limit] of LIMITS) {
  test(`the module ${name} weighs less than ${limit} KiB gzipped`, async () => {
    const wasm = await readFile(new URL(`dist/${name}_bg.wasm`, root));
    assert.ok(gzipSync(wasm, { level: 9 }).length < limit * 1024);
  });
}

test('the estimator ships as its package has it, with its licence, and what is guessed first weighs less than 60 KiB packed', async () => {
  const tokens = (/** @type {string} */ script) => [...tokenizer(script, { ecmaVersion: 'latest' })].map(({ start, end }) => script.slice(start, end));
  const [theirs, ours] = await Promise.all([text('node_modules/@zxcvbn-ts/core/dist/zxcvbn-ts.js'), text('dist/chromium/strength/estimator.js')]);
  const from = (/** @type {string} */ script) => tokens(script.slice(script.indexOf('(function (exports)')));
  assert.ok(from(ours).length > 1000);
  assert.deepEqual(from(ours), from(theirs));
  assert.ok(gzipSync(await readFile(new URL('dist/chromium/strength/guessed_first.js', root)), { level: 9 }).length < 60 * 1024);
  assert.match(await text('dist/chromium/LICENSE-zxcvbn'), /Permission is hereby granted/);
  // The worker, which starts often, loads neither; a screen only where a passphrase is chosen.
  const loading = (await files('extension', /\.js$/)).filter((script) => /strength\/(estimator|guessed_first)\.js/.test(script));
  assert.deepEqual(loading.flatMap((script) => script.match(/^import .*strength\/(estimator|guessed_first).*/gm) ?? []), []);
  assert.equal(loading.length, 2);
});

test('nothing of the development tools ships, and no script but our own and the estimator', async () => {
  const scripts = await files('dist/chromium', /\.js$/);
  assert.deepEqual(scripts.flatMap((script) => script.match(/from '[^.][^']*'/g) ?? []), []);
  for (const page of await files('dist/chromium', /\.html$/)) {
    assert.doesNotMatch(page, /https?:|<script(?! type="module" src="\w+\.js")/);
  }
});

test('the shell ships as it stands, line for line, but for its comments', async () => {
  const read = (/** @type {string} */ script) => [...tokenizer(script, { ecmaVersion: 'latest', sourceType: 'module', locations: true })]
    .map(({ start, end, loc }) => [script.slice(start, end), loc?.start.line]);
  const entries = await readdir(new URL('extension/', root), { recursive: true });
  const scripts = entries.filter((name) => name.endsWith('.js'));
  assert.ok(scripts.length > 50);
  for (const name of scripts) {
    const [written, shipped] = await Promise.all([text(`extension/${name}`), text(`dist/chromium/${name}`)]);
    assert.deepEqual(read(shipped), read(written), name);
    assert.doesNotMatch(shipped, /^ *(\/\/|\/\*)/m, name);
  }
});

test('every word on a screen is in the locale, and every word of the locale is on a screen', async () => {
  const messages = Object.keys(await json('extension/_locales/en/messages.json'));
  const sources = [...(await files('extension', /\.(js|html)$/)), await text('manifest.json')].join('\n');
  const used = new Set([
    ...[...sources.matchAll(/data-i18n(?:-[a-z-]+)?="(\w+)"/g)].map(([, key = '']) => key),
    ...[...sources.matchAll(/(?:message|getMessage)\(\s*'(\w+)'/g)].map(([, key = '']) => key),
    ...[...sources.matchAll(/__MSG_(\w+)__/g)].map(([, key = '']) => key),
  ]);
  assert.deepEqual([...used].filter((key) => !messages.includes(key)), []);
  const quoted = (/** @type {string} */ key) => sources.includes(`'${key}'`);
  const chosenAtRunTime = await keysChosenAtRunTime();
  assert.deepEqual(messages.filter((key) => !used.has(key) && !quoted(key) && !chosenAtRunTime.includes(key)), []);
});

test('every language has every word, with the same places to fill in', async () => {
  const english = await json('extension/_locales/en/messages.json');
  for (const { name } of await readdir(new URL('extension/_locales/', root), { withFileTypes: true })) {
    const other = await json(`extension/_locales/${name}/messages.json`);
    assert.deepEqual(Object.keys(other), Object.keys(english), name);
    for (const [key, { message, placeholders }] of Object.entries(english)) {
      assert.deepEqual(other[key].placeholders, placeholders, `${name} ${key}`);
      assert.deepEqual(other[key].message.match(/\$\w+\$/g)?.sort(), message.match(/\$\w+\$/g)?.sort(), `${name} ${key}`);
    }
  }
});

test('markup, messages, policy and injected scripts, which can import no limit, say those of the core', async () => {
  const { MAX_DIGITS, MAX_FIELDS, MAX_PERIOD, MIN_MEMORY_KIB, MIN_PASSES, MIN_PASSPHRASE } = await import('../extension/core/limits.js');
  const popup = await text('extension/ui/ui.html');
  assert.match(popup, new RegExp(`id="digits" [^>]*max="${MAX_DIGITS}"`));
  assert.match(popup, new RegExp(`id="period" [^>]*max="${MAX_PERIOD}"`));
  assert.match(await text('extension/page/collect.js'), new RegExp(`const MAX_FIELDS = ${MAX_FIELDS};`));
  for (const { name } of await readdir(new URL('extension/_locales/', root), { withFileTypes: true })) {
    const messages = await json(`extension/_locales/${name}/messages.json`);
    assert.match(messages.error_passphrase_length.message, new RegExp(`\\b${MIN_PASSPHRASE}\\b`), name);
  }
  const { properties } = await json('extension/managed_schema.json');
  for (const [key, least] of Object.entries({ minimumPassphraseLength: MIN_PASSPHRASE, kdfMinimumPasses: MIN_PASSES, kdfMinimumMemoryKiB: MIN_MEMORY_KIB })) {
    assert.ok(properties[key].description.includes(` ${least}.`), key);
  }
});

test('every error and every warning that the core names is explained in words', async () => {
  const messages = await json('extension/_locales/en/messages.json');
  assert.deepEqual((await keysChosenAtRunTime()).filter((key) => !(key in messages)), []);
});

/** The keys of words that no script names in full: those of errors, warnings, other kinds of QR codes and policy. */
async function keysChosenAtRunTime() {
  const types = await text('extension/core/types.d.ts');
  const namesIn = (/** @type {string} */ code, /** @type {RegExp} */ name) => [...code.matchAll(name)].map(([, found]) => found ?? '');
  const union = (/** @type {string} */ type) => namesIn(new RegExp(`export type ${type} =([^;]*);`).exec(types)?.[1] ?? '', /"([a-z0-9-]+)"/g);
  // A verdict on a line of an import is no error.
  const errors = [...namesIn(types, /"code": "((?!import-)[a-z0-9-]+)"/g), ...union('LookAlikeReason')];
  assert.ok(errors.length > 50, `only ${errors.length} errors were found in the core`);
  const [shell = ''] = /@typedef \{\{ code: [^]*?\} ShellProblem/.exec(await text('extension/lib/errors.js')) ?? [];
  const thrown = namesIn(shell, /'([a-z0-9-]+)'/g);
  assert.ok(thrown.length > 25, `only ${thrown.length} errors were found in the shell`);
  const warnings = union('OtpauthWarning');
  assert.ok(warnings.length > 5);
  const others = namesIn(types, /"kind": "([a-z0-9-]+)"/g);
  assert.ok(others.length > 10);
  const { properties: { asNumber: _, asText: __, ...policy } } = await json('extension/managed_schema.json');
  const transfer = await text('extension/transfer/types.d.ts');
  const ofTransfer = (/** @type {string} */ type) => namesIn(new RegExp(`export type ${type} =([^]*?)\\n(?=\\n|$)`).exec(transfer)?.[1] ?? '', /(?:"code": |\| |= )"([a-z0-9-]+)"/g);
  const files = [...ofTransfer('TransferError'), ...ofTransfer('TransferRowError')];
  assert.ok(files.length > 15);
  const losses = namesIn(/export type TransferLoss =([^;]*);/.exec(transfer)?.[1] ?? '', /"([a-z-]+)"/g);
  assert.ok(losses.length > 5);
  const notices = ofTransfer('TransferNotice');
  assert.ok(notices.length > 2);
  const codes = { error: [...errors, ...thrown, ...files], loss: losses, notice: notices, warning: warnings, other: others, policy: Object.keys(policy) };
  return Object.entries(codes).flatMap(([kind, names]) => names.map((name) => `${kind}_${name.replaceAll('-', '_')}`));
}
