// The demonstration: with a window, Chromium at a portal's page with Halfminute installed, for a person to go on; with
// --headless, or without a display, the whole job by itself, with each step printed and pictures in dist/demo.
import { mkdir, writeFile } from 'node:fs/promises';
import { launchChromium } from './lib/chromium.mjs';
import { CHROMIUM_DIST, DIST } from './lib/dist.mjs';
import { addByHand, addFromPage, awaitConfirmation, fillFirst, ofPuppeteer, press, setPassphrase } from './lib/person.mjs';
import { sleep } from './lib/wait.mjs';
import { legrandCmp, m2mManager, nextStep, verdict } from './lib/walks.mjs';
import { M2M_USERS } from '../portals/m2mmanager.mjs';
import { CMP_USERS } from '../portals/legrand-cmp.mjs';
import { there } from '../there.mjs';

const PICTURES = `${DIST}demo/`;
const byItself = process.argv.includes('--headless') || !(process.env['DISPLAY'] || process.env['WAYLAND_DISPLAY']);

await (byItself ? doTheJob() : invite());

/** A person takes over. */
async function invite() {
  const [m2m, cmp] = [await m2mManager(), await legrandCmp()];
  const chromium = await launchChromium({ extension: CHROMIUM_DIST, headless: false });
  const page = await chromium.firstPage();
  await page.goto(m2m.portal.url);
  const [{ email, password }] = M2M_USERS;
  const [{ userName, password: cmpPassword }] = CMP_USERS;
  console.log(`
M2Mmanager   ${m2m.portal.url}   ${email}   ${password}
Legrand CMP  ${cmp.portal.url}   ${userName}   ${cmpPassword}

1. Pin Halfminute to the toolbar (the puzzle piece), press its button, set a passphrase.
2. Log in at the portal and go on until it shows a QR code. Press the button: "Add".
3. Press the button where the portal asks for the code: "Fill".

The demonstration ends when the browser is closed.`);
  await new Promise((resolve) => {
    chromium.browser.once('disconnected', resolve);
  });
  await chromium.close().catch(() => {});
  await Promise.all([m2m.portal.close(), cmp.portal.close()]);
}

async function doTheJob() {
  await mkdir(PICTURES, { recursive: true });
  const screen = '--screen-info={1280x1000}';
  const chromium = await launchChromium({ extension: CHROMIUM_DIST, args: [screen] });
  const walks = [await m2mManager(), await legrandCmp()];
  try {
    const page = await chromium.browser.newPage();
    say('press the toolbar button, set a passphrase');
    const first = await press(chromium, page);
    await picture('1-first-use', first);
    await setPassphrase(first);
    await chromium.closePopup();
    for (const walk of walks) {
      await passThrough(chromium, page, walk);
    }
    await portraits(chromium, page, there(walks[0]));
  } finally {
    await chromium.close();
    await Promise.all(walks.map(({ portal }) => portal.close()));
  }
  say(`pictures are in ${PICTURES}`);
}

/**
 * @param {import('./lib/chromium.mjs').Chromium} chromium
 * @param {import('puppeteer-core').Page} page
 * @param {import('./lib/walks.mjs').Walk} walk
 */
async function passThrough(chromium, page, walk) {
  const name = walk.name.toLowerCase().replace(/\W+/g, '-');
  say(`${walk.name}: log in for the first time, up to the QR code`);
  await walk.toQrCode(page);
  await picture(`${name}-1-qr-code`, page);
  const found = await press(chromium, page);
  await addFromPage(found, walk.issuer);
  say(`${walk.name}: "${await found.text('#notice-text')}" (${walk.issuer}, ${walk.account})`);
  await picture(`${name}-2-added`, found);
  await chromium.closePopup();
  await walk.toConfirmation(page);
  await awaitConfirmation(chromium, page, () => walk.typed(page));
  const confirmed = Date.now();
  await walk.send(page);
  say(`${walk.name}: the portal says "${verdict(walk)}"; log out, wait for the next code, log in again`);
  await walk.logOut(page);
  await nextStep(confirmed);
  await walk.toCode(page);
  const popup = await press(chromium, page);
  await popup.waitFor('#list li.here');
  await picture(`${name}-3-popup`, popup);
  await fillFirst(chromium, popup);
  await picture(`${name}-4-filled`, page);
  await walk.send(page);
  await picture(`${name}-5-signed-in`, page);
  say(`${walk.name}: the portal says "${verdict(walk)}"`);
  if (verdict(walk) !== 'accepted') {
    throw new Error(`${walk.name} did not accept the code`);
  }
}

/**
 * The popup as people will have it, with a few more accounts, light and dark, for the README.
 * @param {import('./lib/chromium.mjs').Chromium} chromium
 * @param {import('puppeteer-core').Page} page
 * @param {import('./lib/walks.mjs').Walk} walk
 */
async function portraits(chromium, page, walk) {
  await page.goto(walk.portal.url);
  const popup = await chromium.openPopup(page);
  for (const [issuer, name, secret] of /** @type {[string, string, string][]} */ ([
    ['Harbour Mail', 'lena.brandt', 'JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP'],
    ['Northwind Bank', 'l.brandt', 'KRSXG5CTMVRXEZLUKRSXG5CTMVRXEZLU'],
    ['Parcel Desk', 'depot-4', 'MFZWIZTHNBVGW3DNMFZWIZTHNBVGW3DN'],
  ])) {
    await addByHand(ofPuppeteer(popup), { issuer, name, secret });
  }
  await chromium.closePopup();
  const portrait = await chromium.openPopup(page);
  await portrait.waitForSelector('#list li.here');
  for (const scheme of ['light', 'dark']) {
    await portrait.emulateMediaFeatures([{ name: 'prefers-color-scheme', value: scheme }]);
    await sleep(300);
    await picture(`popup-${scheme}`, portrait);
  }
}

/**
 * @param {string} name
 * @param {{ screenshot: () => Promise<Uint8Array> }} view
 */
async function picture(name, view) {
  await sleep(150);
  await writeFile(`${PICTURES}${name}.png`, await view.screenshot());
}

/** @param {string} step */
function say(step) {
  console.log(`- ${step}`);
}
