/**
 * The browser's question whether an extension may: no protocol shows it, and it has no window of its own. It takes the
 * focus from the page that asked; a popup closes by that.
 */
import { PATIENCE, sleep, within } from './wait.mjs';

/** The question takes no answer in its first half second, so that nobody gives one by accident. */
const DEAF = 1000;

/**
 * "Deny" has the focus; "Allow" comes after it.
 * @param {import('./xvfb.mjs').Xvfb} xvfb
 * @param {{ evaluate(focused: () => boolean): Promise<boolean> }} asker the page or the popup that has asked
 */
export async function allow(xvfb, asker) {
  await within(PATIENCE, 'the browser to ask', async () => !(await asker.evaluate(() => document.hasFocus()).catch(() => false)));
  await sleep(DEAF);
  await xvfb.pressKeys('Tab', 'Return');
}

/**
 * The other answer.
 * @param {import('./xvfb.mjs').Xvfb} xvfb
 * @param {{ evaluate(focused: () => boolean): Promise<boolean> }} asker the page or the popup that has asked
 */
export async function deny(xvfb, asker) {
  await within(PATIENCE, 'the browser to ask', async () => !(await asker.evaluate(() => document.hasFocus()).catch(() => false)));
  await sleep(DEAF);
  await xvfb.pressKeys('Return');
}
