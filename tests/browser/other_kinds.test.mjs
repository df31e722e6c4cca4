// Accounts of Mobile-OTP and Yandex Key, added from the QR code of a page in real Chromium: their codes, computed by Node here, and
// how the screens call them.
import assert from 'node:assert/strict';
import { createHash, createHmac } from 'node:crypto';
import { after, before, beforeEach, test } from 'node:test';
import { launchChromium } from './lib/chromium.mjs';
import { dataUrl } from './lib/codes.mjs';
import { CHROMIUM_DIST } from './lib/dist.mjs';
import { openVault } from './lib/open_vault.mjs';
import { addFromPage, press } from './lib/person.mjs';

const PIN = '7586';
const MOTP_SECRET = 'e3152afee62599c8';
/** The bytes of JBSWY3DPEHPK3PXPJBSWY3DPEE. */
const YANDEX_SECRET = Buffer.from('48656c6c6f21deadbeef48656c6c6f21', 'hex');

/** @type {import('./lib/chromium.mjs').Chromium} */
let chromium;
/** @type {import('puppeteer-core').Page} */
let page;

before(async () => {
  chromium = await launchChromium({ extension: CHROMIUM_DIST });
  page = await chromium.browser.newPage();
  await openVault(chromium, page);
});

beforeEach(() => chromium.closePopup());

after(() => chromium?.close());

/** @param {number} seconds */
function ofMobileOtp(seconds) {
  return createHash('md5').update(`${Math.floor(seconds / 10)}${MOTP_SECRET}${PIN}`).digest('hex').slice(0, 6);
}

/** @param {number} seconds */
function ofYandex(seconds) {
  const hash = createHash('sha256').update(PIN).update(YANDEX_SECRET).digest();
  const key = hash[0] === 0 ? hash.subarray(1) : hash;
  const step = Buffer.alloc(8);
  step.writeBigUInt64BE(BigInt(Math.floor(seconds / 30)));
  const mac = createHmac('sha256', key).update(step).digest();
  let number = mac.readBigUInt64BE((mac.at(-1) ?? 0) & 15) & 0x7fff_ffff_ffff_ffffn;
  let code = '';
  for (let digit = 0; digit < 8; digit += 1) {
    code = String.fromCharCode(97 + Number(number % 26n)) + code;
    number /= 26n;
  }
  return code;
}

for (const { issuer, link, codeOf, words } of [
  { issuer: 'Motp', link: `motp://Motp:ada?secret=${MOTP_SECRET}&issuer=Motp&pin=${PIN}`, codeOf: ofMobileOtp, words: 'Mobile-OTP' },
  // A PIN stands in base32 there.
  { issuer: 'Yandex', link: 'otpauth://yaotp/Yandex:ada?secret=JBSWY3DPEHPK3PXPJBSWY3DPEE&issuer=Yandex&pin=G42TQNQ', codeOf: ofYandex, words: 'Yandex Key' },
]) {
  test(`${words}: the code is right, and the screens call it by its name`, async () => {
    await page.goto(`data:text/html,<title>${issuer}</title>`);
    await page.setContent(`<img src="${await dataUrl(link)}">`);
    const popup = await press(chromium, page);
    await addFromPage(popup, issuer);
    await popup.waitFor('#list li .code');
    const [shown, times] = await popup.evaluate((name) => {
      const one = [...document.querySelectorAll('#list li')].find((item) => item.querySelector('.issuer')?.textContent === name);
      const code = one?.querySelector('.code')?.textContent?.replace(/\s/g, '') ?? '';
      /** @type {HTMLElement | null | undefined} */ (one?.querySelector('.more'))?.click();
      /** @type {HTMLElement | null} */ (document.querySelector('#row-menu [data-part="edit"]'))?.click();
      return /** @type {const} */ ([code, Date.now() / 1000]);
    }, issuer);
    assert.ok([times, times - 10].map(codeOf).includes(shown), shown);
    await popup.waitFor('#parameters');
    assert.equal(await popup.text('#parameters'), words);
  });
}
