// Real Chromium, and the collector in a world of its own, as the extension injects it.
import puppeteer from 'puppeteer-core';
import { PARTS_OF_COLLECT, collect } from '../../extension/page/collect.js';

const TOKEN = 'bench';
const VIEWPORT = { width: 1280, height: 900 };

/** @typedef {Awaited<ReturnType<Awaited<ReturnType<typeof startBrowser>>['open']>>} Opened */

export async function startBrowser() {
  const browser = await puppeteer.launch({
    executablePath: process.env['CHROMIUM'] ?? '/usr/bin/chromium',
    pipe: true,
    defaultViewport: VIEWPORT,
    // The sandbox refuses to run as root.
    args: ['--disable-background-networking', '--no-first-run', ...(process.getuid?.() === 0 ? ['--no-sandbox'] : [])],
  });
  const page = await browser.newPage();
  const session = await page.createCDPSession();

  /** @param {string} address */
  async function open(address) {
    // A page may name pictures that are not there: what is drawn then is drawn.
    await page.goto(address, { waitUntil: 'load', timeout: 15_000 }).catch(() => {});
    const { frameTree } = await session.send('Page.getFrameTree');
    const { executionContextId } = await session.send('Page.createIsolatedWorld', { frameId: frameTree.frame.id, worldName: TOKEN });
    /**
     * @param {Function} call
     * @param {unknown[]} parameters
     */
    const run = async (call, ...parameters) => {
      const expression = `(${call})(...${JSON.stringify(parameters)})`;
      const { result, exceptionDetails } = await session.send('Runtime.evaluate', { expression, contextId: executionContextId, returnByValue: true });
      if (exceptionDetails) {
        throw new Error(exceptionDetails.exception?.description ?? exceptionDetails.text);
      }
      return result.value;
    };
    return {
      /** @returns {Promise<NonNullable<ReturnType<typeof collect>>>} */
      async collect() {
        for (const part of PARTS_OF_COLLECT) {
          await run(part);
        }
        return run(collect, TOKEN);
      },
      /**
       * @param {string[]} selectors
       * @param {number[]} fields
       * @returns {Promise<{ same: boolean, chosen: string[] }>}
       */
      compare: (selectors, fields) => run(compare, selectors, fields),
    };
  }
  return { open, close: () => browser.close() };
}

/**
 * Whether the fields that were described are those that the selectors name, and how to find them. It must stand by itself.
 * @param {string[]} selectors
 * @param {number[]} indices
 */
function compare(selectors, indices) {
  const { elements } = /** @type {{ halfminute: { elements: Element[] } }} */ (/** @type {unknown} */ (globalThis)).halfminute;
  /** @param {string} selector @returns {Element[]} */
  const find = (selector) => selector.split('>>>').reduce(
    (/** @type {(Document | ShadowRoot | Element)[]} */ within, part, at) => within.flatMap((one) => {
      const root = at === 0 ? one : /** @type {Element} */ (one).shadowRoot;
      return root ? [...root.querySelectorAll(part.trim())] : [];
    }),
    [document],
  ).filter((found) => found instanceof Element);
  /** @param {Element} element @returns {string} */
  const describe = (element) => {
    const root = element.getRootNode();
    const host = root instanceof ShadowRoot ? `${describe(root.host)} >>> ` : '';
    const name = element.getAttribute('name');
    const place = [...(element.parentNode?.children ?? [])].indexOf(element) + 1;
    const own = element.id ? `#${CSS.escape(element.id)}` : name ? `[name=${JSON.stringify(name)}]` : `:nth-child(${place})`;
    return `${host}${element.localName}${own}`;
  };
  const expected = new Set(selectors.flatMap(find));
  const chosen = indices.flatMap((index) => elements[index] ?? []);
  return {
    same: chosen.length === expected.size && chosen.every((element) => expected.has(element)),
    chosen: chosen.map(describe),
  };
}
