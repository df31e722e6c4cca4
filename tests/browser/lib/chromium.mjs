/**
 * A real Chromium with a real unpacked extension, pressed through its real toolbar button.
 *
 * What was found by trying (Chromium 156, puppeteer-core 24):
 * - `enableExtensions: true` and `browser.installExtension(folder)` load an unpacked extension, over a
 *   pipe as over a socket. `--load-extension` works in Debian's build too, but is said to be ignored by branded builds.
 * - `Extensions.triggerAction` is a press of the toolbar button: it opens the real popup and grants
 *   `activeTab` to the page's tab. The popup is a target of type `page`, reported first with an empty
 *   address, which is why it is waited for by `waitForTarget` and not by `targetcreated`.
 * - Pressing the button again while the popup is open leaves a half-dead target behind; therefore an
 *   open popup is closed before it is opened anew.
 * - Killed by SIGKILL it loses nothing of `storage.local` that was answered: LevelDB's log is in the
 *   page cache by then. The profile's lock is taken over at the next start, without a question.
 * - The popup closes on `popup.close()`, on its own `window.close()`, on a mouse click in the page and
 *   when a tab is opened in front. A key sent by the protocol goes to the document and never to the
 *   browser's own window, so Escape closes the popup only as a real key press (see xvfb.mjs).
 * - `defaultViewport: null` keeps the popup at its own size; otherwise puppeteer makes it 800x600.
 *   `popup.screenshot()` has exactly that size, and `emulateMediaFeatures` works in it.
 * - A key press of a command starts the worker cold; in about one of ten such runs an `executeScript`
 *   called at once failed with "Cannot access contents of the page" although the tab's address was
 *   visible and `captureVisibleTab` worked: presumably the grant reaches the page's process later.
 * - Closing the target of the service worker is a faithful death: all its variables are gone,
 *   `storage.session` stays, and the next message or `ServiceWorker.startWorker` starts it anew.
 * - `page.evaluate` counts as a user gesture. What must be shown to work without one (clipboard,
 *   `permissions.request`) has to be run by the page's own code.
 * - A permission prompt appears in headless mode too, where nobody can answer it: `permissions.request`
 *   stays pending. With a window under Xvfb a key press answers it (see allowing.mjs).
 * - A tab at chrome://version may read the clipboard without any grant and without the focus, so the
 *   clipboard can be looked at while the popup stays open. Writing needs a user gesture.
 */
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import puppeteer from 'puppeteer-core';
import { PATIENCE, limit, patient, sleep, within } from './wait.mjs';
import { there } from '../../there.mjs';

export { searchProfile } from './profile.mjs';

/**
 * @typedef {import('puppeteer-core').Page} Page
 * @typedef {import('puppeteer-core').Target} Target
 *
 * @typedef {object} LaunchOptions
 * @property {string} extension folder of the unpacked extension (absolute path)
 * @property {string} [profile] profile folder to use and to keep; a temporary one otherwise
 * @property {boolean} [keepProfile] keep the temporary profile folder after `close()`
 * @property {boolean} [headless] default true (the new headless mode: the same browser, no window)
 * @property {string[]} [args] further command line arguments
 * @property {string} [display] X display for a window that can be seen, e.g. `:99`
 *
 * @typedef {Awaited<ReturnType<typeof launchChromium>>} Chromium
 */

/**
 * Nothing of the browser's own may call out during a test; puppeteer itself adds most such flags. Nor may it load the
 * pages of its address bar ahead, which takes as much of a processor as all the rest of its start, or start a process for a
 * page that nobody has asked for yet, which takes a tenth of all that a test takes. What stands in for a graphics card takes a
 * seventh.
 */
const QUIET = [
  '--disable-features=PreloadTopChromeWebUI,WebUIOmniboxPopup,WebUIOmniboxAimPopup,WebUIOmniboxFullPopup,SpareRendererForSitePerProcess',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-quic',
  '--disable-sync',
  '--no-first-run',
  '--window-size=1100,800',
  '--disable-gpu',
];

