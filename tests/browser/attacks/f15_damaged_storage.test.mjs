// What lies in storage.local is damaged, key by key, in every way that its type allows: nothing is lost, and the vault opens
// or says why it does not.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { GENERATION, LOCAL } from '../../../extension/lib/storage_keys.js';
import { ask, openBarePage } from '../lib/asking_worker.mjs';
import { launchChromium } from '../lib/chromium.mjs';
import { CHROMIUM_DIST, FIREFOX_DIST } from '../lib/dist.mjs';
import { launchFirefox } from '../lib/firefox.mjs';
import { PASSPHRASE, addByHand, ofPuppeteer, setPassphrase } from '../lib/person.mjs';

/**
 * @typedef {import('puppeteer-core').Page} Page
 * @typedef {Record<string, unknown>} Stored
 * @typedef {{ page: Page, die: () => Promise<unknown>, snapshot: Stored, holds: Holds, before: string[] }} Ready `before`:
 *   the issuers of the version before the one in use
 * @typedef {{ issuers: string[], earlier: number[], unreadable: string[] }} Holds what the vault holds: `earlier` by how many
 *   accounts each version has, `unreadable` by what is stored
 */

const SECRET = 'JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP';
const LARGEST = Number.MAX_SAFE_INTEGER;
const MEBI = 'A'.repeat(2 ** 20);

/** What may stand in place of anything; `undefined` is nothing. */
const JUNK = [
  undefined, null, true, false, 0, -1, 1.5, LARGEST, 1e308, '', 'x', 'AAAA', 'zzz!', MEBI, [], {}, [null], ['x'], [[]], [{}], { x: 1 }, { length: 2 },
];

/** And what a list of numbers may be. @param {number[]} list */
const badLists = (list) => [
  [77], [77, 78], [LARGEST], [LARGEST - 1, LARGEST], [-1], [1.5], [1e308], [list.at(-1), list.at(-1)], [...list, ...list],
  list.map(String), [...list, 'x'], [...list, null], [...list, -1], [...list, 0.5], list.toReversed(), [list],
  Object.fromEntries(list.entries()), Array.from({ length: 10_000 }, (_, at) => at + 1), list.join(),
];

const NUMBERS = [undefined, null, '7', -1, LARGEST, 1e308, {}];
/** An object with one of its values damaged, or all. @param {Record<string, unknown>} sound */
const badObjects = (sound) => NUMBERS.flatMap((value, at) => {
  const keys = Object.keys(sound);
  const one = keys[at % keys.length] ?? '';
  return [{ ...sound, [one]: value }, Object.fromEntries(keys.map((key) => [key, value]))];
});

/** The keys besides the generations and their lists, with what each may be besides junk. @type {Record<string, unknown[]>} */
const OTHERS = {
  'vault.setAside': [],
  'vault.attempts': [
    ...badObjects({ failed: 2, last: 1 }).filter((_, at) => at % 2 === 0),
    ...badObjects({ failed: 2, last: 1, told: 1 }).filter((_, at) => at % 2 === 1).map((damaged) => ({ device: damaged, passphrase: damaged })),
  ],
  device: ['AA==', 'AAAAAAAAAAA', 'AAAAAAAAAAAA', 'AAAAAAAAAA=', `${'A'.repeat(10)}-=`],
  settings: badObjects({ autoLockMinutes: 15, idleMinutes: 0, clearClipboardSeconds: 0, minSeconds: 5, copyAfterFill: false, backups: 'change', backupsTo: 'folder', backupsKept: 3 }),
  clock: badObjects({ correction: 1000, until: LARGEST }),
  'clock.all': badObjects({ correction: 1000, until: LARGEST }),
  backup: badObjects({ at: 1, changes: 2, since: 1, quiet: 0 }),
  'backup.files': badObjects({ place: 'downloads', name: 'halfminute-2026-01-01-0000.halfminute', id: 1, whole: true }).map((file) => [file]),
  'backup.failed': ['backup-not-saved', 'backup-never-heard-of'],
};

/** In a page of the extension. @param {Page} page @returns {Promise<Stored>} */
const storedIn = (page) => page.evaluate(() => chrome.storage.local.get(null));

/** @param {Page} page @param {Stored} stored */
const put = (page, stored) => page.evaluate(async (text) => {
  await chrome.storage.local.clear();
  await chrome.storage.local.set(JSON.parse(text));
}, JSON.stringify(stored));

/** @param {Page} page @returns {Promise<Holds>} */
async function held(page) {
  const { accounts } = await ask(page, 'list', {});
  const { earlier, unreadable } = await ask(page, 'history', {});
  const stored = await storedIn(page);
  return {
    issuers: accounts.map(({ issuer }) => issuer).toSorted(),
    earlier: earlier.map((version) => version.accounts),
    unreadable: unreadable.map((number) => String(stored[GENERATION + number])),
  };
}

/** Why it does not. @param {Promise<unknown>} asked */
const refusal = (asked) => asked.then(() => 'nothing', (error) => error.message);

