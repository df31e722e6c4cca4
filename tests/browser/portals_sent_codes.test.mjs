// The portals that send their codes, walked in real Chromium with an account bound to each of them: at every step that
// asks for a sent code, every gesture is declined in words, nothing is filled, and no portal ever counts a wrong try.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { generateSecret } from 'otplib';
import { BY_MAIL, BY_SMS, declinesByKey, declinesByMenu, declinesByPopup, NO_FIELD } from './lib/asking.mjs';
import { launchChromium } from './lib/chromium.mjs';
import { CHROMIUM_DIST } from './lib/dist.mjs';
import { openVault } from './lib/open_vault.mjs';
import { addByHand, press } from './lib/person.mjs';
import { signedIn } from './lib/walks.mjs';
import { m2mManagerBySms, mobotixCloud, talk2m } from './lib/walks_sent.mjs';
import { startXvfb } from './lib/xvfb.mjs';

/** @typedef {import('puppeteer-core').Page} Page */

const BY_CODE = 'Signed in with two-factor authentication';
const BY_DEVICE = 'Signed in on a remembered device';

/** @type {import('./lib/xvfb.mjs').Xvfb} */
let xvfb;
/** @type {import('./lib/chromium.mjs').Chromium} */
let chromium;
/** The one tab. @type {Page} */
let page;

before(async () => {
  xvfb = await startXvfb();
  chromium = await launchChromium({ extension: CHROMIUM_DIST, headless: false, display: xvfb.display });
  page = await chromium.firstPage();
  await openVault(chromium, page);
});

after(async () => {
  await chromium?.close();
  await xvfb?.close();
});

/**
 * Accounts that are bound to the site in front, so that a refusal is not merely that of a stranger's account.
 * @param {string} issuer
 * @param {...number} lengths of their codes
 */
async function bindHere(issuer, ...lengths) {
  for (const digits of lengths) {
    const account = { secret: generateSecret(), issuer, name: `${digits} digits`, digits };
    await addByHand(await press(chromium, page), account, { bindHere: true });
  }
  await chromium.closePopup();
}

/** @param {{ events: { type: string, factor?: string }[] }} portal the verdicts on codes, in their order */
const verdicts = ({ events }) => events.filter(({ factor }) => factor).map(({ type }) => type);

test('Talk2M: no passcode is filled: resent, under each policy, when the term is over, when PCs are revoked', async (context) => {
  const walk = await talk2m();
  context.after(() => walk.portal.close());
  const asked = { chromium, page };
  const declined = () => declinesByPopup(asked, BY_SMS);
  /** At the step for the passcode: declined, and typed by hand. */
  const passByHand = async ({ remember = false } = {}) => {
    await declined();
    await walk.type(page);
    if (remember) {
      await walk.remember(page);
    }
    await walk.send(page);
    assert.equal(await signedIn(page), BY_CODE);
  };
  /** An administrator comes to the same PC. @param {() => Promise<void>} act */
  const administer = async (act) => {
    await walk.logOut(page);
    await walk.logInAsAdministrator(page);
    await passByHand();
    await act();
    await walk.logOut(page);
    await walk.logIn(page);
  };

  await walk.logIn(page);
  await bindHere('Talk2M', 4);
  await declined();
  await walk.resend(page);
  assert.equal(walk.portal.outbox.length, 2);
  await passByHand({ remember: true });
  await walk.logOut(page);
  walk.clock.passDays(3000);
  await walk.logIn(page);
  assert.equal(await signedIn(page), BY_DEVICE, 'Standard policy: it never expires');

  await administer(() => walk.setPolicy(page, 'custom'));
  await passByHand({ remember: true });
  await walk.logOut(page);
  walk.clock.passDays(29);
  await walk.logIn(page);
  assert.equal(await signedIn(page), BY_DEVICE, 'a term of 30 days');
  await walk.logOut(page);
  walk.clock.passDays(1);
  await walk.logIn(page);
  await passByHand({ remember: true });

  await administer(() => walk.setPolicy(page, 'enforced'));
  assert.equal(await walk.mayRemember(page), false, 'Enforced policy: "Remember this PC" is not offered');
  await passByHand();

  await administer(async () => {
    await walk.setPolicy(page, 'standard');
    await walk.revoke(page);
  });
  assert.equal(walk.portal.events.filter(({ type, user }) => type === 'revoked' && user === walk.user).length, 1);
  await passByHand();

  await walk.logOut(page);
  await walk.logInAsNewUser(page);
  await walk.typeNumber(page);
  await declined();
  await walk.type(page);
  await walk.send(page);
  await walk.skip(page);
  assert.equal(await signedIn(page), BY_CODE);
  assert.ok(verdicts(walk.portal).every((verdict) => verdict !== 'rejected'), 'no wrong passcode was ever sent');
});

