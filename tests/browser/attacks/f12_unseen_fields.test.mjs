// A page may keep its field from a person's eyes by other means than size, place and a cover that takes the clicks: masks, filters, blends,
// colours, and veils that let the clicks through. What no person sees is not filled; what looks unusual and can be seen is.
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { startFiller } from '../lib/filler.mjs';

const NO_FIELD = 'No field on this page asks for a code.';
const VEIL = 'position: fixed; inset: 0; pointer-events: none;';
const BARE = 'border: 0; outline: 0; background: #fff;';

/**
 * @typedef {object} Way
 * @property {string} [field] the style of the field
 * @property {string} [parent] that of the element around it
 * @property {string} [before] what stands before it
 * @property {string} [after] what stands after it
 * @property {string} [css] a sheet of the page
 */

/** @type {Record<string, Way>} */
const UNSEEN = {
  'a mask on the field': { field: 'mask-image: linear-gradient(transparent, transparent)' },
  'a mask around the field': { parent: 'mask-image: linear-gradient(transparent, transparent)' },
  'a blur': { field: 'filter: blur(30px)' },
  'a blur around the field': { parent: 'filter: blur(12px)' },
  'no contrast': { field: 'filter: contrast(0)' },
  'brightness beyond white': { parent: 'filter: brightness(50)' },
  'a filter of the page': { field: 'filter: url(#none)', before: '<svg width="0" height="0"><filter id="none"><feFlood flood-color="white"/></filter></svg>' },
  'white on white': { field: `${BARE} color: #fff` },
  'white on white, with a white border': { field: 'border: 1px solid #fff; outline: 0; background: #fff; color: #fff' },
  'nothing on nothing': { field: 'border: 0; outline: 0; background: transparent; color: transparent' },
  'letters of no size': { field: `${BARE} font-size: 1px; height: 20px; width: 90px` },
  'a veil with a gradient': { after: `<div style="${VEIL} background: linear-gradient(#fff, #fff)"></div>` },
  'a veil with a picture': { after: `<img alt="" style="${VEIL} width: 100%; height: 100%" src="data:image/svg+xml,<svg xmlns='http://www.w3.org/2000/svg'><rect width='100' height='100' fill='white'/></svg>">` },
  'a drawn veil': { after: `<svg style="${VEIL} width: 100%; height: 100%"><rect width="100%" height="100%" fill="white"/></svg>` },
  'a veil before the body': { css: `body::before { content: ''; ${VEIL} background: #fff; z-index: 9 }` },
  'a veil after the field’s parent': { css: `#around { position: relative } #around::after { content: ''; position: absolute; inset: 0; pointer-events: none; background: #fff }` },
  'a relative veil': { after: '<div style="position: relative; top: -200px; height: 400px; margin-bottom: -200px; pointer-events: none; background: #fff"></div>' },
  'two halves of a veil': { after: `<div style="${VEIL} right: auto; width: 70px; background: #fff"></div><div style="${VEIL} left: 70px; background: #fff"></div>` },
  'two thin veils': { after: `<div style="${VEIL} background: rgb(255 255 255 / .6)"></div><div style="${VEIL} background: rgb(255 255 255 / .6)"></div>` },
  'a veil that stands before the field': { before: `<div style="${VEIL} background: #fff; z-index: 9"></div>` },
  'a veil with an inset shadow': { after: `<div style="${VEIL} box-shadow: inset 0 0 0 2000px #fff"></div>` },
  'a veil of borders': { after: `<div style="${VEIL} border: 600px solid #fff"></div>` },
  'a raised field under a higher veil': { field: 'position: relative; z-index: 5', after: `<div style="${VEIL} background: #fff; z-index: 6"></div>` },
  'a veil that blurs what is behind it': { after: `<div style="${VEIL} backdrop-filter: blur(40px)"></div>` },
  'a veil that insists': { after: `<div style="${VEIL.replace('none', 'none !important')} background: #fff"></div>` },
  'a veil that is inert': { after: '<div inert style="position: fixed; inset: 0; background: #fff"></div>' },
  'a label as a veil': { after: `<label for="otp" style="${VEIL} background: #fff"></label>` },
  'a blend': { field: 'mix-blend-mode: lighten' },
  'a blend around the field': { parent: 'mix-blend-mode: screen' },
  '4 by 4 pixels': { field: 'border: 0; padding: 0; width: 4px; height: 4px' },
  '5 by 5 pixels': { field: 'border: 0; padding: 0; width: 5px; height: 5px' },
  '10 by 10 pixels': { field: 'border: 0; padding: 0; width: 10px; height: 10px' },
  'an opacity of 0.11': { field: 'opacity: .11' },
  'an opacity of 0.25, of two': { field: 'opacity: .5', parent: 'opacity: .5' },
};

