// Moving to a phone: a series of QR codes, which another reader reads off the screen and which hold all accounts.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { toBase32 } from './lib/aegis.mjs';
import { launchChromium } from './lib/chromium.mjs';
import { CHROMIUM_DIST, FIREFOX_DIST } from './lib/dist.mjs';
import { launchFirefox } from './lib/firefox.mjs';
import { readExport } from './lib/google_export.mjs';
import { choose, says } from './lib/moving.mjs';
import { openVault } from './lib/open_vault.mjs';
import { PASSPHRASE, ofPuppeteer } from './lib/person.mjs';
import { PATIENCE, within } from './lib/wait.mjs';
import { codesIn } from './lib/zxing.mjs';
import { there } from '../there.mjs';

/** @typedef {import('./lib/person.mjs').Popup} Screen */
/** @typedef {import('./lib/google_export.mjs').Entry} Entry */

/** The greatest version that a phone's camera still reads at ease: 640 by 480 pixels leave five for each of its modules. */
const MOST_VERSION = 16;
const ALGORITHMS = ['SHA1', 'SHA256', 'SHA512'];

/** What Google's format holds, as it holds it. @type {Entry[]} */
const HELD = Array.from({ length: 23 }, (_, at) => ({
  secret: Buffer.from(`seed of twenty bytes${at}`.slice(-20)).toString('hex'),
  name: ['ada@example.com', 'größe', 'مستخدم', 'a,b:c'][at % 4] + String(at),
  issuer: at % 5 === 0 ? 'Überbank' : `Service ${at}`,
  algorithm: 1 + (at % 3), digits: at % 4 === 1 ? 2 : 1, type: at % 6 === 5 ? 1 : 2, counter: at % 6 === 5 ? at * 1000 : 0,
}));
const LEFT_OUT = [
  'otpauth://totp/Seven:odd?secret=GEZDGNBVGY3TQOJQ&issuer=Seven&digits=7',
  'otpauth://totp/Minute:slow?secret=GEZDGNBVGY3TQOJQ&issuer=Minute&period=60',
  'otpauth://steam/Steam:carol?secret=GEZDGNBVGY3TQOJQGEZDGNBV&issuer=Steam',
];

/** @param {Entry} entry */
function lineOf({ secret, name, issuer, algorithm, digits, type, counter }) {
  const codes = `algorithm=${ALGORITHMS[algorithm - 1]}&digits=${digits === 2 ? 8 : 6}&${type === 1 ? `counter=${counter}` : 'period=30'}`;
  const names = [issuer, name].map(encodeURIComponent);
  return `otpauth://${type === 1 ? 'hotp' : 'totp'}/${names.join(':')}?secret=${toBase32(Buffer.from(secret, 'hex'))}&issuer=${names[0]}&${codes}`;
}

/** @typedef {{ screen: Screen, keys: (key: string) => Promise<unknown>, picture: () => Promise<Uint8Array>, dark: () => Promise<unknown>, close: () => Promise<unknown> }} Running */

/** @type {Record<string, () => Promise<Running>>} */
const browsers = {
  Chromium: async () => {
    const chromium = await launchChromium({ extension: CHROMIUM_DIST });
    const page = await chromium.firstPage();
    await openVault(chromium, page);
    await page.goto(chromium.url('move/move.html'));
    return {
      screen: ofPuppeteer(page), close: chromium.close,
      keys: (key) => page.keyboard.press(/** @type {import('puppeteer-core').KeyInput} */ (key)),
      picture: () => page.screenshot(),
      dark: () => page.emulateMediaFeatures([{ name: 'prefers-color-scheme', value: 'dark' }]),
    };
  },
  Firefox: async () => {
    const firefox = await launchFirefox({ extension: FIREFOX_DIST });
    const page = there((await firefox.browser.pages())[0]);
    await openVault(firefox, page);
    const tab = await firefox.openTab('move/move.html');
    return {
      screen: /** @type {Screen} */ (/** @type {unknown} */ (tab)), close: firefox.close, keys: firefox.pressKeys,
      picture: () => tab.screenshot(),
      dark: () => firefox.setColorScheme(tab, 'dark'),
    };
  },
};

