// Time from the press of the toolbar button to the first code on the screen, on an unlocked vault of 10, 100 and 1,000
// accounts: with the worker awake, and with the worker killed before each opening.
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
    console.log(`${String(size).padStart(5)} accounts: first code after ${median(awake)} ms (median of ${OPENINGS});`
      + ` with the worker killed before, ${median(killed)} ms`);
  }
} finally {
  await chromium.close();
}

/** @param {import('puppeteer-core').Page} page */
async function timeToFirstCode(page) {
  const pressed = Date.now();
  const popup = await chromium.openPopup(page);
  const shown = await popup.waitForFunction(() => {
    const [mark] = performance.getEntriesByName('first-code');
    return mark && document.querySelector('#list .code') ? performance.timeOrigin + mark.startTime : 0;
  });
  const time = Number(await shown.jsonValue()) - pressed;
  await chromium.closePopup();
  return time;
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
      await chrome.runtime.sendMessage({ type: 'add', ask: { number: typed.answer.pending[0].number } });
    }
  }, links);
  await page.close();
}

/** @param {number[]} times */
function median(times) {
  const sorted = [...times].sort((a, b) => a - b);
  return Math.round((sorted[sorted.length / 2 - 1] + sorted[sorted.length / 2]) / 2);
}
