/** Asking the worker as the screens do: by their messages, from one of the extension's own pages. */

/** @typedef {import('puppeteer-core').Page} Page */
/** @typedef {import('../../../extension/lib/messages.js').Contract} Contract */

/**
 * A page of the extension in a tab of its own.
 * @param {import('./chromium.mjs').Chromium} chromium
 */
export async function openOptions(chromium) {
  const page = await chromium.browser.newPage();
  await page.goto(chromium.url('options/options.html'));
  return page;
}

/**
 * The same with a page that has nothing to show, and stays as it is when the vault is locked.
 * @param {import('./chromium.mjs').Chromium} chromium
 */
export async function openBarePage(chromium) {
  const page = await chromium.browser.newPage();
  await page.goto(chromium.url('background/clipboard.html'));
  return page;
}

/**
 * The answer, or an error with its stable name as the message.
 * @template {keyof Contract} T
 * @param {Page} page
 * @param {T} type
 * @param {Contract[T]['ask']} asked
 * @returns {Promise<Contract[T]['answer']>}
 */
export async function ask(page, type, asked) {
  const reply = await page.evaluate((message) => chrome.runtime.sendMessage(message), { type, ask: asked });
  if (reply === undefined || reply === null || 'error' in reply) {
    throw new Error(reply?.error.code ?? 'no-answer');
  }
  return reply.answer;
}
