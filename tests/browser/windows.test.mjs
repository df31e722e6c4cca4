// Two windows that edit at once, in real Chromium: nothing of either is lost, and where both can't hold it is said.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { ask } from './lib/asking_worker.mjs';
import { difference, emptyVault, entryOf, readVault, strayGenerations } from './lib/book.mjs';
import { launchChromium } from './lib/chromium.mjs';
import { CHROMIUM_DIST } from './lib/dist.mjs';
import { added } from './lib/edits.mjs';
import { ofPuppeteer, openEditor } from './lib/person.mjs';
import { opens } from './lib/stopping.mjs';
import { PATIENCE, within } from './lib/wait.mjs';

/** @typedef {import('puppeteer-core').Page} Page */

const ACCOUNTS = 10;
const PASSPHRASE = 'seven wooden boats at dawn';

/** @type {import('./lib/chromium.mjs').Chromium} */
let chromium;
/** Two pages of the extension, each in a window of its own. @type {[Page, Page]} */
let pages;
/** @type {string[]} */
let ids;

before(async () => {
  chromium = await launchChromium({ extension: CHROMIUM_DIST });
  pages = [await inWindow('background/clipboard.html'), await inWindow('background/clipboard.html?another')];
  const [page] = pages;
  await ask(page, 'create', { passphrase: PASSPHRASE });
  let vault = emptyVault(PASSPHRASE);
  for (let at = 0; at < ACCOUNTS; at += 1) {
    const entry = { issuer: `Issuer ${at}`, name: `name ${at}`, deleted: false, sites: [], counter: null };
    vault = await added(vault, entry, `JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PX${'ABCDEFGHIJ'[at]}`).send(page);
  }
  ids = [...vault.book.keys()];
});

after(() => chromium?.close());

/** A page of the extension in a new window. @param {string} path */
async function inWindow(path) {
  const url = chromium.url(path);
  await chromium.inWorker((address) => chrome.windows.create({ url: address }).then(() => null), url);
  const target = await chromium.browser.waitForTarget((one) => one.url() === url, { timeout: PATIENCE });
  return target.asPage();
}

/** What lies in the storage, as a new worker reads it. */
async function stored() {
  await chromium.killWorker();
  return readVault(pages[0]);
}

/** What the editor sends that was opened now. @param {string} id */
async function editorOf(id) {
  const seen = await ask(pages[0], 'details', { id });
  return (/** @type {Partial<import('../../extension/core/types.js').Changes>} */ change) => ({ id, changes: { ...seen, ...change }, seen });
}

test('different accounts: both edits hold', async () => {
  const [one = '', other = ''] = ids;
  const [first, second] = [await editorOf(one), await editorOf(other)];
  await Promise.all([ask(pages[0], 'edit', first({ issuer: 'Ash' })), ask(pages[1], 'edit', second({ issuer: 'Birch' }))]);
  const { book } = await stored();
  assert.deepEqual([entryOf(book, one).issuer, entryOf(book, other).issuer], ['Ash', 'Birch']);
});

test('20 edits that nobody waits for: each of them holds', async () => {
  const before = await readVault(pages[0]);
  const editors = await Promise.all(ids.map(editorOf));
  const fire = (/** @type {Page} */ page, /** @type {object[]} */ asked) => page.evaluate((all) =>
    Promise.all(all.map((one) => chrome.runtime.sendMessage({ type: 'edit', ask: one }))), asked);
  const answers = await Promise.all([
    fire(pages[0], editors.map((editor, at) => editor({ issuer: `Company ${at}` }))),
    fire(pages[1], editors.map((editor, at) => editor({ name: `person ${at}` }))),
  ]);
  assert.deepEqual(answers.flat(), Array.from({ length: 2 * ACCOUNTS }, () => ({ answer: null })));
  const should = new Map(ids.map((id, at) => [id, { ...entryOf(before.book, id), issuer: `Company ${at}`, name: `person ${at}` }]));
  const earlier = Array.from({ length: 5 }, () => should);
  assert.deepEqual(difference(await stored(), { ...emptyVault(PASSPHRASE), book: should, earlier }), []);
  assert.deepEqual(await strayGenerations(pages[0]), []);
});

test('sites: one that was added in the other window stays, one that was removed there stays away', async () => {
  const [id = ''] = ids;
  const site = (/** @type {string} */ host) => ({ origin: `https://${host}.example`, rule: 'domain', taught: false });
  await ask(pages[0], 'edit', (await editorOf(id))({ sites: [site('old'), site('kept')] }));
  const editor = await editorOf(id);
  await ask(pages[1], 'edit', editor({ sites: [site('kept'), site('theirs')] }));
  await ask(pages[0], 'edit', editor({ sites: [site('old'), { ...site('kept'), rule: 'host' }, site('ours')] }));
  const { sites } = await ask(pages[0], 'details', { id });
  assert.deepEqual(sites.map(({ origin, rule }) => `${origin} ${rule}`).toSorted(),
    ['https://kept.example host', 'https://ours.example domain', 'https://theirs.example domain']);
});

