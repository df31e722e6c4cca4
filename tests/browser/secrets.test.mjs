// Where secrets lie, and where they don't: the memory of the worker and of the screens while the vault is open and after
// it was locked, and the disk, where the key of a device lies while it is remembered, as the switch says, and no longer once
// the device was revoked or its time is over. Each search is shown to find what is there.
import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import { readFile, rm } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { after, before, test } from 'node:test';
import { prepareZXingModule, readBarcodes } from 'zxing-wasm/reader';
import { attack } from '../independent/attack.mjs';
import { ask, openOptions } from './lib/asking_worker.mjs';
import { launchChromium, searchProfile } from './lib/chromium.mjs';
import { dataUrl } from './lib/codes.mjs';
import { CHROMIUM_DIST } from './lib/dist.mjs';
import { WHOLE_STRINGS, base32, heapStrings, inBytes, inProcess, inStrings, sessionOfWorker, spellings, wasmMemories } from './lib/memory.mjs';
import { addByHand, addFromPage, ofPuppeteer, press, setPassphrase, tryPassphrase } from './lib/person.mjs';
import { browsers, remembering } from './lib/remembering.mjs';
import { PATIENCE, sleep, within } from './lib/wait.mjs';
import { there } from '../there.mjs';

/** Words that stand nowhere but in the vault. */
const ISSUER = 'Zephyrine Waterworks';
const NAME = 'quorra.vexley';
const PASSPHRASE = 'eleven copper kettles, unpolished';
const SEED = Buffer.from('Gramophone~41/ok?~z');
/** Bound to the account and never visited, or the browser's history would know it. */
const SITE = 'quagmire-portal.example';
const TYPED_SEED = Buffer.from('typed-in-by-hand-5');
const BY_HAND = { secret: base32(TYPED_SEED), issuer: 'Umbrageous Telegraphs', name: 'ottoline.frew' };
/** What is put where it will be looked for. */
const PLANTED = spellings(Buffer.from('planted-for-control'));
const ON_DISK = 'KilimanjaroControl';

/** @type {import('./lib/chromium.mjs').Chromium} */
let chromium;
/** @type {import('puppeteer-core').Page} */
let page;
/** @type {import('puppeteer-core').Page} */
let options;
/** @type {import('node:http').Server} */
let server;

before(async () => {
  const wasm = createRequire(import.meta.url).resolve('zxing-wasm/reader/zxing_reader.wasm');
  await prepareZXingModule({ overrides: { wasmBinary: new Uint8Array(await readFile(wasm)).buffer }, fireImmediately: true });
  const picture = await dataUrl(`otpauth://totp/${encodeURIComponent(ISSUER)}:${NAME}?secret=${base32(SEED)}&issuer=${encodeURIComponent(ISSUER)}`);
  server = createServer((_, response) => response.setHeader('content-type', 'text/html').end(`<title>A page</title><img src="${picture}">`));
  await new Promise((resolve) => {
    server.listen(0, '127.0.0.1', () => resolve(null));
  });
  const { port } = /** @type {import('node:net').AddressInfo} */ (server.address());
  chromium = await launchChromium({ extension: CHROMIUM_DIST, keepProfile: true, args: [WHOLE_STRINGS] });
  options = await openOptions(chromium);
  page = await chromium.browser.newPage();
  await page.goto(`http://127.0.0.1:${port}/`);
  await setPassphrase(await press(chromium, page), PASSPHRASE);
});

after(async () => {
  server?.close();
  await chromium?.close().catch(() => {});
  await rm(chromium?.profile ?? '', { recursive: true, force: true, maxRetries: 5 });
});

/** What each of the three contexts can be asked about. @returns {Promise<[string, import('puppeteer-core').CDPSession][]>} */
async function contexts() {
  const popup = await chromium.popup();
  return [
    ['worker', await sessionOfWorker(chromium)],
    ['popup', await popup.createCDPSession()],
    ['options', await options.createCDPSession()],
  ];
}

/** In which contexts' heaps which spellings stand. @param {Map<string, string>} needles */
async function inHeaps(needles) {
  const found = [];
  for (const [name, session] of await contexts()) {
    const strings = await heapStrings(session);
    assert.ok(strings.length > 5000, `only ${strings.length} strings in the ${name}'s heap`);
    found.push(...inStrings(strings, needles).map((spelling) => `${name}: ${spelling}`));
    await session.detach();
  }
  return found;
}

/** The same of the WebAssembly memories of the worker, which is the only one that has any. @param {Map<string, string>} needles */
async function inWasm(needles) {
  const session = await sessionOfWorker(chromium);
  const found = inBytes(await wasmMemories(session), needles);
  await session.detach();
  return found;
}

/** The data key, as it lies in memory while the vault is open. */
async function dataKey() {
  const { ticket } = await options.evaluate(() => chrome.storage.session.get('ticket'));
  return Buffer.from(String(ticket), 'base64').subarray(-32);
}

const words = new Map([['passphrase', PASSPHRASE]]);

