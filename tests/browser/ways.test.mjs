// The ways into the vault in real Chromium: each is added on the options page, opens the gate, and is taken away again.
// One vault goes through the whole file.
import assert from 'node:assert/strict';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { prepareZXingModule, readBarcodes } from 'zxing-wasm/reader';
import { launchChromium } from './lib/chromium.mjs';
import { CHROMIUM_DIST, FIREFOX_DIST } from './lib/dist.mjs';
import { launchFirefox } from './lib/firefox.mjs';
import { complaints, hears, listed, openOptions, pressIn, remove, send } from './lib/options.mjs';
import { PASSPHRASE, addByHand, empty, press, setPassphrase, tryPassphrase } from './lib/person.mjs';
import { PATIENCE, within } from './lib/wait.mjs';
import { there } from '../there.mjs';

/** @typedef {import('./lib/person.mjs').Popup} Popup */

const ACCOUNT = { secret: 'JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP', issuer: 'Example', name: 'ada' };
/** What the virtual authenticator is: a security key in the computer itself that knows its owner. */
const AUTHENTICATOR = /** @type {const} */ ({
  protocol: 'ctap2', ctap2Version: 'ctap2_1', transport: 'internal', hasResidentKey: true, hasUserVerification: true,
  isUserVerified: true, automaticPresenceSimulation: true,
});

let profile = '';
/** @type {import('./lib/chromium.mjs').Chromium} */
let chromium;
/** @type {import('puppeteer-core').Page} */
let page;

async function start() {
  chromium = await launchChromium({ extension: CHROMIUM_DIST, profile });
  page = await chromium.browser.newPage();
}

before(async () => {
  const wasm = createRequire(import.meta.url).resolve('zxing-wasm/reader/zxing_reader.wasm');
  await prepareZXingModule({ overrides: { wasmBinary: new Uint8Array(await readFile(wasm)).buffer }, fireImmediately: true });
  profile = await mkdtemp(join(tmpdir(), 'chromium-ways-'));
  await start();
  const popup = await press(chromium, page);
  await setPassphrase(popup);
  await addByHand(popup, ACCOUNT);
});

after(async () => {
  await chromium?.close().catch(() => {});
  await rm(profile, { recursive: true, force: true, maxRetries: 5 });
});

/** The gate of the vault, locked by the person if it is not. */
async function gate() {
  const popup = await press(chromium, page);
  await popup.waitFor(() => ['#lock', '#passphrase'].some((css) => document.querySelector(css)?.checkVisibility()));
  if (await popup.evaluate(() => document.querySelector('#lock')?.checkVisibility())) {
    await popup.click('#lock');
  }
  await popup.waitFor('#passphrase');
  return popup;
}

/** Types it at the gate in place of what stands there. @param {Popup} popup @param {string} text */
async function enter(popup, text) {
  await within(PATIENCE, 'the next attempt to be allowed', () =>
    popup.evaluate(() => document.querySelector('#gate-submit:enabled') !== null));
  await empty(popup, '#passphrase');
  await tryPassphrase(popup, text);
}

/** @param {Popup} popup @param {RegExp} words */
async function complains(popup, words) {
  await within(PATIENCE, `${words} at the gate`, async () => words.test((await popup.text('#gate-error')) ?? ''));
}

/** @param {Popup} popup */
const opens = (popup) => popup.waitFor('#list li');

/** Adds a recovery key, and answers with what its sheet says. @param {import('./lib/options.mjs').Options} options */
async function addRecoveryKey(options, name = '', proof = PASSPHRASE) {
  await send(options, 'recovery', { 'recovery-name': name, 'recovery-passphrase': proof });
  await options.waitFor('#sheet');
  return options.evaluate(() => [...document.querySelectorAll('#sheet-groups li')].map((group) => group.textContent ?? ''));
}

test('a new vault has one way in, which stays', async () => {
  const options = await openOptions(chromium);
  const [only, ...others] = await listed(options);
  assert.deepEqual(others, []);
  assert.equal(only?.title, 'Passphrase');
  assert.deepEqual([only?.revocable, only?.saysWhy], [false, true]);
  await options.page.close();
});

