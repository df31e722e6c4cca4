/**
 * A real Firefox with a real temporary extension, pressed through its real toolbar button.
 *
 * What was found by trying (Firefox 153, puppeteer-core 24, headless):
 * - `browser.installExtension(folder)` works over WebDriver BiDi. The button starts in the extensions
 *   menu; it is moved to the toolbar, as a user would pin it.
 * - A synthesised mouse press on the button opens the real panel and grants `activeTab`.
 * - `page.goto('moz-extension://…')` never resolves and puppeteer never learns the new address;
 *   `openTab` goes another way. A page that puppeteer made drives ordinary sites well.
 * - A click in the page by the protocol does not close the panel (it never reaches the browser
 *   window); Escape pressed by `pressKeys` and the popup's own `window.close()` do.
 * - On Linux, while the page has the focus, Alt+Shift+F opens the File menu (its access key), also with
 *   real key presses under X, and a command with that shortcut never hears of it; Alt+Shift+J does.
 * - `info.targetElementId` is there with the permission `menus`, not with `contextMenus`.
 * - `killBackground` is what Firefox itself does to an idle event page: variables are gone,
 *   `storage.session` stays, the next event or message starts it anew.
 * - The clipboard is Firefox's own in headless mode, not the desktop's.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import puppeteer from 'puppeteer-core';
import { ADOPT, View } from './firefox-scope.mjs';
import * as inWindow from './firefox-window.mjs';
import { PATIENCE, limit, patient, within } from './wait.mjs';

export { searchProfile } from './profile.mjs';

/**
 * @typedef {import('puppeteer-core').Browser} Browser
 * @typedef {import('puppeteer-core').Page} Page
 *
 * @typedef {object} LaunchOptions
 * @property {string} extension folder of the unpacked extension (absolute path)
 * @property {string} [profile] profile folder to use and to keep; a temporary one otherwise
 * @property {boolean} [keepProfile] keep the temporary profile folder after `close()`
 * @property {boolean} [headless] default true
 * @property {string} [display] X display for a window that can be seen, e.g. `:99`
 * @property {Record<string, string | number | boolean>} [prefs]
 *
 * @typedef {Awaited<ReturnType<typeof launchFirefox>>} Firefox
 */

