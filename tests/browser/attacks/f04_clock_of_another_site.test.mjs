// A site's clock decides its own codes and no others: a site that lies about the time, or that repeats the time of the
// computer, changes no code of another site, and no code of the list.
import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import { after, before, beforeEach, describe, test } from 'node:test';
import { generateSecret, generateSync } from 'otplib';
import { launchChromium } from '../lib/chromium.mjs';
import { CHROMIUM_DIST, FIREFOX_DIST } from '../lib/dist.mjs';
import { launchFirefox } from '../lib/firefox.mjs';
import { openVault } from '../lib/open_vault.mjs';
import { openOptions } from '../lib/options.mjs';
import { addByHand, press, shownCodes } from '../lib/person.mjs';
import { startSites } from '../lib/site.mjs';
import { PATIENCE, within } from '../lib/wait.mjs';

/** @typedef {import('../lib/person.mjs').Popup} Popup */

const HOUR = 3_600_000;
const MINUTE = 60_000;
/** Short, so that nobody waits long for the next code. */
const SHORT = 12;
/** What an account has that is added by hand and left as it is: nothing types over a number in Firefox's popup. */
const USUAL = 30;
const FORM = '<form><p>Enter the code of your authenticator app</p><input id="otp" name="otp" inputmode="numeric" autocomplete="off"></form>';

/**
 * What the tests do, the same in either browser.
 * @param {{ browser: import('../lib/person.mjs').Chromium | import('../lib/person.mjs').Firefox, page: () => import('puppeteer-core').Page, period: number }} world
 */
function acting({ browser, page, period }) {
  /** The seeds, by issuer. @type {Map<string, string>} */
  const seeds = new Map();

  /**
   * Whether a library of others makes this code of the seed, by a clock that is `ahead`, now or within the last periods.
   * @param {string | undefined} code
   * @param {string} issuer
   * @param {number} ahead
   */
  function isRight(code, issuer, ahead) {
    const secret = seeds.get(issuer) ?? '';
    const at = (/** @type {number} */ late) => Math.floor((Date.now() + ahead) / 1000 - late);
    return [-1, 0, period, 2 * period].some((late) => generateSync({ secret, period, epoch: at(late) }) === code);
  }

  /** @param {string} url */
  async function open(url) {
    await browser.closePopup();
    await page().goto('about:blank');
    await page().goto(url);
    const popup = await press(browser, page());
    await popup.waitFor('#search');
    return popup;
  }

  /** Adds an account that is bound to these sites. @param {string} issuer @param {string} url */
  async function enrol(issuer, url) {
    seeds.set(issuer, generateSecret());
    const account = { secret: seeds.get(issuer) ?? '', issuer, name: 'ada', ...(period === USUAL ? {} : { period }) };
    await addByHand(await open(url), account, { bindHere: true });
    await browser.closePopup();
  }

  /** What is said of the clock once "Fill code" is pressed, or null when the code is filled. @param {string} url */
  async function fill(url) {
    const popup = await open(url);
    await popup.click('.here .fill');
    return { popup, said: await outcome(popup) };
  }

  /** @param {Popup} popup */
  async function outcome(popup) {
    const words = await within(PATIENCE, 'the popup to close, or to speak of the clock', async () => {
      if (!(await browser.popupIsOpen())) {
        return 'closed';
      }
      const said = (await popup.text('#notice-text').catch(() => null)) ?? '';
      return said && !/^This code (is about|was filled)/.test(said) ? said : null;
    });
    return words === 'closed' ? null : words;
  }

  /** Presses what the notice offers, and waits for what comes of it. @param {Popup} popup */
  async function correct(popup) {
    const before = await popup.text('#notice-text');
    await popup.click('#notice-action');
    await within(PATIENCE, 'the press to count', async () =>
      !(await browser.popupIsOpen()) || (await popup.text('#notice-text').catch(() => '')) !== before);
    return outcome(popup);
  }

  const code = () => page().$eval('#otp', (field) => /** @type {HTMLInputElement} */ (field).value);

  /** @param {string} issuer @param {number} ahead */
  async function assertFilled(issuer, ahead) {
    const filled = await code();
    assert.ok(isRight(filled, issuer, ahead), `${filled || 'nothing'} is no code of ${issuer} by a clock that is ${ahead / MINUTE} minutes ahead`);
  }

  /** The list goes by a clock that is `ahead`. @param {string} url @param {number} ahead */
  async function assertListed(url, ahead) {
    const popup = await open(url);
    await popup.waitFor('#list .code');
    const issuers = await popup.evaluate(() => [...document.querySelectorAll('#list .issuer')].map((one) => one.textContent ?? ''));
    const codes = await shownCodes(popup);
    for (const [at, issuer] of issuers.entries()) {
      assert.ok(isRight(codes[at], issuer, ahead), `${codes[at]} of ${issuer} is not by a clock that is ${ahead / MINUTE} minutes ahead`);
    }
    await browser.closePopup();
  }

  return { enrol, fill, correct, assertFilled, assertListed };
}

