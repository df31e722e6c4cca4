/**
 * Web sites of any name, over TLS: one server behind all of them, told apart by their hosts. The browser is started so
 * that every name leads here.
 */
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:https';

const tls = (/** @type {string} */ file) => readFile(new URL(`../../fixtures/tls/${file}`, import.meta.url));

/**
 * @typedef {object} Visit
 * @property {string} host
 * @property {string} path
 * @property {URLSearchParams} form what was posted; empty for a plain visit
 *
 * @typedef {Awaited<ReturnType<typeof startSites>>} Sites
 * @typedef {string | { to: string }} Answer the body of a page, or where to go
 */

/**
 * @param {(visit: Visit) => Answer | Promise<Answer>} answer
 */
export async function startSites(answer) {
  const site = {
    /** How far the clock of all sites is ahead, in milliseconds, and the clocks of single ones. */
    ahead: 0,
    clocks: /** @type {Map<string, number>} */ (new Map()),
    /** Every request: its method, host and path. @type {string[]} */
    asked: [],
    port: 0,
    args: [''],
    close: () => {},
  };
  /** @param {import('node:http').IncomingMessage} request @param {import('node:http').ServerResponse} response */
  async function serve(request, response) {
    let posted = '';
    for await (const chunk of request) {
      posted += chunk;
    }
    const host = request.headers.host ?? '';
    const path = new URL(request.url ?? '/', 'https://any.example').pathname;
    site.asked.push(`${request.method} ${host}${path}`);
    const page = request.method === 'HEAD' ? '' : await answer({ host, path, form: new URLSearchParams(posted) });
    // The clock that the sites go by.
    response.sendDate = false;
    response.setHeader('date', new Date(Date.now() + (site.clocks.get(host) ?? site.ahead)).toUTCString());
    if (typeof page !== 'string') {
      response.writeHead(303, { location: page.to }).end();
      return;
    }
    response.writeHead(200, { 'content-type': 'text/html; charset=utf-8' });
    response.end(`<!doctype html><meta name="viewport" content="width=device-width"><title>${host}</title>${page}`);
  }
  const server = createServer({ key: await tls('key.pem'), cert: await tls('cert.pem') }, (request, response) => {
    serve(request, response).catch((error) => response.destroy(error));
  });
  await new Promise((resolve) => {
    server.listen(0, '127.0.0.1', () => resolve(null));
  });
  const { port } = /** @type {import('node:net').AddressInfo} */ (server.address());
  site.port = port;
  site.args = [`--host-resolver-rules=MAP * 127.0.0.1:${port}`, '--ignore-certificate-errors'];
  site.close = () => {
    server.closeAllConnections();
    server.close();
  };
  return site;
}