/** @type {Record<string, Way>} */
const SEEN = {
  'a plain field': {},
  'a white field with a grey border': { field: 'background: #fff; color: #333; border: 1px solid #ddd' },
  'a field without any border': { field: `${BARE} color: #111` },
  'light letters on a picture that stands elsewhere': {
    before: `<div style="position: fixed; inset: 0; z-index: -1; pointer-events: none; background: linear-gradient(#123, #456)"></div>`, css: 'html { background: none }',
    field: 'border: 0; background: transparent; color: #fff',
  },
  'ornament behind it that lets clicks through': { before: `<div style="${VEIL} background: #eef"></div>`, field: 'position: relative; z-index: 1' },
  'a faint grain over everything': { after: `<div style="${VEIL} background: repeating-linear-gradient(#000, #fff 2px); opacity: .04"></div>` },
  'a glow over everything': { after: `<div style="${VEIL} background: radial-gradient(rgb(90 90 255 / .2), transparent)"></div>` },
  'an outline over it, as components draw it': { css: `#around { position: relative; display: inline-block } #around::after { content: ''; position: absolute; inset: 0; pointer-events: none; border: 2px solid #36c }` },
  'a label that floats in it': { after: '<label for="otp" style="position: absolute; left: 14px; top: 14px; pointer-events: none; background: #fff; font-size: 10px">Code</label>' },
  'the colours turned, as for the dark': { parent: 'filter: invert(1) hue-rotate(180deg)' },
  'a shadow under it': { parent: 'filter: drop-shadow(0 2px 4px rgb(0 0 0 / .4))' },
  'half an opacity': { field: 'opacity: .5' },
  'letters in a colour of their own': { field: '-webkit-text-fill-color: #222; color: transparent; border: 0; background: #fff' },
  'a box of 16 pixels': { field: 'border: 1px solid #888; padding: 0; width: 16px; height: 16px' },
};

/** @param {Way} way */
const pageOf = ({ field = '', parent = '', before: earlier = '', after: later = '', css = '' }) => `<!doctype html><title>Two-factor authentication</title>
<style>body { background: #fff; margin: 10px } #otp { font-size: 14px } ${css}</style>${earlier}
<form><div id="around" style="${parent}"><input id="otp" name="otp" autocomplete="one-time-code" maxlength="6" style="${field}"></div></form>${later}
<p>Enter the code of your authenticator app.</p>`;

const pages = Object.entries({ ...UNSEEN, ...SEEN }).map(([name, way]) => [name, pageOf(way)]);
const pathOf = (/** @type {string} */ name) => `/${pages.findIndex(([other]) => other === name)}.html`;

for (const firefox of [false, true]) {
  describe(firefox ? 'in Firefox' : 'in Chromium', () => {
    /** @type {import('../lib/filler.mjs').Filler} */
    let filler;

    before(async () => {
      filler = await startFiller((path) => pages[Number.parseInt(path.slice(1), 10)]?.[1], { firefox });
    });

    after(() => filler?.close());

    const standing = () => filler.page.$eval('#otp', (field) => /** @type {HTMLInputElement} */ (field).value);

    for (const name of Object.keys(UNSEEN)) {
      test(`${name}: is not filled`, async () => {
        await filler.open(pathOf(name));
        const { reason } = await filler.fill();
        assert.equal(await standing(), '');
        assert.equal(reason, NO_FIELD);
      });
    }

    for (const name of Object.keys(SEEN)) {
      test(`${name}: is filled`, async () => {
        await filler.open(pathOf(name));
        assert.equal((await filler.fill()).reason, null);
        assert.ok(filler.isNext(await standing()));
      });
    }

    test('the page keeps no trace of the look', async () => {
      await filler.open(pathOf('a plain field'));
      assert.equal((await filler.fill()).reason, null);
      assert.deepEqual(await filler.page.evaluate(() => [document.adoptedStyleSheets.length, document.styleSheets.length]), [0, 1]);
    });
  });
}