/** @param {Popup} popup */
const offers = (popup) => popup.evaluate(() =>
  [...document.querySelectorAll('#notice button')].filter((button) => button instanceof HTMLElement && !button.hidden).map((button) => button.textContent));

describe('in Chromium', () => {
  /** @type {import('../lib/site.mjs').Sites} */
  let sites;
  /** @type {import('../lib/chromium.mjs').Chromium} */
  let chromium;
  /** @type {import('puppeteer-core').Page} */
  let page;
  /** @type {ReturnType<typeof acting>} */
  let act;

  before(async () => {
    sites = await startSites(() => FORM);
    // But for the servers on this computer.
    chromium = await launchChromium({ extension: CHROMIUM_DIST, args: [`${sites.args[0]},EXCLUDE 127.0.0.1`, ...sites.args.slice(1)] });
    page = await chromium.browser.newPage();
    act = acting({ browser: chromium, page: () => page, period: SHORT });
    await page.goto('https://start.example/');
    await openVault(chromium, page);
    for (const host of ['bank.example', 'echo.example', 'liar.com', 'shop.org', 'mail.net', 'www.works.com']) {
      await act.enrol(host, `https://${host}/login`);
    }
  });

  after(async () => {
    await chromium?.close();
    sites?.close();
  });

  /** As if the vault had been locked and unlocked, days later. */
  beforeEach(async () => {
    await chromium.closePopup();
    sites.clocks.clear();
    sites.asked.length = 0;
    await chromium.inWorker(async () => {
      await chrome.storage.session.remove(['skew', 'clocks']);
      await chrome.storage.local.remove(['clock', 'clock.all']);
    });
  });

  const askedFor = () => sites.asked.filter((one) => one.startsWith('HEAD')).map((one) => one.split(/[ /]/)[1]);

  test('a site that lies by 20 hours: told as its own word, nothing to correct, and the bank is asked itself', async () => {
    sites.clocks.set('liar.com', 20 * HOUR + 7 * MINUTE);
    const { popup, said } = await act.fill('https://liar.com/login');
    assert.match(said ?? '', /^The clock of this computer is 20 hours slow/);
    // Whatever it offers is taken.
    const offered = await offers(popup);
    await act.correct(popup);
    const bank = await act.fill('https://bank.example/login');
    assert.equal(bank.said, null, 'the bank says nothing of the clock');
    await act.assertFilled('bank.example', 0);
    assert.deepEqual(askedFor(), ['liar.com', 'bank.example']);
    assert.match(said ?? '', /by the clock of liar\.com/);
    assert.deepEqual(offered, ['Fill anyway']);
    await act.assertListed('https://bank.example/login', 0);
  });

  test('a site that lies by two hours gets its own codes by that, and no other code changes', async () => {
    sites.clocks.set('liar.com', -2 * HOUR);
    const { popup, said } = await act.fill('https://liar.com/login');
    assert.match(said ?? '', /^The clock of this computer is 2 hours fast/);
    assert.equal(await act.correct(popup), null);
    await act.assertFilled('liar.com', -2 * HOUR);
    assert.equal((await act.fill('https://bank.example/login')).said, null);
    await act.assertFilled('bank.example', 0);
    await act.assertListed('https://shop.org/login', 0);
    assert.deepEqual(await chromium.inWorker(async () => Object.keys(await chrome.storage.local.get()).filter((key) => key.startsWith('clock'))), []);
  });

  test('a slow computer, corrected by the bank: a site that repeats the time of the computer takes nothing of it back', async () => {
    sites.ahead = 20 * MINUTE;
    sites.clocks.set('echo.example', 0);
    try {
      const { popup } = await act.fill('https://bank.example/login');
      assert.equal(await act.correct(popup), null);
      await act.assertFilled('bank.example', 20 * MINUTE);
      assert.equal((await act.fill('https://echo.example/login')).said, null);
      await act.assertFilled('echo.example', 0);
      assert.equal((await act.fill('https://bank.example/login')).said, null);
      await act.assertFilled('bank.example', 20 * MINUTE);
    } finally {
      sites.ahead = 0;
    }
  });

  test('two sites that have nothing to do with each other agree: all codes are right, and stay so on one word against it', async () => {
    sites.ahead = 20 * MINUTE;
    sites.clocks.set('echo.example', 0);
    try {
      assert.equal(await act.correct((await act.fill('https://bank.example/login')).popup), null);
      await act.assertListed('https://mail.net/login', 0);
      const { popup, said } = await act.fill('https://shop.org/login');
      assert.match(said ?? '', /20 minutes slow by the clock of shop\.org.*Another site says the same/);
      assert.equal(await act.correct(popup), null);
      await act.assertFilled('shop.org', 20 * MINUTE);
      await act.assertListed('https://mail.net/login', 20 * MINUTE);
      assert.equal((await act.fill('https://mail.net/login')).said, null, 'nothing is left to tell');
      await act.assertFilled('mail.net', 20 * MINUTE);
      assert.equal((await act.fill('https://echo.example/login')).said, null);
      await act.assertListed('https://mail.net/login', 20 * MINUTE);
      // What lies on the disk names no site.
      const stored = await chromium.inWorker(async () => JSON.stringify(await chrome.storage.local.get('clock.all')));
      assert.match(stored, /^\{"clock\.all":\{"correction":[\d.]+,"until":\d+\}\}$/);
      const { page: options } = await openOptions(chromium);
      await options.waitForFunction(() => /20 minutes later/.test(document.querySelector('#clock-text')?.textContent ?? ''));
      await options.click('#clock-stop');
      await options.close();
      await act.assertListed('https://mail.net/login', 0);
    } finally {
      sites.ahead = 0;
    }
  });

  test('hosts of one registrable domain are one site: asked once, and they do not agree with themselves', async () => {
    sites.ahead = 20 * MINUTE;
    try {
      const { popup, said } = await act.fill('https://www.works.com/login');
      assert.match(said ?? '', /by the clock of works\.com,/);
      assert.equal(await act.correct(popup), null);
      assert.equal((await act.fill('https://id.works.com/login')).said, null);
      await act.assertFilled('www.works.com', 20 * MINUTE);
      assert.deepEqual(askedFor(), ['www.works.com']);
      await act.assertListed('https://shop.org/login', 0);
    } finally {
      sites.ahead = 0;
    }
  });

  test('hosts whose domain the browser does not know are not taken for two', async () => {
    await act.enrol('mail.bank.example', 'https://mail.bank.example/login');
    sites.ahead = 20 * MINUTE;
    try {
      assert.equal(await act.correct((await act.fill('https://bank.example/login')).popup), null);
      const { popup, said } = await act.fill('https://mail.bank.example/login');
      assert.match(said ?? '', /by the clock of mail\.bank\.example, which would refuse the code\.$/);
      assert.equal(await act.correct(popup), null);
      await act.assertListed('https://shop.org/login', 0);
    } finally {
      sites.ahead = 0;
    }
  });

  test('more than a day is not corrected on the word of two either', async () => {
    sites.ahead = 25 * HOUR;
    try {
      for (const host of ['bank.example', 'shop.org']) {
        const { popup, said } = await act.fill(`https://${host}/login`);
        assert.match(said ?? '', /25 hours slow/);
        assert.deepEqual(await offers(popup), ['Fill anyway']);
      }
      // Below a day it is, once two say so.
      sites.ahead = 20 * HOUR;
      await chromium.inWorker(() => chrome.storage.session.remove('clocks'));
      assert.deepEqual(await offers((await act.fill('https://bank.example/login')).popup), ['Fill anyway']);
      const { popup } = await act.fill('https://shop.org/login');
      assert.equal(await act.correct(popup), null);
      await act.assertFilled('shop.org', 20 * HOUR);
      await act.assertListed('https://mail.net/login', 20 * HOUR);
    } finally {
      sites.ahead = 0;
    }
  });

  test('a correction of all codes that one site had made, and that an earlier version kept, no longer counts', async () => {
    await chromium.inWorker(() => chrome.storage.local.set({ clock: { correction: 72_000_000, until: Date.now() + 3_600_000 } }));
    await chromium.closePopup();
    await chromium.killWorker();
    await act.assertListed('https://bank.example/login', 0);
    assert.equal((await act.fill('https://bank.example/login')).said, null);
    await act.assertFilled('bank.example', 0);
  });

  test('ports of one host are one site, and a server on this computer is no second witness', async () => {
    const local = await startLocal();
    try {
      await act.enrol('local', `http://127.0.0.1:${local.ports[0]}/login`);
      await act.enrol('other port', `http://127.0.0.1:${local.ports[1]}/login`);
      local.ahead.set('127.0.0.1', 20 * MINUTE);
      sites.ahead = 20 * MINUTE;
      const { popup, said } = await act.fill(`http://127.0.0.1:${local.ports[0]}/login`);
      assert.match(said ?? '', /by the clock of 127\.0\.0\.1,/);
      assert.equal(await act.correct(popup), null);
      assert.equal((await act.fill(`http://127.0.0.1:${local.ports[1]}/login`)).said, null);
      await act.assertFilled('other port', 20 * MINUTE);
      assert.equal(local.asked.length, 1);
      const bank = await act.fill('https://bank.example/login');
      assert.match(bank.said ?? '', /by the clock of bank\.example, which would refuse the code\.$/);
      assert.equal(await act.correct(bank.popup), null);
      await act.assertListed('https://shop.org/login', 0);
    } finally {
      sites.ahead = 0;
      local.close();
    }
  });
});

