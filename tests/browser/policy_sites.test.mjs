// Where codes may go as an administrator decides, by a real policy file of a real Chromium: nothing is filled outside of the
// allowed sites or on a blocked one, by no gesture, and no code is used up.
import assert from 'node:assert/strict';
import { after, before, beforeEach, test } from 'node:test';
import { skip, startManaged } from './lib/managed_chromium.mjs';
import { fillByMenu } from './lib/menu.mjs';
import { fillFirst, ofPuppeteer, press } from './lib/person.mjs';
import { PATIENCE, within } from './lib/wait.mjs';

const FILL = 'alt+shift+l';
const REFUSED = 'Your organisation does not allow filling codes on this site.';

/** @type {import('./lib/managed_chromium.mjs').Managed} */
let managed;

before(async () => {
  if (!skip) {
    managed = await startManaged();
  }
});

after(() => managed?.close());

beforeEach(() => (skip ? undefined : managed.chromium.closePopup()));

const filled = () => managed.page.$eval('#otp', (field) => /** @type {HTMLInputElement} */ (field).value);

/** The popup over the shop after "Fill code" was pressed. */
async function refusedInPopup() {
  const popup = await press(managed.chromium, managed.page);
  await popup.click('#list .fill');
  await within(PATIENCE, 'the refusal', async () => (await popup.text('#notice-text')) === REFUSED);
  await managed.chromium.closePopup();
}

test('outside of the allowed sites nothing is filled, by no gesture, and no code is used up', { skip }, async () => {
  const { chromium, xvfb, page, ask, decide, firstAccount, toShop } = managed;
  await decide({ fillAllowedSites: ['example.com', 'https://host.example:8443'] }, { fillAllowedSites: 'example.com https://host.example:8443' });
  await toShop();
  await refusedInPopup();
  await page.focus('#otp');
  await xvfb.pressKeys(FILL);
  let popup = ofPuppeteer(await chromium.popup());
  await within(PATIENCE, 'the reason for the keyboard command', async () => (await popup.text('#notice-text')) === REFUSED);
  await chromium.closePopup();
  await fillByMenu(xvfb, page, '#otp');
  popup = ofPuppeteer(await chromium.popup());
  await within(PATIENCE, 'the reason for the context menu', async () => (await popup.text('#notice-text')) === REFUSED);
  assert.equal(await filled(), '');
  const { answer } = await ask('details', { id: await firstAccount() });
  assert.equal(answer.parameters.counter, '7');
});

test('on an allowed site codes are filled', { skip }, async () => {
  const { chromium, page, decide, origin, toShop } = managed;
  const { hostname } = new URL(origin);
  await decide({ asText: { fillAllowedSites: `example.com, ${hostname}` } }, { fillAllowedSites: `example.com ${hostname}` });
  await toShop();
  await fillFirst(chromium, await press(chromium, page));
  assert.match(await filled(), /^\d{6}$/);
});

test('what is blocked is blocked though it is allowed, in a frame as well', { skip }, async () => {
  const { decide, toShop, origin } = managed;
  const blocked = { fillAllowedSites: [origin], fillBlockedSites: [origin] };
  await decide(blocked, { fillAllowedSites: origin, fillBlockedSites: origin });
  await toShop();
  await refusedInPopup();
  assert.equal(await filled(), '');
  await toShop('/?frame=/');
  await refusedInPopup();
});

test('a page that is open to codes may have a frame that is not', { skip }, async () => {
  const { chromium, page, ask, decide, firstAccount, origin } = managed;
  const beside = origin.replace('127.0.0.1', 'localhost');
  const { answer: { issuer, name, sites, submit } } = await ask('details', { id: await firstAccount() });
  await ask('edit', { id: await firstAccount(), changes: { issuer, name, sites: [...sites, { origin: beside, rule: 'domain', taught: true }], submit } });
  // Looked into, but barred.
  await decide({ fillBlockedSites: ['127.0.0.1'] }, { fillBlockedSites: '127.0.0.1' });
  await page.goto(`${beside}/?frame=${origin}/`);
  await refusedInPopup();
  // Not looked into: the person is not asked to allow it, since policy does not.
  await decide({ fillAllowedSites: ['127.0.0.1'] }, { fillAllowedSites: '127.0.0.1' });
  await page.goto(`${origin}/?frame=${beside}/`);
  await refusedInPopup();
  // And the other way round the code goes into the frame, though the page around it is not open to codes.
  await page.goto(`${beside}/?frame=${origin}/`);
  await fillFirst(chromium, await press(chromium, page));
  const inFrame = page.frames().find((frame) => frame.url() === `${origin}/`);
  assert.match((await inFrame?.$eval('#otp', (field) => /** @type {HTMLInputElement} */ (field).value)) ?? '', /^\d{6}$/);
});

test('a site is an origin, or a host and all below it', { skip }, async () => {
  const { chromium, options } = managed;
  const judged = await options.evaluate(async (module) => {
    const { mayFill, understand } = await import(module);
    const { values, notUnderstood: refused } = understand({
      fillBlockedSites: ['Example.com', '*.wild.example', 'https://host.example', 'bücher.example', 'a.b/c', 'https://*.x.example', 'x:80', '', 7],
    });
    const urls = [
      'https://example.com/login', 'http://a.b.example.com:8080/', 'https://example.com./', 'https://badexample.com/',
      'https://example.com.evil.example/', 'https://in.wild.example/', 'https://host.example/x', 'http://host.example/',
      'https://a.host.example/', 'https://host.example:444/', 'https://xn--bcher-kva.example/',
    ];
    return { blocked: urls.filter((url) => !mayFill(values, url)), refused };
  }, chromium.url('lib/policy.js'));
  assert.deepEqual(judged.blocked, [
    'https://example.com/login', 'http://a.b.example.com:8080/', 'https://example.com./', 'https://in.wild.example/',
    'https://host.example/x', 'https://xn--bcher-kva.example/',
  ]);
  assert.deepEqual(judged.refused, ['a.b/c', 'https://*.x.example', 'x:80', '', 7].map((entry) => `fillBlockedSites: ${JSON.stringify(entry)}`));
});

