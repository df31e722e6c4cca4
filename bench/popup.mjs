// Time until the popup shows its first code, on an unlocked vault of 10, 100 and 1,000 accounts: with the worker awake,
// and with the worker killed before each opening. Counted from when the popup's document begins to load, and from the
// press of the toolbar button, which adds what the browser takes to make a popup of anything.
import { randomBytes } from 'node:crypto';
import { launchChromium } from '../tests/browser/lib/chromium.mjs';
import { CHROMIUM_DIST } from '../tests/browser/lib/dist.mjs';
import { ofPuppeteer, setPassphrase } from '../tests/browser/lib/person.mjs';

const SIZES = [10, 100, 1000];
const OPENINGS = 20;

const chromium = await launchChromium({ extension: CHROMIUM_DIST });
try {
  const page = await chromium.browser.newPage();
  await setPassphrase(ofPuppeteer(await chromium.openPopup(page)));
  await chromium.closePopup();
  let accounts = 0;
  for (const size of SIZES) {
    await addAccounts(size - accounts);
    accounts = size;
    const awake = [];
    const killed = [];
    for (let opening = 0; opening < OPENINGS; opening += 1) {
      awake.push(await timeToFirstCode(page));
      await chromium.killWorker();
      killed.push(await timeToFirstCode(page));
    }
    console.log(`${String(size).padStart(5)} accounts, medians of ${OPENINGS}: ${inWords(awake)}; worker killed before: ${inWords(killed)}`);
  }
} finally {
  await chromium.close();
}

/** @param {import('puppeteer-core').Page} page */
async function timeToFirstCode(page) {
  const popup = await chromium.openPopup(page);
  const shown = await popup.waitForFunction(() => {
    const [mark] = performance.getEntriesByName('first-code');
    return mark && document.querySelector('#list .code') ? { loading: mark.startTime, origin: performance.timeOrigin } : null;
  });
  const { loading, origin } = /** @type {{ loading: number, origin: number }} */ (await shown.jsonValue());
  const pressed = origin + loading - chromium.pressedAt();
  await chromium.closePopup();
  return { loading, pressed };
}

/**
 * Adds accounts by the messages that the screens send.
 * @param {number} count
 */
async function addAccounts(count) {
  const page = await chromium.browser.newPage();
  await page.goto(chromium.url('options/options.html'));
  const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';
  const links = Array.from({ length: count }, () => {
    const secret = [...randomBytes(32)].map((byte) => alphabet[byte % 32]).join('');
    const name = randomBytes(4).toString('hex');
    return `otpauth://totp/Service%20${name.slice(0, 4)}:user-${name}@mail.example?secret=${secret}`;
  });
  await page.evaluate(async (texts) => {
    for (const text of texts) {
      const typed = await chrome.runtime.sendMessage({ type: 'type', ask: { typed: { text } } });
      const { handle, issuer, name } = typed.answer.pending[0];
      await chrome.runtime.sendMessage({ type: 'add', ask: { chosen: { handle, issuer, name, host: '' } } });
    }
  }, links);
  await page.close();
}

/** @param {{ loading: number, pressed: number }[]} openings */
function inWords(openings) {
  const loading = median(openings.map((opening) => opening.loading));
  return `first code ${loading} ms after loading began, ${median(openings.map(({ pressed }) => pressed))} ms after the press`;
}

/** @param {number[]} times */
function median(times) {
  const sorted = [...times].sort((a, b) => a - b);
  const [lower = NaN, upper = NaN] = sorted.slice(sorted.length / 2 - 1);
  return Math.round((lower + upper) / 2);
}
