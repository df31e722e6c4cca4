/**
 * The extension's item in the context menu of a field, in a Chromium with a window.
 */
import { PATIENCE, within } from './wait.mjs';

/**
 * A right click, and the extension's item in the browser's own menu: the last but one, above "Inspect".
 * @param {import('./xvfb.mjs').Xvfb} xvfb
 * @param {import('puppeteer-core').Page} page
 * @param {string} selector
 * @param {import('puppeteer-core').Frame} [frame] of the page, that the field is in
 */
export async function fillByMenu(xvfb, page, selector, frame = page.mainFrame()) {
  const field = await frame.waitForSelector(selector, { visible: true });
  const box = await field?.boundingBox();
  if (!box) throw new Error(`${selector} is not in sight`);
  const window = await page.evaluate(() => ({ left: screenX, top: screenY + outerHeight - innerHeight }));
  const [x, y] = [window.left + box.x + box.width / 2, window.top + box.y + box.height / 2];
  /** Menus are windows of their own. */
  const windows = () => xvfb.xdotool('search', '--onlyvisible', '--name', '.*');
  await within(PATIENCE, 'the page to be painted', () => page.evaluate(() => performance.getEntriesByName('first-paint').length > 0));
  const without = await windows();
  await xvfb.click(Math.round(x), Math.round(y), 3);
  await within(PATIENCE, 'the context menu to open', async () => (await windows()) !== without);
  await xvfb.pressKeys('Up', 'Up', 'Return');
  await within(PATIENCE, 'the context menu to close', async () => (await windows()) === without);
}
