// What axe finds on a screen: WCAG 2.2 A and AA, and its best practices.
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';

const source = await readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const RULES = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];

/**
 * One line for each rule that is broken, with the elements that break it.
 * @param {import('puppeteer-core').Page} page
 * @returns {Promise<string[]>}
 */
export async function faultsOf(page) {
  await page.evaluate(source);
  const { violations } = await page.evaluate(
    (rules) => /** @type {any} */ (globalThis)['axe'].run({ runOnly: rules }),
    RULES,
  );
  return violations.map((/** @type {{ id: string, nodes: { target: string[] }[] }} */ { id, nodes }) =>
    `${id}: ${nodes.map(({ target }) => target.join(' ')).join(', ')}`);
}

/**
 * The same in light and in dark.
 * @param {import('puppeteer-core').Page} page
 */
export async function faultsInBoth(page) {
  const found = [];
  for (const value of ['light', 'dark']) {
    await page.emulateMediaFeatures([{ name: 'prefers-color-scheme', value }]);
    found.push(...(await faultsOf(page)).map((fault) => `${value}: ${fault}`));
  }
  return found;
}
