// What an administrator decides, by a real policy file of a real Chromium: it is in force at once, wins over settings, and what
// it forbids is refused by the background, whatever a screen asks for. policy_sites.test.mjs is about where codes may go.
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { after, before, beforeEach, test } from 'node:test';
import { allow } from './lib/allowing.mjs';
import { deviceKeysIn } from './lib/device_keys.mjs';
import { skip, startManaged } from './lib/managed_chromium.mjs';
import { PASSPHRASE, ofPuppeteer, openEditor, press } from './lib/person.mjs';
import { PATIENCE, within } from './lib/wait.mjs';

/** @type {import('./lib/managed_chromium.mjs').Managed} */
let managed;

before(async () => {
  if (!skip) {
    managed = await startManaged();
  }
});

after(() => managed?.close());

beforeEach(() => (skip ? undefined : managed.chromium.closePopup()));

const notUnderstood = () => managed.options.$$eval('#policy-unknown-list li', (items) => items.map((item) => item.textContent));

/** What stands beside a control that policy decides. @param {string} selector */
const besides = (selector) =>
  managed.options.$eval(selector, (control) => (control.closest('label') ?? control).parentElement?.querySelector('.decided')?.textContent ?? null);

test('without a policy the options page says so, and nothing is decided', { skip }, async () => {
  const { options, isDisabled, inForce } = managed;
  await options.waitForSelector('#policy-none', { visible: true });
  assert.deepEqual(await inForce(), {});
  assert.equal(await options.$('.decided'), null);
  for (const control of ['#autoLockMinutes', '#clearClipboardSeconds']) {
    assert.equal(await isDisabled(control), false, control);
  }
  // The person's own choice, which policy will go over and give back.
  await options.select('#autoLockMinutes', '60');
  await within(PATIENCE, 'it to be saved', () => options.$eval('#settings-status', (status) => status.textContent === 'Saved'));
});

test('every key arrives from the file, as the schema has it, while the browser runs', { skip }, async () => {
  const { chromium, options, decide, extension } = managed;
  const written = {
    minimumPassphraseLength: 12, kdfMinimumPasses: 4, kdfMinimumMemoryKiB: 131_072, maximumAutoLockMinutes: 10,
    lockOnIdle: true, allowRememberDevice: false, maximumRememberDeviceDays: 7, requirePasskey: true,
    allowExport: false, allowReveal: false, fillAllowedSites: ['example.com', 'https://host.example:8443'],
    fillBlockedSites: ['shop.example.com'], clearClipboardSeconds: 30,
  };
  // The browser starts the background to tell it.
  await chromium.killWorker();
  const { properties } = JSON.parse(await readFile(join(extension, 'managed_schema.json'), 'utf8'));
  assert.deepEqual(Object.keys(written).sort(), Object.keys(properties).filter((key) => !key.startsWith('as')).sort());
  const shown = Object.entries(written).map(([key, value]) => [key, Array.isArray(value) ? value.join(' ') : String(value)]);
  await decide(written, Object.fromEntries(shown));
  assert.deepEqual(await notUnderstood(), []);
  assert.equal(await options.$eval('#policy-none', (words) => words.checkVisibility()), false);
});

test('policy goes over the settings, whose controls say so', { skip }, async () => {
  const { options, ask, isDisabled, valueOf } = managed;
  const deadline = async () => Number((await options.evaluate(() => chrome.storage.session.get('deadline'))).deadline);
  await within(PATIENCE, 'the vault to be locked in 10 minutes, not in 60', async () => (await deadline()) <= Date.now() + 10 * 60_000);
  const { answer: settings } = await ask('settings');
  assert.deepEqual([settings.autoLockMinutes, settings.clearClipboardSeconds], [10, 30]);
  const chosen = await ask('setSettings', { autoLockMinutes: 0, clearClipboardSeconds: 0 });
  assert.deepEqual([chosen.answer.autoLockMinutes, chosen.answer.clearClipboardSeconds], [10, 30]);
  await ask('setSettings', { autoLockMinutes: 60 });
  assert.ok((await deadline()) <= Date.now() + 10 * 60_000, 'it locks by the shorter time');

  assert.equal(await besides('#autoLockMinutes'), 'Set by your organisation: at most 10 minutes');
  assert.deepEqual(
    await options.$$eval('#autoLockMinutes option', (all) => all.map((one) => Number(/** @type {HTMLOptionElement} */ (one).value))),
    [1, 5, 10],
  );
  assert.equal(await valueOf('#autoLockMinutes'), '10');
  assert.equal(await isDisabled('#clearClipboardSeconds'), true);
  assert.equal(await besides('#clearClipboardSeconds'), 'Set by your organisation');
  assert.equal(await valueOf('#clearClipboardSeconds'), '30');
  // What only the person can allow is asked for.
  assert.equal(await options.$eval('#clearClipboardAllow', (button) => button.checkVisibility()), true);
});

