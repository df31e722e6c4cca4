// The vault in real Chromium: locking, a killed worker, the clipboard, the bin, and a damaged generation.
import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import { after, before, test } from 'node:test';
import { launchChromium } from './lib/chromium.mjs';
import { CHROMIUM_DIST } from './lib/dist.mjs';
import { openOptions, settled } from './lib/options.mjs';
import { PASSPHRASE, addByHand, empty, ofPuppeteer, openEditor, press, pressInMenu, setPassphrase, shownCodes, tryPassphrase } from './lib/person.mjs';
import { PATIENCE, within } from './lib/wait.mjs';
import { codeAt } from '../portals/client.mjs';
import { there } from '../there.mjs';

const NEXT_PASSPHRASE = 'eight paper boats at noon';
const ACCOUNT = { secret: 'NBUW45DJNZTXGZLFMQYTEMY', issuer: 'Zephyrine Waterworks', name: 'quorra.vexley' };
const OTPAUTH = `otpauth://totp/x?secret=${ACCOUNT.secret}`;

/** @type {import('./lib/chromium.mjs').Chromium} */
let chromium;
/** @type {import('puppeteer-core').Page} */
let page;
/** @type {import('node:http').Server} */
let server;
let url = '';

before(async () => {
  server = createServer((_, response) => response.setHeader('content-type', 'text/html').end('<title>A page</title>'));
  await new Promise((resolve) => {
    server.listen(0, '127.0.0.1', () => resolve(null));
  });
  const { port } = /** @type {import('node:net').AddressInfo} */ (server.address());
  url = `http://127.0.0.1:${port}/`;
  chromium = await launchChromium({ extension: CHROMIUM_DIST });
  page = await chromium.browser.newPage();
  await page.goto(url);
  const popup = await press(chromium, page);
  await setPassphrase(popup);
  await addByHand(popup, ACCOUNT, { bindHere: true });
});

after(async () => {
  server?.close();
  await chromium?.close();
});

/** The code of now, by an independent implementation, asked for together with what is shown. */
async function assertShowsRightCode(/** @type {import('./lib/person.mjs').Popup} */ popup) {
  await within(PATIENCE, 'the right code', async () => (await shownCodes(popup)).includes(codeAt(OTPAUTH, Date.now())));
}

test('shows the right code', async () => {
  await assertShowsRightCode(await press(chromium, page));
});

test('copy puts the right code on the clipboard and closes the popup', async () => {
  const popup = await press(chromium, page);
  await popup.click('#list .copy');
  await within(PATIENCE, 'the popup to close', () => !chromium.popupIsOpen());
  const copied = await chromium.readClipboard();
  assert.ok([codeAt(OTPAUTH, Date.now()), codeAt(OTPAUTH, Date.now() - 5000)].includes(copied), copied);
});

test('a killed worker changes nothing for the user', async () => {
  const popup = await press(chromium, page);
  await popup.waitFor('#list li');
  await chromium.killWorker();
  // In the open popup: the next question wakes the worker, which rebuilds what it held.
  await openEditor(popup, '#list .more');
  await popup.waitFor('#editor-form .primary');
  assert.equal(await popup.evaluate(() => Object(document.querySelector('#issuer')).value), ACCOUNT.issuer);
  await chromium.killWorker();
  // And in a new one.
  await assertShowsRightCode(await press(chromium, page));
});

test('Lock now: the gate is back, a wrong passphrase is refused, the right one opens', async () => {
  const popup = await press(chromium, page);
  await popup.click('#lock');
  await popup.waitFor('#passphrase');
  const session = await chromium.inWorker(() => chrome.storage.session.get(null));
  assert.deepEqual(session, {}, 'nothing of the session is left');
  await tryPassphrase(popup, 'seven wooden boats at dusk');
  await within(PATIENCE, 'the refusal', async () => /not the passphrase/.test((await popup.text('#gate-error')) ?? ''));
  assert.deepEqual(await shownCodes(popup), [], 'no code is left in the document');
  await empty(popup, '#passphrase');
  await tryPassphrase(popup);
  await assertShowsRightCode(popup);
});

test('locking takes the list from every open screen at once', async () => {
  const popup = await press(chromium, page);
  await popup.waitFor('#list li');
  const other = await chromium.browser.newPage();
  await other.goto(chromium.url('ui/ui.html'));
  const second = ofPuppeteer(other);
  await second.waitFor('#list li');
  await second.click('#lock');
  await second.waitFor('#passphrase');
  await other.close();
  await tryPassphrase(await press(chromium, page));
  await assertShowsRightCode(await press(chromium, page));
});

