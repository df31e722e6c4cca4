// The worker is killed between any two steps of a write, in real Chromium: what the vault holds then is what it held
// before or what it was to hold after, and the next edit works. Likewise while a vault is made, and unlocked.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { ask, openBarePage } from './lib/asking_worker.mjs';
import { difference, emptyVault, holds, readVault, strayGenerations } from './lib/book.mjs';
import { launchChromium } from './lib/chromium.mjs';
import { CHROMIUM_DIST } from './lib/dist.mjs';
import { added, nextCode, rewritten, wentBack } from './lib/edits.mjs';
import { opens, stoppedAt } from './lib/stopping.mjs';
import { plant, version1 } from './lib/version_1.mjs';
import { device, newDataKey, newPassphrase, recoveryKey } from './lib/ways_edits.mjs';

/**
 * @typedef {import('./lib/book.mjs').Vault} Vault
 * @typedef {import('./lib/edits.mjs').Edit} Edit
 * @typedef {import('./lib/stopping.mjs').Step} Step
 */

/** Asking for the passphrase takes long, and nothing of the vault is written before these. */
const GENERATION = 'vault.generation.';
const DEVICE_KEY = '"salt"';

const BOTH = /** @type {const} */ (['before', 'after']);
const AFTER = /** @type {const} */ (['after']);

/** @type {import('./lib/chromium.mjs').Chromium} */
let chromium;
/** @type {import('puppeteer-core').Page} */
let page;
/** What it must hold. */
let vault = emptyVault('seven wooden boats at dawn');
/** The account that gives codes by a counter. */
let id = '';
let count = 0;

before(async () => {
  chromium = await launchChromium({ extension: CHROMIUM_DIST });
  page = await openBarePage(chromium);
  await ask(page, 'create', { passphrase: vault.passphrase });
  const entry = { issuer: 'Example', name: 'ada', deleted: false, sites: [], counter: '0' };
  vault = await added(vault, entry, 'JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP').send(page);
  [id = ''] = vault.book.keys();
  vault = await added(vault, { ...entry, issuer: 'Another', counter: null }, 'KRSXG5CTMVRXEZLUKRSXG5CTMVRXEZLU').send(page);
});

after(() => chromium?.close());

/** The slots in the header of the generation in use: what opens it. */
const slots = () => page.evaluate(async () => {
  const all = await chrome.storage.local.get(null);
  return String(atob(String(all[`vault.generation.${/** @type {number[]} */ (all['vault.kept']).at(-1)}`])).split('\n')[1]);
}).then((header) => JSON.stringify(JSON.parse(header).slots));

/**
 * An edit is stopped at every step there is, until one is answered that makes no more.
 * @param {import('node:test').TestContext} t
 * @param {object} how
 * @param {() => Edit} how.edit another one each time
 * @param {boolean} [how.writes] stops only where something is written
 * @param {string} [how.from] and only from what names this on
 * @param {(state: Vault, other: Vault, where: string) => Promise<void>} [how.check] what else is so of the state that it
 *   holds, and not of the other
 */