test('export and the QR code of an account are refused by the background, and their controls say so', { skip }, async () => {
  const { chromium, page, ask, offeredToMove, firstAccount, toShop } = managed;
  assert.deepEqual(await ask('exportLines', { ids: [], passphrase: PASSPHRASE, channel: 'nobody' }), { error: { code: 'policy-forbids' } });
  assert.deepEqual(await ask('backUp', { passphrase: PASSPHRASE, channel: 'nobody' }), { error: { code: 'policy-forbids' } });
  assert.deepEqual(await ask('drawLines', { channel: 'nobody' }), { error: { code: 'policy-forbids' } });
  // Nor is a backup made by itself, whatever the person has set, nor reminded of.
  assert.equal((await ask('setSettings', { backups: 'change' })).answer.backups, 'change');
  assert.deepEqual(await ask('backUpNow'), { error: { code: 'policy-forbids' } });
  const { answer: { automatic, due } } = await ask('lastBackup');
  assert.deepEqual({ automatic, due }, { automatic: 'off', due: false });
  await ask('setSettings', { backups: 'off' });
  assert.deepEqual(await ask('qrCode', { id: await firstAccount(), passphrase: PASSPHRASE }), { error: { code: 'policy-forbids' } });
  assert.deepEqual(await offeredToMove(), ['import', 'restore']);
  await toShop();
  const popup = await press(chromium, page);
  await openEditor(popup, '#list .more');
  await popup.waitFor('#show-decided');
  assert.equal(await popup.text('#show-decided'), 'Set by your organisation');
  assert.equal(await popup.evaluate(() => document.querySelector('#show-as-qr:disabled') !== null), true);
});

test('a number and a text say the same, in their groups', { skip }, async () => {
  const { ask, offeredToMove, decide, firstAccount, origin } = managed;
  await decide(
    // Plain goes before a number, and a number before a text.
    {
      asText: { maximumAutoLockMinutes: '7', requirePasskey: '0' }, allowReveal: true,
      asNumber: { allowExport: 0, maximumAutoLockMinutes: 5, requirePasskey: 1, allowReveal: 0 },
    },
    { allowExport: 'false', maximumAutoLockMinutes: '5', requirePasskey: 'true', allowReveal: 'true' },
  );
  assert.deepEqual(await ask('exportLines', { ids: [], passphrase: PASSPHRASE, channel: 'nobody' }), { error: { code: 'policy-forbids' } });
  assert.ok((await ask('qrCode', { id: await firstAccount(), passphrase: PASSPHRASE })).answer.path);
  assert.equal((await ask('settings')).answer.autoLockMinutes, 5);

  const host = new URL(origin).hostname;
  await decide(
    { asText: { allowExport: 'true', allowReveal: '0', maximumAutoLockMinutes: '9', fillAllowedSites: `example.com, ${host}` } },
    { allowExport: 'true', allowReveal: 'false', maximumAutoLockMinutes: '9', fillAllowedSites: `example.com ${host}` },
  );
  assert.deepEqual(await ask('exportLines', { ids: [], passphrase: PASSPHRASE, channel: 'nobody' }), { answer: null });
  assert.deepEqual(await ask('qrCode', { id: await firstAccount(), passphrase: PASSPHRASE }), { error: { code: 'policy-forbids' } });
  assert.deepEqual(await offeredToMove(), ['import', 'backup', 'restore', 'export']);
});

test('the clipboard is cleared when policy says, once the person has allowed it', { skip }, async () => {
  const { chromium, xvfb, page, options, decide, toShop } = managed;
  await decide({ clearClipboardSeconds: 2 }, { clearClipboardSeconds: '2' });
  await options.bringToFront();
  await ofPuppeteer(options).click('#clearClipboardAllow');
  await allow(xvfb, options);
  await within(PATIENCE, 'the button to go', () => options.$eval('#clearClipboardAllow', (button) => !button.checkVisibility()));
  await toShop();
  const popup = await press(chromium, page);
  await popup.click('#list .copy');
  await within(PATIENCE, 'the clipboard to hold a code', async () => /^\d{6}$/.test(await chromium.readClipboard()));
  await within(PATIENCE, 'the clipboard to be cleared', async () => (await chromium.readClipboard()) === '');
});