/** @param {LaunchOptions} options */
export async function launchFirefox({ extension, profile, keepProfile, headless = true, display, prefs = {} }) {
  const folder = profile ?? (await mkdtemp(join(tmpdir(), 'firefox-profile-')));
  const browser = await puppeteer.launch({
    browser: 'firefox',
    executablePath: process.env['FIREFOX'] ?? '/usr/bin/firefox-esr',
    headless,
    defaultViewport: null,
    userDataDir: folder,
    args: ['-remote-allow-system-access', '--width=1100', '--height=800'],
    extraPrefsFirefox: prefs,
    env: display === undefined ? process.env : { ...process.env, DISPLAY: display },
    timeout: PATIENCE,
  });
  patient(browser);
  async function close() {
    await browser.close();
    if (profile === undefined && !keepProfile) await rm(folder, { recursive: true, force: true, maxRetries: 5 });
  }

  const id = await browser.installExtension(extension).catch(async (error) => {
    await close(); // or it would outlive the failed test
    throw error;
  });

  const { connection } = /** @type {{ connection: { send(method: string, params: object): Promise<{ result: any }> } }} */ (
    /** @type {unknown} */ (browser)
  );
  /** @type {import('./firefox-scope.mjs').Send} */
  const send = async (method, params) => (await limit(PATIENCE, method, connection.send(method, params))).result;
  const tree = await send('browsingContext.getTree', { 'moz:scope': 'chrome', maxDepth: 0 });
  const chrome = new View(send, tree.contexts[0].context);
  await chrome.evaluate(inWindow.pin, id);
  const host = await chrome.evaluate(inWindow.host, id);

  const popupIsOpen = () => chrome.evaluate(inWindow.popupIsOpen);
  const closePopup = async () => {
    await chrome.evaluate(inWindow.closePopup);
    await within(PATIENCE, 'the popup to close', async () => !(await popupIsOpen()));
  };

  /** The open popup; also for one that a command or the user's key has opened. */
  async function popup() {
    await within(PATIENCE, 'the popup to open', popupIsOpen);
    const view = new View(send, await chrome.evaluate(`() => { ${ADOPT} return adopt(${inWindow.POPUP}); }`));
    await view.waitFor(() => document.readyState === 'complete' && document.visibilityState === 'visible');
    return view;
  }

  /** Press the toolbar button over this page. @param {Page} page */
  async function openPopup(page) {
    await closePopup();
    await page.bringToFront();
    await chrome.evaluate(inWindow.pressButton, id);
    return popup();
  }

  /** The event page, started if it is not running. */
  async function background() {
    await chrome.evaluate(inWindow.wakeBackground, id);
    return new View(send, await chrome.evaluate(`(id) => { ${ADOPT} return adopt((${inWindow.backgroundBrowser})(id)); }`, id));
  }

  /** One of the extension's own pages in a new tab. @param {string} path */
  async function openTab(path) {
    const view = new View(send, await chrome.evaluate(`(url) => { ${ADOPT} return adopt((${inWindow.addTab})(url)); }`, url(path)));
    await view.waitFor(() => document.readyState === 'complete' && location.protocol === 'moz-extension:');
    return view;
  }

  /** Right-click the element and choose the extension's item. @param {Page} page @param {string} selector @param {string} label */
  async function chooseFromMenu(page, selector, label) {
    await page.bringToFront();
    await page.click(selector, { button: 'right' });
    await within(PATIENCE, 'the context menu to open', () => chrome.evaluate(inWindow.menuIsOpen));
    await chrome.evaluate(inWindow.chooseFromMenu, label);
  }

  /** Answer the permission prompt that is open, or about to open. @param {'allow' | 'deny'} answer */
  async function answerPrompt(answer) {
    await within(PATIENCE, 'the permission prompt to open', () => chrome.evaluate(inWindow.promptIsOpen));
    // A prompt ignores clicks in its first half second, so that nobody answers by accident.
    await within(PATIENCE, 'the permission prompt to close', async () => {
      await chrome.evaluate(inWindow.answerPrompt, answer);
      return !(await chrome.evaluate(inWindow.promptIsOpen));
    });
  }

  const url = (/** @type {string} */ path) => `moz-extension://${host}/${path}`;

  return {
    browser,
    id,
    profile: folder,
    /** The browser's own window, for what only it knows. */
    chrome,
    url,
    openPopup,
    popup,
    popupIsOpen,
    closePopup,
    background,
    backgroundIsRunning: () => chrome.evaluate(inWindow.backgroundIsRunning, id),
    killBackground: () => chrome.evaluate(inWindow.killBackground, id),
    openTab,
    /** @param {string} combination e.g. `Alt+Shift+F` or `Escape` */
    pressKeys: (combination) => chrome.evaluate(inWindow.pressKeys, combination.split('+')),
    chooseFromMenu,
    /** Whether Firefox asks for a permission, e.g. after `permissions.request`. */
    promptIsOpen: () => chrome.evaluate(inWindow.promptIsOpen),
    answerPrompt,
    readClipboard: () => chrome.evaluate(inWindow.readClipboard),
    writeClipboard: (/** @type {string} */ text) => chrome.evaluate(inWindow.writeClipboard, text),
    /** Only with a window. @param {Uint8Array} png */
    writePicture: (png) => chrome.evaluate(inWindow.writePicture, Buffer.from(png).toString('base64')),
    /** @param {View} view the popup @param {'dark' | 'light'} scheme */
    setColorScheme: (view, scheme) => chrome.evaluate(`(id, scheme) => { ${ADOPT}
      NavigableManager.getBrowserById(id).browsingContext.prefersColorSchemeOverride = scheme; }`, view.context, scheme),
    close,
  };
}