/** Servers on this computer, of two ports and any name that leads here, each name with a clock of its own. */
async function startLocal() {
  /** @type {Map<string, number>} */
  const ahead = new Map();
  /** @type {string[]} */
  const asked = [];
  const servers = await Promise.all([0, 0].map(async () => {
    const server = createServer((request, response) => {
      const name = new URL(`http://${request.headers.host}`).hostname;
      if (request.method === 'HEAD') {
        asked.push(name);
      }
      response.sendDate = false;
      response.setHeader('date', new Date(Date.now() + (ahead.get(name) ?? 0)).toUTCString());
      response.setHeader('content-type', 'text/html');
      response.end(`<!doctype html><title>${name}</title><link rel="icon" href="data:,">${FORM}`);
    });
    await new Promise((resolve) => {
      server.listen(0, '127.0.0.1', () => resolve(null));
    });
    return server;
  }));
  const ports = servers.map((server) => /** @type {import('node:net').AddressInfo} */ (server.address()).port);
  const close = () => {
    for (const server of servers) {
      server.closeAllConnections();
      server.close();
    }
  };
  return { ahead, asked, ports, close };
}

test('in Firefox', async () => {
  const local = await startLocal();
  const firefox = await launchFirefox({ extension: FIREFOX_DIST });
  try {
    const page = await firefox.browser.newPage();
    const act = acting({ browser: firefox, page: () => page, period: USUAL });
    const url = (/** @type {string} */ name) => `http://${name}.localhost:${local.ports[0]}/login`;
    await page.goto(url('start'));
    await openVault(firefox, page);
    for (const name of ['liar', 'bank', 'echo']) {
      await act.enrol(name, url(name));
    }
    local.ahead.set('liar.localhost', 20 * HOUR);
    local.ahead.set('bank.localhost', 20 * MINUTE);
    const lie = await act.fill(url('liar'));
    assert.match(lie.said ?? '', /^The clock of this computer is 20 hours slow/);
    await act.correct(lie.popup);
    const { popup, said } = await act.fill(url('bank'));
    assert.match(said ?? '', /20 minutes slow by the clock of bank\.localhost/);
    assert.equal(await act.correct(popup), null);
    await act.assertFilled('bank', 20 * MINUTE);
    assert.equal((await act.fill(url('echo'))).said, null);
    await act.assertFilled('echo', 0);
    assert.equal((await act.fill(url('bank'))).said, null);
    await act.assertFilled('bank', 20 * MINUTE);
    await act.assertListed(url('start'), 0);
    assert.deepEqual(local.asked, ['liar.localhost', 'bank.localhost', 'echo.localhost']);
  } finally {
    await firefox.close();
    local.close();
  }
});