async function throughAllSteps(t, { edit: make, writes = false, from = '', check }) {
  const found = { before: 0, after: 0 };
  for (let number = 1; ; number += 1) {
    // Before a write all is as it was after the one before it, and reading leaves nothing behind.
    let reads = false;
    for (const side of writes && number > 1 ? AFTER : BOTH) {
      if (side === 'after' && reads) continue;
      const edit = make();
      const opened = await slots();
      const end = await stoppedAt(chromium, { number, side, writes, from }, () => edit.send(page));
      reads = 'call' in end && end.call.startsWith('get');
      const where = 'answer' in end ? 'answered' : `stopped ${side} step ${number}, ${end.call}`;
      await ask(page, 'list', {}).catch(async (error) => {
        assert.ok(edit.newKey && error.message === 'locked', `${where}: ${error.message}`);
        const passphrases = [vault.passphrase, edit.after.passphrase];
        assert.ok((await opens(page, passphrases[0] ?? '')) || (await opens(page, passphrases[1] ?? '')), where);
      });
      const held = await readVault(page);
      const isDone = !holds(held, vault) || opened !== (await slots());
      const [state, other] = isDone ? [edit.after, vault] : [vault, edit.after];
      assert.deepEqual(difference(held, state), [], where);
      await check?.(state, other, where);
      assert.equal((await ask(page, 'status', {})).setAside, false, where);

      vault = await rewritten(state, 'rename', id, { name: `ada ${count += 1}` }).send(page);
      assert.deepEqual(difference(await readVault(page), vault), [], `the next edit, ${where}`);
      assert.deepEqual(await strayGenerations(page), [], where);
      found[isDone ? 'after' : 'before'] += 1;
      if ('answer' in end) {
        assert.ok(isDone && found.before > 0 && found.after > 1, `the stops meet the writing: ${JSON.stringify(found)}`);
        t.diagnostic(`${found.before + found.after - 1} stops: the state before it ${found.before} times, after it ${found.after - 1} times`);
        return;
      }
    }
  }
}

test('an edit of an account: before it or after it, and the next one works', (t) =>
  throughAllSteps(t, { edit: () => rewritten(vault, 'rename', id, { issuer: `Issuer ${count += 1}` }) }));

test('a code by a counter, which is written down beside no edit: likewise', (t) =>
  throughAllSteps(t, { edit: () => nextCode(vault, id), writes: true }));

test('going back to an earlier version: likewise', (t) =>
  throughAllSteps(t, { edit: () => wentBack(vault, 2), writes: true, from: GENERATION }));

test('a change of the passphrase: the old one or the new one opens every version, and never both', (t) =>
  throughAllSteps(t, {
    edit: () => newPassphrase(vault, `the passphrase number ${count += 1}`),
    writes: true,
    from: GENERATION,
    check: async (state, other, where) => {
      // That all versions have the same ways in is looked at for every step.
      await ask(page, 'lock', {});
      assert.equal(await opens(page, other.passphrase), false, `the other one: ${where}`);
      assert.equal(await opens(page, state.passphrase), true, where);
    },
  }));

test('a recovery key: it is a way into every version, or into none', (t) =>
  throughAllSteps(t, { edit: () => recoveryKey(vault, `key ${count += 1}`), writes: true, from: GENERATION }));

test('a new data key: the passphrase opens the vault, also where the session has to end', (t) =>
  throughAllSteps(t, { edit: () => newDataKey(vault), writes: true, from: GENERATION }));

test('remembering this device: one that was remembered is not forgotten on the way', async (t) => {
  vault = await device(vault, 'the first device').send(page);
  await throughAllSteps(t, {
    edit: () => device(vault, `device ${count += 1}`),
    writes: true,
    from: DEVICE_KEY,
    check: async ({ ways }, _, where) => {
      if (ways.some(({ kind }) => kind === 'device')) {
        await ask(page, 'lock', {});
        await ask(page, 'unlockHere', {}).catch((error) => assert.fail(`${where}: ${error.message}`));
      }
    },
  });
});

test('unlocking: whoever it is broken off for is let in at once or the next time, and nothing has changed', async (t) => {
  let inside = 0;
  for (let number = 1; ; number += 1) {
    await ask(page, 'lock', {});
    const end = await stoppedAt(chromium, { number, side: 'after', writes: true }, () => ask(page, 'unlock', { passphrase: vault.passphrase }));
    const where = 'answer' in end ? 'answered' : `stopped after step ${number}, ${end.call}`;
    if ((await ask(page, 'status', {})).state === 'unlocked') {
      inside += 1;
    } else {
      assert.equal(await opens(page, vault.passphrase), true, where);
    }
    assert.deepEqual(difference(await readVault(page), vault), [], where);
    assert.deepEqual(await strayGenerations(page), [], where);
    assert.equal((await ask(page, 'status', {})).setAside, false, where);
    if ('answer' in end) {
      assert.ok(inside > 1 && inside < number, `the stops meet the letting in: ${inside} of ${number}`);
      t.diagnostic(`${number - 1} stops: let in ${inside - 1} times`);
      return;
    }
  }
});

