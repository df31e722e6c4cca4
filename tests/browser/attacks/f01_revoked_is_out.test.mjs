// Whoever is revoked stays out, also with every byte of the disk from before and after, and with all keys that those give.
// The ways in that stay still open the vault.
import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { after, before, test } from 'node:test';
import { attack } from '../../independent/attack.mjs';
import { ask, openBarePage } from '../lib/asking_worker.mjs';
import { emptyVault } from '../lib/book.mjs';
import { launchChromium } from '../lib/chromium.mjs';
import { deviceKeysIn } from '../lib/device_keys.mjs';
import { CHROMIUM_DIST, FIREFOX_DIST } from '../lib/dist.mjs';
import { added } from '../lib/edits.mjs';
import { launchFirefox } from '../lib/firefox.mjs';
import { hears, openOptions, send } from '../lib/options.mjs';
import { PATIENCE, within } from '../lib/wait.mjs';

const FIRST = 'seven wooden boats at dawn';
const SECOND = 'eleven copper kettles, unpolished';
const SEED = 'JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP';
const AUTHENTICATOR = /** @type {const} */ ({
  protocol: 'ctap2', ctap2Version: 'ctap2_1', transport: 'internal', hasResidentKey: true, hasUserVerification: true,
  isUserVerified: true, hasPrf: true, automaticPresenceSimulation: true,
});

let folder = '';

before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'halfminute-revoked-'));
});

after(() => rm(folder, { recursive: true, force: true, maxRetries: 5 }));

/** @param {Record<string, unknown>} stored @returns {string[]} */
const envelopesIn = (stored) => Object.entries(stored).flatMap(([key, value]) => (key.startsWith('vault.generation.') ? [String(value)] : []));

test('Chromium: a revoked passphrase, passkey, recovery key and device open nothing that was sealed after', async (t) => {
  const profile = join(folder, 'chromium');
  let chromium = await launchChromium({ extension: CHROMIUM_DIST, profile });
  try {
    let page = await openBarePage(chromium);
    /** Every envelope that was seen. @type {Set<string>} */
    const ever = new Set();
    const note = async () => {
      for (const envelope of envelopesIn(await page.evaluate(() => chrome.storage.local.get(null)))) ever.add(envelope);
      return new Set(ever);
    };
    let count = 0;
    /** Something to steal, sealed now. */
    const edit = async () => {
      const entry = { issuer: `Bank ${count += 1}`, name: 'ada', deleted: false, sites: [], counter: null };
      await added(emptyVault(FIRST), entry, `${SEED}${'ABCDEFGH'[count]}AAAAAAA`).send(page);
      await note();
    };

    await ask(page, 'create', { passphrase: FIRST });
    await edit();
    const { text: recovery } = await ask(page, 'addRecoveryKey', { passphrase: FIRST, name: 'Safe' });
    const { text: stays } = await ask(page, 'addRecoveryKey', { passphrase: FIRST, name: 'Stays' });
    await ask(page, 'trustDevice', { passphrase: FIRST, name: 'Desk', days: 30 });
    const passkey = await addPasskey(chromium);
    await edit();
    const idOf = async (/** @type {string} */ kind, name = '') =>
      (await ask(page, 'ways', {})).ways.find((way) => way.kind === kind && (name === '' || way.name === name))?.id ?? '';
    const passkeyId = await idOf('passkey');
    await chromium.close();

    const keys = await deviceKeysIn(profile, [...ever]);
    assert.equal(keys.length, 1, 'while the device is remembered its key lies in the profile');
    const device = { deviceKey: keys[0]?.deviceKey ?? '' };
    const loot = await attack({ envelopes: [...ever], profile }, device);
    assert.ok(loot.opened.some(({ accounts }) => accounts?.length === count), 'and opens the vault');

    chromium = await launchChromium({ extension: CHROMIUM_DIST, profile });
    page = await openBarePage(chromium);
    await ask(page, 'unlock', { passphrase: FIRST });
    const by = { device: () => ask(page, 'unlockHere', {}), passkey: () => ask(page, 'unlockByPasskey', { id: passkeyId, secret: passkey }),
      recovery: () => ask(page, 'unlock', { passphrase: recovery }), stays: () => ask(page, 'unlock', { passphrase: stays }) };
    /** @param {(keyof typeof by)[]} ways */
    const stillOpen = async (...ways) => {
      for (const way of ways) {
        await ask(page, 'lock', {});
        await by[way]();
      }
    };

    const untilDevice = await note();
    await ask(page, 'revokeWay', { id: await idOf('device') });
    await edit();
    await stillOpen('passkey', 'recovery', 'stays');

    const untilPasskey = await note();
    await ask(page, 'revokeWay', { id: passkeyId });
    await edit();
    await stillOpen('recovery', 'stays');

    const untilRecovery = await note();
    await ask(page, 'revokeWay', { id: await idOf('recovery', 'Safe') });
    await edit();
    await stillOpen('stays');

    const untilPassphrase = await note();
    await ask(page, 'changePassphrase', { current: FIRST, next: SECOND });
    await edit();
    await stillOpen('stays');
    await ask(page, 'lock', {});
    await ask(page, 'unlock', { passphrase: SECOND });
    assert.equal((await ask(page, 'list', {})).accounts.length, count);
    await note();
    await chromium.close();

    const envelopes = [...ever];
    assert.deepEqual(await deviceKeysIn(profile, envelopes), [], 'the key of the device is on the disk no more');
    const revoked = /** @type {const} */ ([
      ['device', device, untilDevice], ['passkey', { passkey: urlOf(passkey) }, untilPasskey],
      ['recovery key', { recovery }, untilRecovery], ['passphrase', { passphrase: FIRST }, untilPassphrase],
    ]);
    for (const [way, secret, until] of revoked) {
      const { opened } = await attack({ envelopes, profile }, secret);
      const after = envelopes.filter((envelope) => !until.has(envelope));
      assert.ok(after.length > 0 && opened.length > 0, `${way}: ${after.length} after, ${opened.length} opened`);
      const late = opened.filter(({ file }) => after.includes(envelopes[Number(basename(file))] ?? ''));
      assert.deepEqual(late.map(({ generation, accounts, by: how }) => ({ generation, accounts, how })), [], `the ${way} opens what was sealed after it was revoked`);
      t.diagnostic(`${way}: ${opened.length} envelopes open, none of the ${after.length} that were sealed after`);
    }
    const { sealed } = await attack({ envelopes, profile }, { recovery: stays });
    assert.deepEqual(sealed.filter(({ file }) => Number(basename(file)) > 0), [], 'what stays opens all since it was there');
  } finally {
    await chromium.close().catch(() => {});
  }
});

