/** The functions that the extension injects, in a world of their own as the browser runs them, one after the other. */
import assert from 'node:assert/strict';
import { PARTS_OF_COLLECT, collect } from '../../../extension/page/collect.js';
import { write } from '../../../extension/page/write.js';
import { PATIENCE } from './wait.mjs';

const TOKEN = 'test';

/** @param {import('puppeteer-core').Page} page */
export async function worldOf(page) {
  const session = await page.createCDPSession();
  let contextId = 0;
  /** A new document has a new world. */
  async function enter() {
    const { frameTree } = await session.send('Page.getFrameTree');
    ({ executionContextId: contextId } = await session.send('Page.createIsolatedWorld', { frameId: frameTree.frame.id, worldName: TOKEN }));
  }
  /**
   * @param {Function} call
   * @param {unknown[]} parameters
   */
  async function run(call, ...parameters) {
    const expression = `(${call})(...${JSON.stringify(parameters)})`;
    const { result, exceptionDetails } = await session.send('Runtime.evaluate', { expression, contextId, returnByValue: true, awaitPromise: true });
    if (exceptionDetails) {
      throw new Error(exceptionDetails.exception?.description ?? exceptionDetails.text);
    }
    return result.value;
  }
  return {
    enter,
    /** @returns {Promise<NonNullable<ReturnType<typeof collect>>>} */
    async collect() {
      for (const part of PARTS_OF_COLLECT) {
        await run(part);
      }
      const described = await run(collect, TOKEN);
      assert.ok(described);
      return described;
    },
    /** @param {number[]} fields @param {string} code @param {string} [token] @returns {ReturnType<typeof write>} */
    write: (fields, code, token = TOKEN) => run(write, token, fields, code, { begin: Date.now() + PATIENCE, until: Date.now() + PATIENCE, sends: false }),
  };
}
