// A vault of version 1, with each kind of way in, becomes one of version 2 when it is unlocked, in real Chromium: by each of
// them, with all its accounts and earlier versions, and the others still open it.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { attack } from '../independent/attack.mjs';
import { ask, openBarePage } from './lib/asking_worker.mjs';
import { strayGenerations } from './lib/book.mjs';
import { launchChromium } from './lib/chromium.mjs';
import { CHROMIUM_DIST } from './lib/dist.mjs';
import { hears, listed, openOptions, pressIn } from './lib/options.mjs';
import { ofB5c3656, plant, version1 } from './lib/version_1.mjs';
import { PATIENCE, within } from './lib/wait.mjs';

/** @type {import('./lib/chromium.mjs').Chromium} */
let chromium;
/** @type {import('puppeteer-core').Page} */
let page;
/** @type {import('./lib/version_1.mjs').Version1} */
let old;
/** How each way in opens it. @type {Record<string, () => Promise<null>>} */
let by = {};

before(async () => {
  old = await version1();
  chromium = await launchChromium({ extension: CHROMIUM_DIST });
  page = await openBarePage(chromium);
  by = {
    passphrase: () => ask(page, 'unlock', { passphrase: old.passphrase }),
    recovery: () => ask(page, 'unlock', { passphrase: old.recovery }),
    passkey: () => ask(page, 'unlockByPasskey', old.passkey),
    device: () => ask(page, 'unlockHere', {}),
  };
});

after(() => chromium?.close());

/** @param {string} text an envelope */
const versionOf = (text) => /^halfminute-vault\/(\d+)\n/.exec(atob(text))?.[1];

async function kept() {
  const all = await page.evaluate(() => chrome.storage.local.get(null));
  return /** @type {number[]} */ (all['vault.kept']).map((number) => String(all[`vault.generation.${number}`]));
}

/** What the open vault holds of the one that was planted. */
async function assertWhole() {
  assert.equal((await ask(page, 'list', {})).accounts.length, old.generations.length);
  assert.deepEqual((await ask(page, 'history', {})).earlier.map(({ accounts }) => accounts), [2, 1]);
  assert.equal((await ask(page, 'status', {})).setAside, false);
}

/** The kinds of the ways in that are of the old kind. */
async function oldOnes() {
  return (await ask(page, 'ways', {})).ways.filter(({ inherited }) => inherited).map(({ kind }) => kind).toSorted();
}

const databases = () => chromium.inWorker(async () => (await indexedDB.databases()).map(({ name }) => name));
const buckets = () => chromium.inWorker(() => /** @type {any} */ (navigator).storageBuckets.keys());

for (const way of ['passphrase', 'recovery', 'passkey', 'device']) {
  test(`unlocked by the ${way}: nothing is lost, and every way in opens it afterwards`, async () => {
    await plant(chromium, old);
    await by[way]?.();
    await assertWhole();
    const written = await kept();
    assert.deepEqual(written.map(versionOf), ['2', '2', '2']);
    assert.deepEqual(await strayGenerations(page), []);
    // The device has got a slot and a key of its own, whatever it was unlocked by.
    assert.deepEqual(await oldOnes(), ['passkey', 'passphrase', 'recovery'].filter((kind) => kind !== way));
    assert.deepEqual([await databases(), (await buckets()).length], [[], 1], 'its key lies in a place of its own');
    // Who knew the device's key of before opens what was sealed then, and by the other ways in of then.
    const { opened } = await attack({ envelopes: old.generations }, { deviceKey: Buffer.from(old.device.key, 'base64').toString('base64url') });
    assert.equal(opened.length, 3);

    for (const other of Object.keys(by)) {
      await ask(page, 'lock', {});
      await by[other]?.();
      await assertWhole();
    }
    assert.deepEqual(await oldOnes(), [], 'each that was used is of the new kind');
    const { ways } = await ask(page, 'ways', {});
    assert.deepEqual(ways.map(({ kind, name }) => `${kind} ${name}`).toSorted(), ['device Desk', 'passkey Thumb', 'passphrase Passphrase', 'recovery In the safe']);
    const all = [...old.generations, ...await kept()];
    const data = await attack({ envelopes: all }, { deviceKey: Buffer.from(old.device.key, 'base64').toString('base64url') });
    assert.equal(data.opened.length, old.generations.length, 'and then the data key of before opens nothing any more');
  });
}

test('what the build of commit b5c3656 left: by its passphrase and by its recovery key, and nothing is lost', async () => {
  const left = await ofB5c3656();
  const opens = {
    passphrase: () => ask(page, 'unlock', { passphrase: left.passphrase }),
    recovery: () => ask(page, 'unlock', { passphrase: left.recovery }),
    passkey: () => ask(page, 'unlockByPasskey', left.passkey),
  };
  const kinds = async () => (await ask(page, 'ways', {})).ways.map(({ kind }) => kind).toSorted();
  for (const way of /** @type {const} */ (['passphrase', 'recovery'])) {
    await plant(chromium, left);
    assert.equal((await ask(page, 'status', {})).state, 'locked');
    await opens[way]();
    assert.deepEqual((await kept()).map(versionOf), ['2', '2', '2', '2']);
    assert.deepEqual(await strayGenerations(page), []);
    assert.deepEqual((await oldOnes()).filter((kind) => kind !== 'device'), ['passkey', 'passphrase', 'recovery'].filter((kind) => kind !== way));
    // Its device was remembered for a year, which may be over when this runs.
    assert.deepEqual(await kinds(), [...(Date.now() < left.until ? ['device'] : []), 'passkey', 'passphrase', 'recovery']);
    for (const other of Object.values(opens)) {
      await ask(page, 'lock', {});
      await other();
      const { accounts } = await ask(page, 'list', {});
      assert.deepEqual(accounts.map(({ issuer, name }) => `${issuer} ${name}`).toSorted(), ['Northbank ada', 'Post Office ada@example.com']);
      assert.deepEqual((await ask(page, 'history', {})).earlier.map((earlier) => earlier.accounts), [2, 1, 0]);
      const bank = accounts.find(({ issuer }) => issuer === 'Northbank');
      assert.deepEqual((await ask(page, 'details', { id: bank?.id ?? '' })).sites.map(({ origin }) => origin), ['https://northbank.test']);
    }
    assert.deepEqual((await oldOnes()).filter((kind) => kind !== 'device'), [], 'each that was used is of the new kind');
  }
});

