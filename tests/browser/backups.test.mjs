// Backups that are made by themselves, in both browsers: a change becomes a file among the downloads that a stranger opens, as
// many stay as the person wants, no other file is touched, and what hinders it is said.
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { mkdir, mkdtemp, readFile, readdir, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { toBase32 } from './lib/aegis.mjs';
import { allow, deny } from './lib/allowing.mjs';
import { launchChromium } from './lib/chromium.mjs';
import { CHROMIUM_DIST, FIREFOX_DIST } from './lib/dist.mjs';
import { launchFirefox } from './lib/firefox.mjs';
import { ofPuppeteer, press } from './lib/person.mjs';
import { PATIENCE, within } from './lib/wait.mjs';
import { startXvfb } from './lib/xvfb.mjs';
import { runPython } from '../independent/reader.mjs';
import { there } from '../there.mjs';

/** @typedef {import('./lib/person.mjs').Popup} Screen */
/**
 * @typedef {object} Running
 * @property {Screen} screen the page with the section for backups
 * @property {(answer: 'allow' | 'deny') => Promise<void>} answer to the browser's question
 * @property {(key: 'ArrowDown' | 'ArrowUp') => Promise<void>} press
 * @property {() => Promise<Screen>} popup
 * @property {() => Promise<void>} closePopup
 * @property {(path: string) => Promise<void>} [pick] a folder in the browser's dialog
 * @property {() => Promise<unknown>} [leave] the page, so that none is open
 * @property {() => Promise<unknown>} [comeBack]
 * @property {() => Promise<unknown>} close
 */

const PASSPHRASE = 'seven wooden boats at dawn';
/** WebDriver's names. */
const KEYS = { ArrowDown: '\uE015', ArrowUp: '\uE013' };
/** The name of a backup: the day, the minute, and a number where there are more in that minute. */
const NAME = /^halfminute-\d{4}-\d\d-\d\d-\d{4}(?:-\d+)?\.halfminute$/;

/** @type {Record<string, (folder: string) => Promise<Running>>} each with its downloads in a folder, and its profile beside them */
const browsers = {
  Chromium: async (folder) => {
    const profile = join(folder, 'profile');
    await mkdir(join(profile, 'Default'), { recursive: true });
    const download = { default_directory: join(folder, 'downloads'), prompt_for_download: false };
    await writeFile(join(profile, 'Default', 'Preferences'), JSON.stringify({ download }));
    const xvfb = await startXvfb();
    const chromium = await launchChromium({ extension: CHROMIUM_DIST, profile, headless: false, display: xvfb.display });
    const page = await chromium.browser.newPage();
    await page.goto(chromium.url('move/move.html'));
    // So that the window has the keys, and that they go to the browser's question can be seen.
    await xvfb.click(1080, 700);
    return {
      screen: ofPuppeteer(page),
      answer: (answer) => (answer === 'allow' ? allow : deny)(xvfb, page),
      press: (key) => xvfb.pressKeys(key === 'ArrowDown' ? 'Down' : 'Up'),
      popup: async () => {
        await page.bringToFront();
        return press(chromium, page);
      },
      closePopup: chromium.closePopup,
      pick: async (path) => {
        const isOpen = () => xvfb.xdotool('search', '--onlyvisible', '--name', 'elect').then((found) => found !== '', () => false);
        await within(PATIENCE, "the browser's dialog", isOpen);
        // A slash opens its field for a path.
        await xvfb.xdotool('type', '--delay', '30', path);
        await within(PATIENCE, 'the folder to be picked', async () => {
          await xvfb.pressKeys('End', 'alt+o');
          return !(await isOpen());
        });
      },
      leave: () => page.goto('about:blank'),
      comeBack: () => page.goto(chromium.url('move/move.html#backup')),
      close: async () => {
        await chromium.close();
        await xvfb.close();
      },
    };
  },
  Firefox: async (folder) => {
    const profile = join(folder, 'profile');
    await mkdir(profile, { recursive: true });
    const firefox = await launchFirefox({
      extension: FIREFOX_DIST,
      profile,
      prefs: { 'browser.download.folderList': 2, 'browser.download.dir': join(folder, 'downloads'), 'browser.download.useDownloadDir': true },
    });
    const page = there((await firefox.browser.pages())[0]);
    const tab = await firefox.openTab('move/move.html');
    return {
      screen: /** @type {Screen} */ (/** @type {unknown} */ (tab)),
      answer: firefox.answerPrompt,
      press: (key) => tab.press(KEYS[key]),
      popup: () => press(firefox, page),
      closePopup: async () => {
        await firefox.closePopup();
        // The browser asks only for the tab in front.
        await firefox.chrome.evaluate(`(address) => {
          gBrowser.selectedTab = gBrowser.tabs.find((one) => one.linkedBrowser.currentURI.spec === address);
        }`, firefox.url('move/move.html'));
      },
      close: firefox.close,
    };
  },
};

/** Asks the background as the screens do. @param {Screen} screen @param {string} type @param {object} [asked] */
async function ask(screen, type, asked = {}) {
  const reply = await screen.evaluate((message) => chrome.runtime.sendMessage(message), { type, ask: asked });
  if (reply === undefined || reply === null || 'error' in reply) throw new Error(`${type}: ${reply?.error.code}`);
  return reply.answer;
}

/** A seed of its own, in base32. @param {string} issuer */
const seedOf = (issuer) => toBase32(createHash('sha256').update(issuer).digest().subarray(0, 20));

/** Adds accounts in one step. @param {Screen} screen @param {string[]} issuers */
async function add(screen, ...issuers) {
  const chosen = [];
  for (const issuer of issuers) {
    const { pending } = await ask(screen, 'type', { typed: { text: seedOf(issuer), issuer, name: 'ada', type: 'totp', algorithm: 'SHA1', digits: 6, period: 30 } });
    chosen.push({ handle: pending[0].handle, issuer, name: 'ada', host: '' });
  }
  const done = await ask(screen, 'addAll', { chosen });
  assert.deepEqual(done.map((/** @type {{ refused: unknown }} */ { refused }) => refused), issuers.map(() => null));
}

/**
 * Chooses the next item of a list, or the one before, by its key: the browsers ask for permissions only after a person's own act.
 * @param {Running} running
 * @param {string} selector
 * @param {'ArrowDown' | 'ArrowUp'} direction
 */
async function choose({ screen, press: key }, selector, direction) {
  await within(PATIENCE, `choices in ${selector}`, () => screen.evaluate((css) => document.querySelector(`${css} option`) !== null, selector));
  await screen.evaluate((css) => /** @type {HTMLElement | null} */ (document.querySelector(css))?.focus(), selector);
  await key(direction);
}

/** @param {Screen} screen @param {string} selector @param {RegExp} words */
const says = (screen, selector, words) => within(PATIENCE, `${selector} to say ${words}`, async () => words.test((await screen.text(selector)) ?? '')).catch(async (error) => {
  throw new Error(`${error.message}, and it says ${await screen.text(selector)}`);
});

/** The names in the folder for backups, without what is not whole. @param {string} folder */
async function namesIn(folder) {
  const names = await readdir(folder).catch(() => []);
  return names.filter((name) => name.endsWith('.halfminute')).sort();
}

/**
 * The issuers that a program finds in a backup which was made from docs/vault-format.md alone.
 * @param {string} file
 */
async function issuersIn(file) {
  const { code, output, errors } = await runPython('open_vault.py', [file], PASSPHRASE);
  assert.deepEqual({ code, errors }, { code: 0, errors: '' });
  return output.trimEnd().split('\n').map((line) => JSON.parse(line).issuer).sort();
}

/** Waits until all changes are in a backup. @param {Screen} screen */
const saved = (screen) => within(PATIENCE, 'a backup', async () => (await ask(screen, 'lastBackup')).changes === 0);

/**
 * Has the alarm ring at once that is set after a change, and waits for what comes of it.
 * @param {Screen} screen
 * @param {() => Promise<unknown>} [come]
 */
const ring = (screen, come = () => saved(screen)) => within(PATIENCE, 'the alarm to ring', async () => {
  await screen.evaluate(async () => {
    const planned = await chrome.alarms.get('backup');
    if (planned !== undefined && planned.scheduledTime > Date.now()) await chrome.alarms.create('backup', { when: Date.now() });
    return planned;
  });
  return screen.evaluate(() => chrome.alarms.get('backup').then((planned) => planned === undefined));
}).then(come);

/** The minute in the names of files, now and soon. */
function stamps() {
  return [0, 1, 2, 3, 4].map((minutes) => {
    const at = new Date(Date.now() + minutes * 60_000);
    return new Date(at.getTime() - at.getTimezoneOffset() * 60_000).toISOString().slice(0, 16).replace('T', '-').replace(':', '');
  });
}

for (const [name, launch] of Object.entries(browsers)) {
  test(`${name}: backups among the downloads`, async (t) => {
    const folder = await mkdtemp(join(tmpdir(), 'halfminute-backups-'));
    const backups = join(folder, 'downloads', 'Halfminute');
    const running = await launch(folder);
    const { screen, answer } = running;
    try {
      await t.test('nothing is saved before the person and the browser allow it', async () => {
        await ask(screen, 'create', { passphrase: PASSPHRASE });
        await choose(running, '#backups', 'ArrowDown');
        await answer('deny');
        await says(screen, '#auto-status', /^Without this permission it stays as it was/);
        assert.equal((await ask(screen, 'lastBackup')).automatic, 'off');
        await add(screen, ...Array.from({ length: 12 }, (_, at) => `Old ${at}`));
        const { changes, due, problem } = await ask(screen, 'lastBackup');
        assert.deepEqual({ changes, due, problem }, { changes: 12, due: true, problem: null });
        assert.deepEqual(await namesIn(backups), []);
        const popup = await running.popup();
        await says(popup, '#backup-due:not([hidden])', /Your accounts are not backed up yet/);
        await running.closePopup();
      });

      await t.test('switched on, it saves one at once, and one for the changes of half a minute', async () => {
        await choose(running, '#backups', 'ArrowDown');
        await answer('allow');
        await says(screen, '#auto-status', /^Backup saved$/);
        await says(screen, '#auto-state', /folder “Halfminute” among your downloads/);
        const before = await namesIn(backups);
        assert.equal(before.length, 1);
        assert.equal((await issuersIn(join(backups, there(before[0])))).length, 12);
        await add(screen, 'Ash');
        await add(screen, 'Birch');
        assert.equal((await ask(screen, 'lastBackup')).changes, 2);
        await saved(screen);
        const after = await namesIn(backups);
        assert.equal(after.length, 2);
        const issuers = await issuersIn(join(backups, there(after.find((one) => !before.includes(one)))));
        assert.deepEqual([issuers.length, issuers.includes('Ash'), issuers.includes('Birch')], [14, true, true]);
        for (const file of after) assert.match(file, NAME);
      });

      await t.test('as many stay as the person wants, and files of the person stay as they are', async () => {
        const [, , ...later] = stamps();
        const own = ['halfminute-2020-01-01-0000.halfminute', 'notes.halfminute', ...later.map((stamp) => `halfminute-${stamp}.halfminute`)];
        for (const file of own) await writeFile(join(backups, file), `mine: ${file}`);
        const automatic = async () => (await namesIn(backups)).filter((file) => !own.includes(file));
        await choose(running, '#backups-kept', 'ArrowUp');
        await says(screen, '#auto-status', /^Saved$/);
        for (const [at, issuer] of ['Cedar', 'Dogwood', 'Elm', 'Fir', 'Gorse', 'Hazel'].entries()) {
          // A person may empty the browser's list; Firefox forgets it when it is closed.
          if (at === 3) await screen.evaluate(() => chrome.downloads.erase({}));
          await add(screen, issuer);
          await ring(screen);
          await within(PATIENCE, 'the old ones to go', async () => (await automatic()).length === 3 || (at === 0 && (await automatic()).length < 4));
        }
        const left = await automatic();
        const contents = await Promise.all(left.map((file) => issuersIn(join(backups, file))));
        assert.deepEqual(contents.map(({ length }) => length).sort(), [18, 19, 20]);
        for (const file of own) assert.equal(await readFile(join(backups, file), 'utf8'), `mine: ${file}`);
        assert.deepEqual((await readdir(backups)).sort(), [...own, ...left].sort(), 'and nothing else is there');
      });

      await t.test('daily, a change waits for the next day', async () => {
        const chosen = (/** @type {string} */ when) => within(PATIENCE, `it to be set to ${when}`, async () =>
          (await ask(screen, 'settings')).backups === when && (await screen.text('#auto-status')) === 'Backup saved');
        await choose(running, '#backups', 'ArrowDown');
        await chosen('daily');
        const before = await namesIn(backups);
        const set = (/** @type {number} */ at) => screen.evaluate((time) => chrome.storage.local.set({ backup: { at: time, changes: 1, since: 1, quiet: 0 } }), at);
        const day = 24 * 60 * 60_000;
        const planned = () => screen.evaluate(async () => (await chrome.alarms.get('backup'))?.scheduledTime ?? 0);
        const hourAgo = Date.now() - day / 24;
        await set(hourAgo);
        await within(PATIENCE, 'it to be planned', async () => Math.abs((await planned()) - hourAgo - day) < 60_000);
        assert.deepEqual(await namesIn(backups), before);
        await set(Date.now() - day);
        await ring(screen);
        assert.notDeepEqual(await namesIn(backups), before);
        await choose(running, '#backups', 'ArrowUp');
        await chosen('change');
      });

      await t.test('a permission that is gone is said, and given again by a press', async () => {
        await screen.evaluate(() => chrome.permissions.remove({ permissions: ['downloads'] }));
        await says(screen, '#auto-state', /Halfminute may no longer save downloads/);
        const before = await readdir(backups);
        await add(screen, 'Ivy');
        await ring(screen, async () => {});
        const popup = await running.popup();
        await says(popup, '#backup-due:not([hidden])', /may no longer save downloads\. Last backup: /);
        await running.closePopup();
        const { changes, due, problem } = await ask(screen, 'lastBackup');
        assert.deepEqual({ changes, due, problem }, { changes: 1, due: true, problem: 'backup-no-permission' });
        assert.deepEqual(await readdir(backups), before, 'no older one was removed');
        await screen.click('#auto-again');
        // Chromium gives what the person has allowed before without asking.
        if (name === 'Firefox') await answer('allow');
        await saved(screen);
        await says(screen, '#auto-state', /among your downloads/);
        assert.equal((await ask(screen, 'lastBackup')).due, false);
      });

      await t.test('a download that fails counts as none, and removes none', async () => {
        const before = await readdir(backups);
        await rename(backups, `${backups}-away`);
        await writeFile(backups, 'a file where the folder was');
        await add(screen, 'Juniper');
        await ring(screen, async () => {});
        await says(screen, '#auto-state', /the browser could not finish the file/);
        assert.equal((await ask(screen, 'lastBackup')).changes, 1);
        await rm(backups);
        await rename(`${backups}-away`, backups);
        assert.deepEqual(await readdir(backups), before);
        await screen.click('#auto-again');
        await saved(screen);
      });

      await t.test('what changed is saved before the vault is locked', async () => {
        const before = await namesIn(backups);
        await add(screen, 'Kauri');
        // The page begins anew at that, and no answer would come.
        await screen.evaluate(() => { setTimeout(() => { chrome.runtime.sendMessage({ type: 'lock', ask: {} }).catch(() => {}); }, 0); });
        const made = await within(PATIENCE, 'a backup', async () => (await namesIn(backups)).find((one) => !before.includes(one)));
        await within(PATIENCE, 'it to be whole', async () => (await issuersIn(join(backups, there(made)))).includes('Kauri'));
        await within(PATIENCE, 'the vault to be locked', async () => (await ask(screen, 'status')).state === 'locked');
      });

      await t.test('a vault without a passphrase says that it can make none', async () => {
        await within(PATIENCE, 'the page to ask again', () => ask(screen, 'unlock', { passphrase: PASSPHRASE }).then(() => true));
        await ask(screen, 'addRecoveryKey', { passphrase: PASSPHRASE, name: 'paper' });
        const { ways } = await ask(screen, 'ways');
        await ask(screen, 'revokeWay', { id: there(ways.find((/** @type {{ kind: string }} */ way) => way.kind === 'passphrase')).id });
        await add(screen, 'Larch');
        await ring(screen, async () => {});
        await says(screen, '#auto-state', /your vault has no passphrase/);
      });
    } finally {
      await running.close();
      await rm(folder, { recursive: true, force: true, maxRetries: 5 });
    }
  });
}

test('Chromium: backups in a folder that the person picks in the browser\'s dialog', async (t) => {
  const folder = await mkdtemp(join(tmpdir(), 'halfminute-backups-'));
  const picked = join(folder, 'picked');
  await mkdir(picked);
  const running = await there(browsers['Chromium'])(folder);
  const { screen } = running;
  try {
    await t.test('it is picked, and the first backup is saved there', async () => {
      await ask(screen, 'create', { passphrase: PASSPHRASE });
      await writeFile(join(picked, 'mine.halfminute'), 'mine');
      await choose(running, '#backups-to', 'ArrowDown');
      await there(running.pick)(picked);
      await running.answer('allow');
      await says(screen, '#auto-status', /^Saved$/);
      await choose(running, '#backups', 'ArrowDown');
      await says(screen, '#auto-status', /^Backup saved$/);
      await says(screen, '#auto-state', /to the folder .*picked/);
      assert.equal((await namesIn(picked)).length, 2);
    });

    await t.test('as many stay as the person wants, and no other file is touched', async () => {
      await choose(running, '#backups-kept', 'ArrowUp');
      await says(screen, '#auto-status', /^Saved$/);
      const stamp = there(stamps()[0]);
      await writeFile(join(picked, `halfminute-${stamp}-3.halfminute`), 'mine');
      for (const issuer of ['Ash', 'Birch', 'Cedar', 'Dogwood']) {
        await add(screen, issuer);
        await ring(screen);
      }
      const own = ['mine.halfminute', `halfminute-${stamp}-3.halfminute`];
      const automatic = async () => (await readdir(picked)).filter((file) => !own.includes(file));
      await within(PATIENCE, 'the old ones to go', async () => (await automatic()).length === 3);
      const left = await automatic();
      for (const file of left) assert.match(file, NAME);
      const contents = await Promise.all(left.map((file) => issuersIn(join(picked, file))));
      assert.deepEqual(contents.map(({ length }) => length).sort(), [2, 3, 4]);
      for (const file of own) assert.equal(await readFile(join(picked, file), 'utf8'), 'mine');
    });

    await t.test('a folder that is gone is said', async () => {
      await rename(picked, `${picked}-away`);
      await add(screen, 'Elm');
      await ring(screen, async () => {});
      await says(screen, '#auto-state', /the folder for backups is not there/);
      assert.equal(await screen.text('#auto-again'), 'Choose a folder…');
      await rename(`${picked}-away`, picked);
    });

    await t.test('the browser asks again once all pages are closed, and that is said', async () => {
      const before = await readdir(picked);
      await running.leave?.();
      const popup = await running.popup();
      await says(popup, '#backup-due:not([hidden])', /the browser wants to ask for the folder again/);
      await running.closePopup();
      await running.comeBack?.();
      await says(screen, '#auto-state', /the browser wants to ask for the folder again/);
      assert.equal(await screen.text('#auto-again'), 'Allow again');
      assert.deepEqual(await readdir(picked), before);
    });
  } finally {
    await running.close();
    await rm(folder, { recursive: true, force: true, maxRetries: 5 });
  }
});