/** @param {string} base64 */
const urlOf = (base64) => Buffer.from(base64, 'base64').toString('base64url');

/**
 * By the virtual authenticator, on the options page.
 * @param {import('../lib/chromium.mjs').Chromium} chromium
 * @returns {Promise<string>} what it answers, base64
 */
async function addPasskey(chromium) {
  const options = await openOptions(chromium);
  const devtools = await options.page.createCDPSession();
  await devtools.send('WebAuthn.enable');
  await devtools.send('WebAuthn.addVirtualAuthenticator', { options: AUTHENTICATOR });
  await chromium.inWorker(() => {
    chrome.runtime.onMessage.addListener(({ type, ask: what }) => {
      if (type === 'addPasskey') Object.assign(globalThis, { overheard: what.secret });
    });
  });
  await send(options, 'passkey', { 'passkey-name': 'Thumb', 'passkey-passphrase': FIRST });
  await hears(options, /The passkey opens your vault/);
  const secret = await within(PATIENCE, 'the secret', () => chromium.inWorker(() => /** @type {any} */ (globalThis).overheard));
  await options.page.close();
  return String(secret);
}

test('Firefox: a revoked device opens nothing that was sealed after', async () => {
  const firefox = await launchFirefox({ extension: FIREFOX_DIST });
  try {
    const tab = await firefox.openTab('options/options.html');
    /** @param {string} type @param {object} asked */
    const question = async (type, asked) => {
      const reply = await tab.evaluate((message) => chrome.runtime.sendMessage(message), { type, ask: asked });
      if ('error' in reply) throw new Error(`${type}: ${reply.error.code}`);
      return reply.answer;
    };
    const stored = async () => envelopesIn(await tab.evaluate(() => chrome.storage.local.get(null)));
    const edit = async (/** @type {string} */ issuer) => {
      const typed = { text: SEED, issuer, name: 'ada', algorithm: 'SHA1', digits: 6, type: 'totp', period: 30 };
      const { pending: [offer] } = await question('type', { typed });
      await question('add', { chosen: { handle: offer.handle, issuer, name: 'ada', host: '' } });
    };
    await question('create', { passphrase: FIRST });
    await question('trustDevice', { passphrase: FIRST, name: 'Desk', days: 30 });
    await edit('Bank 1');
    const sealedBefore = await stored();
    const [key, ...others] = await deviceKeysIn(firefox.profile, sealedBefore);
    assert.deepEqual([key !== undefined, others], [true, []], 'while the device is remembered its key lies in the profile');
    const device = { deviceKey: key?.deviceKey ?? '' };
    assert.deepEqual((await attack({ envelopes: sealedBefore }, device)).sealed, [], 'and opens the vault');

    const { ways } = await question('ways', {});
    await question('revokeWay', { id: ways.find((/** @type {{ kind: string }} */ { kind }) => kind === 'device').id });
    await edit('Bank 2');
    const sealedAfter = await stored();
    assert.deepEqual(await deviceKeysIn(firefox.profile, [...sealedBefore, ...sealedAfter]), [], 'the key of the device is on the disk no more');
    const { opened } = await attack({ envelopes: [...sealedBefore, ...sealedAfter] }, device);
    assert.ok(opened.length > 0);
    assert.deepEqual(opened.filter(({ file }) => Number(basename(file)) >= sealedBefore.length), [], 'it opens what was sealed after it was revoked');
  } finally {
    await firefox.close();
  }
});
