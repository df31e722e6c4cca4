// The one door to the extension API. Firefox calls it `browser`; Chromium calls it `chrome` and answers with promises
// as well.

/** @type {typeof chrome} */
export const browser = /** @type {any} */ (globalThis).browser ?? globalThis.chrome;

/** Chromium's worker has no clipboard and needs an offscreen document for it; Firefox runs the background as a page. */
export const hasOffscreen = browser.runtime.getURL('').startsWith('chrome-extension:');

/** Chromium has a folder for each storage bucket and one for all of its databases; Firefox has a file for each database. */
export const hasBuckets = hasOffscreen;

/**
 * Whether a press of the button counts for its tab until that shows another origin: Chromium's does, Firefox's ends with
 * the page.
 */
export const keepsActiveTab = browser.runtime.getURL('').startsWith('chrome-extension:');

/**
 * The tab in front of the window that this is shown in.
 * @returns {Promise<number | undefined>}
 */
export async function tabInFront() {
  const [tab] = await browser.tabs.query({ active: true, currentWindow: true });
  return tab?.id;
}
