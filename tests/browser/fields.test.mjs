// Fields of every make, without a framework, filled by the real extension in both browsers: how a page wants to be written to, and what
// it does with it.
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { after, before, describe, test } from 'node:test';
import { startFiller } from './lib/filler.mjs';
import { press } from './lib/person.mjs';
import { sleep } from './lib/wait.mjs';

const PAGES = new URL('../fixtures/pages/fields/', import.meta.url);
const NO_FIELD = 'No field on this page asks for a code.';
const NOT_TAKEN = 'The page did not take the code. Copy it instead.';
/** How long a page gets to show that it has sent the code, once or twice. */
const SENDING = 800;

for (const firefox of [false, true]) {
  describe(firefox ? 'in Firefox' : 'in Chromium', () => {
    /** @type {import('./lib/filler.mjs').Filler} */
    let filler;

    before(async () => {
      const content = async (/** @type {string} */ path) => {
        if (path !== '/slow.html') return readFile(new URL(`.${path}`, PAGES)).catch(() => undefined);
        await sleep(2 * SENDING);
        return '<!doctype html><title>Slow</title>';
      };
      filler = await startFiller(content, { digits: [2, 3, 4, 5, 6, 7, 8, 9, 10], firefox });
    });

    after(() => filler?.close());

    /** What stands in all fields, also in an open shadow root and a frame. */
    const standing = () => filler.page.evaluate(() => {
      /** @param {Document | ShadowRoot} root @returns {Element[]} */
      const fields = (root) => [...root.querySelectorAll('*')].flatMap((one) => {
        const inside = /** @type {HTMLIFrameElement} */ (one).contentDocument ?? one.shadowRoot;
        return inside ? fields(inside) : one.matches('input, [contenteditable]') ? [one] : [];
      });
      return fields(document).map((field) => (field instanceof HTMLInputElement || 'value' in field ? String(field.value) : field.textContent)).join('');
    });

    /** What the page's own script has understood. */
    const state = () => filler.page.$eval('#state', (output) => output.textContent ?? '');

    /** @param {string} name @param {number} [count] */
    async function fill(name, count) {
      await filler.open(`/${name.includes('?') ? name.replace('?', '.html?') : `${name}.html`}`);
      return filler.fill(count);
    }

    for (const name of ['plain', 'number', 'old-code', 'below-the-fold', 'in-a-scroller', 'right-to-left', 'editable', 'open-shadow', 'frame', 'painted', 'painted-over']) {
      test(`${name}: the code stands in the field`, async () => {
        assert.equal((await fill(name)).reason, null);
        const code = await standing();
        assert.ok(filler.isNext(code), code);
      });
    }

    test('closed-shadow: the code stands in the field', async () => {
      assert.equal((await fill('closed-shadow')).reason, null);
      assert.ok(filler.isNext(String(await filler.page.evaluate('reveal()'))));
    });

    for (const name of ['masked', 'masked-by-keys', 'editable-boxes', 'jumping', 'keys', 'data', 'paste-only', 'spreading', 'redrawn', 'sends-itself']) {
      test(`${name}: the page has the code`, async () => {
        assert.equal((await fill(name)).reason, null);
        const code = await state();
        assert.ok(filler.isNext(code), code);
      });
    }

    for (const count of [2, 3, 4, 5, 6, 7, 8, 9, 10]) {
      test(`a row of ${count} boxes takes a code of ${count} digits`, async () => {
        assert.equal((await fill(`boxes?boxes=${count}`, count)).reason, null);
        const code = await state();
        assert.ok(filler.isNext(code, count), code);
      });
    }

    test('a row of 6 boxes takes no code of 8 digits, nor one of 8 a code of 6', async () => {
      assert.equal((await fill('boxes?boxes=6', 8)).reason, NO_FIELD);
      assert.equal(await standing(), '');
      assert.equal((await fill('boxes?boxes=8', 6)).reason, NO_FIELD);
      assert.equal(await standing(), '');
    });

    test('navigates: a page that goes on by itself was filled', async () => {
      assert.equal((await fill('navigates')).reason, null);
      await filler.page.waitForFunction(() => location.search.startsWith('?otp='));
      assert.ok(filler.isNext(new URL(filler.page.url()).searchParams.get('otp') ?? ''));
    });

    test('rejects-itself: what the page has sent by itself is not given to it twice', async () => {
      assert.equal((await fill('rejects-itself')).reason, null);
      assert.equal(await filler.page.evaluate('tries'), 1);
    });

    for (const name of ['sends-and-empties', 'sends-and-empties?slow']) {
      test(`${name}: nor what it was seen to send, though it never stood there`, async () => {
        assert.equal((await fill(name)).reason, NOT_TAKEN);
        assert.equal(await filler.page.evaluate('tries'), 1);
      });
    }

    for (const name of ['takes-nothing', 'takes-half', 'takes-half-wide']) {
      test(`${name}: the popup says so, and nothing is left behind`, async () => {
        assert.equal((await fill(name)).reason, NOT_TAKEN);
        assert.equal(await standing(), '');
      });
    }

    test('takes-half: a box of one digit was never given more', async () => {
      await fill('takes-half');
      assert.equal(await filler.page.evaluate('longest'), 1);
    });

    for (const [name, reason] of /** @type {const} */ ([
      ['read-only', NO_FIELD], ['disabled', NO_FIELD], ['filled', 'The field already holds something, so it was left alone.'],
    ])) {
      test(`${name}: is not written`, async () => {
        await filler.open(`/${name}.html`);
        const held = await standing();
        assert.equal((await filler.fill()).reason, reason);
        assert.equal(await standing(), held);
      });
    }

    describe('where the form is to be sent', () => {
      before(async () => {
        await filler.open('/plain.html');
        const popup = await press(filler.browser, filler.page);
        await popup.evaluate(() => {
          const row = [...document.querySelectorAll('#list li')].find((one) => one.querySelector('.issuer')?.textContent === 'digits 6');
          /** @type {HTMLButtonElement | null | undefined} */ (row?.querySelector('.more'))?.click();
          /** @type {HTMLElement | null} */ (document.querySelector('#row-menu [data-part="edit"]'))?.click();
        });
        await popup.click('#submit-after');
        await popup.click('#editor-form .primary');
        await popup.waitFor('#list li');
        await filler.browser.closePopup();
      });

      for (const way of ['never', 'at-once', 'hesitating', 'asking', 'switching-off', 'closing', 'emptying']) {
        test(`${way}: the page has the code once`, async () => {
          assert.equal((await fill(`sends?way=${way}`)).reason, null);
          await sleep(SENDING);
          assert.equal(await filler.page.evaluate('tries'), 1);
        });
      }

      test('leaving: the page goes where it was going', async () => {
        assert.equal((await fill('sends?way=leaving')).reason, null);
        await filler.page.waitForFunction(() => location.pathname === '/slow.html');
      });
    });
  });
}
