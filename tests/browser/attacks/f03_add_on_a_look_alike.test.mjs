// "Add" says where the codes of an account will go. On a site that looks like another one it binds nothing, and whatever
// was added there before, the genuine site is never called the false one.
import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { generateSecret } from 'otplib';
import { launchChromium } from '../lib/chromium.mjs';
import { dataUrl, png } from '../lib/codes.mjs';
import { CHROMIUM_DIST } from '../lib/dist.mjs';
import { openVault } from '../lib/open_vault.mjs';
import { ofPuppeteer, press } from '../lib/person.mjs';
import { startSites } from '../lib/site.mjs';
import { PATIENCE, within } from '../lib/wait.mjs';

/** Each with a fake: one letter, another ending, a letter of another script; whether the person may say that they know it. */
const CASES = /** @type {const} */ ([
  ['Northbank', 'northbank.test', 'northbamk.test', true],
  ['Hillcredit', 'hillcredit.test', 'hillcredit.click', true],
  ['Lakesavings', 'lakesavings.test', 'lakes\u0430vings.test', false],
]);
const LATER = /** @type {const} */ ([
  ['Westgiro', 'westgiro.test', 'westgiiro.test'],
  ['Palmtrust', 'palmtrust.test', 'palmtrust.xyz'],
  ['Oldmutual', 'oldmutual.test', '\u043eldmutual.test'],
]);

/** @type {import('../lib/site.mjs').Sites} */
let sites;
/** What the sites show. */
let shown = '';
let folder = '';

before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'fakes-'));
  sites = await startSites(() => `<link rel="icon" href="data:,"><img src="${shown}">`);
  person = await start();
});

after(async () => {
  await person?.close();
  sites?.close();
  await rm(folder, { recursive: true, force: true });
});

/** @param {string} issuer @param {string} name */
const uri = (issuer, name) => `otpauth://totp/${encodeURIComponent(issuer)}:${name}?secret=${generateSecret()}&issuer=${encodeURIComponent(issuer)}`;

/** @type {Awaited<ReturnType<typeof start>>} */
let person;

/** A browser with an empty vault, and what a person does in it. */
async function start() {
  const chromium = await launchChromium({ extension: CHROMIUM_DIST, args: sites.args });
  const page = await chromium.browser.newPage();
  await openVault(chromium, page);

  /** @param {string} host @param {string} [text] of the QR code there */
  async function over(host, text = 'https://example.com/') {
    shown = await dataUrl(text);
    await page.goto(`https://${host}/`);
    const popup = await press(chromium, page);
    await within(PATIENCE, 'the page to be looked at', async () => !/^$|…$/.test((await popup.text('#scan-text')) ?? ''));
    return popup;
  }

  /** Presses "Add" there, and answers with what is said. @param {string} host @param {string} issuer */
  async function add(host, issuer) {
    const popup = await over(host, uri(issuer, 'x'));
    const where = await seen(popup, '#scan-site');
    await popup.click('#scan-action');
    await within(PATIENCE, 'the account to be there', async () => /^Added/.test((await popup.text('#notice-text')) ?? ''));
    return { where, said: await popup.text('#notice-text') };
  }

  /** From a picture, as from another app. @param {string} issuer */
  async function fromFile(issuer) {
    const place = join(folder, 'account.png');
    await writeFile(place, await png(uri(issuer, 'ada')));
    await chromium.closePopup();
    const tab = await chromium.browser.newPage();
    await tab.goto(chromium.url('enrol/enrol.html'));
    const input = /** @type {import('puppeteer-core').ElementHandle<HTMLInputElement>} */ (await tab.$('#files'));
    await input.uploadFile(place);
    await ofPuppeteer(tab).click('#pictures [data-part="add"]');
    await ofPuppeteer(tab).waitFor('#pictures li.added');
    await tab.close();
  }

  /** What the popup says of a site as it opens. @param {string} host */
  async function opens(host) {
    return (await (await over(host)).text('#notice-text')) ?? '';
  }

  /** What the editor of an account offers there. @param {string} host @param {string} issuer */
  async function editor(host, issuer) {
    const popup = await over(host);
    await popup.evaluate((name) => {
      const row = [...document.querySelectorAll('#list li')].find((one) => one.querySelector('.issuer')?.textContent === name);
      /** @type {HTMLElement | null | undefined} */ (row?.querySelector('.more'))?.click();
      /** @type {HTMLElement | null} */ (document.querySelector('#row-menu [data-part="edit"]'))?.click();
    }, issuer);
    await popup.waitFor('#editor-form');
    return { popup, offer: await seen(popup, '#bind-here') };
  }

  /** Binds it by hand. @param {string} host @param {string} issuer */
  async function bind(host, issuer) {
    const { popup, offer } = await editor(host, issuer);
    assert.equal(offer, `Also fill on ${host}`);
    await popup.click('#bind-here');
    await popup.click('#editor-form .primary');
    await popup.waitFor('#list li.here');
  }

  return { chromium, page, add, fromFile, opens, editor, bind, over, close: chromium.close };
}