/** @param {Target} target */
const idOf = (target) => /** @type {Target & { _targetId: string }} */ (target)._targetId;

/** @param {LaunchOptions} options */
export async function launchChromium({ extension, profile, keepProfile, headless = true, args = [], display }) {
  const folder = profile ?? (await mkdtemp(join(tmpdir(), 'chromium-profile-')));
  const browser = await puppeteer.launch({
    executablePath: process.env['CHROMIUM'] ?? '/usr/bin/chromium',
    headless,
    pipe: true, // no open port; the browser ends with the test, however that ends
    enableExtensions: true,
    defaultViewport: null,
    userDataDir: folder,
    env: display === undefined ? process.env : { ...process.env, DISPLAY: display },
    // The sandbox refuses to run as root.
    args: [...QUIET, ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []), ...args],
    timeout: PATIENCE,
  });
  patient(browser);
  async function close() {
    await browser.close();
    if (profile === undefined && !keepProfile) await rm(folder, { recursive: true, force: true, maxRetries: 5 });
  }

  /** All its processes at once, as a power cut would; the profile stays as it is, also a temporary one. */
  async function kill() {
    const main = browser.process();
    if (!main?.pid || main.exitCode !== null || main.signalCode !== null) return;
    const ended = new Promise((resolve) => main.once('exit', resolve));
    process.kill(-main.pid, 'SIGKILL'); // puppeteer starts it as the leader of its group
    await limit(PATIENCE, 'the browser to die', ended);
  }

  const id = await browser.installExtension(extension).catch(async (error) => {
    await close(); // or it would outlive the failed test
    throw error;
  });
  const origin = `chrome-extension://${id}/`;
  const found = (await browser.extensions()).get(id);
  if (!found) throw new Error(`not installed: ${extension}`);

  const manifest = JSON.parse(await readFile(join(extension, 'manifest.json'), 'utf8'));
  const isPopup = (/** @type {Target} */ target) =>
    target.type() === 'page' && target.url().startsWith(origin + manifest.action.default_popup);
  const popups = () => browser.targets().filter(isPopup);
  const devtools = await browser.target().createCDPSession();
  const isWorker = (/** @type {Target} */ target) => target.type() === 'service_worker' && target.url().startsWith(origin);

  /**
   * The service worker, if one runs. The browser is asked: puppeteer 24 lists one for ever that has ended in the moment in
   * which it was found, as one does when the extension is loaded anew.
   */
  async function running() {
    const { targetInfos } = await devtools.send('Target.getTargets');
    const ids = targetInfos.map(({ targetId }) => targetId);
    return browser.targets().find((target) => isWorker(target) && ids.includes(idOf(target)));
  }

  async function closePopup() {
    await within(PATIENCE, 'the popup to close', async () => {
      for (const target of popups()) {
        // Asked for while the popup loads anew, the closing is lost without an answer: ask again.
        await limit(700, 'the popup to close', target.asPage().then((page) => page.close())).catch(() => {});
      }
      return popups().length === 0;
    });
  }

  /** The open popup; also for one that a command or the user's key has opened. */
  async function popup() {
    const target = await browser.waitForTarget(isPopup, { timeout: PATIENCE });
    const page = await limit(PATIENCE, 'the popup', target.asPage());
    page.setDefaultTimeout(PATIENCE);
    // Shown only after its first layout: wait, or clicks would go nowhere.
    await within(PATIENCE, 'the popup to be shown', () =>
      page.evaluate(() => document.readyState === 'complete' && document.visibilityState === 'visible'),
    );
    return page;
  }

  let pressedAt = 0;

  /** Press the toolbar button over this page. @param {Page} page */
  async function openPopup(page) {
    await closePopup();
    await page.bringToFront(); // the button belongs to the active tab
    pressedAt = Date.now();
    await limit(PATIENCE, 'the toolbar button', Promise.resolve(found?.triggerAction(page)));
    return popup();
  }

  /**
   * Do something in a tab that stays behind the others, so that an open popup keeps its focus.
   * @template T
   * @param {string} url
   * @param {(page: Page) => Promise<T>} act
   */
  async function inBackground(url, act) {
    const page = await browser.newPage({ background: true });
    try {
      await page.goto(url);
      return await act(page);
    } finally {
      await page.close();
    }
  }

  /** The service worker, started if it is not running. */
  async function worker() {
    if (!(await running())) {
      await inBackground(`${origin}manifest.json`, async (page) => {
        const session = await page.createCDPSession();
        await session.send('ServiceWorker.enable');
        await within(PATIENCE, 'the service worker to start', async () => {
          // While the extension is loaded anew there is none to start, and nothing says so: ask again.
          await session.send('ServiceWorker.startWorker', { scopeURL: origin });
          return (await running()) !== undefined;
        });
      });
    }
    const handle = await limit(PATIENCE, 'the service worker', Promise.resolve((await running())?.worker()));
    if (!handle) throw new Error('the service worker does not run');
    return handle;
  }

  /**
   * Runs a function in the service worker.
   * @template {unknown[]} A
   * @template R
   * @param {(...args: A) => R} fn
   * @param {A} args
   * @returns {Promise<Awaited<R>>}
   */
  async function inWorker(fn, ...args) {
    for (let tries = 0; ; tries += 1) {
      const handle = await worker();
      const evaluate = /** @type {(fn: (...args: A) => R, ...args: A) => Promise<Awaited<R>>} */ (
        /** @type {unknown} */ (handle.evaluate.bind(handle))
      );
      try {
        return await limit(PATIENCE, 'an answer of the service worker', evaluate(fn, ...args));
      } catch (error) {
        // One that was started this moment has no API yet.
        if (tries === 20 || !/chrome is not defined/.test(String(error))) throw error;
        await sleep(100);
      }
    }
  }

  async function killWorker() {
    // This very one: an open popup may ask for something and so start the next one at once.
    const target = await running();
    await within(PATIENCE, 'the service worker to end', async () => {
      if (target === undefined || (await running()) !== target) return true;
      // One that is busy may not hear of it: ask again.
      const handle = await limit(2000, 'the service worker', Promise.resolve(target.worker()));
      await limit(2000, 'the service worker to close', Promise.resolve(handle?.close())).catch(() => {});
      return (await running()) !== target;
    });
  }

  const readClipboard = () =>
    inBackground('chrome://version', (page) => page.evaluate(() => navigator.clipboard.readText()));

  const writeClipboard = (/** @type {string} */ text) =>
    inBackground('chrome://version', async (page) => {
      const session = await page.createCDPSession();
      const expression = `navigator.clipboard.writeText(${JSON.stringify(text)})`;
      await session.send('Emulation.setFocusEmulationEnabled', { enabled: true });
      const done = await session.send('Runtime.evaluate', { expression, userGesture: true, awaitPromise: true });
      if (done.exceptionDetails) throw new Error(`clipboard: ${done.exceptionDetails.exception?.description}`);
    });

  return {
    browser,
    id,
    profile: folder,
    url: (/** @type {string} */ path) => origin + path,
    openPopup,
    /** When the button was pressed last, in milliseconds, for measurements. */
    pressedAt: () => pressedAt,
    /** The tab that the browser opens by itself. */
    firstPage: async () => there((await browser.pages())[0], 'tab'),
    popup,
    closePopup,
    popupIsOpen: () => popups().length > 0,
    worker,
    inWorker,
    workerIsRunning: async () => (await running()) !== undefined,
    killWorker,
    readClipboard,
    writeClipboard,
    kill,
    close,
  };
}
