// Looking at a page asks nobody for anything: opening the popup makes no request, neither to the page's site nor to
// another, whatever the page holds that the browser has not loaded. Counted at real servers.
import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import { after, before, beforeEach, describe, test } from 'node:test';
import { launchChromium } from '../lib/chromium.mjs';
import { FAR, otpauth, path, png } from '../lib/codes.mjs';
import { CHROMIUM_DIST, FIREFOX_DIST } from '../lib/dist.mjs';
import { launchFirefox } from '../lib/firefox.mjs';
import { openVault } from '../lib/open_vault.mjs';
import { addByHand, press } from '../lib/person.mjs';
import { PATIENCE, sleep, within } from '../lib/wait.mjs';

/** Longer than a request takes that was sent at the end of a look. */
const AFTERWARDS = 700;
const NONE = 'No QR code on this page';
const WORKER = `self.addEventListener('install', () => self.skipWaiting());
self.addEventListener('activate', (event) => event.waitUntil(clients.claim()));
self.addEventListener('fetch', (event) => {
  if (new URL(event.request.url).pathname.startsWith('/sw/')) event.respondWith(fetch('/seen-by-worker?' + event.request.url).then(() => fetch(event.request)));
});`;

async function startServers() {
  /** Every request, by its server and path. @type {string[]} */
  const asked = [];
  const state = { body: '', policy: '' };
  const { d, size } = path(otpauth('Drawing'));
  const picture = await png(otpauth('Held'));
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="-4 -4 ${size + 8} ${size + 8}"><path id="code" d="${d}"/></svg>`;
  let elsewhere = '';
  const serve = async (/** @type {string} */ name) => {
    const server = createServer((request, response) => {
      const url = request.url ?? '';
      asked.push(`${name} ${url}`);
      if (url === '/page') {
        response.setHeader('content-type', 'text/html');
        if (state.policy !== '') {
          response.setHeader('content-security-policy', state.policy);
        }
        response.end(`<!doctype html><meta charset="utf-8"><title>A page</title><link rel="icon" href="data:,"><body>${state.body}`);
      } else if (url.startsWith('/frame')) {
        response.setHeader('content-type', 'text/html');
        response.end(`<!doctype html><body><div style="width: 90px; height: 90px; content-visibility: auto; background: url(/${name}-in-frame.png)">x</div>
          <div style="content-visibility: hidden"><p style="background: url(/${name}-in-frame-hidden.png)">x</p></div>`);
      } else if (url.startsWith('/away') || url === '/favicon.ico') {
        response.writeHead(302, { location: `${elsewhere}/tracked.png` }).end();
      } else if (url === '/worker.js') {
        response.setHeader('content-type', 'text/javascript');
        response.end(WORKER);
      } else {
        response.setHeader('content-type', url.includes('.svg') ? 'image/svg+xml' : 'image/png');
        response.setHeader('cache-control', url.includes('nostore') ? 'no-store' : url.includes('stale') ? 'max-age=0, must-revalidate' : 'max-age=600');
        response.end(url.includes('.svg') ? svg : picture);
      }
    });
    await new Promise((resolve) => {
      server.listen(0, '127.0.0.1', () => resolve(null));
    });
    return { server, address: `http://localhost:${/** @type {import('node:net').AddressInfo} */ (server.address()).port}` };
  };
  const [own, other] = await Promise.all([serve('own'), serve('other')]);
  // Another host, so that it is another site.
  elsewhere = other.address.replace('localhost', '127.0.0.1');
  return {
    site: own.address,
    elsewhere,
    asked,
    state,
    close() {
      for (const { server } of [own, other]) {
        server.closeAllConnections();
        server.close();
      }
    },
  };
}

/** @typedef {Awaited<ReturnType<typeof startServers>>} Servers */

let number = 0;
/** An address that nothing has asked for yet. @param {string} name */
const fresh = (name) => {
  number += 1;
  return `/${name}-${number}.png`;
};

/**
 * Pages with parts that the browser has not loaded, or would load again.
 * @type {[string, (servers: Servers) => string][]}
 */
