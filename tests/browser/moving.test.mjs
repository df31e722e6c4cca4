// The whole way, in both browsers: accounts come in from a sealed export of another app, are backed up, the profile is deleted, a
// new one restores the backup, and every code is that of Debian's `oathtool`. What leaves is opened by strangers.
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdtemp, readFile, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { promisify } from 'node:util';
import { accounts, aegisFile, toBase32 } from './lib/aegis.mjs';
import { launchChromium } from './lib/chromium.mjs';
import { CHROMIUM_DIST, FIREFOX_DIST } from './lib/dist.mjs';
import { launchFirefox } from './lib/firefox.mjs';
import { choose, says } from './lib/moving.mjs';
import { ofPuppeteer } from './lib/person.mjs';
import { PATIENCE, within } from './lib/wait.mjs';
import { ageOpens } from '../independent/age.mjs';
import { there } from '../there.mjs';

/** @typedef {import('./lib/person.mjs').Popup} Screen */
/** @typedef {{ screen: Screen, close: () => Promise<unknown> }} Running */

const run = promisify(execFile);
const PASSPHRASE = 'seven wooden boats at dawn';
const FILE_PASSWORD = 'brought along from aegis';

/** @type {Record<string, (downloads: string) => Promise<Running>>} */
const browsers = {
  Chromium: async (downloads) => {
    const chromium = await launchChromium({ extension: CHROMIUM_DIST });
    const session = await chromium.browser.target().createCDPSession();
    await session.send('Browser.setDownloadBehavior', { behavior: 'allow', downloadPath: downloads });
    const page = await chromium.browser.newPage();
    await page.goto(chromium.url('move/move.html'));
    return { screen: ofPuppeteer(page), close: chromium.close };
  },
  Firefox: async (downloads) => {
    const firefox = await launchFirefox({
      extension: FIREFOX_DIST,
      prefs: { 'browser.download.folderList': 2, 'browser.download.dir': downloads, 'browser.download.useDownloadDir': true, 'browser.download.always_ask_before_handling_new_types': false },
    });
    const tab = await firefox.openTab('move/move.html');
    return { screen: /** @type {Screen} */ (/** @type {unknown} */ (tab)), close: firefox.close };
  },
};

/** Asks the background as the screens do. @param {Screen} screen @param {string} type @param {object} asked */
async function ask(screen, type, asked) {
  const reply = await screen.evaluate((message) => chrome.runtime.sendMessage(message), { type, ask: asked });
  if (reply === undefined || 'error' in reply) throw new Error(`${type}: ${reply?.error.code}`);
  return reply.answer;
}

/** The one file in a folder whose name matches, when it is whole. @param {string} folder @param {RegExp} name */
async function downloaded(folder, name) {
  const found = await within(PATIENCE, `a file like ${name}`, async () => (await readdir(folder)).find((one) => name.test(one)));
  const path = join(folder, there(found));
  // It is renamed when it is whole, and has its bytes then.
  await within(PATIENCE, `the bytes of ${found}`, async () => (await readFile(path)).length > 0);
  return readFile(path);
}

/**
 * Whether codes are those of oathtool, at one of the moments around asking.
 * @param {Screen} screen
 * @param {import('./lib/aegis.mjs').Account[]} all
 */
async function assertCodesOf(screen, all) {
  const before = Math.floor(Date.now() / 1000);
  const listed = (await ask(screen, 'list', {})).accounts;
  const after = Math.floor(Date.now() / 1000);
  assert.equal(listed.length, all.length);
  for (const { issuer, name, secret, algorithm, digits, period } of all) {
    const shown = there(listed.find((/** @type {{ issuer: string, name: string }} */ one) => one.issuer === issuer && one.name === name)).code.text;
    const codes = await Promise.all([...new Set([before, after])].map(async (now) => {
      const { stdout } = await run('oathtool', [
        `--totp=${algorithm}`, `--digits=${digits}`, `--time-step-size=${period}s`, `--now=@${now}`, '--base32', toBase32(secret),
      ]);
      return stdout.trim();
    }));
    assert.ok(codes.includes(shown), `${issuer}: ${shown}, and oathtool says ${codes.join()}`);
  }
}

