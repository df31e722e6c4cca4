/**
 * A device that is remembered, revoked and forgotten, in either browser, and the search for its key in the profile.
 */
import { launchChromium } from './chromium.mjs';
import { deviceKeysIn, randomPiecesIn } from './device_keys.mjs';
import { CHROMIUM_DIST, FIREFOX_DIST } from './dist.mjs';
import { launchFirefox } from './firefox.mjs';
import { there } from '../../there.mjs';

/**
 * @typedef {object} Running
 * @property {string} profile
 * @property {(message: object) => Promise<any>} say to the background
 * @property {(fn: (...args: any[]) => any, ...args: any[]) => Promise<any>} inPage in a page of the extension, without the background
 * @property {(fn: (...args: any[]) => any, ...args: any[]) => Promise<any>} inBackground
 * @property {() => Promise<unknown>} killBackground
 * @property {() => Promise<unknown>} close
 *
 * @typedef {Awaited<ReturnType<typeof remembering>>} Remembering
 */

const DAY = 24 * 60 * 60 * 1000;

/** @type {Record<string, () => Promise<Running>>} */
export const browsers = {
  Chromium: async () => {
    const chromium = await launchChromium({ extension: CHROMIUM_DIST });
    const page = await chromium.browser.newPage();
    await page.goto(chromium.url('background/clipboard.html'));
    return {
      profile: chromium.profile,
      say: (message) => page.evaluate((what) => chrome.runtime.sendMessage(what), message),
      inPage: (fn, ...args) => page.evaluate(fn, ...args),
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
      inPage: (fn, ...args) => tab.evaluate(fn, ...args),
      inBackground: async (fn, ...args) => (await firefox.background()).evaluate(fn, ...args),
      killBackground: firefox.killBackground,
      close: firefox.close,
    };
  },
};

/**
 * Makes a vault there.
 * @param {Running} running
 * @param {string} passphrase
 */
export async function remembering({ profile, say, inPage, inBackground, killBackground }, passphrase) {
  /** Every envelope that was noted. @type {string[]} */
  const ever = [];
  const ask = async (/** @type {string} */ type, /** @type {object} */ asked) => {
    const reply = await say({ type, ask: asked });
    if (reply === undefined || 'error' in reply) throw new Error(`${type}: ${reply?.error.code}`);
    return reply.answer;
  };
  const note = async () => {
    const stored = await inBackground(() => chrome.storage.local.get(null));
    ever.push(...Object.entries(stored).flatMap(([key, value]) => (key.startsWith('vault.generation.') ? [String(value)] : [])));
  };
  const trust = async () => {
    await ask('trustDevice', { passphrase, name: 'Desk', days: 1 });
    await note();
  };

  /** Its way in: the one that lasts longest, since one that is over stays in the list until an unlock by the right clock. */
  const device = async () => {
    /** @type {{ ways: { id: string, kind: string, expires: number }[] }} */
    const { ways } = await ask('ways', {});
    return ways.filter(({ kind }) => kind === 'device').toSorted((one, other) => other.expires - one.expires)[0];
  };

  /** By a clock that is a day slow it is remembered until soon. @param {number} soon in so many milliseconds @returns {Promise<number>} until when */
  const trustUntilSoon = async (soon) => {
    await ask('lock', {});
    await inBackground((back) => {
      const now = Date.now.bind(Date);
      Date.now = () => now() - back;
    }, DAY - soon);
    await ask('unlock', { passphrase });
    await trust();
    return there(await device()).expires;
  };

  await ask('create', { passphrase });
  const older = await randomPiecesIn(profile);
  return {
    ever,
    ask,
    note,
    trust,
    trustUntilSoon,
    killBackground,
    /** How many places for keys there are, which is soon told. The background is not started for it. */
    places: () => inPage(async () => {
      // TypeScript does not know buckets.
      const { storageBuckets } = /** @type {any} */ (navigator);
      /** @type {string[]} */
      const names = storageBuckets ? await storageBuckets.keys() : (await indexedDB.databases()).map(({ name }) => name);
      return names.filter((name) => name.startsWith('device-')).length;
    }),
    /** As if it came late. The background is not started for it. */
    loseAlarm: () => inPage(() => chrome.alarms.clear('device')),
    /** The keys of any device that there ever was, as they lie on the disk now. */
    onDisk: () => deviceKeysIn(profile, ever, older),
    device,
  };
}
