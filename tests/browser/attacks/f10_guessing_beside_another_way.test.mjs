// Guessing the passphrase in a browser that is unlocked: another way in, which takes no guess, must not begin the count anew.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ask, openBarePage } from '../lib/asking_worker.mjs';
import { launchChromium } from '../lib/chromium.mjs';
import { CHROMIUM_DIST, FIREFOX_DIST } from '../lib/dist.mjs';
import { launchFirefox } from '../lib/firefox.mjs';
import { PASSPHRASE } from '../lib/person.mjs';
import { PATIENCE, within } from '../lib/wait.mjs';

/** @typedef {import('puppeteer-core').Page} Page */

const WRONG = 'seven wooden boats at noon';
const NAME = { name: 'Somewhere', passphrase: WRONG };
/** Whatever asks for the passphrase of a vault that is unlocked. */
const ASKING = /** @type {const} */ ([
  ['qrCode', { id: '', passphrase: WRONG }],
  ['exportLines', { ids: [], passphrase: WRONG, channel: 'nobody' }],
  ['addRecoveryKey', NAME],
  ['addPasskey', { ...NAME, credential: '', salt: '', secret: '' }],
  ['trustDevice', { ...NAME, days: 30 }],
  ['changePassphrase', { current: WRONG, next: 'eight wooden boats at noon' }],
]);

/** Why it is refused. @param {Promise<unknown>} asked */
const refusal = (asked) => asked.then(() => 'nothing', (error) => error.message);

/** Waits, as whoever guesses has to, and guesses. @param {Page} page */
const guess = (page) => within(PATIENCE, 'the next guess to be allowed', async () =>
  (await refusal(ask(page, 'qrCode', { id: '', passphrase: WRONG }))) === 'wrong-passphrase');

/** @param {Page} page */
async function unlockHereAnew(page) {
  await ask(page, 'lock', {});
  await ask(page, 'unlockHere', {});
}

/** The failed attempts that the log tells, the last ones first. @param {Page} page */
async function told(page) {
  const logs = await ask(page, 'log', {});
  return logs.flatMap(({ entries }) => entries.map(({ event }) => JSON.parse(String(event)))).filter(({ what }) => /failed/i.test(what)).map(({ detail }) => detail);
}

/** So many wrong passphrases as cost the longest wait, in the shape that there was before ways were told apart. @param {Page} page */
const manyFailed = (page) => page.evaluate(() => chrome.storage.local.set({ 'vault.attempts': { failed: 20, last: Date.now() } }));

/** @param {Page} page a page of the extension */
async function all(page) {
  await ask(page, 'create', { passphrase: PASSPHRASE });
  await ask(page, 'trustDevice', { passphrase: PASSPHRASE, name: 'Here', days: 30 });
  const { text } = await ask(page, 'addRecoveryKey', { passphrase: PASSPHRASE, name: 'Safe' });

  // By really guessing: the count goes on over this device, and the log tells of each guess once.
  for (let guessed = 1; guessed <= 4; guessed += 1) {
    await guess(page);
    await unlockHereAnew(page);
  }
  await ask(page, 'lock', {});
  const began = Date.now();
  const { wait } = await ask(page, 'status', {});
  // Since the last guess some of its two seconds may be over on a slow machine, but then the next one costs four.
  await ask(page, 'unlockHere', {});
  await guess(page);
  await ask(page, 'lock', {});
  const { wait: next } = await ask(page, 'status', {});
  assert.ok(wait > 0 || next > 0 || Date.now() - began > 4000, 'a wait after five guesses with this device in between');
  await ask(page, 'unlockHere', {});
  assert.deepEqual((await told(page)).map(Number), [1, 1, 1, 1, 1], 'one entry for each');

  // After many, whatever asks for the passphrase has to wait, whichever way has opened the vault since.
  await manyFailed(page);
  await unlockHereAnew(page);
  for (const [type, asked] of ASKING) {
    assert.equal(await refusal(ask(page, type, /** @type {any} */ (asked))), 'attempts-wait', type);
  }
  await ask(page, 'lock', {});
  assert.equal(await refusal(ask(page, 'unlock', { passphrase: PASSPHRASE })), 'attempts-wait');
  assert.ok((await ask(page, 'status', {})).wait > 200);

  // A recovery key is another way: it is not kept waiting by that, and does not end it.
  await ask(page, 'unlock', { passphrase: ` ${text.replaceAll('-', ' ')}` });
  assert.equal(await refusal(ask(page, 'exportLines', { ids: [], passphrase: PASSPHRASE, channel: 'nobody' })), 'attempts-wait');
  await ask(page, 'trustDevice', { passphrase: text, name: 'Here', days: 30 });
  assert.equal(await refusal(ask(page, 'exportLines', { ids: [], passphrase: PASSPHRASE, channel: 'nobody' })), 'attempts-wait');
  // And a wrong one counts as one.
  const mistyped = text.replace(/\d/, (digit) => String((Number(digit) + 1) % 10));
  for (let typed = 0; typed < 3; typed += 1) {
    assert.match(await refusal(ask(page, 'exportLines', { ids: [], passphrase: mistyped, channel: 'nobody' })), /^recovery-group/);
  }
  // The first waits are short: on a slow machine they are over before the next one is typed.
  await within(PATIENCE, 'a wait', async () => (await refusal(ask(page, 'exportLines', { ids: [], passphrase: mistyped, channel: 'nobody' }))) === 'attempts-wait');
  await unlockHereAnew(page);

  // The time is over, and the right passphrase ends it.
  await page.evaluate(async () => {
    const { 'vault.attempts': made } = await chrome.storage.local.get('vault.attempts');
    const over = Object.fromEntries(Object.entries(/** @type {any} */ (made)).map(([kind, one]) => [kind, { ...one, last: 0 }]));
    await chrome.storage.local.set({ 'vault.attempts': over });
  });
  await ask(page, 'exportLines', { ids: [], passphrase: PASSPHRASE, channel: 'nobody' });
  await guess(page);
  await ask(page, 'exportLines', { ids: [], passphrase: PASSPHRASE, channel: 'nobody' });
  await ask(page, 'exportLines', { ids: [], passphrase: text, channel: 'nobody' });
  assert.deepEqual(await page.evaluate(() => chrome.storage.local.get('vault.attempts')), {});
}

test('Chromium: the wait for the passphrase goes on, whatever else opens the vault', async () => {
  const chromium = await launchChromium({ extension: CHROMIUM_DIST });
  try {
    await all(await openBarePage(chromium));
  } finally {
    await chromium.close();
  }
});

test('Firefox: the wait for the passphrase goes on, whatever else opens the vault', async () => {
  const firefox = await launchFirefox({ extension: FIREFOX_DIST });
  try {
    await all(/** @type {Page} */ (/** @type {unknown} */ (await firefox.openTab('background/clipboard.html'))));
  } finally {
    await firefox.close();
  }
});
