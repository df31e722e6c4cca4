// Runs a function in the documents of a tab, as soon as the browser lets the extension into them.
import { browser } from '../lib/browser.js';

/** After how long a page is tried again when the browser did not run anything in it, in milliseconds; then twice as long. */
const FIRST_DELAY = 75;
/** How often it is tried at most, so that a page gets a little more than a second. */
const TRIES = 5;

/**
 * Runs the parts, and then the function that stands on them, in every document of a tab that the browser lets the extension
 * into. The function answers null where its parts are missing.
 *
 * After a press Chromium tells the page's process that the extension may run there, and what it is to run, on two ways. When
 * the second comes first, nothing is run, and no error is given: the main document has no answer. It is tried again then.
 * @template {unknown[]} A
 * @template R
 * @param {number} tabId
 * @param {(() => void)[]} parts
 * @param {(...args: A) => R} func
 * @param {A} args
 * @returns {Promise<chrome.scripting.InjectionResult<Awaited<R>>[]>}
 */
export async function inject(tabId, parts, func, args) {
  const target = { tabId, allFrames: true };
  for (let tries = 1, delay = FIRST_DELAY; ; tries += 1, delay *= 2) {
    await Promise.all(parts.map((part) => browser.scripting.executeScript({ target, func: part })));
    const answers = await browser.scripting.executeScript({ target, func, args });
    if (tries === TRIES || answers.some(({ frameId, result }) => frameId === 0 && result)) {
      return answers;
    }
    await new Promise((resolve) => {
      setTimeout(resolve, delay);
    });
  }
}