test('what Chromium drops is not in force, and what is not understood is named', { skip }, async () => {
  const { ask, isDisabled, decide } = managed;
  await decide(
    {
      // Of another type than the schema's: dropped by the browser, unseen.
      allowExport: 'false', allowReveal: 0, maximumAutoLockMinutes: '5', noSuchKey: true,
      // Understood by the browser only.
      minimumPassphraseLength: -3, fillBlockedSites: ['https://host.example/path', 'example.com'],
      asText: { lockOnIdle: 'perhaps', allowExprot: 'false', requirePasskey: 'TRUE', maximumAutoLockMinutes: '1' },
    },
    { requirePasskey: 'true', fillBlockedSites: 'example.com', maximumAutoLockMinutes: '1' },
  );
  assert.deepEqual(await ask('exportLines', { ids: [], passphrase: PASSPHRASE, channel: 'nobody' }), { answer: null });
  assert.deepEqual((await notUnderstood()).sort(), [
    'allowExprot: "false"', 'fillBlockedSites: "https://host.example/path"', 'lockOnIdle: "perhaps"', 'minimumPassphraseLength: -3',
  ]);
  // Nothing is left to choose.
  assert.equal(await isDisabled('#autoLockMinutes'), true);
  assert.equal(await besides('#autoLockMinutes'), 'Set by your organisation');
});

test('floors and limits are never below the core\'s own, nor above what it opens', { skip }, async () => {
  const { chromium, options } = managed;
  const answers = await options.evaluate(async (module) => {
    const { kdfFloor, minimumPassphrase, rememberDays, withPolicy } = await import(module);
    const settings = { autoLockMinutes: 0, clearClipboardSeconds: 0 };
    const idle = (/** @type {number} */ idleMinutes, /** @type {boolean | undefined} */ lockOnIdle) =>
      withPolicy({ ...settings, idleMinutes }, { lockOnIdle }).idleMinutes;
    return {
      passphrase: [minimumPassphrase({}), minimumPassphrase({ minimumPassphraseLength: 3 }), minimumPassphrase({ minimumPassphraseLength: 20 })],
      kdf: [kdfFloor({}), kdfFloor({ kdfMinimumPasses: 5 }), kdfFloor({ kdfMinimumPasses: 64, kdfMinimumMemoryKiB: 1_048_576 })],
      days: [rememberDays({}, 30), rememberDays({ maximumRememberDeviceDays: 7 }, 30), rememberDays({ allowRememberDevice: false }, 30)],
      idle: [idle(0, undefined), idle(0, true), idle(2, true), idle(2, false)],
      same: withPolicy(settings, {}),
    };
  }, chromium.url('lib/policy.js'));
  assert.deepEqual(answers, {
    passphrase: [8, 8, 20],
    kdf: [{ passes: 0, memoryKiB: 0 }, { passes: 5, memoryKiB: 0 }, { passes: 8, memoryKiB: 1_048_576 }],
    days: [30, 7, 0],
    idle: [0, 5, 2, 0],
    same: { autoLockMinutes: 0, clearClipboardSeconds: 0 },
  });
});

const waysNow = async () => (await managed.ask('ways')).answer;
/** @param {string} kind */
const wayOf = async (kind) => (await waysNow()).ways.find((/** @type {{ kind: string }} */ way) => way.kind === kind);

test('passphrases are long enough, dear enough, and devices are not trusted longer than policy says', { skip }, async () => {
  const { chromium, options, ask, decide } = managed;
  assert.deepEqual(await ask('trustDevice', { passphrase: PASSPHRASE, name: 'Office', days: 30 }), { answer: null });
  const { passes } = await wayOf('passphrase');
  await decide(
    { minimumPassphraseLength: 30, kdfMinimumPasses: passes + 2, maximumRememberDeviceDays: 7 },
    { minimumPassphraseLength: '30', kdfMinimumPasses: String(passes + 2), maximumRememberDeviceDays: '7' },
  );
  assert.deepEqual(await ask('changePassphrase', { current: PASSPHRASE, next: 'not as long as they want' }), { error: { code: 'policy-passphrase', args: { length: 30 } } });
  assert.match(
    await options.evaluate(async (module) => (await import(module)).explain({ code: 'policy-passphrase', args: { length: 30 } }), chromium.url('lib/i18n.js')),
    /at least 30 characters/,
  );
  assert.equal((await waysNow()).mayTrust, 7);
  assert.deepEqual(await ask('trustDevice', { passphrase: PASSPHRASE, name: 'Office', days: 8 }), { error: { code: 'policy-forbids' } });
  assert.equal((await wayOf('passphrase')).passes, passes, 'as it was, until it is typed');

  await within(PATIENCE, 'the device to go that was trusted for longer than policy wants', async () => (await wayOf('device')) === undefined);

  await ask('lock');
  assert.deepEqual(await ask('unlockHere'), { error: { code: 'no-such-way' } });
  assert.deepEqual(await ask('unlock', { passphrase: PASSPHRASE }), { answer: null });
  // Or more, if the machine has more to give now.
  assert.ok((await wayOf('passphrase')).passes >= passes + 2, 'raised with the floor');
  assert.equal(await wayOf('device'), undefined);
  await ask('lock');
  assert.deepEqual(await ask('unlock', { passphrase: PASSPHRASE }), { answer: null }, 'it opens as before');
  assert.deepEqual(await ask('trustDevice', { passphrase: PASSPHRASE, name: 'Office', days: 7 }), { answer: null });
  await ask('lock');
  assert.deepEqual(await ask('unlockHere'), { answer: null });
});

