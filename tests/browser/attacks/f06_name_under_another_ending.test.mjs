// An account that came without a site is proposed on none that merely bears its name: anybody can register that name under
// another ending. When the person binds it there by hand, the address is read out, and what the ending is worth is said.
import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { generateSecret } from 'otplib';
import { launchChromium } from '../lib/chromium.mjs';
import { png } from '../lib/codes.mjs';
import { CHROMIUM_DIST } from '../lib/dist.mjs';
import { openVault } from '../lib/open_vault.mjs';
import { ofPuppeteer, openEditor, press } from '../lib/person.mjs';
import { startSites } from '../lib/site.mjs';
import { PATIENCE, within } from '../lib/wait.mjs';

/** @type {[issuer: string, host: string][]} */
const BORROWED = [
  ['comdirect', 'comdirect.xyz'], ['Raiffeisen', 'raiffeisen.click'], ['ACME', 'acme.tk'], ['Uni Rostock', 'uni-rostock.xyz'],
  ['Nordwind VPN', 'nordwind-vpn.top'], ['Bundesdruckerei', 'bundesdruckerei.shop'],
  ['Sparkasse Musterstadt', 'sparkasse-musterstadt.click'], ['Volksbank Nord', 'login.volksbank-nord.online'],
];

/** @type {import('../lib/site.mjs').Sites} */
let sites;
/** @type {import('../lib/chromium.mjs').Chromium} */
let chromium;
/** @type {import('puppeteer-core').Page} */
let page;
let folder = '';

before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'names-'));
  sites = await startSites(() => '<link rel="icon" href="data:,"><h1>Log in</h1><label>Code <input id="otp" name="otp"></label>');
  chromium = await launchChromium({ extension: CHROMIUM_DIST, args: sites.args });
  page = await chromium.browser.newPage();
  await openVault(chromium, page);
  const tab = await chromium.browser.newPage();
  await tab.goto(chromium.url('enrol/enrol.html'));
  const input = /** @type {import('puppeteer-core').ElementHandle<HTMLInputElement>} */ (await tab.$('#files'));
  for (const issuer of [...BORROWED.map(([borrowed]) => borrowed), 'GitHub']) {
    const place = join(folder, `${issuer}.png`);
    await writeFile(place, await png(`otpauth://totp/${encodeURIComponent(issuer)}:ada?secret=${generateSecret()}&issuer=${encodeURIComponent(issuer)}`));
    await input.uploadFile(place);
    await ofPuppeteer(tab).click(`#pictures [data-part="add"][aria-label^="Add ${issuer}"]:enabled`);
    await within(PATIENCE, `${issuer} to be added`, async () => (await tab.$(`#pictures li.added [aria-label^="Add ${issuer}"]`)) !== null);
  }
  await tab.close();
});

after(async () => {
  await chromium?.close();
  sites?.close();
  await rm(folder, { recursive: true, force: true });
});

/** @param {string} host */
async function over(host) {
  await page.goto(`https://${host}/`);
  const popup = await press(chromium, page);
  await popup.waitFor('#list li');
  return popup;
}

/** @param {import('../lib/person.mjs').Popup} popup */
const proposals = (popup) => popup.evaluate(() => ({
  lit: document.querySelectorAll('#list li.here').length,
  fills: [...document.querySelectorAll('#list .fill')].filter((button) => button.checkVisibility()).length,
}));

test('none of them is lit up, and none has a button to fill', async () => {
  for (const [issuer, host] of BORROWED) {
    const popup = await over(host);
    assert.deepEqual(await proposals(popup), { lit: 0, fills: 0 }, host);
    assert.equal(await popup.text('#list .issuer'), issuer, 'it comes first, and no more');
  }
});

test('a service that is known to be there is proposed, with a question', async () => {
  const popup = await over('github.com');
  assert.deepEqual(await proposals(popup), { lit: 1, fills: 1 });
  await popup.click('#list .fill');
  await popup.waitFor(() => /GitHub · ada.*github\.com/.test(document.querySelector('#notice-text')?.textContent ?? ''));
});

test('whoever binds one by hand is asked for the address, and told what its ending is worth', async () => {
  for (const [issuer, host] of BORROWED.slice(0, 3)) {
    const popup = await over(host);
    await openEditor(popup, '#list li:first-child .more');
    await popup.click('#bind-here');
    await popup.waitFor('#site-list [data-part="free-ending"]');
    const ask = await popup.text('#site-list [data-part="ask"]');
    assert.ok(ask?.startsWith(`Is ${host} the address that you know`) && ask.includes(issuer), ask ?? '');
    const ending = host.slice(host.lastIndexOf('.'));
    assert.match((await popup.text('#site-list [data-part="free-ending"]')) ?? '', new RegExp(`^Careful: .* \\${ending}\\. That ${host}`));
    await chromium.closePopup();
  }
  const popup = await over('comdirect.de');
  await openEditor(popup, '#list li:first-child .more');
  await popup.click('#bind-here');
  await popup.waitFor('#site-list [data-part="ask"]');
  assert.equal(await popup.evaluate(() => document.querySelector('#site-list [data-part="free-ending"]')?.checkVisibility()), false);
  await popup.click('#editor-form .primary');
  await popup.waitFor('#list li.here .fill');
});