test('a recovery key: refused without the passphrase, shown once, printed by itself, and opens the vault', async () => {
  const options = await openOptions(chromium);
  await send(options, 'recovery', { 'recovery-passphrase': `${PASSPHRASE}?` });
  await within(PATIENCE, 'the refusal', async () => /not the passphrase/.test(await complaints(options)));
  assert.equal((await listed(options)).length, 1);

  const groups = await addRecoveryKey(options, 'In the safe');
  assert.equal(groups.length, 8);
  assert.ok(groups.every((group) => /^\d{6}$/.test(group)), groups.join(' '));
  assert.match((await options.text('#sheet-hint')) ?? '', /^In the safe · Made on /);
  const codes = await readBarcodes(new Blob([new Uint8Array(await options.screenshot())]), { formats: ['QRCode'] });
  assert.deepEqual(codes.map(({ text }) => text), [groups.join('-')]);
  const seen = () => options.evaluate(() => {
    const visible = (/** @type {string} */ css) => document.querySelector(css)?.checkVisibility();
    return ['#sheet-groups', '#sheet-qr svg', '#sheet-print', 'main', 'body > header'].filter(visible);
  });
  assert.deepEqual(await seen(), ['#sheet-groups', '#sheet-qr svg', '#sheet-print']);
  await options.page.emulateMediaType('print');
  assert.deepEqual(await seen(), ['#sheet-groups', '#sheet-qr svg']);
  await options.page.emulateMediaType();

  await options.click('#sheet-done');
  await hears(options, /The recovery key opens/);
  await options.waitFor('#ways-list');
  const left = await options.page.content();
  assert.deepEqual(groups.filter((group) => left.includes(group)), [], 'it is gone from the document');
  const way = (await listed(options)).find(({ title }) => title === 'In the safe');
  assert.equal(way?.kind, 'Recovery key');
  assert.match(way?.times ?? '', /Not used yet/);
  await options.page.close();

  const popup = await gate();
  assert.equal(await popup.text('#gate-label'), 'Passphrase or recovery key');
  const third = there(groups[2]);
  const typo = groups.with(2, `${third.slice(0, 5)}${(Number(third[5]) + 1) % 10}`);
  await enter(popup, typo.join(' '));
  await complains(popup, /^Group 3 is mistyped/);
  const marked = await popup.evaluate(() => {
    const field = document.querySelector('#passphrase');
    return field instanceof HTMLInputElement ? field.value.slice(field.selectionStart ?? 0, field.selectionEnd ?? 0) : null;
  });
  assert.equal(marked, typo[2], 'the group is marked');
  await enter(popup, `${groups.slice(0, 4).join(' ')}-${groups.slice(4).join('')} `);
  await opens(popup);

  const again = await openOptions(chromium);
  const used = (await listed(again)).find(({ title }) => title === 'In the safe');
  assert.match(used?.times ?? '', /Last used/);
  await pressIn(again, 'In the safe', 'rename');
  await again.page.keyboard.press('End');
  await again.page.keyboard.type(' at home');
  await again.page.keyboard.press('Enter');
  await hears(again, /Renamed/);
  assert.ok((await listed(again)).some(({ title }) => title === 'In the safe at home'));
  // Only passing by: Keep keeps.
  await pressIn(again, 'In the safe at home', 'revoke');
  await pressIn(again, 'In the safe at home', 'keep');
  assert.equal((await listed(again)).length, 2);
  await remove(again, 'In the safe at home');
  await again.page.close();

  const locked = await gate();
  await enter(locked, groups.join('-'));
  await complains(locked, /./);
  await enter(locked, PASSPHRASE);
  await opens(locked);
});

test('the recovery key goes from the screen when the vault is locked', async () => {
  const options = await openOptions(chromium);
  await addRecoveryKey(options, 'Lost');
  const popup = await gate();
  await within(PATIENCE, 'the sheet to go', () =>
    options.evaluate(() => document.querySelectorAll('#sheet-groups li, #sheet-qr svg').length === 0));
  await enter(popup, PASSPHRASE);
  await opens(popup);
  await within(PATIENCE, 'the list to be back', async () => (await listed(options)).length === 2);
  await remove(options, 'Lost');
  await options.page.close();
});

