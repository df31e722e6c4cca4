/**
 * The kit that every portal stands on: an HTTP server on the loopback interface that walks each
 * session from stage to stage.
 *
 * A stage is one page and the forms on it. A session is at exactly one stage, and whatever else it
 * asks for, it is sent back to the page of that stage, except along the links that the stage itself
 * offers. That is the whole router, and it is why no step of a login can be skipped.
 */
import { randomBytes } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { extname } from 'node:path';
import { makeDocument } from './html.mjs';
import { makeCookie, parseCookies } from './sessions.mjs';
import { there } from '../there.mjs';

/** @typedef {import('node:http').IncomingMessage} Request */
/** @typedef {import('node:http').ServerResponse} Response */
/** @typedef {import('./html.mjs').Page} Page */
/** @typedef {import('./sessions.mjs').Session} Session */
/** @typedef {import('./sessions.mjs').Sessions} Sessions */

/**
 * Something that happened, as the server saw it.
 * @typedef {object} PortalEvent
 * @property {'password-accepted' | 'password-rejected' | 'postponed' | 'remembered' | 'logged-out'
 *   | 'removed' | 'revoked' | 'shut' | 'enrolled' | 'accepted' | 'rejected' | 'replayed'} type `removed` is a
 *   second factor, `revoked` a remembered device, `shut` an account; the last four are verdicts on a code
 * @property {string} user login name
 * @property {number} at milliseconds, by the portal's clock
 * @property {'app' | 'sms' | 'mail'} [factor] where the code came from; only on verdicts
 * @property {number} [wrongTries] in a row up to this one; only where a portal shuts accounts by it
 */

/**
 * One request, as a stage sees it.
 * @typedef {object} Exchange
 * @property {Session} session
 * @property {URLSearchParams} query
 * @property {URLSearchParams} form empty unless a form was posted
 * @property {Map<string, string>} cookies
 * @property {string} agent what the browser calls itself
 * @property {(name: string, value: string, maxAge: number) => void} setCookie
 */

/**
 * @typedef {object} Stage
 * @property {string} path
 * @property {(exchange: Exchange) => Page | Promise<Page>} show
 * @property {Record<string, (exchange: Exchange) => void>} posts by path; a post may move the session
 *   to another stage, and is always answered by a redirect to the page where the session then is
 * @property {Record<string, string>} [links] stages by path: where a link on this page leads
 */

/**
 * @typedef {object} PortalPlan
 * @property {string} host under .localhost, which browsers resolve to the loopback interface
 * @property {string} cookie name of the session cookie
 * @property {Record<string, URL>} assets files by path
 * @property {Sessions} sessions
 * @property {Record<string, (exchange: Exchange) => void>} posts what can be posted at every stage
 * @property {Record<string, Stage>} stages
 */

/**
 * @typedef {object} RunningPortal
 * @property {string} url for browsers: http://HOST:PORT
 * @property {string} loopback the same server by number, for clients that do not resolve *.localhost
 * @property {() => Promise<void>} close
 */

/** @typedef {{ port?: number, now?: () => number }} PortalOptions `now` is in milliseconds */

const MAX_FORM_BYTES = 16 * 1024;
const TYPES = /** @type {Record<string, string>} */ ({
  '.css': 'text/css; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.svg': 'image/svg+xml',
});

/** A request that is refused before any stage sees it. */
class Refusal extends Error {
  /**
   * @param {number} status
   * @param {string} message
   */
  constructor(status, message) {
    super(message);
    this.status = status;
  }
}

/**
 * @param {Request} request
 * @returns {Promise<URLSearchParams>}
 */
async function readForm(request) {
  if (!request.headers['content-type']?.startsWith('application/x-www-form-urlencoded')) {
    throw new Refusal(415, 'Forms only.');
  }
  const chunks = [];
  let size = 0;
  for await (const chunk of request) {
    size += chunk.length;
    if (size > MAX_FORM_BYTES) throw new Refusal(413, 'This form is too large.');
    chunks.push(chunk);
  }
  return new URLSearchParams(Buffer.concat(chunks).toString('utf8'));
}