test('a passkey is required once there is one, no device is trusted, and the log says that policy has changed', { skip }, async () => {
  const { chromium, options, ask, valueOf, decide } = managed;
  const bytes = (/** @type {number} */ value) => Buffer.alloc(32, value).toString('base64');
  const passkey = { name: 'Key', credential: bytes(1), salt: bytes(2), secret: bytes(3) };
  // What changes meanwhile is noted when the vault is unlocked.
  await ask('lock');
  const stored = await chromium.inWorker(() => chrome.storage.local.get(null));
  const envelopes = Object.entries(stored).flatMap(([key, value]) => (key.startsWith('vault.generation.') ? [String(value)] : []));
  const keysOnDisk = async () => (await deviceKeysIn(chromium.profile, envelopes)).length;
  assert.equal(await keysOnDisk(), 1, 'the key of the remembered device lies in the profile');
  await decide(
    { requirePasskey: true, allowRememberDevice: false, lockOnIdle: true },
    { requirePasskey: 'true', allowRememberDevice: 'false', lockOnIdle: 'true' },
  );
  assert.deepEqual(await options.$$eval('#idleMinutes option', (all) => all.map((one) => Number(/** @type {HTMLOptionElement} */ (one).value))), [1, 2, 5, 10, 15]);
  assert.equal(await valueOf('#idleMinutes'), '5');
  await within(PATIENCE, 'the key to go from the disk, the vault being locked', async () => (await keysOnDisk()) === 0);
  assert.deepEqual(await ask('unlockHere'), { error: { code: 'policy-forbids' } });
  assert.deepEqual(await ask('unlock', { passphrase: PASSPHRASE }), { answer: null }, 'there is no passkey yet');
  assert.equal(await wayOf('device'), undefined);
  assert.equal((await waysNow()).needsPasskey, true);
  assert.deepEqual(await ask('addPasskey', { ...passkey, passphrase: PASSPHRASE }), { answer: null });
  const { id } = await wayOf('passkey');
  await ask('lock');
  assert.deepEqual(await ask('unlock', { passphrase: PASSPHRASE }), { error: { code: 'policy-passkey' } });
  assert.equal((await ask('status')).answer.setAside, false);
  assert.deepEqual(await ask('unlockByPasskey', { id, secret: bytes(4) }), { error: { code: 'wrong-secret' } });
  assert.deepEqual(await ask('unlockByPasskey', { id, secret: passkey.secret }), { answer: null });
  assert.equal((await waysNow()).needsPasskey, false);
  assert.deepEqual(await ask('revokeWay', { id }), { error: { code: 'policy-passkey-stays' } });
  const { answer: logs } = await ask('log');
  const details = logs[0].entries.map((/** @type {{ event: string }} */ entry) => JSON.parse(entry.event))
    .filter((/** @type {{ what: string }} */ event) => event.what === 'policy').map((/** @type {{ detail: string }} */ event) => event.detail);
  assert.match(details.at(-1), /^[\w-]{8} allowRememberDevice=false lockOnIdle=true requirePasskey=true$/, details.join('; '));
  assert.equal(new Set(details).size, details.length, 'each is noted once');
});

test('with the file the policy goes, and the person has their own settings again', { skip }, async () => {
  const { options, ask, valueOf } = managed;
  managed.clear();
  await within(PATIENCE, 'the policy to be gone', () => options.$eval('#policy-none', (words) => words.checkVisibility()));
  await within(PATIENCE, 'nothing to be decided', async () => (await options.$('.decided')) === null).catch(async (error) => {
    throw new Error(`${error.message}, but ${await options.$$eval('.decided', (notes) => notes.map((note) => note.previousElementSibling?.textContent).join('; '))}`);
  });
  await within(PATIENCE, 'the own setting', async () => (await valueOf('#autoLockMinutes')) === '60');
  assert.equal((await ask('settings')).answer.clearClipboardSeconds, 0);
});