test('a passkey is made by the browser, opens the vault in a tab, and stops when it is removed', async () => {
  const options = await openOptions(chromium);
  const devtools = await options.page.createCDPSession();
  await devtools.send('WebAuthn.enable');
  // One that has no PRF is no use.
  const plain = await devtools.send('WebAuthn.addVirtualAuthenticator', { options: { ...AUTHENTICATOR, hasPrf: false } });
  await send(options, 'passkey', { 'passkey-passphrase': PASSPHRASE });
  await within(PATIENCE, 'the refusal', async () => /PRF/.test(await complaints(options)));
  await devtools.send('WebAuthn.removeVirtualAuthenticator', plain);
  const { authenticatorId } = await devtools.send('WebAuthn.addVirtualAuthenticator', { options: { ...AUTHENTICATOR, hasPrf: true } });
  // With a wrong passphrase nothing is added, and the passkey that was made is taken when it is right.
  await send(options, 'passkey', { 'passkey-name': 'Thumb', 'passkey-passphrase': `${PASSPHRASE}?` });
  await within(PATIENCE, 'the refusal', async () => /not the passphrase/.test(await complaints(options)));
  await send(options, 'passkey', { 'passkey-passphrase': PASSPHRASE });
  await hears(options, /The passkey opens your vault/);
  const { credentials } = await devtools.send('WebAuthn.getCredentials', { authenticatorId });
  assert.equal(credentials.length, 1);
  assert.ok((await listed(options)).some(({ title, kind }) => title === 'Thumb' && kind === 'Passkey'));
  // The same authenticator once more.
  await send(options, 'passkey', { 'passkey-passphrase': PASSPHRASE });
  await within(PATIENCE, 'the refusal', async () => /already/.test(await complaints(options)));

  const popup = await gate();
  await popup.click('#gate-passkey');
  await within(PATIENCE, 'the popup to close', () => !chromium.popupIsOpen());
  const opened = await chromium.browser.waitForTarget((target) => target.url() === chromium.url('unlock/unlock.html'), { timeout: PATIENCE });
  await (await opened.page())?.close();
  // The virtual authenticator belongs to the tab that it was made in.
  await options.page.bringToFront();
  await options.page.goto(chromium.url('unlock/unlock.html')).catch(() => {});
  await within(PATIENCE, 'the tab to close itself', () => options.page.isClosed());
  await opens(await press(chromium, page));

  const again = await openOptions(chromium);
  await remove(again, 'Thumb');
  await again.page.close();
  const locked = await gate();
  assert.equal(await locked.evaluate(() => document.querySelector('#gate-passkey')?.checkVisibility()), false);
  await enter(locked, PASSPHRASE);
  await opens(locked);
});

test('this device is remembered: one click opens the vault, after the end of the browser too, until it is removed', async () => {
  const options = await openOptions(chromium);
  await send(options, 'device', { 'device-name': 'Desk', 'device-passphrase': PASSPHRASE });
  await hears(options, /is remembered/);
  const desk = (await listed(options)).find(({ title }) => title === 'Desk');
  assert.match(desk?.kind ?? '', /this device/);
  assert.match(desk?.times ?? '', /Until /);
  assert.equal(await options.evaluate(() => document.querySelector('#device-open')?.checkVisibility()), false, 'once is enough');

  const popup = await gate();
  assert.equal(await popup.evaluate(() => document.activeElement?.id), 'gate-here', 'it is the first choice');
  await popup.click('#gate-here');
  await opens(popup);

  await chromium.close();
  await start();
  const next = await gate();
  await next.click('#gate-here');
  await opens(next);

  const again = await openOptions(chromium);
  await remove(again, 'Desk');
  const locked = await gate();
  assert.equal(await locked.evaluate(() => document.querySelector('#gate-here')?.checkVisibility()), false);
  await enter(locked, PASSPHRASE);
  await opens(locked);
  await within(PATIENCE, 'the ways in', async () => (await listed(again)).length > 0);
  const [only, ...others] = await listed(again);
  assert.deepEqual([only?.revocable, others], [false, []], 'the passphrase is the last way in again');
  await again.page.close();
});