/**
 * A vault with three accounts and versions to go back to, one that can't be read, and this device to open it without a
 * derivation.
 * @param {import('../lib/person.mjs').Popup} popup
 * @param {Page} page another one of the extension
 * @param {() => Promise<unknown>} die lets the worker die
 * @returns {Promise<Ready>}
 */
async function prepared(popup, page, die) {
  await setPassphrase(popup);
  await addByHand(popup, { secret: SECRET, issuer: 'Ash', name: 'ada' });
  await addByHand(popup, { secret: SECRET.replace('J', 'K'), issuer: 'Birch', name: 'ada' });
  await ask(page, 'trustDevice', { passphrase: PASSPHRASE, name: 'Here', days: 30 });
  await addByHand(popup, { secret: SECRET.replace('J', 'L'), issuer: 'Dogwood', name: 'ada' });
  await ask(page, 'lock', {});
  const stored = await storedIn(page);
  const newest = GENERATION + /** @type {number[]} */ (stored['vault.kept']).at(-1);
  await put(page, { ...stored, [newest]: 'AAAA' });
  await ask(page, 'unlockHere', {});
  await ask(page, 'acknowledge', {});
  const { issuers } = await held(page);
  const [first] = (await ask(page, 'list', {})).accounts;
  const seen = await ask(page, 'details', { id: first?.id ?? '' });
  await ask(page, 'edit', { id: first?.id ?? '', changes: { ...seen, issuer: 'Cedar' }, seen });
  const holds = await held(page);
  assert.deepEqual([holds.issuers.includes('Cedar'), holds.unreadable], [true, ['AAAA']]);
  await ask(page, 'lock', {});
  return { page, die, snapshot: await storedIn(page), holds, before: issuers };
}

/**
 * Damages the vault, opens it by a new worker, and changes it.
 * @param {Ready} ready
 * @param {Stored} changes
 * @param {{ what?: string, holds?: Holds, again?: boolean }} [options] `again`: the worker dies after the change as well
 */
async function survives({ page, die, snapshot, holds: sound }, changes, { what = '', holds = sound, again = false } = {}) {
  const said = `${what} ${JSON.stringify(changes).slice(0, 300)}${Object.keys(changes).filter((key) => changes[key] === undefined)}`;
  await ask(page, 'lock', {});
  await put(page, { ...snapshot, ...changes });
  await die();
  assert.equal((await ask(page, 'status', {})).state, 'locked', said);
  assert.equal(await refusal(ask(page, 'create', { passphrase: 'nine wooden boats at dusk' })), 'vault-exists', said);
  assert.equal(await refusal(ask(page, 'unlockHere', {})), 'nothing', said);
  assert.deepEqual(await held(page), holds, said);
  const [first] = (await ask(page, 'list', {})).accounts;
  const seen = await ask(page, 'details', { id: first?.id ?? '' });
  await ask(page, 'edit', { id: first?.id ?? '', changes: { ...seen, issuer: 'Written' }, seen });
  if (again) await die();
  const after = await held(page);
  assert.ok(after.issuers.includes('Written'), `${said}: ${after.issuers}`);
  assert.deepEqual(after.earlier, [holds.issuers.length, ...holds.earlier].slice(0, 5), said);
  assert.deepEqual(after.unreadable, holds.unreadable, said);
  const { device } = await storedIn(page);
  assert.equal(Buffer.from(String(device), 'base64').length, 8, said);
}

/** @param {Ready} ready */
const lists = ({ snapshot }) => ({ kept: /** @type {number[]} */ (snapshot['vault.kept']), aside: /** @type {number[]} */ (snapshot['vault.unreadable']) });

/** @type {import('../lib/chromium.mjs').Chromium} */
let chromium;
/** @type {Ready} */
let ready;

before(async () => {
  chromium = await launchChromium({ extension: CHROMIUM_DIST });
  const popup = await chromium.browser.newPage();
  await popup.goto(chromium.url('ui/ui.html'));
  const page = await openBarePage(chromium);
  await popup.bringToFront();
  ready = await prepared(ofPuppeteer(popup), page, chromium.killWorker);
  await popup.close();
});

after(() => chromium?.close());

test('every key that the code names is damaged here', () => {
  assert.deepEqual(Object.keys(LOCAL).toSorted(), ['vault.kept', 'vault.unreadable', ...Object.keys(OTHERS)].toSorted());
});

test('the list of the generations', async () => {
  for (const kept of [undefined, null, 'x', [], {}, ...badLists(lists(ready).kept)]) {
    await survives(ready, { 'vault.kept': kept });
  }
});

test('the list of those that can not be read, which keep their place', async () => {
  // An empty list is a sound one: what it does not name was given up by the person.
  for (const unreadable of [undefined, null, 'x', {}, ...badLists(lists(ready).aside), [...lists(ready).kept, ...lists(ready).aside]]) {
    await survives(ready, { 'vault.unreadable': unreadable });
  }
});

