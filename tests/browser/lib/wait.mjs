/** Bounded waiting: nothing in the tests may wait for ever. */

/**
 * How long whatever must come may take. A key is derived in about a second, but several may be derived in a row, and on a
 * machine that does other things each takes many times as long. It is below the limit of a whole test, so that the message
 * says what did not come.
 */
export const PATIENCE = 120_000;

/**
 * Lets every page that is opened from now on take that long for whatever it is waited for: navigations, elements and functions.
 * @param {import('puppeteer-core').Browser} browser
 */
export function patient(browser) {
  const { newPage, pages } = browser;
  const wait = (/** @type {import('puppeteer-core').Page} */ page) => {
    page.setDefaultTimeout(PATIENCE);
    return page;
  };
  browser.newPage = async (...options) => wait(await newPage.apply(browser, options));
  browser.pages = async (...options) => (await pages.apply(browser, options)).map(wait);
}

/** @param {number} ms @returns {Promise<void>} */
export const sleep = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

/**
 * Ask again and again until the answer is truthy, and return that answer.
 * A probe that throws counts as "not yet", its error ends up in the final message.
 *
 * @template T
 * @param {number} ms how long at most
 * @param {string} what said when it does not happen
 * @param {() => T | Promise<T>} probe
 * @returns {Promise<T>}
 */
export async function within(ms, what, probe) {
  const began = Date.now();
  const end = began + ms;
  /** @type {unknown} */
  let last;
  for (;;) {
    try {
      const left = Math.max(1, end - Date.now());
      const answer = await limit(left, what, Promise.resolve(probe()));
      if (answer) return answer;
    } catch (error) {
      last = error;
    }
    if (Date.now() >= end) throw new Error(`waited ${ms} ms for ${what}`, { cause: last });
    // What comes soon is seen soon, and what takes long is not asked for all the while.
    await sleep(Math.min(20 + (Date.now() - began) / 10, 200));
  }
}

/**
 * The promise itself, or an error after `ms`.
 *
 * @template T
 * @param {number} ms
 * @param {string} what
 * @param {Promise<T>} promise
 * @returns {Promise<T>}
 */
export async function limit(ms, what, promise) {
  /** @type {NodeJS.Timeout | undefined} */
  let timer;
  const late = new Promise((_, reject) => {
    timer = setTimeout(() => reject(new Error(`no answer within ${ms} ms: ${what}`)), ms);
  });
  try {
    return /** @type {T} */ (await Promise.race([promise, late]));
  } finally {
    clearTimeout(timer);
  }
}
