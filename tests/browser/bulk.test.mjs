// Changes of several accounts in real Chromium: each is one generation, which is one write and one step to go back.
import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, beforeEach, test } from 'node:test';
import { ask } from './lib/asking_worker.mjs';
import { launchChromium } from './lib/chromium.mjs';
import { googleExport, otpauth, png } from './lib/codes.mjs';
import { CHROMIUM_DIST } from './lib/dist.mjs';
import { ofPuppeteer, press, pressInMenu, scanText, setPassphrase } from './lib/person.mjs';
import { PATIENCE, within } from './lib/wait.mjs';

const MANY = 10;

/** @type {import('./lib/chromium.mjs').Chromium} */
let chromium;
/** @type {import('puppeteer-core').Page} A page of the web, over which the button is pressed. */
let web;
/** @type {import('puppeteer-core').Page} A page of the extension, which asks the worker. */
let page;
let folder = '';

before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'bulk-'));
  chromium = await launchChromium({ extension: CHROMIUM_DIST });
  web = await chromium.browser.newPage();
  await setPassphrase(await press(chromium, web));
  page = await chromium.browser.newPage();
  await page.goto(chromium.url('enrol/enrol.html'));
});

after(async () => {
  await chromium?.close();
  await rm(folder, { recursive: true, force: true });
});

beforeEach(async () => {
  await page.reload();
  const { accounts } = await ask(page, 'list', {});
  await ask(page, 'removeAll', { ids: accounts.map(({ id }) => id) });
});

/** The generations that are kept, the newest last. */
const kept = async () => /** @type {number[]} */ ((await chromium.inWorker(() => chrome.storage.local.get('vault.kept')))['vault.kept']);

/** How many generations `change` makes. @param {() => Promise<unknown>} change */
async function generations(change) {
  const earlier = (await kept()).at(-1) ?? 0;
  await change();
  return ((await kept()).at(-1) ?? 0) - earlier;
}

const listed = async () => (await ask(page, 'list', {})).accounts.map(({ issuer, name }) => `${issuer} ${name}`).toSorted();

/** An export of so many accounts of one issuer. @param {string} issuer */
const exportOf = (issuer) => googleExport(Array.from({ length: MANY }, (_, at) =>
  ({ seed: `${issuer} ${at}`.padEnd(20, '.'), name: `user${at}`, issuer })));

/** @param {string} issuer */
const exported = (issuer) => Array.from({ length: MANY }, (_, at) => `${issuer} user${at}`).toSorted();

/** @param {string[]} texts of the QR codes in a picture each */
async function choose(...texts) {
  const places = await Promise.all(texts.map(async (text, at) => {
    const place = join(folder, `${Date.now()}-${at}.png`);
    await writeFile(place, await png(text));
    return place;
  }));
  await page.bringToFront();
  const [chooser] = await Promise.all([page.waitForFileChooser({ timeout: PATIENCE }), ofPuppeteer(page).click('#choose')]);
  await chooser.accept(places);
  await within(PATIENCE, 'the pictures to be read', async () => (await page.$$('#pictures > li:not([aria-busy])')).length === texts.length);
}

test('ten accounts of one export are added in one step, and one step back takes them out again', async () => {
  await choose(exportOf('Export'));
  const screen = ofPuppeteer(page);
  assert.equal(await screen.text('#add-all'), `Add all (${MANY})`);
  assert.equal(await generations(async () => {
    await screen.click('#add-all');
    await within(PATIENCE, 'all to be added', async () => (await page.$$('#pictures li.added')).length === MANY);
  }), 1);
  assert.deepEqual(await listed(), exported('Export'));
  assert.equal(await page.evaluate(() => document.querySelector('#add-all')?.checkVisibility()), false, 'there is nothing left to add');
  const { earlier } = await ask(page, 'history', {});
  await ask(page, 'rollBack', { number: earlier[0]?.number ?? 0 });
  assert.deepEqual(await listed(), []);
});