const PAGES = [
  ['lazy images and frames', ({ elsewhere }) => `${FAR.repeat(5)}<img loading="lazy" width="200" height="200" src="${fresh('lazy')}">
    <img loading="lazy" width="200" height="200" src="${elsewhere}${fresh('lazy')}"><iframe loading="lazy" src="/frame"></iframe>
    <iframe loading="lazy" src="${elsewhere}/frame"></iframe>`],
  ['sources that were not chosen', ({ elsewhere }) => `${FAR}<img srcset="${fresh('one')} 1x, ${fresh('two')} 2x, ${elsewhere}${fresh('three')} 3x">
    <picture><source media="print" srcset="${elsewhere}${fresh('print')}"><source srcset="${fresh('a')} 100w, ${fresh('b')} 2000w" sizes="50px"><img width="50" height="50"></picture>`],
  ['backgrounds and masks of parts that were never rendered', ({ elsewhere }) => `${FAR.repeat(5)}
    <div style="content-visibility: auto; contain-intrinsic-size: 300px">${backgrounds(elsewhere)}</div>
    <div style="content-visibility: hidden">${backgrounds(elsewhere)}</div>
    <div style="display: none">${backgrounds(elsewhere)}</div><details><summary>More</summary>${backgrounds(elsewhere)}</details>
    <div hidden="until-found">${backgrounds(elsewhere)}</div>`],
  ['backgrounds and masks in sight and below, that are not kept, are out of date, or lead to another site', ({ elsewhere }) => `${backgrounds(elsewhere)}${FAR}${backgrounds(elsewhere)}
    ${styled(fresh('nostore'))}${styled(fresh('stale'))}${styled(`/away?${fresh('')}`)}`],
  ['pseudo-elements', ({ elsewhere }) => `<style>.a::before { content: url(${fresh('before')}) } .a::after { content: ''; background: url(${elsewhere}${fresh('after')}); display: block; width: 50px; height: 50px }
    .b::before { background: url(${fresh('none')}) } .c { content-visibility: hidden } .c::before { content: url(${elsewhere}${fresh('c')}) }</style>
    ${FAR}<p class="a">a</p><p class="b">b</p><p class="c">c</p>`],
  ['drawings that refer to pictures', ({ elsewhere }) => `${FAR}<svg width="200" height="200" viewBox="0 0 200 200"><image href="${fresh('image')}" width="100" height="100"/>
    <image href="${elsewhere}${fresh('image')}" width="100" height="100"/><image href="${fresh('nostore')}" width="100" height="100"/><use href="/sprite${fresh('s')}.svg#code"/>
    <filter id="f"><feImage href="${fresh('fe')}"/></filter><rect width="9" height="9" filter="url(#f)"/><rect width="9" height="9" fill="url(${fresh('paint')}.svg#p)"/>
    <foreignObject width="100" height="100"><img xmlns="http://www.w3.org/1999/xhtml" src="${fresh('nostore')}" width="30" height="30"/>
    <div style="content-visibility: hidden">${backgrounds(elsewhere)}</div></foreignObject></svg>`],
  ['objects, buttons and embedded pictures', ({ elsewhere }) => `${FAR}<object type="image/png" width="50" data="${fresh('nostore')}"></object>
    <input type="image" src="${fresh('nostore')}"><embed type="image/png" src="${fresh('nostore')}" width="50" height="50"><object type="image/png" width="50" data="${elsewhere}${fresh('o')}"></object>
    <video poster="${fresh('nostore')}" width="50" height="50" preload="none"></video>`],
  ['frames, of the site and of another', ({ elsewhere }) => `<iframe src="/frame"></iframe>${FAR.repeat(3)}<iframe src="/frame?far"></iframe><iframe src="${elsewhere}/frame"></iframe>
    <iframe style="display: none" src="/frame?none"></iframe><div style="content-visibility: hidden"><iframe src="/frame?skipped"></iframe></div>`],
  ['open and closed shadow roots', ({ elsewhere }) => `${FAR}<section></section><script>
    for (const mode of ['open', 'closed']) {
      const host = document.createElement('div');
      document.querySelector('section').append(host);
      host.attachShadow({ mode }).innerHTML = ${JSON.stringify(`<div style="content-visibility: hidden">${backgrounds(elsewhere)}</div>${styled(fresh('nostore'))}`)};
    }</script>`],
];

/** @param {string} url */
function styled(url) {
  return `<div style="width: 90px; height: 90px; background: url(${url})"></div><div style="width: 90px; height: 90px; background: #222; mask-image: url(${url})"></div>`;
}

/** @param {string} elsewhere */
function backgrounds(elsewhere) {
  return `${styled(fresh('own'))}${styled(elsewhere + fresh('theirs'))}${styled(`/away?${fresh('')}`)}${styled(fresh('nostore'))}`;
}

/**
 * @param {{ browser: import('../lib/person.mjs').Chromium | import('../lib/person.mjs').Firefox, page: import('puppeteer-core').Page, servers: Servers }} world
 */
function acting({ browser, page, servers }) {
  /** The page has loaded what it loads. @param {string} body */
  async function show(body, policy = '') {
    await browser.closePopup();
    servers.state.body = body;
    servers.state.policy = policy;
    await page.goto('about:blank');
    await page.goto(`${servers.site}/page`, { waitUntil: 'load' });
    await settled();
  }

  async function settled() {
    for (let before = -1; before !== servers.asked.length;) {
      before = servers.asked.length;
      await sleep(AFTERWARDS);
    }
  }

  /** What the bar says, and what was asked for meanwhile. */
  async function look() {
    const before = servers.asked.length;
    const popup = await press(browser, page);
    const said = await within(PATIENCE, 'a verdict', async () => {
      const words = (await popup.text('#scan-text')) ?? '';
      return words.endsWith('…') ? '' : words;
    });
    await settled();
    return { said, asked: servers.asked.slice(before) };
  }

  /** An account that is bound here is filled, and what was asked for meanwhile. @param {string} body with a field */
  async function fill(body) {
    await show(body);
    await addByHand(await press(browser, page), { secret: 'GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ', issuer: 'Here', name: 'ada' }, { bindHere: true });
    await browser.closePopup();
    const before = servers.asked.length;
    const popup = await press(browser, page);
    await popup.click('.here .fill');
    // The next code may have to be awaited.
    await within(PATIENCE, 'the popup to close', async () => !(await browser.popupIsOpen()));
    await settled();
    return servers.asked.slice(before);
  }

  return { show, look, fill };
}