for (const [name, launch] of Object.entries(browsers)) {
  test(`${name}: 23 accounts as a series of QR codes, and what the format lacks is named before`, async (t) => {
    const { screen, keys, picture, dark, close } = await launch();
    try {
      await screen.waitFor('#choose');
      await choose(screen, '#files', 'links.txt', [...HELD.map(lineOf), ...LEFT_OUT].join('\n'));
      await says(screen, '#summary', /^New: 26\.$/);
      await screen.click('#import-now');
      await says(screen, '#imported-text', /26/);
      await screen.evaluate(() => {
        const format = document.querySelector('#export-format');
        if (!(format instanceof HTMLSelectElement)) throw new TypeError('no format');
        format.value = 'google-migration';
        format.dispatchEvent(new Event('change', { bubbles: true }));
      });

      const show = async () => {
        await screen.type('#export-passphrase', PASSPHRASE);
        await screen.click('#export-submit');
        await screen.waitFor('#losses');
        await screen.click('#losses-go');
        await screen.waitFor('#series-code svg');
      };

      await t.test('nothing is shown without the passphrase', async () => {
        await screen.type('#export-passphrase', `${PASSPHRASE}?`);
        await screen.click('#export-submit');
        await says(screen, '#export-status', /not the passphrase/);
        assert.equal(await screen.evaluate(() => document.querySelector('dialog[open]')), null);
      });

      await t.test('the accounts that are left out are named, and the person may stop there', async () => {
        await screen.type('#export-passphrase', PASSPHRASE);
        await screen.click('#export-submit');
        await screen.waitFor('#losses');
        const named = await screen.evaluate(() => [...document.querySelectorAll('#losses-out-list li')].map((row) => row.textContent));
        assert.deepEqual(named.toSorted(), ['Minute · slow', 'Seven · odd', 'Steam · carol']);
        assert.match((await screen.text('#losses-holds')) ?? '', /six or eight digits.*30 seconds.*Steam/);
        await screen.click('#losses-stop');
        await within(PATIENCE, 'the form to be free', () => screen.evaluate(() => document.querySelector('#export-form[aria-busy]') === null));
        assert.equal(await screen.evaluate(() => document.querySelector('svg.qr')), null);
      });

      /** @type {import('./lib/google_export.mjs').Entry[]} */
      const read = [];
      await t.test('another reader reads each code off the screen, and all accounts are in them', async () => {
        await dark();
        await show();
        const ids = new Set();
        for (let at = 0, size = 1; at < size; at += 1) {
          await says(screen, '#series-which', new RegExp(`^QR code ${at + 1} of `));
          const [code, ...others] = await codesIn(await picture());
          assert.deepEqual(others, []);
          const part = readExport(there(code, `QR code ${at + 1}`).text);
          assert.deepEqual([part.version, part.index], [1, at]);
          assert.ok(part.entries.length <= 4);
          assert.ok(Number(code?.version) <= MOST_VERSION, `version ${code?.version}`);
          ids.add(part.id);
          read.push(...part.entries);
          ({ size } = part);
          assert.equal(await screen.text('#series-which'), `QR code ${at + 1} of ${size}`);
          // By the button and by the key in turn.
          await (at === size - 1 ? null : at % 2 === 0 ? screen.click('#series-next') : keys('ArrowRight'));
        }
        assert.equal(ids.size, 1);
        const inOrder = (/** @type {Entry[]} */ entries) => entries.toSorted((a, b) => (a.secret < b.secret ? -1 : 1));
        assert.deepEqual(inOrder(read), inOrder(HELD));
      });

      await t.test('the code is as large as the window, black on white with its quiet zone', async () => {
        const { side, room, modules } = await screen.evaluate(() => {
          const svg = document.querySelector('#series-code svg');
          if (!(svg instanceof SVGSVGElement)) throw new TypeError('no code');
          const { width, height } = svg.getBoundingClientRect();
          return { side: Math.min(width, height), room: Math.min(innerWidth, innerHeight), modules: svg.viewBox.baseVal.width };
        });
        assert.ok(side > room * 0.85, `${side} of ${room}`);
        assert.ok(side / modules >= 6, `${side / modules} pixels for a module`);
        const ground = await screen.evaluate(() => [...document.querySelectorAll('#series, #series-figure, #series-code svg')].map((one) => getComputedStyle(one).backgroundColor));
        assert.deepEqual(ground, Array(3).fill('rgb(255, 255, 255)'));
      });

      await t.test('keys go back and forth, the screen can be filled, and Escape leaves', async () => {
        const last = there(await screen.text('#series-which'));
        await keys('ArrowLeft');
        await within(PATIENCE, 'the code before', async () => (await screen.text('#series-which')) !== last);
        await keys('ArrowRight');
        await within(PATIENCE, 'the last code', async () => (await screen.text('#series-which')) === last);
        await keys('ArrowRight');
        await screen.click('#series-full');
        await within(PATIENCE, 'the full screen', () => screen.evaluate(() => document.fullscreenElement?.id === 'series-figure'));
        const [code] = await codesIn(await picture());
        assert.equal(readExport(there(code).text).size, Number(/\d+$/.exec(last)?.[0]));
        await screen.click('#series-full');
        await within(PATIENCE, 'the window again', () => screen.evaluate(() => document.fullscreenElement === null));
        await keys('Escape');
        await within(PATIENCE, 'the codes to go', () => screen.evaluate(() => document.querySelector('dialog[open], svg.qr') === null));
      });

      await t.test('they go with the full screen, and when the vault is locked', async () => {
        await show();
        await screen.click('#series-full');
        await within(PATIENCE, 'the full screen', () => screen.evaluate(() => document.fullscreenElement !== null));
        await screen.click('#series-done');
        await within(PATIENCE, 'neither codes nor the full screen', () => screen.evaluate(() => document.fullscreenElement === null && document.querySelector('dialog[open], svg.qr') === null));
        await show();
        await screen.evaluate(() => { chrome.runtime.sendMessage({ type: 'lock', ask: {} }).catch(() => {}); });
        await screen.waitFor('#locked');
        assert.equal(await screen.evaluate(() => document.querySelector('svg.qr')), null);
      });
    } finally {
      await close();
    }
  });
}