test('MOBOTIX CLOUD: whatever the gesture, no code is filled, and its count of wrong tries stays 0', async (context) => {
  const walk = await mobotixCloud();
  context.after(() => walk.portal.close());
  const asked = { chromium, page };
  const passByHand = async ({ trust = false } = {}) => {
    await walk.type(page);
    if (trust) {
      await walk.trust(page);
    }
    await walk.send(page);
    assert.equal(await signedIn(page), BY_CODE);
  };
  /** Every gesture, more often than the portal forgives. @param {string} field @param {string} words */
  const declined = async (field, words) => {
    await declinesByPopup(asked, words, { times: 5 });
    await declinesByKey(asked, xvfb, words);
    await declinesByKey(asked, xvfb, words);
    await declinesByMenu(asked, xvfb, field, words);
    await declinesByMenu(asked, xvfb, field, words);
    assert.equal(walk.wrongTries(), 0);
    assert.deepEqual(verdicts(walk.portal), [], 'the portal was sent no code at all');
  };

  await walk.logIn(page);
  await bindHere('MOBOTIX CLOUD', 4);
  await declined('#securityCode', BY_MAIL);
  await walk.askForSms(page);
  await declined('#digit-1', BY_SMS);
  await passByHand({ trust: true });

  assert.equal(await walk.trustedDevices(page), 1);
  await walk.logOut(page);
  await walk.logIn(page);
  assert.equal(await signedIn(page), BY_DEVICE, 'a trusted device is not asked');
  await walk.trustedDevices(page);
  await walk.removeDevice(page);
  await walk.logOut(page);
  await walk.logIn(page);
  await declinesByPopup(asked, BY_MAIL);
  await passByHand({ trust: true });
  await walk.logOutCompletely(page);
  await walk.logIn(page);
  await declinesByPopup(asked, BY_MAIL);
  await passByHand();

  await walk.toNewNumber(page);
  await declinesByPopup(asked, BY_SMS);
  await declinesByKey(asked, xvfb, BY_SMS);
  assert.equal(walk.wrongTries(), 0);
  assert.equal(walk.isShut(), false);
  assert.deepEqual(verdicts(walk.portal), ['accepted', 'accepted', 'accepted']);
});

test('M2Mmanager by SMS: postponed for 28 days, set up, remembered for 30 days; no code is filled', async (context) => {
  const walk = await m2mManagerBySms();
  context.after(() => walk.portal.close());
  const asked = { chromium, page };
  const passByHand = async ({ remember = false } = {}) => {
    await walk.type(page);
    if (remember) {
      await walk.remember(page);
    }
    await walk.send(page);
    assert.equal(await signedIn(page), BY_CODE);
  };

  await walk.logIn(page);
  await bindHere('M2Mmanager', 6);
  await walk.postpone(page);
  assert.equal(await signedIn(page), 'Signed in with a password only');
  await walk.logOut(page);
  walk.clock.passDays(27);
  await walk.logIn(page);
  await walk.postpone(page);
  await walk.logOut(page);
  walk.clock.passDays(1);
  await walk.logIn(page);
  assert.equal(await walk.mayPostpone(page), false, 'the 28 days are over');

  await walk.toNumber(page);
  await declinesByPopup(asked, NO_FIELD);
  await declinesByMenu(asked, xvfb, '#phone', NO_FIELD);
  await walk.toConfirmation(page);
  await declinesByPopup(asked, BY_SMS);
  await walk.resend(page);
  await declinesByKey(asked, xvfb, BY_SMS);
  await declinesByMenu(asked, xvfb, '#sixDigitCode', BY_SMS);
  await passByHand({ remember: true });

  await walk.logOut(page);
  walk.clock.passDays(29);
  await walk.logIn(page);
  assert.equal(await signedIn(page), BY_DEVICE);
  await walk.logOut(page);
  walk.clock.passDays(1);
  await walk.logIn(page);
  await declinesByPopup(asked, BY_SMS);
  await passByHand();
  assert.deepEqual(verdicts(walk.portal), ['enrolled', 'accepted']);
});

test('an account of six digits where four are asked for: nothing is filled', async (context) => {
  const walks = /** @type {const} */ ([[await talk2m(), BY_SMS], [await mobotixCloud(), BY_MAIL]]);
  context.after(() => Promise.all(walks.map(([{ portal }]) => portal.close())));
  for (const [walk, words] of walks) {
    await walk.logIn(page);
    await bindHere(walk.name, 6);
    const asked = { chromium, page };
    await context.test(`${walk.name} says why`, () =>
      declinesByPopup(asked, words),
    );
    assert.equal(await walk.typed(page), '');
  }
});