/** The text of an element that can be seen. @param {import('../lib/person.mjs').Popup} popup @param {string} selector */
const seen = (popup, selector) => popup.evaluate((css) => {
  const element = document.querySelector(css);
  return element?.checkVisibility() ? element.textContent?.trim() : null;
}, selector);

/** @param {string} genuine */
const careful = (genuine) => `Careful: this is not ${genuine.replace('.', '\\.')}\\.`;

test('the bank first, added from its own page: nothing is bound at the fake, which stays one', async () => {
  for (const [issuer, genuine, fake, mayBeKnown] of CASES) {
    assert.equal((await person.add(genuine, issuer)).where, `Codes will go to ${genuine}`);
    for (const when of ['before', 'after']) {
      assert.match(await person.opens(fake), new RegExp(`^${careful(genuine)}`), `${fake} ${when}`);
      assert.equal((await person.editor(fake, issuer)).offer, null, `${fake} ${when}`);
      if (when === 'before') {
        const { where, said } = await person.add(fake, 'Free WiFi');
        assert.equal(where, null);
        assert.match(said ?? '', new RegExp(`^Added without a site\\. ${careful(genuine)}`));
      }
    }
    const popup = await person.over(fake);
    assert.equal(await popup.evaluate(() => document.querySelectorAll('#list li.here').length), 0, fake);
    assert.equal(await seen(popup, '#notice-action'), mayBeKnown ? 'I know this site' : null, fake);
    assert.equal(await person.opens(genuine), '');
  }
});

test('the fake first, the bank from another app: the genuine site is bound, and then the fake is told', async () => {
  for (const [issuer, genuine, fake] of LATER) {
    await person.fromFile(issuer);
    const { said } = await person.add(fake, 'Free WiFi');
    assert.doesNotMatch(said ?? '', /without a site/);
    assert.equal(await person.opens(genuine), '', fake);
    await person.bind(genuine, issuer);
    assert.equal(await person.opens(genuine), '', fake);
    assert.match(await person.opens(fake), new RegExp(`^${careful(genuine)}`));
    assert.equal((await person.editor(fake, issuer)).offer, null, fake);
  }
});

test('a code in a mail or a forum: it is said whose site it would be bound to, and it is added without', async () => {
  const popup = await person.over('inbox.postfach.com', uri('Stadtwerke', 'ada'));
  assert.equal(await seen(popup, '#scan-site'), 'Codes will go to postfach.com');
  await popup.click('#scan-bind');
  await popup.click('#scan-action');
  await within(PATIENCE, 'the answer', async () => (await popup.text('#notice-text')) === 'Added without a site.');
  assert.equal(await popup.evaluate(() => document.querySelectorAll('#list li.here').length), 0);
  const { popup: editor } = await person.editor('inbox.postfach.com', 'Stadtwerke');
  assert.equal(await editor.evaluate(() => document.querySelectorAll('#site-list li').length), 0);
});