test('a worker that ends in between leaves the vault as it was: the next one unlocks it', async () => {
  await plant(chromium, old);
  const unlocking = by['passphrase']?.().catch(() => null);
  await chromium.killWorker();
  await unlocking;
  if ((await ask(page, 'status', {})).state === 'locked') await by['passphrase']?.();
  await assertWhole();
});

test('where there is no room for it, it is opened all the same, and stays what it was', async () => {
  await plant(chromium, old);
  await chromium.inWorker(async () => {
    const { QUOTA_BYTES } = chrome.storage.local;
    const left = QUOTA_BYTES - (await chrome.storage.local.getBytesInUse(null));
    await chrome.storage.local.set({ junk: 'x'.repeat(left - 2000) });
  });
  await by['passphrase']?.();
  await assertWhole();
  assert.deepEqual((await kept()).map(versionOf), ['1', '1', '1']);
  await ask(page, 'lock', {});
  await by['device']?.();
  await assertWhole();
  await ask(page, 'lock', {});
  await chromium.inWorker(() => chrome.storage.local.remove('junk'));
  await by['passphrase']?.();
  await assertWhole();
  assert.deepEqual((await kept()).map(versionOf), ['2', '2', '2'], 'it is made up for');
});

test('removing a way in names what is of the old kind, and takes it along where the person wants that', async () => {
  await plant(chromium, old);
  await by['passphrase']?.();
  let options = await openOptions(chromium);
  const marked = () => options.evaluate(() => [...document.querySelectorAll('#ways-list > li')].flatMap((row) =>
    row.querySelector('[data-part=old]')?.checkVisibility() ? [row.querySelector('[data-part=title]')?.textContent ?? ''] : []));
  assert.deepEqual((await marked()).toSorted(), ['In the safe', 'Thumb']);
  await options.click('#rotate');
  await hears(options, /encrypted anew.*still gets in through: (?:In the safe and Thumb|Thumb and In the safe)/);
  // What is left open is seen by the thief, too.
  const dataKey = (await attack({ envelopes: old.generations }, { recovery: old.recovery })).opened.length;
  assert.equal(dataKey, 3);
  const passkey = { passkey: Buffer.from(old.passkey.secret, 'base64').toString('base64url') };

  await pressIn(options, 'Thumb', 'revoke');
  const asked = await options.evaluate(() => [...document.querySelectorAll('#ways-list [data-part=asking]')].find((face) => face.checkVisibility())?.textContent ?? '');
  assert.match(asked, /Remove Thumb\?.*In the safe\..*Remove it and those.*Remove it only.*Keep/s);
  await pressIn(options, 'Thumb', 'yes');
  await hears(options, /Thumb opens your vault no longer/);
  await within(PATIENCE, 'the list', async () => (await listed(options)).length === 3);
  let { opened } = await attack({ envelopes: [...old.generations, ...await kept()] }, passkey);
  assert.equal(opened.length, 6, 'through the one of the old kind that stays');

  // The page loads anew when a vault is planted under it, and would take a press back.
  await options.page.close();
  await plant(chromium, old);
  await by['passphrase']?.();
  options = await openOptions(chromium);
  await within(PATIENCE, 'the list', async () => (await listed(options)).length === 4);
  await pressIn(options, 'Thumb', 'revoke');
  await pressIn(options, 'Thumb', 'all');
  await hears(options, /Thumb and In the safe open your vault no longer/);
  await within(PATIENCE, 'the list', async () => (await listed(options)).length === 2);
  assert.deepEqual((await listed(options)).map(({ title }) => title).toSorted(), ['Desk', 'Passphrase']);
  ({ opened } = await attack({ envelopes: [...old.generations, ...await kept()] }, passkey));
  assert.equal(opened.length, 3, 'what was sealed before, and nothing since');
  await options.page.close();
});

test('on a faster machine the passphrase costs more when it is typed again, and never less', async () => {
  await plant(chromium, old);
  const passes = async () => (await ask(page, 'ways', {})).ways.find(({ kind }) => kind === 'passphrase')?.passes ?? 0;
  /** The derivation takes so long, as far as this worker can tell: half a second is what it should. @param {number} took in milliseconds */
  const tellTime = (took) => chromium.inWorker((step) => {
    let now = 0;
    performance.now = () => (now += step);
  }, took);
  const again = async (/** @type {number} */ took) => {
    await tellTime(took);
    await by['passphrase']?.();
    const count = await passes();
    await ask(page, 'lock', {});
    await chromium.killWorker();
    return count;
  };
  assert.equal(await again(260), 3, 'not far from half a second');
  assert.equal(await again(5000), 3, 'never less');
  assert.equal(await again(150), 10, 'three took less than a third of it');
  assert.equal(await again(5000), 10, 'never less');
  await by['device']?.();
  await assertWhole();
});
