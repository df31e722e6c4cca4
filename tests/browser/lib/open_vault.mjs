/**
 * A vault that is open and empty, where how it is made is not what a test is about. Making one costs seconds of a
 * processor, so a build's own extension makes one, and every later browser gets what that left in its storages.
 */
import { createHash, randomUUID } from 'node:crypto';
import { mkdir, readFile, readdir, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { CHROMIUM_DIST, FIREFOX_DIST } from './dist.mjs';
import { press, setPassphrase } from './person.mjs';

const FOLDER = fileURLToPath(new URL('../../../target/vaults/', import.meta.url));
const AUTO_LOCK = 15 * 60_000;

/**
 * @typedef {import('./chromium.mjs').Chromium} Chromium
 * @typedef {import('./firefox.mjs').Firefox} Firefox
 * @typedef {{ local: Record<string, unknown>, session: Record<string, unknown> }} Stored
 */

/**
 * The popup is closed afterwards. The passphrase is PASSPHRASE.
 * @param {Chromium | Firefox} browser
 * @param {import('puppeteer-core').Page} page any that is open
 */
export async function openVault(browser, page) {
  const file = join(FOLDER, `${await nameOf('inWorker' in browser ? CHROMIUM_DIST : FIREFOX_DIST)}.json`);
  const known = await readFile(file, 'utf8').catch(() => null);
  if (known === null) {
    await setPassphrase(await press(browser, page));
    await browser.closePopup();
    await keep(file, await inBackground(browser, async () => ({ local: await chrome.storage.local.get(null), session: await chrome.storage.session.get(null) })));
    return;
  }
  await inBackground(browser, async (/** @type {Stored} */ { local, session }, /** @type {number} */ lockAfter) => {
    const touched = Date.now();
    await chrome.storage.local.set(local);
    await chrome.storage.session.set({ ...session, touched, deadline: touched + lockAfter });
  }, JSON.parse(known), AUTO_LOCK);
  // The next one reads what lies there.
  await ('inWorker' in browser ? browser.killWorker() : browser.killBackground());
}

/**
 * @template {unknown[]} A
 * @template R
 * @param {Chromium | Firefox} browser
 * @param {(...args: A) => R} fn
 * @param {A} args
 * @returns {Promise<Awaited<R>>}
 */
async function inBackground(browser, fn, ...args) {
  return 'inWorker' in browser ? browser.inWorker(fn, ...args) : (await browser.background()).evaluate(fn, ...args);
}

/** Of two that make one at once, either is as good. @param {string} file @param {Stored} stored */
async function keep(file, stored) {
  await mkdir(FOLDER, { recursive: true });
  const unfinished = `${file}.${randomUUID()}`;
  await writeFile(unfinished, JSON.stringify(stored));
  await rename(unfinished, file);
}

/** Another for each build. @param {string} folder of the extension */
async function nameOf(folder) {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name)).sort();
  const hash = createHash('sha256').update(folder);
  for (const file of files) {
    hash.update(file).update(await readFile(file));
  }
  return hash.digest('hex').slice(0, 32);
}
