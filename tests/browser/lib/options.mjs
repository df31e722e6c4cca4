/**
 * What a person does on the options page.
 */
import { readFile, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { ofPuppeteer } from './person.mjs';
import { PATIENCE, within } from './wait.mjs';

/**
 * @typedef {import('./chromium.mjs').Chromium} Chromium
 * @typedef {import('puppeteer-core').Page} Page
 * @typedef {Awaited<ReturnType<typeof openOptions>>} Options
 */

/**
 * The options page in a tab.
 * @param {Chromium} chromium
 * @param {Page} [tab] one of its own without it
 */
export async function openOptions(chromium, tab) {
  const page = tab ?? await chromium.browser.newPage();
  await page.goto(chromium.url('options/options.html'));
  await settled(page);
  return { page, ...ofPuppeteer(page) };
}

/**
 * Waits until all sections are there: one that fills in later moves what is below it from under a press.
 * @param {Page} page
 */
export function settled(page) {
  return page.waitForFunction(() =>
    ['#ways-note', '#minSeconds', '#history-note', '#bin-note', '#shortcuts'].every((section) => document.querySelector(section)?.textContent !== ''));
}

/**
 * Fills in a form of "Ways in", and sends it. What comes of it is for the caller to wait for.
 * @param {Options} options
 * @param {string} name
 * @param {Record<string, string>} values by the id of the field
 */
export async function send(options, name, values) {
  await options.page.bringToFront();
  if (await options.page.$eval(`#${name}-form`, (form) => form.hasAttribute('hidden'))) {
    await options.click(`#${name}-open`);
  }
  for (const [id, value] of Object.entries(values)) {
    await options.page.$eval(`#${id}`, (field) => {
      /** @type {HTMLInputElement} */ (field).value = '';
    });
    await options.type(`#${id}`, value);
  }
  await options.click(`#${name}-form .primary`);
}

/**
 * Waits until the section says it; a form that complains instead is told.
 * @param {Options} options
 * @param {RegExp} words
 */
export async function hears(options, words) {
  await within(PATIENCE, `${words}`, async () => words.test((await options.text('#ways-status')) ?? '')).catch(async (error) => {
    throw new Error(`${error.message}: ${await complaints(options)}`);
  });
}

/**
 * The text of the log that is exported, where it is open.
 * @param {Options} options
 * @param {string} folder
 */
export async function exportLog(options, folder) {
  const devtools = await options.page.createCDPSession();
  await devtools.send('Browser.setDownloadBehavior', { behavior: 'allow', downloadPath: folder });
  await options.click('#log-export');
  return within(PATIENCE, 'the whole file', async () => {
    const name = (await readdir(folder)).find((file) => /^halfminute-log-.*\.jsonl$/.test(file));
    const content = name === undefined ? '' : await readFile(join(folder, name), 'utf8');
    return content.endsWith('\n') ? content : '';
  });
}

/** @param {Options} options */
export function complaints(options) {
  return options.evaluate(() => [...document.querySelectorAll('#ways [role=alert]')].map((alert) => alert.textContent).join(''));
}

/**
 * The ways in, as they are listed.
 * @param {Options} options
 */
export function listed(options) {
  return options.evaluate(() =>
    [...document.querySelectorAll('#ways-list > li')].map((row) => {
      const text = (/** @type {string} */ name) => row.querySelector(`[data-part=${name}]`)?.textContent ?? '';
      const revocable = row.querySelector('[data-part=revoke]:enabled') !== null;
      const saysWhy = row.querySelector('[data-part=last]')?.checkVisibility();
      return { title: text('title'), kind: text('kind'), times: text('times'), revocable, saysWhy };
    }),
  );
}

/**
 * Presses a button in the row of a way in.
 * @param {Options} options
 * @param {string} title
 * @param {string} name
 */
export async function pressIn(options, title, name) {
  await options.page.bringToFront();
  const titles = (await listed(options)).map((way) => way.title);
  const row = titles.indexOf(title) + 1;
  if (row === 0) throw new Error(`no ${title} among ${titles.join(', ')}`);
  await options.click(`#ways-list > li:nth-child(${row}) [data-part=${name}]`);
}

/**
 * Removes a way in, and waits until it is gone.
 * @param {Options} options
 * @param {string} title
 */
export async function remove(options, title) {
  await pressIn(options, title, 'revoke');
  await pressIn(options, title, 'yes');
  await hears(options, /opens your vault no longer/);
}
