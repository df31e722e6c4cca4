// The gate: where a passphrase is chosen at first use, and where the vault is unlocked.
import { MIN_PASSPHRASE, RECOVERY_GROUP_DIGITS } from '../../core/limits.js';
import { browser, tabInFront } from '../../lib/browser.js';
import { element, onEvent, onSubmit } from '../../lib/dom.js';
import { problemOf } from '../../lib/errors.js';
import { explain, message } from '../../lib/i18n.js';
import { send } from '../../lib/messages.js';
import { isRecoveryKey } from '../../lib/typed.js';
import { raise, showScreen } from '../router.js';


const form = element('gate-form', HTMLFormElement);
const here = element('gate-here', HTMLButtonElement);
const passkey = element('gate-passkey', HTMLButtonElement);
const passphrase = element('passphrase', HTMLInputElement);
const repeat = element('passphrase-repeat', HTMLInputElement);
const submit = element('gate-submit', HTMLButtonElement);
const complaint = element('gate-error', HTMLElement);
const waiting = element('gate-wait', HTMLElement);
const restore = element('gate-restore', HTMLButtonElement);

/** @type {'new' | 'locked'} */
let gate = 'locked';
/** What judges a new passphrase. It is loaded only where one is chosen. @type {Promise<ReturnType<typeof import('../../lib/choosing.js').choosing>> | undefined} */
let choice;
/** @type {ReturnType<typeof setInterval> | undefined} */
let timer;

/** @typedef {Pick<import('../../lib/messages.js').Status, 'state' | 'wait' | 'ways'>} Gate */

/** The gate as it is shown when the worker gives no answer. @type {Gate} */
export const UNKNOWN = { state: 'locked', wait: 0, ways: { passphrase: true, recovery: false, device: false, passkeys: [] } };

/**
 * Shows the gate.
 * @param {Gate} status
 * @param {import('../../lib/errors.js').Problem} [problem] to show
 */
export function showGate({ state, wait, ways }, problem) {
  gate = state === 'new' ? 'new' : 'locked';
  const isNew = gate === 'new';
  const byRecovery = !isNew && ways.recovery;
  element('gate-title', HTMLElement).textContent = message(isNew ? 'createTitle' : 'unlockTitle');
  element('gate-text', HTMLElement).textContent = isNew ? message('createText') : message(byRecovery ? 'unlockTextRecovery' : 'unlockText');
  element('gate-label', HTMLElement).textContent = message(byRecovery ? 'proof' : 'passphrase');
  submit.textContent = message(isNew ? 'create' : 'unlock');
  element('gate-repeat', HTMLElement).hidden = !isNew;
  restore.hidden = !isNew;
  here.hidden = isNew || !ways.device;
  passkey.hidden = isNew || ways.passkeys.length === 0 || !('PublicKeyCredential' in globalThis);
  submit.classList.toggle('primary', here.hidden);
  repeat.required = isNew;
  if (isNew) {
    choice ??= import('../../lib/choosing.js').then(({ choosing }) =>
      choosing(passphrase, element('gate-strength', HTMLElement), submit, () => gate === 'new'));
  }
  conceal();
  complaint.textContent = problem === undefined ? '' : explain(problem);
  countDown(wait);
  showScreen('gate');
  (here.hidden ? passphrase : here).focus();
}

function conceal() {
  passphrase.value = '';
  passphrase.type = 'password';
  repeat.value = '';
}

/**
 * Lets nobody try a passphrase for so many seconds, and shows how many are left.
 * @param {number} seconds
 */
function countDown(seconds) {
  const end = Date.now() + seconds * 1000;
  const tick = () => {
    const left = Math.ceil((end - Date.now()) / 1000);
    // Only tries of a passphrase are limited: a recovery key is too long to be guessed.
    const waits = left > 0 && !isRecoveryKey(passphrase.value);
    submit.disabled = waits || form.ariaBusy === 'true';
    waiting.textContent = waits ? message('gateWait', left) : '';
    if (left <= 0) {
      clearInterval(timer);
    }
  };
  clearInterval(timer);
  timer = setInterval(tick, 200);
  tick();
}

/** Says why the vault was not opened. @param {unknown} error */
async function showFailure(error) {
  const problem = problemOf(error);
  const { wait, ways } = await send('status', {}).catch(() => UNKNOWN);
  // Later, since the form's controls are off until its work ends.
  setTimeout(() => {
    complaint.textContent = explain(problem);
    here.hidden = !ways.device;
    submit.classList.toggle('primary', here.hidden);
    countDown(wait);
    selectWrong(problem);
  });
}

/**
 * Selects what has to be typed anew. Of a recovery key that is one group, so the key is shown in the clear.
 * @param {import('../../lib/errors.js').Problem} problem
 */
function selectWrong(problem) {
  passphrase.focus();
  if (problem.code !== 'recovery-group') {
    passphrase.select();
    return;
  }
  passphrase.type = 'text';
  const digits = [...passphrase.value.matchAll(/\d/g)].map(({ index }) => index);
  const first = (problem.args.group - 1) * RECOVERY_GROUP_DIGITS;
  const end = digits[first + RECOVERY_GROUP_DIGITS - 1] ?? passphrase.value.length - 1;
  passphrase.setSelectionRange(digits[first] ?? end + 1, end + 1);
}

restore.addEventListener('click', () => {
  browser.tabs.create({ url: browser.runtime.getURL('move/move.html') }).then(() => raise('done')).catch(console.error);
});

passphrase.addEventListener('input', () => {
  // A complaint about a new passphrase ends when another is typed. One about a group of a recovery key stays meanwhile.
  complaint.textContent = gate === 'new' ? '' : complaint.textContent;
});

onSubmit(form, async () => {
  complaint.textContent = '';
  const typed = passphrase.value;
  if (gate === 'new' && [...typed].length < MIN_PASSPHRASE) {
    complaint.textContent = explain({ code: 'passphrase-length' });
    return;
  }
  if (gate === 'new' && typed !== repeat.value) {
    complaint.textContent = explain({ code: 'passphrases-differ' });
    return;
  }
  try {
    if (gate === 'new') {
      await (await choice)?.insist();
    }
    await send(gate === 'new' ? 'create' : 'unlock', { passphrase: typed });
    conceal();
    await raise('unlocked');
  } catch (error) {
    await showFailure(error);
  }
});

onEvent(here, 'click', async () => {
  complaint.textContent = '';
  here.disabled = true;
  form.setAttribute('aria-busy', 'true');
  try {
    await send('unlockHere', {});
    await raise('unlocked');
  } catch (error) {
    await showFailure(error);
  } finally {
    here.disabled = false;
    form.removeAttribute('aria-busy');
  }
});

onEvent(passkey, 'click', async () => {
  await browser.tabs.create({ url: browser.runtime.getURL('unlock/unlock.html'), openerTabId: await tabInFront() });
  raise('done');
});
