// Pages that want a code where nobody sees it, that change after they were looked at, and that are too large to be
// looked at: nothing is filled where it should not be, in time or with a clear word.
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { after, before, test } from 'node:test';
import { startFiller } from './lib/filler.mjs';
import { sleep } from './lib/wait.mjs';
import { worldOf } from './lib/world.mjs';

const PAGES = new URL('../fixtures/pages/hostile/', import.meta.url);
const NO_FIELD = 'No field on this page asks for a code.';
const CHANGED = 'The page changed meanwhile. Try again.';
const TOO_MANY = 'This page has too many fields to tell which one takes the code.';
const TOO_LARGE = 'This page is too large to look through in time.';
/** For how long the page's thread may compute until a press is answered with a refusal, in milliseconds. */
const IN_TIME = 200;
const CODE = '493817';

/** Each keeps its field from being seen. */
const UNSEEN = ['transparent', 'nearly-transparent', 'filtered-away', 'covered', 'veiled', 'mostly-covered', 'off-screen', 'above-screen', 'far-away',
  'beyond-reach', 'clipped', 'clipped-by-parent', 'tiny', 'shrunk', 'hidden', 'not-rendered', 'inert', 'behind-a-dialog', 'hidden-boxes',
  'hidden-frame', 'off-screen-frame', 'clipped-below-the-fold', 'painted-elsewhere'];

/** @type {import('./lib/filler.mjs').Filler} */
let filler;
/** @type {Awaited<ReturnType<typeof worldOf>>} */
let world;

before(async () => {
  filler = await startFiller(async (path) => {
    const both = path.endsWith('-and-real.html');
    const html = await readFile(new URL(`.${path.replace('-and-real', '')}`, PAGES), 'utf8').catch(() => undefined);
    return both ? `${html}<label>Code <input id="real" name="code" style="position: relative; z-index: 9"></label>` : html;
  });
  world = await worldOf(filler.page);
});

after(() => filler?.close());

/** What stands in fields, of all frames, one after the other. */
const standing = async () => {
  const values = await Promise.all(filler.page.frames().map((frame) =>
    frame.evaluate(() => [...document.querySelectorAll('input')].map((field) => Object.getOwnPropertyDescriptor(field, 'value')?.value ?? field.getAttribute('data-held') ?? field.value))));
  return values.flat().filter((value) => typeof value === 'string').join('');
};

/** @param {string} name */
const open = (name) => filler.open(`/${name}.html`);

for (const name of UNSEEN) {
  test(`${name}: is not filled`, async () => {
    await open(name);
    const { reason } = await filler.fill();
    assert.equal(await standing(), '');
    assert.equal(reason, NO_FIELD);
  });
}

for (const name of ['transparent', 'covered', 'veiled', 'off-screen', 'clipped', 'tiny', 'inert']) {
  test(`${name}, and a real field after it: the real one is filled`, async () => {
    await open(`${name}-and-real`);
    assert.equal((await filler.fill()).reason, null);
    const real = await filler.page.$eval('#real', (field) => /** @type {HTMLInputElement} */ (field).value);
    assert.ok(filler.isNext(real), real);
    assert.equal(await standing(), real);
  });
}

test('a field that follows the mouse, and is hardly seen, is not filled', async () => {
  await open('follows-the-mouse');
  await filler.page.mouse.move(300, 300);
  await filler.page.mouse.move(310, 310);
  assert.equal((await filler.fill()).reason, NO_FIELD);
  assert.equal(await standing(), '');
});

for (const name of ['renamed-on-focus', 'swapped-on-focus', 'hidden-on-focus', 'renamed-on-input', 'renamed-by-observer']) {
  test(`${name}: nothing stays in the field that is another now`, async () => {
    await open(name);
    assert.equal((await filler.fill()).reason, CHANGED);
    assert.equal(await standing(), '');
  });
}

test('typed-into-on-focus: what the page puts there stays', async () => {
  await open('typed-into-on-focus');
  assert.equal((await filler.fill()).reason, CHANGED);
  assert.equal(await standing(), 'mine');
});

test('swapped-all-the-time: nothing is filled', async () => {
  await open('swapped-all-the-time');
  const { reason } = await filler.fill();
  assert.ok(reason === CHANGED || reason === NO_FIELD, String(reason));
  assert.equal(await standing(), '');
});

test('renamed-all-the-time: nothing is filled, or into what it was each time that it was asked', async () => {
  await open('renamed-all-the-time');
  const { reason } = await filler.fill();
  if (reason === null) {
    assert.ok(filler.isNext(await standing()));
  } else {
    assert.ok(reason === CHANGED || reason === NO_FIELD, String(reason));
    assert.equal(await standing(), '');
  }
});