/** Nothing that a screen still asks for may put the deadline off again. */
async function nobodyAsks() {
  await chromium.closePopup();
  await chromium.killWorker();
}

test('the deadline is kept by the worker, also when the alarm never came', async () => {
  await nobodyAsks();
  await chromium.inWorker(async () => {
    await chrome.alarms.clearAll();
    await chrome.storage.session.set({ deadline: Date.now() - 1 });
  });
  await chromium.killWorker();
  const popup = await press(chromium, page);
  await popup.waitFor('#passphrase');
  await tryPassphrase(popup);
  await assertShowsRightCode(popup);
});

test('a session without a deadline, or begun in a time to come, is over', async () => {
  const HOUR = 3_600_000;
  for (const ahead of [0, HOUR]) {
    await nobodyAsks();
    await chromium.inWorker(async (later) => {
      await (later === 0
        ? chrome.storage.session.remove('deadline')
        : chrome.storage.session.set({ touched: Date.now() + later, deadline: Date.now() + 2 * later }));
    }, ahead);
    await chromium.killWorker();
    const popup = await press(chromium, page);
    await tryPassphrase(popup);
    await assertShowsRightCode(popup);
  }
});

test('the alarm locks', async () => {
  await nobodyAsks();
  await chromium.inWorker(async () => {
    await chrome.storage.session.set({ deadline: Date.now() });
  });
  await chromium.killWorker();
  await chromium.inWorker(() => chrome.alarms.create('auto-lock', { when: Date.now() + 100 }));
  await within(PATIENCE, 'the session to be gone', async () =>
    Object.keys(await chromium.inWorker(() => chrome.storage.session.get(null))).length === 0);
  await tryPassphrase(await press(chromium, page));
  await assertShowsRightCode(await press(chromium, page));
});

test('a secret key that is in the vault already is not added twice, and renames nothing', async () => {
  const popup = await press(chromium, page);
  await popup.waitFor('#list li');
  await addByHand(popup, { ...ACCOUNT, issuer: 'Somebody Else', name: 'nobody' });
  await within(PATIENCE, 'the popup to say so', async () => /Already in your vault/.test((await popup.text('#notice-text')) ?? ''));
  assert.equal((await shownCodes(popup)).length, 1);
  assert.equal(await popup.text('#list .issuer'), ACCOUNT.issuer);
});

test('a mistyped secret key is refused in words, and nothing is added', async () => {
  const popup = await press(chromium, page);
  await pressInMenu(popup, '#add', '#add-by-hand');
  await popup.type('#secret', 'JBSW Y3DP EHPK 3PX0');
  await popup.click('#editor-form .primary');
  await within(PATIENCE, 'the reason', async () => /no 0, 1, 8 or 9/.test((await popup.text('#editor-error')) ?? ''));
  await popup.click('#editor .back');
  await within(PATIENCE, 'the list as it was', async () => (await shownCodes(popup)).length === 1);
});

test('delete is undone, and the bin in the options keeps what was not', async () => {
  const popup = await press(chromium, page);
  await popup.waitFor('#list li');
  await openEditor(popup, '#list .more');
  await popup.click('#delete');
  await popup.waitFor('#notice-action');
  await within(PATIENCE, 'the list to be empty', async () => (await shownCodes(popup)).length === 0);
  await popup.click('#notice-action');
  await assertShowsRightCode(popup);
  await openEditor(popup, '#list .more');
  await popup.click('#delete');
  await popup.waitFor('#notice-action');
  await chromium.closePopup();
  const { page: options, click } = await openOptions(chromium);
  await click('#bin-list button');
  await within(PATIENCE, 'the bin to be empty', () => options.evaluate(() => document.querySelectorAll('#bin-list li').length === 0));
  await options.close();
  await assertShowsRightCode(await press(chromium, page));
});

/** The slots in the headers of all generations that are stored. */
async function slotsOfAll() {
  const all = await chromium.inWorker(() => chrome.storage.local.get(null));
  return Object.entries(all)
    .filter(([key]) => key.startsWith('vault.generation.'))
    .map(([, envelope]) => JSON.stringify(JSON.parse(there(atob(String(envelope)).split('\n')[1])).slots));
}

