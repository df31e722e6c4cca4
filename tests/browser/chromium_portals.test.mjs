// The main job in real Chromium, through the real toolbar button, against the portals' own verifiers.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { launchChromium } from './lib/chromium.mjs';
import { CHROMIUM_DIST } from './lib/dist.mjs';
import { addFromPage, fillFirst, press, setPassphrase } from './lib/person.mjs';
import { legrandCmp, m2mManager, nextStep, verdict } from './lib/walks.mjs';

/** @type {import('./lib/chromium.mjs').Chromium} */
let chromium;

before(async () => {
  chromium = await launchChromium({ extension: CHROMIUM_DIST });
  const page = await chromium.browser.newPage();
  await setPassphrase(await press(chromium, page));
  await chromium.closePopup();
});

after(() => chromium?.close());

for (const start of [m2mManager, legrandCmp]) {
  test(`${start.name}: enrol from the QR code, confirm, log out, log in, fill, be accepted`, async (context) => {
    const walk = await start();
    context.after(() => walk.portal.close());
    const page = await chromium.browser.newPage();

    await walk.toQrCode(page);
    await addFromPage(await press(chromium, page), walk.issuer);
    await chromium.closePopup();
    await walk.toConfirmation(page);
    if ((await walk.typed(page)) === '') {
      await fillFirst(chromium, await press(chromium, page));
    }
    const confirmed = Date.now();
    await walk.send(page);
    assert.equal(verdict(walk), 'enrolled');

    await walk.logOut(page);
    await nextStep(confirmed);
    await walk.toCode(page);
    const popup = await press(chromium, page);
    await popup.waitFor('#list li.here');
    assert.equal(await popup.text('#list li .issuer'), walk.issuer, 'the account of this site stands first');
    const focused = await popup.evaluate(() => document.activeElement?.closest('li')?.classList.contains('here'));
    assert.equal(focused, true, 'and has the focus');
    await fillFirst(chromium, popup);
    assert.match(await walk.typed(page), /^\d{6}$/);
    await walk.send(page);
    assert.equal(verdict(walk), 'accepted');
    assert.ok(await page.$('#verdict[data-accepted="true"]'));
    assert.equal(walk.portal.events.filter(({ type }) => type === 'rejected').length, 0);
    await page.close();
  });
}

test('a page that asks for no code is left alone, and the popup says so', async (context) => {
  const walk = await m2mManager();
  context.after(() => walk.portal.close());
  const page = await chromium.browser.newPage();
  await page.goto(walk.portal.url);
  const popup = await press(chromium, page);
  await popup.waitFor('#list li');
  assert.equal(await popup.evaluate(() => document.querySelectorAll('#list li.here').length), 0, 'no account is bound here');
  await page.close();
});
