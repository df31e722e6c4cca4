// A rule for a path keeps nobody out: a page shows itself under any path of its own host. The editor says so where the rule is chosen.
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { startFiller } from '../lib/filler.mjs';
import { openEditor, press } from '../lib/person.mjs';

const NOTE = 'A convenience, not a protection: any page of this site can show itself under this path. Codes still go to this site only.';
const PAGE = `<!doctype html><title>Two-factor authentication</title><p>Enter the code of your authenticator app.</p>
<form><input id="otp" name="otp" autocomplete="one-time-code"></form>`;

for (const firefox of [false, true]) {
  describe(firefox ? 'in Firefox' : 'in Chromium', () => {
    /** @type {import('../lib/filler.mjs').Filler} */
    let filler;

    before(async () => {
      filler = await startFiller((path) => (path === '/evil' ? `${PAGE}<script>history.pushState(null, '', '/team/login')</script>` : PAGE), { firefox });
    });

    after(() => filler?.close());

    test('the editor says what the rule is, where it is chosen and nowhere else', async () => {
      await filler.open('/team/login');
      const popup = await press(filler.browser, filler.page);
      await popup.waitFor('#list .more');
      await openEditor(popup, '#list .more');
      await popup.waitFor('#site-list [data-part=rule]');
      const note = () => popup.evaluate(() => {
        const shown = document.querySelector('#site-list [data-part=path-note]');
        return shown?.checkVisibility() ? shown.textContent : null;
      });
      assert.equal(await note(), null);
      await popup.evaluate(() => {
        const rule = document.querySelector('#site-list [data-part=rule]');
        const path = document.querySelector('#site-list [data-part=path]');
        if (!(rule instanceof HTMLSelectElement && path instanceof HTMLInputElement)) throw new TypeError('no rule to choose');
        rule.value = 'path';
        rule.dispatchEvent(new Event('change'));
        path.value = '/team';
        path.dispatchEvent(new Event('input'));
      });
      assert.equal(await note(), NOTE);
      await popup.click('#editor-form .primary');
      await popup.waitFor('#search');
      await filler.browser.closePopup();
    });

    test('and it is true: a page of another path is filled once it calls itself so', async () => {
      await filler.open('/evil');
      assert.equal((await filler.fill()).reason, null);
      assert.ok(filler.isNext(await filler.page.$eval('#otp', (field) => /** @type {HTMLInputElement} */ (field).value)));
    });
  });
}