/** The popup's screens in a window, with the editor of an account open. @param {string} issuer @param {string} path */
async function editing(issuer, path) {
  const page = await inWindow(path);
  const screen = ofPuppeteer(page);
  await screen.waitFor('#list li');
  const row = await screen.evaluate((words) =>
    [...document.querySelectorAll('#list li')].findIndex((one) => one.querySelector('.issuer')?.textContent === words) + 1, issuer);
  await openEditor(screen, `#list li:nth-of-type(${row}) .more`);
  await screen.waitFor('#editor-form .primary');
  return {
    ...screen,
    page,
    write: async (/** @type {string} */ css, /** @type {string} */ text) => {
      await page.bringToFront();
      await screen.evaluate((field) => Object(document.querySelector(field)).select(), css);
      await screen.type(css, text);
    },
    save: () => page.bringToFront().then(() => screen.click('#editor-form .primary')),
  };
}

test('the same account in two editors: what each has changed holds; of the same name the last one, and the first is in the history', async () => {
  const id = ids[3] ?? '';
  const first = await editing('Company 3', 'ui/ui.html?one');
  const second = await editing('Company 3', 'ui/ui.html?two');
  await first.write('#issuer', 'First Company');
  await first.write('#account-name', 'first');
  await second.write('#account-name', 'second');
  await first.save();
  await first.waitFor('#search');
  await second.save();
  await second.waitFor('#search');
  const { issuer, name } = await ask(pages[0], 'details', { id });
  assert.deepEqual({ issuer, name }, { issuer: 'First Company', name: 'second' });
  const { earlier: [last] } = await ask(pages[0], 'history', {});
  await ask(pages[0], 'rollBack', { number: last?.number ?? -1 });
  assert.equal((await ask(pages[0], 'details', { id })).name, 'first');
  await Promise.all([first.page.close(), second.page.close()]);
});

test('deleted in one window while the other edits it: the editor says so and keeps what was typed, and nothing is changed', async () => {
  const id = ids[4] ?? '';
  const deleting = await editing('Company 4', 'ui/ui.html?one');
  const typing = await editing('Company 4', 'ui/ui.html?two');
  await typing.write('#account-name', 'too late');
  await deleting.page.bringToFront();
  await deleting.click('#delete');
  await deleting.waitFor('#search');
  await typing.save();
  await within(PATIENCE, 'the complaint', async () => /deleted in another window/.test((await typing.text('#editor-error')) ?? ''));
  const { book } = await readVault(pages[0]);
  assert.deepEqual([entryOf(book, id).deleted, entryOf(book, id).name], [true, 'person 4']);
  // Restored, it is saved as it stands there.
  await ask(pages[0], 'restore', { id });
  await typing.save();
  await typing.waitFor('#search');
  assert.equal(entryOf((await stored()).book, id).name, 'too late');
  await Promise.all([deleting.page.close(), typing.page.close()]);
});

test('the passphrase is changed while the other window edits: both hold', async () => {
  const next = 'eight paper boats at noon';
  const editors = await Promise.all(ids.map(editorOf));
  await Promise.all([
    ask(pages[0], 'changePassphrase', { current: PASSPHRASE, next }),
    ...editors.map((editor, at) => ask(pages[1], 'edit', editor({ issuer: `Meanwhile ${at}` }))),
  ]);
  assert.deepEqual(await strayGenerations(pages[0]), []);
  await ask(pages[0], 'lock', {});
  assert.equal(await opens(pages[0], PASSPHRASE), false);
  assert.equal(await opens(pages[0], next), true);
  const { book } = await stored();
  assert.deepEqual(ids.map((id) => entryOf(book, id).issuer), ids.map((_, at) => `Meanwhile ${at}`));
});

test('the device is remembered in two windows at once: it is remembered once, and opens the vault', async () => {
  const passphrase = 'eight paper boats at noon';
  await Promise.all(pages.map((page, at) => ask(page, 'trustDevice', { passphrase, name: `device ${at}`, days: 30 })));
  const { ways, here } = await ask(pages[0], 'ways', {});
  assert.equal(ways.filter(({ kind }) => kind === 'device').length, 1);
  assert.notEqual(here, null);
  await ask(pages[0], 'lock', {});
  await ask(pages[0], 'unlockHere', {});
});