test('the search finds every spelling in every heap', async () => {
  await press(chromium, page);
  for (const [name, session] of await contexts()) {
    const plant = (/** @type {string[]} */ texts) => session.send('Runtime.evaluate', { expression: `globalThis.planted = ${JSON.stringify(texts)}.map((text) => text + '!')` });
    await plant([...PLANTED.values()]);
    assert.deepEqual(inStrings(await heapStrings(session), PLANTED), [...PLANTED.keys()], name);
    await plant([]);
    await session.detach();
  }
  assert.deepEqual(await inHeaps(PLANTED), [], 'and nothing once it is gone');
});

test('a seed that was enrolled by its QR code is in no heap; the core has it', async () => {
  await addFromPage(await press(chromium, page), ISSUER);
  const { id } = there((await ask(options, 'list', {})).accounts[0]);
  const { issuer, name, sites } = await ask(options, 'details', { id });
  assert.deepEqual([issuer, name], [ISSUER, NAME]);
  await ask(options, 'edit', { id, changes: { issuer, name, submit: false, sites: [...sites, { origin: `https://${SITE}`, rule: 'domain', taught: true }], frames: [] } });
  assert.deepEqual(await inHeaps(spellings(SEED)), []);
  assert.deepEqual(await inWasm(spellings(SEED)), ['bytes']);
});

test('unlocked by the passphrase: neither it nor the data key is in any heap', async () => {
  const popup = await press(chromium, page);
  await popup.click('#lock');
  await tryPassphrase(popup, PASSPHRASE);
  await popup.waitFor('#list .code');
  const key = spellings(await dataKey());
  assert.deepEqual(await inHeaps(words), []);
  assert.deepEqual(await inHeaps(key), []);
  assert.deepEqual(await inHeaps(spellings(SEED)), []);
  assert.deepEqual(await inWasm(words), []);
  assert.deepEqual(await inWasm(key), ['bytes'], 'and the core has the data key');
});

test('a secret that a person has shown on the screen is in its heap, and gone when they are done', async () => {
  const moving = await chromium.browser.newPage();
  await moving.goto(chromium.url('move/move.html'));
  const screen = ofPuppeteer(moving);
  await screen.waitFor('#export-form');
  await moving.select('#export-format', 'google-migration');
  await screen.type('#export-passphrase', PASSPHRASE);
  await screen.click('#export-submit');
  await screen.waitFor('#series-code svg');
  const shown = await drawnIn(moving);
  assert.ok(shown.some((text) => Buffer.from(new URL(text).searchParams.get('data') ?? '', 'base64').includes(SEED)), shown.join());
  await screen.click('#series-done');
  await within(PATIENCE, 'the QR codes to go', () => moving.evaluate(() => document.querySelector('#series-code svg') === null));
  assert.deepEqual(await drawnIn(moving), []);
  await moving.close();
});

test('locked: no heap, no memory of the core and no session storage holds seed, data key or passphrase', async (t) => {
  const popup = await press(chromium, page);
  await popup.waitFor('#list .code');
  const secrets = new Map([
    ...words,
    ...[...spellings(SEED)].map(([name, text]) => /** @type {[string, string]} */ ([`seed: ${name}`, text])),
    ...[...spellings(await dataKey())].map(([name, text]) => /** @type {[string, string]} */ ([`data key: ${name}`, text])),
  ]);
  assert.notDeepEqual(inStrings([JSON.stringify(await sessionStorage())], secrets), [], 'the search finds the data key before');
  await popup.click('#lock');
  await popup.waitFor('#passphrase');
  assert.deepEqual(inStrings([JSON.stringify(await sessionStorage())], secrets), []);
  assert.deepEqual(await inHeaps(secrets), []);
  assert.deepEqual(await inWasm(secrets), []);
  // Nothing is promised of what was freed; it is told.
  const memory = await inProcess(chromium, secrets).catch((error) => error.message);
  t.diagnostic(`in the whole memory of the process, what was freed included: ${JSON.stringify(memory)}`);
});

test('nothing of the vault is in the clear on the disk, while the browser runs and after its end', async () => {
  const popup = await press(chromium, page);
  await tryPassphrase(popup, PASSPHRASE);
  await popup.waitFor('#search');
  // What is typed into forms is what a browser likes to remember.
  await addByHand(popup, BY_HAND);
  assert.deepEqual(await inHeaps(spellings(TYPED_SEED)), [], 'nor does a screen keep what was typed');
  await popup.click('#lock');
  await popup.waitFor('#passphrase');
  await chromium.inWorker((control) => chrome.storage.local.set({ control }), ON_DISK);
  const needles = [
    ...spellings(SEED).values(), BY_HAND.secret, ISSUER, NAME, SITE, BY_HAND.issuer, BY_HAND.name, PASSPHRASE, ON_DISK,
  ];
  await assertSealed(needles);
  await chromium.close();
  await assertSealed(needles);
});

/** @param {string[]} needles */
async function assertSealed(needles) {
  const { hits, files, unreadable } = await searchProfile(chromium.profile, needles);
  assert.ok(files > 50, `only ${files} files`);
  assert.deepEqual(unreadable.filter((file) => /Extension|IndexedDB/.test(file)), []);
  assert.ok(hits.some(({ needle }) => needle === ON_DISK), 'the search finds what is there');
  assert.deepEqual(hits.filter(({ needle }) => needle !== ON_DISK), []);
}