test('change the passphrase: the old one opens nothing any more', async () => {
  const next = NEXT_PASSPHRASE;
  const screen = await openOptions(chromium);
  /** @param {string} from @param {string} to */
  const change = async (from, to) => {
    await settled(screen.page);
    await screen.click('#passphrase-open');
    await screen.type('#current', from);
    await screen.type('#next', to);
    await screen.type('#repeat', to);
    await screen.click('#passphrase-form .primary');
    const answer = async () => `${await screen.text('#ways-status')}${await screen.text('#passphrase-form [role=alert]')}`;
    await within(PATIENCE, 'an answer', async () => (await answer()) !== '');
    return answer();
  };
  const before = await slotsOfAll();
  assert.match(await change('not the passphrase', next), /not the passphrase/);
  await screen.page.reload();
  assert.match(await change(PASSPHRASE, next), /has been changed/);
  const after = await slotsOfAll();
  assert.ok(after.length > 2, 'earlier generations are still there');
  assert.equal(new Set(after).size, 1, 'all of them under the new passphrase');
  assert.ok(!before.includes(there(after[0])), 'none under the old one');
  const popup = await press(chromium, page);
  await popup.click('#lock');
  await tryPassphrase(popup);
  await within(PATIENCE, 'the refusal', async () => /not the passphrase/.test((await popup.text('#gate-error')) ?? ''));
  await empty(popup, '#passphrase');
  await tryPassphrase(popup, next);
  await assertShowsRightCode(popup);
  await screen.page.bringToFront();
  await screen.page.reload();
  assert.match(await change(next, PASSPHRASE), /has been changed/);
  await screen.page.close();
});

test('a damaged newest generation: the one before it opens, and the damaged one is kept', async () => {
  const popup = await press(chromium, page);
  await popup.waitFor('#list li');
  await openEditor(popup, '#list .more');
  await popup.click('#editor-form .primary');
  await popup.waitFor('#list li');
  await popup.click('#lock');
  await popup.waitFor('#passphrase');
  await chromium.inWorker(async () => {
    const all = await chrome.storage.local.get(null);
    const key = `vault.generation.${/** @type {number[]} */ (all['vault.kept']).at(-1)}`;
    await chrome.storage.local.set({ [key]: `${String(all[key]).slice(0, -8)}AAAAAAAA` });
  });
  await tryPassphrase(popup);
  await assertShowsRightCode(popup);
  await within(PATIENCE, 'the popup to say so', async () => /could not be read/.test((await popup.text('#notice-text')) ?? ''));
  await popup.click('#notice-action');
  const stored = await chromium.inWorker(() => chrome.storage.local.get(null));
  const [damaged, ...others] = /** @type {number[]} */ (stored['vault.unreadable']);
  assert.deepEqual(others, []);
  assert.match(String(stored[`vault.generation.${damaged}`]), /AAAAAAAA$/);
});

test('two damaged generations and a list that is lost: the one before them opens, and nothing is taken for a new vault', async () => {
  const options = await chromium.browser.newPage();
  await options.goto(chromium.url('background/clipboard.html'));
  const ask = (/** @type {string} */ type, /** @type {object} */ question) =>
    options.evaluate((what, how) => chrome.runtime.sendMessage({ type: what, ask: how }), type, question);
  const [{ id }] = (await ask('list', {})).answer.accounts;
  for (const name of ['one', 'two', 'three']) {
    assert.deepEqual(await ask('edit', { id, changes: { issuer: ACCOUNT.issuer, name, sites: [], submit: false } }), { answer: null });
  }
  await ask('lock', {});
  const damaged = await chromium.inWorker(async () => {
    const all = await chrome.storage.local.get(null);
    const kept = /** @type {number[]} */ (all['vault.kept']);
    // The header of one, the contents of the other.
    const key = (/** @type {number} */ at) => `vault.generation.${kept.at(at)}`;
    const [one, other] = [key(-2), key(-1)];
    await chrome.storage.local.set({ [one]: `AAAA${String(all[one]).slice(4)}`, [other]: `${String(all[other]).slice(0, -8)}AAAAAAAA` });
    await chrome.storage.local.remove('vault.kept');
    return kept.slice(-2);
  });
  assert.equal((await ask('status', {})).answer.state, 'locked');
  assert.deepEqual(await ask('create', { passphrase: PASSPHRASE }), { error: { code: 'vault-exists' } });
  assert.deepEqual(await ask('unlock', { passphrase: NEXT_PASSPHRASE }), { error: { code: 'wrong-passphrase' } });
  assert.deepEqual(await ask('unlock', { passphrase: PASSPHRASE }), { answer: null });
  assert.equal((await ask('details', { id })).answer.name, 'one');
  const { unreadable } = (await ask('history', {})).answer;
  assert.deepEqual(damaged.filter((number) => !unreadable.includes(number)), []);
  await options.close();
});