for (const [name, launch] of Object.entries(browsers)) {
  test(`${name}: from a sealed Aegis export to a backup to a new profile`, async (t) => {
    const downloads = await mkdtemp(join(tmpdir(), 'halfminute-downloads-'));
    const all = accounts(50);
    let running = await launch(downloads);
    try {
      await t.test('a dry run says what comes in, and nothing is written before "Import"', async () => {
        const { screen } = running;
        await ask(screen, 'create', { passphrase: PASSPHRASE });
        await screen.waitFor('#choose');
        await choose(screen, '#files', 'aegis.json', aegisFile(all, FILE_PASSWORD));
        await screen.waitFor('[data-part="password"]');
        await screen.type('[data-part="password"]', 'not the password');
        await screen.click('[data-part="sealed"] button');
        await says(screen, '[data-part="about"]', /does not open the Aegis file/);
        await screen.type('[data-part="password"]', FILE_PASSWORD);
        await screen.click('[data-part="sealed"] button');
        await says(screen, '#summary', /^New: 50\.$/);
        assert.equal((await ask(screen, 'list', {})).accounts.length, 0);
      });

      await t.test('all come in at once, one press takes them back, and codes are those of oathtool', async () => {
        const { screen } = running;
        await screen.click('#import-now');
        await says(screen, '#imported-text', /^Accounts imported: 50/);
        await assertCodesOf(screen, all);
        const { changes, due } = await ask(screen, 'lastBackup', {});
        assert.deepEqual({ changes, due }, { changes: 50, due: true }, 'so many new accounts are worth a backup at once');
        await screen.click('#import-undo');
        await says(screen, '#imported-text', /^Undone/);
        assert.equal((await ask(screen, 'list', {})).accounts.length, 0);
        await choose(screen, '#files', 'links.txt', all.map(({ issuer, name: who, secret, algorithm, digits, period }) =>
          `otpauth://totp/${encodeURIComponent(issuer)}:${encodeURIComponent(who)}?secret=${toBase32(secret)}&issuer=${encodeURIComponent(issuer)}&algorithm=${algorithm}&digits=${digits}&period=${period}`).join('\n'));
        await says(screen, '#summary', /^New: 0\. Back from your bin: 50\.$/);
        await screen.click('#import-now');
        await says(screen, '#imported-text', /^Accounts imported: 50/);
      });

      await t.test('what is here already is told from what has the same name', async () => {
        const { screen } = running;
        const [first] = all;
        const again = { ...there(first), secret: Buffer.from('another seed altogether') };
        await choose(screen, '#files', 'again.json', aegisFile([there(first), again], FILE_PASSWORD));
        await screen.waitFor('[data-part="password"]');
        await screen.type('[data-part="password"]', FILE_PASSWORD);
        await screen.click('[data-part="sealed"] button');
        await says(screen, '#summary', /New: 0\. Already in your vault: 1\. Same name, other codes, so both are kept: 1\./);
        await screen.click('#import-drop');
      });

      await t.test('a stranger opens the age file, and finds every account', async () => {
        const { screen } = running;
        await screen.type('#export-password', 'for strangers only');
        await screen.type('#export-repeat', 'for strangers only');
        await screen.type('#export-passphrase', PASSPHRASE);
        await screen.click('#export-submit');
        await says(screen, '#export-status', /^Saved as/);
        const file = await downloaded(downloads, /\.age$/);
        const opened = await ageOpens(file, 'for strangers only');
        for (const { secret } of all) assert.ok(opened.includes(`secret=${toBase32(secret)}`));
        assert.equal(opened.trim().split('\n').length, all.length);
      });

      await t.test('a backup is proved, and a new profile restores it', async () => {
        await running.screen.type('#backup-passphrase', PASSPHRASE);
        await running.screen.click('#backup-submit');
        await says(running.screen, '#backup-status', /^Saved as/);
        const backup = await downloaded(downloads, /\.halfminute$/);
        await choose(running.screen, '#restore-file', 'mine.halfminute', backup);
        await running.screen.type('#restore-passphrase', PASSPHRASE);
        await running.screen.click('#restore-submit');
        await says(running.screen, '#restore-status', /^It opens\. Accounts in it: 50/);
        await says(running.screen, '#proof-list', /^The same in both: 50$/);
        await running.close();
        running = await launch(downloads);
        const { screen } = running;
        await screen.waitFor('#restore-file');
        await choose(screen, '#restore-file', 'mine.halfminute', backup);
        await screen.type('#restore-passphrase', 'not the passphrase');
        await screen.click('#restore-submit');
        await says(screen, '#restore-status', /not the passphrase/);
        await screen.type('#restore-passphrase', PASSPHRASE);
        await screen.click('#restore-submit');
        await screen.waitFor('#import');
        await assertCodesOf(screen, all);
        // The page begins anew at that, and no answer would come.
        await screen.evaluate(() => { chrome.runtime.sendMessage({ type: 'lock', ask: {} }).catch(() => {}); });
        await within(PATIENCE, 'the page to begin anew', async () => (await ask(screen, 'status', {})).state === 'locked');
        // It may still be on its way to that when it is asked.
        await within(PATIENCE, 'it to open again', () => ask(screen, 'unlock', { passphrase: PASSPHRASE }).then(() => true));
      });
    } finally {
      await running.close();
      await rm(downloads, { recursive: true, force: true, maxRetries: 5 });
    }
  });
}
