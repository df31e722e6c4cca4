// Names come from QR codes, links and exports, and may hold what nobody sees or what turns the text around it. It is taken out when a name
// is read, and said; a name that is written like another is warned of; and no name turns the sentence that it stands in.
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { startFiller } from '../lib/filler.mjs';
import { press, pressInMenu } from '../lib/person.mjs';
import { PATIENCE, within } from '../lib/wait.mjs';

const ODD = 'Odd characters, which nobody sees, were removed from the name.';
const LOOKS_LIKE = 'Careful: the name looks like one that you know, but is written in other letters.';

/** How a name is written, and how it is kept. @type {[string, string][]} */
const NAMES = [
  ['\u202EbuHtiG', 'buHtiG'],
  ['\u2067Northbank\u2069', 'Northbank'],
  ['South\u200Bbank', 'Southbank'],
  ['West\u0000bank\u009B', 'Westbank'],
  ['East\nbank', 'East bank'],
  ['Mid\u00ADbank\u{E0061}\u{E007F}', 'Midbank'],
  ['Low\u3164\u2800bank\uFE0F', 'Lowbank'],
];

for (const firefox of [false, true]) {
  describe(firefox ? 'in Firefox' : 'in Chromium', () => {
    /** @type {import('../lib/filler.mjs').Filler} */
    let filler;
    /** @type {import('../lib/person.mjs').Popup} */
    let popup;
    let seeds = 0;

    before(async () => {
      filler = await startFiller(() => '<!doctype html><title>Start</title>', { digits: [], firefox });
      popup = await press(filler.browser, filler.page);
      await popup.waitFor('#search');
    });

    after(() => filler?.close());

    /** Adds a link by hand, and answers with what the popup says. @param {string} issuer @param {string} [name] */
    async function add(issuer, name = 'ada') {
      seeds += 1;
      const seed = `GEZDGNBVGY3TQOJQ${'ABCDEFGHIJKLMNOPQRSTUVWXYZ'[seeds]}AAAAAAA`;
      await pressInMenu(popup, '#add', '#add-by-hand');
      await popup.type('#secret', `otpauth://totp/${encodeURIComponent(name)}?secret=${seed}&issuer=${encodeURIComponent(issuer)}`);
      // What it said of the one before.
      await popup.evaluate(() => {
        const notice = document.querySelector('#notice-text');
        if (notice) notice.textContent = '';
      });
      await popup.click('#editor-form .primary');
      await popup.waitFor('#search');
      await within(PATIENCE, 'the popup to say that it is added', async () => /^Added/.test((await popup.text('#notice-text')) ?? ''));
      return popup.text('#notice-text');
    }

    /** The rows of the list. */
    const rows = () => popup.evaluate(() => [...document.querySelectorAll('#list li')].map((row) => {
      const shown = row.querySelector('.issuer');
      if (shown === null) throw new TypeError('a row without a name');
      const { direction, unicodeBidi } = getComputedStyle(shown);
      return { issuer: shown.textContent, label: row.querySelector('.more')?.getAttribute('aria-label'), direction, unicodeBidi };
    }));

    for (const [written, kept] of NAMES) {
      test(`${JSON.stringify(written)} is kept as ${JSON.stringify(kept)}, and it is said`, async () => {
        assert.equal(await add(written), `Added · ${ODD}`);
        assert.ok((await rows()).some(({ issuer }) => issuer === kept));
      });
    }

    test('an account name is cleaned as well', async () => {
      assert.equal(await add('Clean', 'a\u202Eda'), `Added · ${ODD}`);
    });

    test('a name that looks like a well-known one, or like a stored one, is warned of', async () => {
      assert.equal(await add('G\u0456tHub'), `Added · ${LOOKS_LIKE}`);
      assert.equal(await add('S0uthbank'), `Added · ${LOOKS_LIKE}`);
      assert.equal(await add('GitHub'), 'Added');
    });

    test('a name that runs the other way stands alone, and turns no sentence', async () => {
      assert.equal(await add('בנק 1'), 'Added');
      const row = (await rows()).find(({ issuer }) => issuer === 'בנק 1');
      assert.deepEqual([row?.direction, row?.unicodeBidi, row?.label], ['rtl', 'isolate', 'More for \u2068\u2068בנק 1\u2069 · ada\u2069']);
    });

    test('emoji and scripts that need joiners keep them', async () => {
      assert.equal(await add('👩\u200D💻 یک\u200Cبار'), 'Added');
      assert.ok((await rows()).some(({ issuer }) => issuer === '👩\u200D💻 یک\u200Cبار'));
    });

    test('names that were kept earlier are shown with a mark for what nobody sees, and break out of no sentence', async () => {
      const shown = await popup.evaluate(async () => {
        const { shownName, isolated } = /** @type {typeof import('../../../extension/lib/names.js')} */ (await import(location.origin + '/lib/names.js'));
        const { titleOf } = /** @type {typeof import('../../../extension/lib/account.js')} */ (await import(location.origin + '/lib/account.js'));
        return [shownName('Git\u200BHub'), shownName('\u202Ea\nb'), isolated('North · ada'), isolated('\u2069\u202Eבנק'), isolated(titleOf({ issuer: 'בנק', name: 'ada' }))];
      });
      assert.deepEqual(shown, ['Git\uFFFDHub', '\uFFFDa\uFFFDb', 'North · ada', '\u2068\uFFFD\uFFFDבנק\u2069', '\u2068\u2068בנק\u2069 · ada\u2069']);
    });
  });
}
