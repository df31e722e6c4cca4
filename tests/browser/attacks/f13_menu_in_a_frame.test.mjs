// The person points at a field in a frame: the page around it is not meant.
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { startFiller } from '../lib/filler.mjs';
import { fillByMenu } from '../lib/menu.mjs';
import { BANK, LOGIN, startNorthbank } from '../lib/northbank.mjs';
import { PATIENCE, within } from '../lib/wait.mjs';
import { there } from '../../there.mjs';

const UNNAMED = '<p><input id="unnamed" aria-label="Type it here"></p>';
const frameOf = (/** @type {string} */ src) => `<iframe id="frame" src="${src}" width="500" height="300"></iframe>`;

describe('in Chromium', () => {
  /** @type {import('../lib/northbank.mjs').Northbank} */
  let bank;

  before(async () => {
    bank = await startNorthbank(({ host, path }) => {
      if (host === 'other.test') {
        return UNNAMED;
      }
      return { '/other': LOGIN + frameOf('https://other.test/'), '/own': LOGIN + frameOf(`${BANK}/unnamed`), '/unnamed': UNNAMED }[path];
    });
  });

  after(() => bank?.close());

  /** @param {string} path */
  async function point(path) {
    await bank.chromium.closePopup();
    await bank.page.goto('about:blank');
    await bank.page.goto(BANK + path);
    await fillByMenu(bank.xvfb, bank.page, '#unnamed', bank.page.frames()[1]);
  }

  test('a frame of another site: the popup says so, and the page around gets nothing', async () => {
    await point('/other');
    await bank.says(await bank.opened(), /^The field may be in a frame of other\.test/);
    assert.equal(await bank.standing(), '');
  });

  test('a frame of the same site: its field is filled, and that around it is not', async () => {
    await bank.freshCode();
    await point('/own');
    const inFrame = () => there(bank.page.frames()[1]).$eval('#unnamed', (field) => /** @type {HTMLInputElement} */ (field).value);
    await within(PATIENCE, 'the code in the frame', inFrame);
    assert.ok(bank.isRight(await bank.standing()), await bank.standing());
  });
});

describe('in Firefox', () => {
  /** @type {import('../lib/filler.mjs').Filler} */
  let filler;

  before(async () => {
    filler = await startFiller((path) => (path === '/unnamed' ? UNNAMED : path === '/other' ? LOGIN + frameOf(`${filler.address.replace('127.0.0.1', 'localhost')}/unnamed`) : undefined), { firefox: true });
  });

  after(() => filler?.close());

  test('a frame of another site: the popup says so, and the page around gets nothing', async () => {
    const { page } = filler;
    const firefox = /** @type {import('../lib/firefox.mjs').Firefox} */ (filler.browser);
    await filler.open('/other');
    const frame = there(page.frames()[1]);
    await frame.waitForSelector('#unnamed');
    const pointing = { bringToFront: () => page.bringToFront(), click: frame.click.bind(frame) };
    await firefox.chooseFromMenu(/** @type {import('puppeteer-core').Page} */ (/** @type {unknown} */ (pointing)), '#unnamed', 'Fill one-time code');
    const popup = await firefox.popup();
    await within(PATIENCE, 'the reason', async () => /^The field may be in a frame of localhost/.test((await popup.text('#notice-text')) ?? ''));
    assert.equal(await page.$eval('#otp', (field) => /** @type {HTMLInputElement} */ (field).value), '');
  });
});