/**
 * @param {Response} response
 * @param {Page} page
 */
function sendPage(response, page) {
  const nonce = randomBytes(16).toString('base64');
  const scripts = page.script ? ` script-src 'nonce-${nonce}';` : '';
  response.setHeader(
    'Content-Security-Policy',
    `default-src 'none'; style-src 'self'; img-src 'self' data:;${scripts}` +
      " form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
  );
  response.setHeader('Content-Type', 'text/html; charset=utf-8');
  response.end(makeDocument(page, nonce));
}

/**
 * @param {PortalPlan} plan
 * @param {Request} request
 * @param {Response} response
 */
async function answer(plan, request, response) {
  response.setHeader('X-Content-Type-Options', 'nosniff');
  response.setHeader('Referrer-Policy', 'no-referrer');
  response.setHeader('Cache-Control', 'no-store');
  const [path = '/', search] = (request.url ?? '/').split('?', 2);

  const asset = plan.assets[path];
  if (asset) {
    response.setHeader('Content-Type', there(TYPES[extname(asset.pathname)]));
    response.end(await readFile(asset));
    return;
  }
  if (request.method !== 'GET' && request.method !== 'POST') throw new Refusal(405, 'GET or POST.');

  const cookies = parseCookies(request.headers.cookie);
  const sent = cookies.get(plan.cookie);
  const session = plan.sessions.open(sent);
  /** @type {string[]} */
  const setCookies = [];
  /** @type {Exchange} */
  const exchange = {
    session,
    query: new URLSearchParams(search),
    form: new URLSearchParams(),
    cookies,
    agent: request.headers['user-agent'] ?? '',
    setCookie: (name, value, maxAge) => setCookies.push(makeCookie(name, value, maxAge)),
  };

  let stage = there(plan.stages[session.stage]);
  let page = null;
  if (request.method === 'POST') {
    exchange.form = await readForm(request);
    if (exchange.form.get('csrf') !== session.csrf) {
      throw new Refusal(403, 'This form has expired. Go back and reload the page.');
    }
    (stage.posts[path] ?? plan.posts[path])?.(exchange);
    stage = there(plan.stages[session.stage]);
  } else {
    session.stage = stage.links?.[path] ?? session.stage;
    stage = there(plan.stages[session.stage]);
    if (path === stage.path) page = await stage.show(exchange);
  }

  if (session.id !== sent) setCookies.push(makeCookie(plan.cookie, session.id));
  response.setHeader('Set-Cookie', setCookies);
  if (page) sendPage(response, page);
  else response.writeHead(303, { Location: stage.path }).end();
}

/**
 * @param {Response} response
 * @param {unknown} error
 */
function sendError(response, error) {
  const known = error instanceof Refusal;
  if (!known) console.error(error);
  // Closing the connection spares reading the rest of a form that was refused.
  response.writeHead(known ? error.status : 500, {
    'Content-Type': 'text/plain; charset=utf-8',
    'Connection': 'close',
  });
  response.end(known ? error.message : 'Something went wrong.');
}

/**
 * @param {PortalPlan} plan
 * @param {number} port 0 for any free one
 * @returns {Promise<RunningPortal>}
 */
export async function startPortal(plan, port) {
  const server = createServer((request, response) => {
    answer(plan, request, response).catch((error) => sendError(response, error));
  });
  await new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', () => resolve(undefined));
  });
  const bound = /** @type {import('node:net').AddressInfo} */ (server.address()).port;
  return {
    url: `http://${plan.host}:${bound}`,
    loopback: `http://127.0.0.1:${bound}`,
    close: () => new Promise((resolve) => {
      server.close(() => resolve());
      server.closeAllConnections();
    }),
  };
}
