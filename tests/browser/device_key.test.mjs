// The key of a remembered device on the disk: it lies there while the device is remembered, as the switch says, and no
// longer once it was revoked, its time is over or policy forbids it, also while the vault is locked.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { attack } from '../independent/attack.mjs';
import { launchChromium } from './lib/chromium.mjs';
import { deviceKeysIn } from './lib/device_keys.mjs';
import { CHROMIUM_DIST, FIREFOX_DIST } from './lib/dist.mjs';
import { launchFirefox } from './lib/firefox.mjs';
import { PATIENCE, within } from './lib/wait.mjs';

const PASSPHRASE = 'seven wooden boats at dawn';
const DAY = 24 * 60 * 60 * 1000;
/** For so long the device is remembered whose time is soon over, in milliseconds. */
const SOON = 20_000;

/**
 * @typedef {object} Running
 * @property {string} profile
 * @property {(message: object) => Promise<any>} say to the background
 * @property {(fn: (...args: any[]) => any, ...args: any[]) => Promise<any>} inBackground
 * @property {() => Promise<unknown>} killBackground
 * @property {() => Promise<unknown>} close
 */

/** @type {Record<string, () => Promise<Running>>} */
const browsers = {
  Chromium: async () => {
    const chromium = await launchChromium({ extension: CHROMIUM_DIST });
    const page = await chromium.browser.newPage();
    await page.goto(chromium.url('background/clipboard.html'));
    return {
      profile: chromium.profile,
      say: (message) => page.evaluate((what) => chrome.runtime.sendMessage(what), message),
      inBackground: (fn, ...args) => chromium.inWorker(fn, ...args),
      killBackground: chromium.killWorker,
      close: chromium.close,
    };
  },
  Firefox: async () => {
    const firefox = await launchFirefox({ extension: FIREFOX_DIST });
    const tab = await firefox.openTab('background/clipboard.html');
    return {
      profile: firefox.profile,
      say: (message) => tab.evaluate((what) => chrome.runtime.sendMessage(what), message),
      inBackground: async (fn, ...args) => (await firefox.background()).evaluate(fn, ...args),
      killBackground: firefox.killBackground,
      close: firefox.close,
    };
  },
};

for (const [name, launch] of Object.entries(browsers)) {
  test(`${name}: the key of a device lies on the disk until the device is revoked, or its time is over`, async () => {
    const { profile, say, inBackground, killBackground, close } = await launch();
    try {
      const ask = async (/** @type {string} */ type, /** @type {object} */ asked) => {
        const reply = await say({ type, ask: asked });
        if (reply === undefined || 'error' in reply) throw new Error(`${type}: ${reply?.error}`);
        return reply.answer;
      };
      /** @type {string[]} */
      const ever = [];
      const note = async () => {
        const stored = await inBackground(() => chrome.storage.local.get(null));
        ever.push(...Object.entries(stored).flatMap(([key, value]) => (key.startsWith('vault.generation.') ? [String(value)] : [])));
      };
      /** How many keys of any device that there ever was lie there now. */
      const keysOnDisk = async () => (await deviceKeysIn(profile, ever)).length;
      const trust = () => ask('trustDevice', { passphrase: PASSPHRASE, name: 'Desk', days: 1 });
      const device = async () => (await ask('ways', {})).ways.find((/** @type {{ kind: string }} */ { kind }) => kind === 'device');

      await ask('create', { passphrase: PASSPHRASE });
      await trust();
      await note();
      assert.equal(await keysOnDisk(), 1, 'the search finds it while the device is remembered');
      const { id } = await device();
      await ask('revokeWay', { id });
      assert.equal(await keysOnDisk(), 0, 'revoked');

      // Remembered anew, there is one at a time.
      await trust();
      await note();
      await trust();
      await note();
      assert.equal(await keysOnDisk(), 1, 'the key before is gone, the new one is there');
      const [{ deviceKey: before }] = await deviceKeysIn(profile, ever);
      await ask('rotateKey', {});
      await note();
      const [{ deviceKey: now }, ...others] = await deviceKeysIn(profile, ever);
      assert.deepEqual([now !== before, others], [true, []], 'a vault that is encrypted anew has a new key of the device as well');
      const { sealed } = await attack({ envelopes: ever.slice(-1) }, { deviceKey: before });
      assert.equal(sealed.length, 1, 'who has copied the one before is out');
      await ask('revokeWay', { id: (await device()).id });

      /** By a clock that is a day slow it is remembered until soon. */
      const trustUntilSoon = async () => {
        await ask('lock', {});
        await inBackground((back) => {
          const now = Date.now.bind(Date);
          Date.now = () => now() - back;
        }, DAY - SOON);
        const soon = Date.now() + SOON;
        await ask('unlock', { passphrase: PASSPHRASE });
        await trust();
        await note();
        return soon;
      };
      const until = await trustUntilSoon();
      await ask('lock', {});
      await killBackground();
      assert.equal(await keysOnDisk(), 1, 'not over yet');
      assert.ok(Date.now() < until, 'the search was quick enough');
      const there = () => within(SOON + PATIENCE, 'the alarm', async () => Date.now() > until && (await keysOnDisk()) === 0);
      await there();
      assert.equal((await ask('status', {})).ways.device, false, 'nor is it offered');
      await ask('unlock', { passphrase: PASSPHRASE });
      assert.equal(await device(), undefined, 'and its slot is gone when the vault is unlocked');

      // The same while the vault is open, which the right clock must not lock.
      await ask('setSettings', { autoLockMinutes: 0, idleMinutes: 0 });
      await trustUntilSoon();
      await killBackground();
      await within(SOON + PATIENCE, 'the slot to go from the open vault', async () => (await device()) === undefined);
      assert.equal(await keysOnDisk(), 0, 'and the key with it');
    } finally {
      await close();
    }
  });
}
