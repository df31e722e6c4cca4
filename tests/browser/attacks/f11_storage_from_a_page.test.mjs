// A function that was injected into a page, as the one that looks for fields is, belongs to whoever breaks out of that
// page's sandbox: what the extension keeps on the disk must not be theirs to read or to write.
import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import { after, before, test } from 'node:test';
import { ask, openBarePage } from '../lib/asking_worker.mjs';
import { launchChromium } from '../lib/chromium.mjs';
import { CHROMIUM_DIST } from '../lib/dist.mjs';
import { PASSPHRASE, press } from '../lib/person.mjs';

/** @type {import('../lib/chromium.mjs').Chromium} */
let chromium;
/** @type {import('puppeteer-core').Page} */
let page;
const server = createServer((_request, response) => response.setHeader('content-type', 'text/html').end('<!doctype html><iframe srcdoc="in"></iframe>'));

before(async () => {
  chromium = await launchChromium({ extension: CHROMIUM_DIST });
  page = await chromium.browser.newPage();
  await new Promise((listening) => {
    server.listen(0, '127.0.0.1', () => listening(undefined));
  });
  const { port } = /** @type {import('node:net').AddressInfo} */ (server.address());
  await page.goto(`http://127.0.0.1:${port}/`);
});

after(async () => {
  await chromium?.close();
  server.closeAllConnections();
  server.close();
});

/** What an injected function gets from the storages, in each frame; the press of the button allows the injection. */
async function plunder() {
  await press(chromium, page);
  const taken = await chromium.inWorker(async () => {
    const [tab] = await chrome.tabs.query({ active: true, lastFocusedWindow: true });
    const results = await chrome.scripting.executeScript({
      target: { tabId: tab?.id ?? 0, allFrames: true },
      func: async () => {
        /** @param {() => Promise<unknown>} taking */
        const attempt = (taking) => taking().then((answer) => `done: ${JSON.stringify(answer)}`, (error) => `refused: ${error.message}`);
        const { local, session } = chrome.storage;
        return {
          read: await attempt(async () => local.get(null)),
          keys: await attempt(async () => local.getKeys()),
          write: await attempt(async () => local.set({ settings: { autoLockMinutes: 0 }, 'vault.kept': [] })),
          remove: await attempt(async () => local.remove('vault.attempts')),
          clear: await attempt(async () => local.clear()),
          open: await attempt(async () => local.setAccessLevel({ accessLevel: 'TRUSTED_AND_UNTRUSTED_CONTEXTS' })),
          session: await attempt(async () => session.get(null)),
        };
      },
    });
    return results.map(({ result }) => result);
  });
  await chromium.closePopup();
  assert.equal(taken.length, 2, 'the page and its frame');
  return taken;
}

test('an injected function can neither read nor write what is stored, also after the worker has died', async () => {
  const own = await openBarePage(chromium);
  await ask(own, 'create', { passphrase: PASSPHRASE });
  const stored = () => own.evaluate(() => chrome.storage.local.get(null));
  const before = await stored();
  assert.ok('vault.kept' in before, 'the extension itself reads it');
  for (const round of ['at first', 'after the worker has died']) {
    for (const frame of await plunder()) {
      for (const [what, got] of Object.entries(frame ?? {})) {
        assert.match(got, /^refused: /, `${what}, ${round}`);
      }
    }
    assert.deepEqual(await stored(), before);
    await chromium.killWorker();
  }
  assert.equal((await ask(own, 'status', {})).state, 'unlocked');
});