test('the accounts of ten pictures are added in one step, though the worker has died since they were read', async () => {
  const issuers = Array.from('ABCDEFGHIJ');
  await choose(...issuers.map((issuer) => otpauth(issuer).replace('PXP&', `PX${issuer}&`)));
  await chromium.killWorker();
  assert.equal(await generations(async () => {
    await ofPuppeteer(page).click('#add-all');
    await within(PATIENCE, 'all to be added', async () => (await page.$$('#pictures li.added')).length === issuers.length);
  }), 1);
  assert.deepEqual(await listed(), issuers.map((issuer) => `${issuer} ada`));
});

test('in the popup too: the list shows all of them', async () => {
  const popup = await press(chromium, web);
  await popup.waitFor('#add');
  await popup.evaluate(async (base64) => {
    const data = new DataTransfer();
    data.items.add(new File([Uint8Array.fromBase64(base64)], 'image.png', { type: 'image/png' }));
    document.querySelector('#search')?.dispatchEvent(new ClipboardEvent('paste', { clipboardData: data, bubbles: true, cancelable: true }));
  }, (await png(exportOf('Popup'))).toString('base64'));
  await within(PATIENCE, 'the accounts', async () => (await scanText(popup)) === `Accounts found: ${MANY}`);
  await popup.click('#scan-action');
  await popup.waitFor('#review-all');
  assert.equal(await generations(async () => {
    await popup.click('#review-all');
    await within(PATIENCE, 'the notice', async () => (await popup.text('#notice-text')) === `Accounts added: ${MANY}`);
  }), 1);
  assert.equal(await popup.evaluate(() => document.querySelectorAll('#list li').length), MANY);
  assert.deepEqual(await listed(), exported('Popup'));
  await chromium.closePopup();
});

test('what is typed is one step: a link with a name beside it, and a link of several accounts', async () => {
  for (const [secret, accounts] of /** @type {[string, string[]][]} */ ([
    [otpauth('Link'), ['Typed ada']],
    [exportOf('Typed'), exported('Typed')],
  ])) {
    const popup = await press(chromium, web);
    await popup.waitFor('#add');
    await pressInMenu(popup, '#add', '#add-by-hand');
    await popup.type('#secret', secret);
    if (accounts.length === 1) {
      await popup.type('#issuer', 'Typed');
    }
    assert.equal(await generations(async () => {
      await popup.click('#editor-form .primary');
      await within(PATIENCE, 'the notice', async () => ((await popup.text('#notice-text')) ?? '') !== '');
    }), 1);
    await chromium.closePopup();
    assert.deepEqual((await listed()).filter((account) => accounts.includes(account)), accounts);
  }
});

test('several accounts are edited, deleted and restored in one step each, and each that is refused says why', async () => {
  const { pending } = await ask(page, 'type', { typed: { text: exportOf('Bulk') } });
  const chosen = pending.map(({ handle, issuer, name }) => ({ handle, issuer, name, host: '' }));
  const forged = { handle: 'AAAAAAAAAAAAAAAAAAAAAA', issuer: 'Forged', name: 'eve', host: '' };
  /** @type {import('../../extension/core/types.js').Done[]} */
  let done = [];
  assert.equal(await generations(async () => {
    done = await ask(page, 'addAll', { chosen: [forged, ...chosen] });
  }), 1);
  assert.deepEqual(done[0], { id: null, refused: { code: 'no-such-pending' } });
  const ids = done.flatMap(({ id }) => id ?? []);
  assert.equal(ids.length, MANY);

  const edits = ids.map((id, at) => ({ id, changes: { issuer: 'Edited', name: `${at}`, sites: [], submit: false } }));
  assert.equal(await generations(() => ask(page, 'editAll', { edits })), 1);
  assert.deepEqual(await listed(), ids.map((_, at) => `Edited ${at}`));

  for (const [type, left] of /** @type {['removeAll' | 'restoreAll', number][]} */ ([['removeAll', 0], ['restoreAll', MANY]])) {
    assert.equal(await generations(async () => {
      done = await ask(page, type, { ids: ['nobody', ...ids] });
    }), 1);
    assert.deepEqual(done, [{ id: null, refused: { code: 'no-such-account' } }, ...ids.map((id) => ({ id, refused: null }))]);
    assert.equal((await listed()).length, left);
  }
  assert.equal(await generations(() => ask(page, 'removeAll', { ids: ['nobody'] })), 0, 'where all are refused, nothing is written');
});