test('re-encrypting asks for nothing, and whatever opened the vault still does', async () => {
  const options = await openOptions(chromium);
  const groups = await addRecoveryKey(options);
  await options.click('#sheet-done');
  await hears(options, /The recovery key opens/);
  await send(options, 'device', { 'device-name': 'Desk', 'device-passphrase': PASSPHRASE });
  await hears(options, /is remembered/);
  const keyNow = () => options.evaluate(() => chrome.storage.session.get('ticket')).then(({ ticket }) => ticket);
  const before = await keyNow();
  await options.click('#rotate');
  await hears(options, /encrypted anew/);
  assert.notEqual(await keyNow(), before, 'there is a new data key, and the session goes on with it');
  assert.equal((await listed(options)).length, 3);
  const popup = await gate();
  await popup.click('#gate-here');
  await opens(popup);
  const again = await gate();
  await enter(again, groups.join('-'));
  await opens(again);
  const passphrase = await gate();
  await enter(passphrase, PASSPHRASE);
  await opens(passphrase);
  await within(PATIENCE, 'the ways in', async () => (await listed(options)).length === 3);
  await remove(options, 'Desk');
  await remove(options, 'Recovery key');
  await options.page.close();
});

test('wrong passphrases cost a growing delay, which a killed worker does not forget', async () => {
  const popup = await gate();
  /** @type {number[]} */
  const waits = [];
  const grown = () => waits.some((wait) => wait > there(waits[0]));
  for (let attempt = 0; !grown() && attempt < 8; attempt += 1) {
    await enter(popup, `${PASSPHRASE} ${attempt}`);
    await complains(popup, /not the passphrase/);
    const [, seconds] = /Try again in (\d+) s/.exec((await popup.text('#gate-wait')) ?? '') ?? [];
    if (seconds !== undefined) {
      waits.push(Number(seconds));
    }
  }
  assert.ok(grown(), `they waited ${waits.join(', ')}`);
  // As many as cost a wait that does not end before a busy machine has shown it.
  const failed = await chromium.inWorker(async () => {
    const { 'vault.attempts': made } = /** @type {any} */ (await chrome.storage.local.get('vault.attempts'));
    await chrome.storage.local.set({ 'vault.attempts': { passphrase: { ...made.passphrase, failed: 20 } } });
    return made.passphrase.failed;
  });
  assert.ok(failed > waits.length, `${failed} are remembered`);
  await chromium.killWorker();
  const again = await press(chromium, page);
  await again.waitFor('#passphrase');
  assert.match((await again.text('#gate-wait')) ?? '', /Try again in \d+ s/);
  assert.equal(await again.evaluate(() => document.querySelector('#gate-submit:disabled') !== null), true);
  // That wait is over.
  await chromium.inWorker(async () => {
    const { 'vault.attempts': made } = /** @type {any} */ (await chrome.storage.local.get('vault.attempts'));
    await chrome.storage.local.set({ 'vault.attempts': { passphrase: { ...made.passphrase, last: 0 } } });
  });
  const later = await press(chromium, page);
  await enter(later, PASSPHRASE);
  await opens(later);
});

test('passkeys are offered where the browser makes them for an extension', async () => {
  const options = await openOptions(chromium);
  await options.waitFor('#passkey-open');
  await options.page.close();
  const firefox = await launchFirefox({ extension: FIREFOX_DIST });
  try {
    const tab = await firefox.openTab('options/options.html');
    const can = await tab.evaluate("async () => (await import('/lib/passkey.js')).canUsePasskeys()");
    assert.equal(can, false);
    assert.equal(await tab.evaluate(() => document.getElementById('passkey-open')?.hidden), true);
  } finally {
    await firefox.close();
  }
});