for (const way of /** @type {const} */ (['passphrase', 'device'])) {
  test(`a vault of version 1 that is unlocked by the ${way}: it is of version 1 or 2 as a whole, and both open it`, async (t) => {
    const old = await version1();
    const unlocking = { passphrase: () => ask(page, 'unlock', { passphrase: old.passphrase }), device: () => ask(page, 'unlockHere', {}) };
    const found = { 1: 0, 2: 0 };
    for (let number = 1; ; number += 1) {
      await plant(chromium, old);
      const end = await stoppedAt(chromium, { number, side: 'after', writes: true }, unlocking[way]);
      const where = 'answer' in end ? 'answered' : `stopped after step ${number}, ${end.call}`;
      const versions = new Set(await versionsKept());
      assert.equal(versions.size, 1, `${where}: ${[...versions].join(' and ')}`);
      found[versions.has('1') ? 1 : 2] += 1;
      for (const other of /** @type {const} */ (['device', 'passphrase'])) {
        await ask(page, 'lock', {});
        await unlocking[other]().catch((error) => assert.fail(`${other}, ${where}: ${error.message}`));
        assert.equal((await ask(page, 'list', {})).accounts.length, old.generations.length, where);
        assert.equal((await ask(page, 'history', {})).earlier.length, old.generations.length - 1, where);
        assert.equal((await ask(page, 'status', {})).setAside, false, where);
      }
      assert.deepEqual(await strayGenerations(page), [], where);
      assert.equal(await buckets(), 1, `one key of this device: ${where}`);
      if ('answer' in end) {
        assert.ok(found[1] > 2 && found[2] > 2, `the stops meet the writing: ${JSON.stringify(found)}`);
        t.diagnostic(`${number - 1} stops: ${JSON.stringify(found)}`);
        return;
      }
    }
  });
}

const versionsKept = () => page.evaluate(async () => {
  const all = await chrome.storage.local.get(null);
  return /** @type {number[]} */ (all['vault.kept']).map((number) => String(atob(String(all[`vault.generation.${number}`])).split('\n')[0]?.split('/')[1]));
});
const buckets = () => chromium.inWorker(async () => (await /** @type {any} */ (navigator).storageBuckets.keys()).length);

test('a first passphrase: there is no vault, or that passphrase opens it', async (t) => {
  const { passphrase } = vault;
  const found = { new: 0, locked: 0, unlocked: 0 };
  for (let number = 1; ; number += 1) {
    await chromium.inWorker(() => Promise.all([chrome.storage.local.clear(), chrome.storage.session.clear()]));
    await chromium.killWorker();
    const end = await stoppedAt(chromium, { number, side: 'after', writes: true }, () => ask(page, 'create', { passphrase }));
    const where = 'answer' in end ? 'answered' : `stopped after step ${number}, ${end.call}`;
    const { state } = await ask(page, 'status', {});
    found[state] += 1;
    if (state === 'new') {
      await ask(page, 'create', { passphrase });
    } else if (state === 'locked') {
      assert.equal(await opens(page, passphrase), true, where);
    }
    vault = await added(emptyVault(passphrase), { issuer: 'Example', name: 'ada', deleted: false, sites: [], counter: null }, 'JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP').send(page);
    assert.deepEqual(difference(await readVault(page), vault), [], where);
    assert.deepEqual(await strayGenerations(page), [], where);
    if ('answer' in end) {
      assert.ok(Object.values(found).every((times) => times > 0), `the stops meet the making: ${JSON.stringify(found)}`);
      t.diagnostic(`${number - 1} stops: ${JSON.stringify(found)}`);
      return;
    }
  }
});