test('other-site: frames of another site are named, and not filled', async () => {
  await open('other-site');
  await world.enter();
  const origin = filler.address.replace('127.0.0.1', 'localhost');
  assert.deepEqual((await world.collect()).frame.closed, [origin], 'the one that can be seen');
  assert.match((await filler.fill()).reason ?? '', /^The field may be in a frame of localhost/);
  assert.equal(await standing(), '');
});

test('trapped: the page learns nothing from its traps, and the field is filled', async () => {
  await open('trapped');
  assert.equal((await filler.fill()).reason, null);
  assert.deepEqual(await filler.page.evaluate('trapped'), []);
});

test('steals-the-focus: the code goes into no other field', async () => {
  await open('steals-the-focus');
  const { reason } = await filler.fill();
  assert.equal(await filler.page.$eval('#other', (field) => /** @type {HTMLInputElement} */ (field).value), '');
  assert.equal(reason, null);
});

for (const [name, reasons] of /** @type {[string, (string | null)[]][]} */ ([
  ['ten-thousand-inputs', [TOO_MANY]],
  ['ten-thousand-hidden-inputs', [TOO_MANY]],
  ['many-boxes', [NO_FIELD, TOO_LARGE]],
  ['fifty-frames', [null]],
  ['ten-megabytes', [null]],
  // What the page is about is said too far above the field.
  ['ten-megabytes-before', [null, NO_FIELD]],
  ['ten-megabytes-in-pieces', [TOO_LARGE]],
  ['deep', [TOO_LARGE]],
  ['many-nodes', [TOO_LARGE]],
])) {
  test(`${name}: is filled, or refused in time`, async (context) => {
    await open(name);
    // A person has seen the page before.
    await sleep(500);
    const { reason, took, spent } = await filler.fill();
    context.diagnostic(`${name}: ${Math.round(spent)} ms of computing, ${Math.round(took)} ms in all, ${reason ?? 'filled'}`);
    assert.ok(reasons.includes(reason), String(reason));
    const code = await standing();
    assert.ok(reason === null ? filler.isNext(code) : code === '', code);
    assert.ok(reason === null || spent < IN_TIME, `${spent} ms`);
  });
}

// What a page may do between the look at it and the writing.
for (const [name, change] of /** @type {[string, (real: HTMLInputElement) => unknown][]} */ ([
  ['is renamed', (real) => { real.name = 'promo'; }],
  ['gets another id', (real) => { real.id = 'promo'; }],
  ['gets another purpose', (real) => { real.autocomplete = 'postal-code'; }],
  ['gets another label', (real) => real.setAttribute('aria-label', 'Promo code')],
  ['gets a placeholder', (real) => { real.placeholder = 'Promo code'; }],
  ['is of another type', (real) => { real.type = 'search'; }],
  ['is swapped for its twin', (real) => real.replaceWith(real.cloneNode())],
  ['is moved to a frame', (real) => document.body.appendChild(document.createElement('iframe')).contentDocument?.body.append(real)],
  ['may only be read', (real) => { real.readOnly = true; }],
  ['is disabled', (real) => { real.disabled = true; }],
  ['is typed into', (real) => { real.value = '7'; }],
  ['is hidden', (real) => { real.hidden = true; }],
  ['becomes transparent', (real) => { real.style.opacity = '0'; }],
  ['is moved out of sight', (real) => { real.style.cssText = 'position: absolute; left: -5000px'; }],
  ['is covered', () => { document.body.appendChild(document.createElement('div')).style.cssText = 'position: fixed; inset: 0; background: white'; }],
])) {
  test(`a field that ${name} after the look is not written`, async () => {
    await open('real');
    await world.enter();
    await world.collect();
    const real = await filler.page.$('#real');
    await real?.evaluate(/** @type {(real: Element) => unknown} */ (/** @type {unknown} */ (change)));
    const held = await standing();
    assert.equal(await world.write([0], CODE), 'page-changed');
    assert.equal(await standing(), held);
  });
}

test('a field that nobody changed is written, once, and by the right token only', async () => {
  await open('real');
  await world.enter();
  const { frame } = await world.collect();
  assert.equal(frame.fields.length, 1);
  assert.equal(await world.write([0], CODE, 'other'), 'page-changed');
  assert.equal(await standing(), '');
  assert.equal(await world.write([0], CODE), true);
  assert.equal(await standing(), CODE);
  await filler.page.$eval('#real', (field) => { /** @type {HTMLInputElement} */ (field).value = ''; });
  assert.equal(await world.write([0], CODE), 'page-changed');
  assert.equal(await standing(), '');
});

test('a page that goes elsewhere after the look is not written', async () => {
  await open('real');
  await world.enter();
  await world.collect();
  await open('transparent-and-real');
  await world.enter();
  assert.equal(await world.write([0], CODE), 'page-changed');
  assert.equal(await standing(), '');
});
