/**
 * WebDriver BiDi beyond tabs: the browser's own window, and documents that are no tab at all (the
 * popup's panel, the background page).
 *
 * What was found by trying (Firefox 153, puppeteer-core 24):
 * - With `-remote-allow-system-access`, `browsingContext.getTree` with `moz:scope: "chrome"` names
 *   the browser window, and `script.callFunction` runs there with the browser's own rights. Input,
 *   screenshots and node search are refused in that scope.
 * - Popup and background page are missing in the tree, because the remote agent looks up ids among
 *   the tabs only. `adopt` teaches it other `<browser>` elements; then every command works on them as
 *   on a tab, pointer, keyboard and screenshot included. This leans on the agent's inner module
 *   `NavigableManager`, hence the check that it is still there.
 * - `window.synthesizeMouseEvent` and `nsITextInputProcessor` in the browser window are as good as a
 *   mouse and a keyboard: trusted events that open popups, run commands and grant `activeTab`.
 */
import { pressing, standing } from './ready.mjs';
import { PATIENCE, within } from './wait.mjs';

/** @typedef {(method: string, params: object) => Promise<any>} Send */

const MANAGER = 'chrome://remote/content/shared/NavigableManager.sys.mjs';

/** Defines `adopt(browserElement)`, which gives the BiDi id, in front of code for the browser window. */
export const ADOPT = `
  const { NavigableManager } = ChromeUtils.importESModule('${MANAGER}');
  if (!NavigableManager.getBrowserById || !NavigableManager.getIdForBrowser) throw new Error('the remote agent has changed');
  const adopt = (element) => {
    if (!NavigableManager.adopted) {
      const byTab = NavigableManager.getBrowserById.bind(NavigableManager);
      const adopted = (NavigableManager.adopted = new Map());
      NavigableManager.getBrowserById = (id) => adopted.get(id) ?? byTab(id);
    }
    element.permanentKey ??= {};
    const id = NavigableManager.getIdForBrowser(element);
    NavigableManager.adopted.set(id, element);
    return id;
  };`;

/** One document, or the browser window itself. */
export class View {
  /** @param {Send} send @param {string} context the BiDi id of a browsing context */
  constructor(send, context) {
    this.send = send;
    this.context = context;
  }

  /**
   * Run a function there. Arguments and result travel as JSON; promises are awaited.
   * @template {unknown[]} A
   * @template R
   * @param {((...args: A) => R) | string} fn
   * @param {A} args
   * @returns {Promise<Awaited<R>>}
   */
  async evaluate(fn, ...args) {
    const reply = await this.send('script.callFunction', {
      functionDeclaration: `async (json) => JSON.stringify((await (${fn})(...JSON.parse(json))) ?? null)`,
      arguments: [{ type: 'string', value: JSON.stringify(args) }],
      target: { context: this.context },
      awaitPromise: true,
    });
    if (reply.type === 'exception') throw new Error(`in the document: ${reply.exceptionDetails.text}`);
    return JSON.parse(reply.result.value);
  }

  /** @param {string} selector */
  text(selector) {
    return this.evaluate((css) => document.querySelector(css)?.textContent ?? null, selector);
  }

  /**
   * Wait for an element that can be seen, or for a function to return something truthy.
   * @param {string | (() => unknown)} what
   * @param {number} [ms]
   */
  async waitFor(what, ms = PATIENCE) {
    const visible = (/** @type {string} */ css) => document.querySelector(css)?.checkVisibility() ?? false;
    await within(ms, String(what), () =>
      typeof what === 'string' ? this.evaluate(visible, what) : this.evaluate(what),
    );
  }

  /** @param {string} selector @param {{ button?: 0 | 2 }} [options] 2 is the right button */
  async click(selector, { button = 0 } = {}) {
    const ready = () => standing((fn, css) => this.evaluate(fn, css), selector);
    const press = () => this.#click(selector, button);
    // A right click opens a menu, which takes all events that follow.
    await (button === 0 ? pressing((fn, ...args) => this.evaluate(fn, ...args), selector, ready, press) : ready().then(press));
  }

  /** @param {string} selector @param {0 | 2} button */
  async #click(selector, button) {
    const locator = { type: 'css', value: selector };
    // A panel that is still growing has the element outside for a moment; then the pointer does not move at all.
    const origin = await within(PATIENCE, `the pointer to reach ${selector}`, async () => {
      await this.evaluate((css) => document.querySelector(css)?.scrollIntoView({ block: 'nearest' }), selector);
      const { nodes } = await this.send('browsingContext.locateNodes', { context: this.context, locator });
      const element = { type: 'element', element: { sharedId: nodes[0].sharedId } };
      await this.#act('pointer', [{ type: 'pointerMove', x: 0, y: 0, origin: element }]);
      return element;
    });
    await this.#act('pointer', [
      { type: 'pointerMove', x: 0, y: 0, origin },
      { type: 'pointerDown', button },
      { type: 'pointerUp', button },
    ]);
  }

  /** @param {string} selector @param {string} text */
  async type(selector, text) {
    await this.click(selector);
    await this.press(...text);
  }

  /** Keys one after the other: characters, or WebDriver's code points such as `\uE007` for Enter. @param {string[]} keys */
  async press(...keys) {
    await this.#act('key', keys.flatMap((value) => [{ type: 'keyDown', value }, { type: 'keyUp', value }]));
  }

  /** A key while another one is held down. @param {string} held @param {string} value */
  async hold(held, value) {
    await this.#act('key', [
      { type: 'keyDown', value: held }, { type: 'keyDown', value },
      { type: 'keyUp', value }, { type: 'keyUp', value: held },
    ]);
  }

  /** Choose files, as the chooser would. @param {string} selector of the field @param {string[]} files absolute paths */
  async setFiles(selector, files) {
    const locator = { type: 'css', value: selector };
    const { nodes } = await this.send('browsingContext.locateNodes', { context: this.context, locator });
    await this.send('input.setFiles', { context: this.context, element: { sharedId: nodes[0].sharedId }, files });
  }

  /** The document's visible part as PNG: for the popup exactly the popup. @returns {Promise<Buffer>} */
  async screenshot() {
    const params = { context: this.context, origin: 'viewport' };
    return Buffer.from((await this.send('browsingContext.captureScreenshot', params)).data, 'base64');
  }

  /** @param {'pointer' | 'key'} type @param {object[]} actions */
  async #act(type, actions) {
    await this.send('input.performActions', { context: this.context, actions: [{ type, id: type, actions }] });
  }
}
