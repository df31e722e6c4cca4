// The same in Firefox, between two sites of this machine: a page without a field, and a frame of another site that has one.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { startFiller } from '../lib/filler.mjs';
import { press } from '../lib/person.mjs';
import { PATIENCE, sleep, within } from '../lib/wait.mjs';
import { there } from '../../there.mjs';

const FIELD = '<p>Enter the code of your authenticator app</p><label>Code <input id="otp" name="otp" inputmode="numeric" autocomplete="one-time-code"></label>';
const MAY_BE = /^The field may be in a frame of localhost/;
const ASKS = /^Fill the code of digits 6 · ada into a frame of localhost:\d+ on 127\.0\.0\.1:\d+ from now on\?$/;
/** In which a code would have been filled, and a popup has said what it has to say. */
const ENOUGH = 1500;

/** @type {import('../lib/filler.mjs').Filler} */
let filler;
/** @type {import('../lib/firefox.mjs').Firefox} */
let firefox;

before(async () => {
  const frame = (style = '') => `<!doctype html><title>Portal</title><h1>Welcome</h1><iframe src="${filler.address.replace('127.0.0.1', 'localhost')}/login" width="500" height="300" style="${style}"></iframe>`;
  filler = await startFiller((path) => (path === '/login' ? `<!doctype html>${FIELD}` : path.startsWith('/favicon') ? undefined : frame(path === '/transparent' ? 'opacity: 0' : '')), { firefox: true });
  firefox = /** @type {import('../lib/firefox.mjs').Firefox} */ (filler.browser);
});

after(() => filler?.close());

const standing = () => there(filler.page.frames()[1]).$eval('#otp', (field) => /** @type {HTMLInputElement} */ (field).value);

/** @param {import('../lib/person.mjs').Popup} popup @param {RegExp} words */
const says = (popup, words) => within(PATIENCE, String(words), async () => words.test((await popup.text('#notice-text')) ?? ''));

async function asked() {
  await filler.open('/framed');
  const popup = await press(firefox, filler.page);
  await popup.click('#list li.here .fill');
  await says(popup, MAY_BE);
  await popup.click('#notice-action');
}

test('"No" to the browser, and nothing is filled', async () => {
  await asked();
  await firefox.answerPrompt('deny');
  await sleep(ENOUGH);
  assert.equal(await standing(), '');
});

test('"Yes" to the browser is a look and a question; "Yes" to that fills', async () => {
  await firefox.closePopup();
  await asked();
  await firefox.answerPrompt('allow');
  // Where the browser opens the popup by itself, and else by the person's next press.
  await sleep(ENOUGH);
  assert.equal(await standing(), '');
  // A press that comes before the browser has told the background of the permission is told nothing; the next one is.
  const popup = await within(PATIENCE, String(ASKS), async () => {
    const open = /** @type {import('../lib/person.mjs').Popup} */ (/** @type {unknown} */ (await (await firefox.popupIsOpen() ? firefox.popup() : firefox.openPopup(filler.page))));
    await within(ENOUGH, String(ASKS), async () => ASKS.test((await open.text('#notice-text')) ?? '')).catch(async (error) => {
      await firefox.closePopup();
      throw error;
    });
    return open;
  });
  assert.equal(await standing(), '');
  await popup.click('#notice-action');
  await within(PATIENCE, 'the code in the frame', standing);
  assert.ok(filler.isNext(await standing()));
});

test('a frame that the page does not show gets nothing', async () => {
  await filler.open('/transparent');
  assert.equal((await filler.fill()).reason, 'No field on this page asks for a code.');
  assert.equal(await standing(), '');
});