test('both lists at once', async () => {
  for (const damage of [...JUNK, [77], [LARGEST], [-1]]) {
    await survives(ready, { 'vault.kept': damage, 'vault.unreadable': damage });
  }
});

test('every other key, all of them at once', async () => {
  const rounds = Math.max(...Object.values(OTHERS).map((bad) => JUNK.length + bad.length));
  for (let round = 0; round < rounds; round += 1) {
    const damaged = Object.entries(OTHERS).map(([key, bad]) => [key, [...JUNK, ...bad][round % (JUNK.length + bad.length)]]);
    await survives(ready, Object.fromEntries(damaged));
  }
});

test('the newest generation: the one before opens, it is told, and nothing is removed', async () => {
  const { kept } = lists(ready);
  const newest = GENERATION + kept.at(-1);
  const envelope = Buffer.from(String(ready.snapshot[newest]), 'base64');
  const cut = envelope.subarray(0, envelope.length >> 1).toString('base64');
  const bent = Buffer.from(envelope.with(envelope.length - 20, (envelope.at(-20) ?? 0) ^ 1)).toString('base64');
  const headless = Buffer.from(envelope.with(3, 0)).toString('base64');
  for (const damage of [undefined, null, 7, '', 'x', 'AAAA', MEBI, [], {}, cut, bent, headless]) {
    const earlier = ready.holds.earlier.slice(1);
    const unreadable = [...(damage === undefined ? [] : [String(damage)]), ...ready.holds.unreadable];
    await survives(ready, { [newest]: damage }, { holds: { issuers: ready.before, earlier, unreadable } });
    assert.equal((await ask(ready.page, 'status', {})).setAside, true);
  }
});

test('all generations, or a key that is none: the reason is told, no vault is made in their place, and they stay', async () => {
  const { page, snapshot, die } = ready;
  const keys = Object.keys(snapshot).filter((key) => key.startsWith(GENERATION));
  const without = Object.fromEntries(Object.entries(snapshot).filter(([key]) => !keys.includes(key)));
  for (const damaged of [
    ...[null, 7, '', 'AAAA', {}].map((value) => Object.fromEntries(keys.map((key) => [key, value]))),
    ...['x', '', '-1', '1.5', '9007199254740993'].map((number) => ({ [GENERATION + number]: 'AAAA' })),
  ]) {
    for (const kept of [snapshot['vault.kept'], [], undefined]) {
      await ask(page, 'lock', {});
      await put(page, { ...without, ...damaged, 'vault.kept': kept });
      await die();
      assert.equal((await ask(page, 'status', {})).state, 'locked', JSON.stringify(damaged));
      assert.match(await refusal(ask(page, 'unlock', { passphrase: PASSPHRASE })), /^vault-/);
      assert.equal(await refusal(ask(page, 'create', { passphrase: PASSPHRASE })), 'vault-exists');
      assert.equal((await ask(page, 'status', {})).state, 'locked');
      const left = await storedIn(page);
      for (const [key, value] of Object.entries(damaged)) assert.deepEqual(left[key], value);
    }
  }
});

test('the highest number that there is: the next change is written beside it, and read again', async () => {
  const { snapshot } = ready;
  const { kept } = lists(ready);
  const newest = GENERATION + kept.at(-1);
  for (const number of [LARGEST, LARGEST - 1, 2 ** 52, 2 ** 31]) {
    const moved = { [newest]: undefined, [GENERATION + number]: snapshot[newest] };
    await survives(ready, { ...moved, 'vault.kept': [...kept.slice(0, -1), number] }, { again: true });
    await survives(ready, { ...moved, 'vault.kept': undefined }, { again: true });
  }
  // One that is nobody's.
  await survives(ready, { [GENERATION + LARGEST]: 'AAAA' }, { again: true });
});

test('the passphrase opens what is left as well', async () => {
  const { page, snapshot } = ready;
  await ask(page, 'lock', {});
  await put(page, { ...snapshot, 'vault.kept': 'x', 'vault.unreadable': {}, 'vault.attempts': [7], device: 7, settings: 'x', clock: null });
  await ask(page, 'unlock', { passphrase: PASSPHRASE });
  assert.deepEqual(await held(page), ready.holds);
});

test('Firefox: the lists, the number of the device and the count of attempts', async () => {
  const firefox = await launchFirefox({ extension: FIREFOX_DIST });
  try {
    const popup = /** @type {import('../lib/person.mjs').Popup} */ (/** @type {unknown} */ (await firefox.openTab('ui/ui.html')));
    const page = /** @type {Page} */ (/** @type {unknown} */ (await firefox.openTab('background/clipboard.html')));
    const vault = await prepared(popup, page, firefox.killBackground);
    for (const damage of [undefined, 'x', [], [77], [LARGEST]]) {
      const others = Object.fromEntries(Object.keys(OTHERS).map((key) => [key, damage]));
      await survives(vault, { 'vault.kept': damage, ...others });
    }
    await survives(vault, { 'vault.unreadable': undefined, device: 'zzz!' });
  } finally {
    await firefox.close();
  }
});
