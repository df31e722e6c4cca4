// A page that is busy with itself when the person presses "Fill code", and has all the time in the world: what it gets, it
// gets soon and while the popup is open.
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { startFiller } from '../lib/filler.mjs';
import { press } from '../lib/person.mjs';
import { PATIENCE, sleep, within } from '../lib/wait.mjs';

const FIELD = '<p>Enter the code of your authenticator app</p><label>Code <input id="otp" name="otp" inputmode="numeric" autocomplete="one-time-code"></label>';
/** Waits for an answer, doing nothing else, as soon as a person looks away from it. */
const HOLDS = `<!doctype html><title>Holds</title>${FIELD}<script>
  onblur = () => { onblur = null; const request = new XMLHttpRequest(); request.open('GET', '/hold', false); request.send(); document.title = 'Awake'; };</script>`;
/** Takes its time over each key. */
const SLOW_KEYS = `<!doctype html><title>Slow</title><p>Enter the code of your authenticator app</p>${'<input name="code" maxlength="1" inputmode="numeric" style="width: 30px">'.repeat(6)}<script>
  addEventListener('keydown', () => { const request = new XMLHttpRequest(); request.open('GET', '/moment', false); request.send(); }, true);</script>`;
const TOO_LONG = /^The page took too long to answer/;
/** Firefox may look at the page before it holds: then it is the writing that gets no answer. */
const NO_ANSWER = /^The page (?:took too long to answer|went on before it was certain)/;
/** In which what was waiting would be written. */
const ENOUGH = 2000;

for (const firefox of [false, true]) {
  describe(firefox ? 'in Firefox' : 'in Chromium', () => {
    /** @type {import('../lib/filler.mjs').Filler} */
    let filler;
    /** What the page waits for. */
    let held = Promise.resolve();
    let release = () => {};
    let holds = false;

    before(async () => {
      filler = await startFiller(async (path) => {
        if (path === '/hold') {
          holds = true;
          await held;
          return '';
        }
        if (path === '/moment') {
          await sleep(2000);
          return '';
        }
        return { '/holds': HOLDS, '/keys': SLOW_KEYS }[path];
      }, { firefox });
    });

    after(async () => {
      release();
      await filler?.close();
    });

    const standing = () => filler.page.$$eval('input', (fields) => fields.map(({ value }) => value).join(''));

    /** The popup, whose opening makes the page hold. */
    async function pressed() {
      held = new Promise((resolve) => {
        release = resolve;
      });
      holds = false;
      await filler.open('/holds');
      const popup = await press(filler.browser, filler.page);
      await popup.waitFor('#list li.here .fill');
      // Where the popup takes no focus from the page, as without a window.
      filler.page.evaluate(() => dispatchEvent(new FocusEvent('blur'))).catch(() => {});
      await within(PATIENCE, 'the page to hold', () => holds);
      await popup.evaluate(() => /** @type {HTMLElement | null} */ (document.querySelector('.here .fill'))?.click());
      return popup;
    }

    /** @param {() => Promise<void>} meanwhile */
    async function getsNothing(meanwhile) {
      await meanwhile();
      release();
      await within(PATIENCE, 'the page to go on', async () => (await filler.page.title()) === 'Awake');
      await sleep(ENOUGH);
      assert.equal(await standing(), '');
    }

    test('the popup is closed: the page that wakes up a moment later gets nothing', async () => {
      await pressed();
      await getsNothing(async () => {
        await sleep(500);
        await filler.browser.closePopup();
      });
    });

    test('the popup stays: it says that the page took too long, and the page gets nothing later', async () => {
      const popup = await pressed();
      await getsNothing(() => within(PATIENCE, 'the popup to say so', async () => (firefox ? NO_ANSWER : TOO_LONG).test((await popup.text('#notice-text')) ?? '')).then(() => {}));
    });

    test('a page that takes its time over each key gets no more of them when the time is over', async () => {
      await filler.open('/keys');
      const popup = await press(filler.browser, filler.page);
      await popup.waitFor('#list li.here .fill');
      await popup.evaluate(() => /** @type {HTMLElement | null} */ (document.querySelector('.here .fill'))?.click());
      await within(PATIENCE, 'the popup to say so', async () => TOO_LONG.test((await popup.text('#notice-text')) ?? ''));
      const code = await standing();
      assert.ok(code.length < 6, code);
      await sleep(2 * ENOUGH);
      assert.equal(await standing(), code);
    });
  });
}
