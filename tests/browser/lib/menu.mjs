/**
 * The extension's item in the context menu of a field, in a Chromium with a window.
 */
import { PATIENCE, within } from './wait.mjs';

/**
 * A right click, and the extension's item in the browser's own menu: the last but one, above "Inspect".
 * @param {import('./xvfb.mjs').Xvfb} xvfb
 * @param {import('puppeteer-core').Page} page
 * @param {string} selector
 */
export async function fillByMenu(xvfb, page, selector) {
  const { x, y } = await page.$eval(selector, (field) => {
    const box = field.getBoundingClientRect();
    return { x: screenX + box.left + box.width / 2, y: screenY + outerHeight - innerHeight + box.top + box.height / 2 };
  });
  /** Menus are windows of their own. */
  const windows = () => xvfb.xdotool('search', '--onlyvisible', '--name', '.*');
  await within(PATIENCE, 'the page to be painted', () => page.evaluate(() => performance.getEntriesByName('first-paint').length > 0));
  const without = await windows();
  await xvfb.click(Math.round(x), Math.round(y), 3);
  await within(PATIENCE, 'the context menu to open', async () => (await windows()) !== without);
  await xvfb.pressKeys('Up', 'Up', 'Return');
  await within(PATIENCE, 'the context menu to close', async () => (await windows()) === without);
}