/** @param {() => ReturnType<typeof acting>} act @param {() => Servers} servers */
function cases(act, servers) {
  for (const [name, body] of PAGES) {
    test(name, async () => {
      await act().show(`<script>onkeydown = () => {}</script>${body(servers())}`);
      const { asked } = await act().look();
      assert.deepEqual(asked, []);
    });
  }

  test('a background that the page has loaded is read, from what the browser has', async () => {
    await act().show(`${FAR}<div style="width: 90px; height: 90px; background: url(${fresh('own')})"></div>`);
    assert.deepEqual(await act().look(), { said: 'On this page: Held · ada', asked: [] });
    await act().show(`${FAR}<div style="width: 200px; height: 200px; background: url(${fresh('stale')})"></div>`);
    assert.deepEqual(await act().look(), { said: 'On this page: Held · ada', asked: [] });
    await act().show(`${FAR}<div style="width: 90px; height: 90px; background: url(/drawing.svg)"></div>`);
    assert.deepEqual(await act().look(), { said: 'On this page: Drawing · ada', asked: [] });
  });

  test('the same on a page that lets its own scripts connect to nothing', async () => {
    await act().show(`${FAR}<div style="width: 90px; height: 90px; background: url(${fresh('own')})"></div>`, "default-src 'none'; img-src 'self'; style-src 'unsafe-inline'; report-uri /told");
    assert.deepEqual(await act().look(), { said: 'On this page: Held · ada', asked: [] });
  });

  test('a site is asked for its time when a code is about to be filled, and sends the question on to no other', async () => {
    assert.deepEqual(await act().fill('<p>Enter the code of your authenticator app</p><input name="otp" inputmode="numeric">'), ['own /favicon.ico']);
  });

  test('a picture that the page itself shows is read, also when the browser may not keep it', async () => {
    await act().show(`${FAR}<img src="${fresh('nostore')}">`);
    assert.deepEqual(await act().look(), { said: 'On this page: Held · ada', asked: [] });
  });

  test('a background that the page holds as a blob', async () => {
    await act().show(`${FAR}<div style="width: 90px; height: 90px"></div><script>
      fetch(${JSON.stringify(fresh('own'))}).then((answer) => answer.blob()).then((blob) => {
        document.querySelector('div + div').style.background = 'url(' + URL.createObjectURL(blob) + ')';
      });</script>`);
    assert.deepEqual(await act().look(), { said: 'On this page: Held · ada', asked: [] });
  });

  test('a worker of the page hears of nothing', async () => {
    await act().show(`${FAR}<div id="on" style="width: 90px; height: 90px; background: url(/sw${fresh('own')})"></div><script>
      const on = document.querySelector('#on');
      navigator.serviceWorker.register('/worker.js').then(() => navigator.serviceWorker.ready).then(() => { document.title = 'ready'; });
    </script>`);
    await act().show(servers().state.body);
    const { said, asked } = await act().look();
    // The browser itself looks for a newer worker, some time after the page was opened.
    assert.deepEqual(asked.filter((one) => one !== 'own /worker.js'), []);
    assert.equal(said, NONE);
  });
}

describe('in Chromium', () => {
  /** @type {Servers} */
  let servers;
  /** @type {import('../lib/chromium.mjs').Chromium} */
  let chromium;
  /** @type {ReturnType<typeof acting>} */
  let act;

  before(async () => {
    servers = await startServers();
    chromium = await launchChromium({ extension: CHROMIUM_DIST });
    const page = await chromium.browser.newPage();
    await page.goto(`${servers.site}/page`);
    await openVault(chromium, page);
    act = acting({ browser: chromium, page, servers });
  });
  beforeEach(() => chromium.closePopup());
  after(async () => {
    await chromium?.close();
    servers?.close();
  });

  cases(() => act, () => servers);
});

describe('in Firefox', () => {
  /** @type {Servers} */
  let servers;
  /** @type {import('../lib/firefox.mjs').Firefox} */
  let firefox;
  /** @type {ReturnType<typeof acting>} */
  let act;

  before(async () => {
    servers = await startServers();
    firefox = await launchFirefox({ extension: FIREFOX_DIST });
    const page = await firefox.browser.newPage();
    await page.goto(`${servers.site}/page`);
    await openVault(firefox, page);
    act = acting({ browser: firefox, page, servers });
  });
  beforeEach(() => firefox.closePopup());
  after(async () => {
    await firefox?.close();
    servers?.close();
  });

  cases(() => act, () => servers);
});
