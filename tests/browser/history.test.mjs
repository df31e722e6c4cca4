// Earlier versions of the vault in real Chromium: what they hold, and that going back to one can be undone.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { openBarePage } from './lib/asking_worker.mjs';
import { launchChromium } from './lib/chromium.mjs';
import { CHROMIUM_DIST } from './lib/dist.mjs';
import { openVault } from './lib/open_vault.mjs';
import { openOptions, settled } from './lib/options.mjs';
import { PASSPHRASE, addByHand, ofPuppeteer, press, tryPassphrase } from './lib/person.mjs';
import { PATIENCE, within } from './lib/wait.mjs';
import { there } from '../there.mjs';

const ISSUERS = ['Ash', 'Birch', 'Cedar', 'Dogwood', 'Elm', 'Fir', 'Ginkgo'];

/** @type {import('./lib/chromium.mjs').Chromium} */
let chromium;
/** @type {import('puppeteer-core').Page} */
let page;

before(async () => {
  chromium = await launchChromium({ extension: CHROMIUM_DIST });
  page = await chromium.browser.newPage();
  await openVault(chromium, page);
  const popup = await press(chromium, page);
  for (const [at, issuer] of ISSUERS.entries()) {
    await addByHand(popup, { secret: `JBSWY3DPEHPK3PX${'ABCDEFG'[at]}`, issuer, name: 'ada' });
    await within(PATIENCE, `${issuer} to be there`, async () => (await issuers(popup)).length === at + 1);
  }
});

after(() => chromium?.close());

/** @param {import('./lib/person.mjs').Popup} popup */
const issuers = (popup) => popup.evaluate(() => [...document.querySelectorAll('#list .issuer')].map((issuer) => issuer.textContent));

async function inUse() {
  const popup = await press(chromium, page);
  await popup.waitFor('#list li');
  return (await issuers(popup)).toSorted();
}

/** @param {import('./lib/options.mjs').Options} options */
const listed = (options) => options.evaluate(() =>
  [...document.querySelectorAll('#history-list li')].map((row) => Number(/\d+$/.exec(row.querySelector('[data-part=accounts]')?.textContent ?? ''))));

test('the last versions are listed, one click goes back to one, and one more undoes that', async () => {
  const options = await openOptions(chromium);
  const before = await listed(options);
  assert.ok(before.length >= 4, `only ${before.length} are kept`);
  assert.ok(before.every((accounts, at) => accounts <= (before[at - 1] ?? Infinity)), `the newest first: ${before.join(', ')}`);
  const times = await options.evaluate(() => [...document.querySelectorAll('#history-list [data-part=when]')].map((when) => Date.parse(when.textContent ?? '')));
  assert.ok(times.every((time) => Math.abs(time - Date.now()) < 3_600_000), times.join(' '));

  await options.click(`#history-list li:nth-child(${before.indexOf(5) + 1}) button`);
  await within(PATIENCE, 'the notice', async () => /is in use again/.test((await options.text('#history-status')) ?? ''));
  assert.equal(await options.evaluate(() => document.activeElement?.id), 'history-undo');
  assert.deepEqual(await inUse(), ISSUERS.slice(0, 5));
  assert.equal((await listed(options))[0], ISSUERS.length, 'what was in use is kept');

  await options.page.bringToFront();
  await options.page.keyboard.press('Enter');
  await within(PATIENCE, 'the notice', async () => /Undone/.test((await options.text('#history-status')) ?? ''));
  assert.deepEqual(await inUse(), ISSUERS);
  await options.page.close();
});

/** Leaves so many bytes of the storage, which holds 10 MiB. @param {number} left */
const fillStorage = (left) => chromium.inWorker(async (free) => {
  await chrome.storage.local.remove('junk');
  const used = await chrome.storage.local.getBytesInUse(null);
  // A string weighs its length, two quotes and its name.
  await chrome.storage.local.set({ junk: 'x'.repeat(chrome.storage.local.QUOTA_BYTES - used - free - 6) });
}, left);

const kept = async () => /** @type {number[]} */ ((await chromium.inWorker(() => chrome.storage.local.get('vault.kept')))['vault.kept']);