for (const [name, launch] of Object.entries(browsers)) {
  test(`${name}: the key of a remembered device is searched for on the disk`, async (t) => {
    const running = await launch();
    try {
      const { ever, ask: asks, note, trust, trustUntilSoon, killBackground, places, loseAlarm, onDisk, device } = await remembering(running, PASSPHRASE);
      const count = async () => (await onDisk()).length;
      /** Time enough to lock and to search once more, in milliseconds; more where this machine turns out to be slower. */
      let soon = 5000;

      await t.test('it is found while the device is remembered, and not after it was revoked', async () => {
        await trust();
        assert.equal(await count(), 1, 'the search finds it');
        await asks('revokeWay', { id: there(await device()).id });
        assert.equal(await count(), 0);
      });

      await t.test('remembered anew or encrypted anew there is one at a time, and who has copied the one before is out', async () => {
        await trust();
        await trust();
        const [first, ...more] = await onDisk();
        const { deviceKey: before } = there(first);
        assert.deepEqual(more, []);
        await asks('rotateKey', {});
        await note();
        const [second, ...others] = await onDisk();
        assert.deepEqual([there(second).deviceKey !== before, others], [true, []]);
        const { sealed } = await attack({ envelopes: ever.slice(-1) }, { deviceKey: before });
        assert.equal(sealed.length, 1);
        await asks('revokeWay', { id: there(await device()).id });
      });

      await t.test('not after its time is over, also while the vault is locked', async () => {
        /** @type {number} */
        let until;
        /** @type {number | undefined} */
        let before;
        do {
          // The one before ends by the right clock: by the slow one its alarm would come again and again, until it is lost with
          // the background that is killed.
          await within(PATIENCE, 'the alarm of the one before', async () => (await places()) === 0);
          soon *= 2;
          until = await trustUntilSoon(soon);
          await asks('lock', {});
          await killBackground();
          before = await count();
        } while (Date.now() >= until && soon < PATIENCE);
        assert.equal(before, 1, 'not over yet');
        await sleep(until - Date.now());
        await within(PATIENCE, 'the alarm', async () => Date.now() > until && (await places()) === 0);
        assert.equal(await count(), 0);
        assert.equal((await asks('status', {})).ways.device, false, 'nor is it offered');
        await asks('unlock', { passphrase: PASSPHRASE });
        assert.equal(await device(), undefined, 'and its slot is gone when the vault is unlocked');
      });

      await t.test('nor while the vault stays open', async () => {
        // The right clock must not lock it.
        await asks('setSettings', { autoLockMinutes: 0, idleMinutes: 0 });
        const until = await trustUntilSoon(soon);
        await killBackground();
        await sleep(until - Date.now());
        await within(PATIENCE, 'the slot to go from the open vault', async () => (await device()) === undefined);
        assert.equal(await count(), 0, 'and the key with it');
      });

      // Chromium drops such a key by itself, so that only an alarm that is late would tell, and none can be made late.
      if (name === 'Firefox') {
        await t.test('also when the background starts before the alarm', async () => {
          const until = await trustUntilSoon(soon);
          await killBackground();
          await loseAlarm();
          await sleep(until - Date.now());
          await within(PATIENCE, 'the slot to go from the open vault', async () => (await device()) === undefined);
          assert.equal(await places(), 0, 'and the key with it');
        });
      }
    } finally {
      await running.close();
    }
  });
}

function sessionStorage() {
  return options.evaluate(() => chrome.storage.session.get(null));
}

/**
 * What the drawings of QR codes say that stand in a screen's heap, by an independent reader.
 * @param {import('puppeteer-core').Page} screen
 */
async function drawnIn(screen) {
  const session = await screen.createCDPSession();
  const paths = (await heapStrings(session)).filter((text) => /^(M\d+ \d+h\d+v1h-\d+z){40,}$/.test(text));
  await session.detach();
  const found = await Promise.all(paths.map((path) => readBarcodes(rendered(path), { formats: ['QRCode'] })));
  return found.flat().map(({ text }) => text);
}

/** A drawing as a picture of four pixels a module. @param {string} path */
function rendered(path) {
  const runs = [...path.matchAll(/M(\d+) (\d+)h(\d+)/g)].map(([, x, y, width]) => ({ x: Number(x), y: Number(y), width: Number(width) }));
  const size = 4 * (8 + Math.max(...runs.flatMap(({ x, y, width }) => [x + width, y + 1])));
  const data = new Uint8ClampedArray(4 * size * size).fill(255);
  for (const { x, y, width } of runs) {
    for (let row = 4 * (y + 4); row < 4 * (y + 5); row += 1) {
      for (let column = 4 * (x + 4); column < 4 * (x + 4 + width); column += 1) {
        data.fill(0, 4 * (row * size + column), 4 * (row * size + column) + 3);
      }
    }
  }
  return /** @type {ImageData} */ ({ data, width: size, height: size, colorSpace: 'srgb' });
}