test('a full storage keeps fewer versions; where not even one more fits it says so, and nothing is lost', async () => {
  // One that stays as it is when the vault is locked.
  const bare = await openBarePage(chromium);
  const ask = (/** @type {string} */ type, /** @type {object} */ question) =>
    bare.evaluate((what, how) => chrome.runtime.sendMessage({ type: what, ask: how }), type, question);
  const { id } = (await ask('list', {})).answer.accounts[0];
  const before = await kept();
  await fillStorage(100);
  assert.deepEqual(await ask('edit', { id, changes: { issuer: 'Ash', name: 'first', sites: [], submit: false } }), { answer: null });
  const after = await kept();
  assert.ok(after.length <= before.length && there(after[0]) > there(before[0]), `${before.join(' ')}, then ${after.join(' ')}`);

  // As though no earlier one were left to make room.
  await chromium.inWorker(async () => {
    const all = await chrome.storage.local.get(null);
    const newest = /** @type {number[]} */ (all['vault.kept']).slice(-1);
    await chrome.storage.local.set({ 'vault.kept': newest });
    await chrome.storage.local.remove(Object.keys(all).filter((key) => key.startsWith('vault.generation.') && key !== `vault.generation.${newest[0]}`));
  });
  await fillStorage(100);
  const { name } = (await ask('details', { id })).answer;
  assert.deepEqual(await ask('edit', { id, changes: { issuer: 'Ash', name: 'refused', sites: [], submit: false } }), { error: { code: 'storage-refused' } });
  assert.equal((await ask('details', { id })).answer.name, name);
  // A full storage locks nobody out.
  await ask('lock', {});
  await fillStorage(0);
  assert.deepEqual(await ask('unlock', { passphrase: PASSPHRASE }), { answer: null });
  assert.equal((await ask('details', { id })).answer.name, name);
  await chromium.inWorker(() => chrome.storage.local.remove('junk'));
  assert.deepEqual(await ask('edit', { id, changes: { issuer: 'Ash', name: 'ada', sites: [], submit: false } }), { answer: null });
  await bare.close();
});

test('a version that can not be read is told with what to do, kept, and deleted by two presses', async () => {
  const options = await openOptions(chromium);
  const lost = await chromium.inWorker(async () => {
    const [number] = /** @type {number[]} */ ((await chrome.storage.local.get('vault.kept'))['vault.kept']);
    await chrome.storage.local.set({ [`vault.generation.${number}`]: 'bm90IGFuIGVudmVsb3Bl' });
    return number;
  });
  const isStored = () => chromium.inWorker(async (key) => key in (await chrome.storage.local.get(null)), `vault.generation.${lost}`);
  await options.page.reload();
  await settled(options.page);
  await options.waitFor('#history-list [data-part=delete]');
  assert.match((await options.text('#history-list li:last-child')) ?? '', /can't be read.*delete it once all your accounts are here/s);
  const { id } = await options.page.evaluate(async () => (await chrome.runtime.sendMessage({ type: 'list', ask: {} })).answer.accounts[0]);
  await options.page.evaluate((account) =>
    chrome.runtime.sendMessage({ type: 'edit', ask: { id: account, changes: { issuer: 'Ash', name: 'kept', sites: [], submit: false } } }), id);
  assert.equal(await isStored(), true, 'later writes leave it alone');
  await options.click('#history-list [data-part=delete]');
  assert.equal(await isStored(), true, 'the first press asks');
  await options.click('#history-list [data-part=delete]');
  await within(PATIENCE, 'the row to go', async () => (await options.evaluate(() => document.querySelector('#history-list [data-part=delete]'))) === null);
  assert.equal(await isStored(), false);
  await options.page.close();
});

test('what is written elsewhere shows at once, and nothing of it when the vault is locked', async () => {
  const options = await openOptions(chromium);
  const popup = await press(chromium, page);
  await popup.waitFor('#list li');
  await addByHand(popup, { secret: 'JBSWY3DPEHPK3PXH', issuer: 'Hazel', name: 'ada' });
  // Each is one version, so the second leaves the first among the earlier ones.
  await addByHand(popup, { secret: 'JBSWY3DPEHPK3PXI', issuer: 'Iris', name: 'ada' });
  await within(PATIENCE, 'the new version', async () => (await listed(options))[0] === ISSUERS.length + 1);
  await popup.click('#lock');
  await within(PATIENCE, 'the list to go', async () => (await listed(options)).length === 0);
  await chromium.closePopup();
  // A tab behind others draws nothing.
  await options.page.bringToFront();
  await options.waitFor('#locked-unlock');
  assert.equal(await options.evaluate(() => document.querySelector('#history')?.checkVisibility()), false);
  // The popup is the one screen that unlocks.
  await options.click('#locked-unlock');
  const gate = ofPuppeteer(await chromium.popup());
  await tryPassphrase(gate);
  await gate.waitFor('#list li');
  await within(PATIENCE, 'the versions', async () => (await listed(options))[0] === ISSUERS.length + 1);
  await options.page.close();
});
