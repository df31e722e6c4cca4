// The form of one account: a new one that is typed, or one that is edited.
import { parametersInWords, titleOf, warningsOf } from '../../lib/account.js';
import { element, onEvent, onSubmit } from '../../lib/dom.js';
import { CodedError, problemOf } from '../../lib/errors.js';
import { explain, message } from '../../lib/i18n.js';
import { acceptAll } from '../../lib/found.js';
import { send } from '../../lib/messages.js';
import { policy } from '../../lib/policy.js';
import { notice } from '../components/notice.js';
import { raise, showScreen } from '../router.js';
import { frameRow, siteRow } from '../components/site_row.js';
import { accountOf, siteToBind } from '../state.js';

const form = element('editor-form', HTMLFormElement);
const secret = element('secret', HTMLInputElement);
const issuer = element('issuer', HTMLInputElement);
const accountName = element('account-name', HTMLInputElement);
const tags = element('tags', HTMLInputElement);
const note = element('note', HTMLTextAreaElement);
const pinned = element('pinned', HTMLInputElement);
const type = element('type', HTMLSelectElement);
const algorithm = element('algorithm', HTMLSelectElement);
const digits = element('digits', HTMLInputElement);
const period = element('period', HTMLInputElement);
const counter = element('counter', HTMLInputElement);
const pin = element('pin', HTMLInputElement);
const bindHere = element('bind-here', HTMLButtonElement);
const submitAfter = element('submit-after', HTMLInputElement);
const showAsQr = element('show-as-qr', HTMLButtonElement);
const complaint = element('editor-error', HTMLElement);

/** The account that is edited; null for a new one. @type {string | null} */
let id = null;
/** @type {import('../../core/types.js').SiteView[]} */
let sites = [];
/** The frames of other sites that the account's codes may go into. @type {string[]} */
let frames = [];
/** What the person is asked about the account's first site, by its origin. @type {Map<string, { ask: string, warning: string }>} */
const questions = new Map();
/** The account as it was when the person began to edit it. @type {import('../../core/types.js').Changes | undefined} */
let seen;
/** The site in front, when an account may be bound to it. @type {string | null} */
let here = null;

/** Asks for a new account. */
export function editNew() {
  form.reset();
  id = null;
  sites = [];
  frames = [];
  element('show-decided', HTMLElement).hidden = true;
  begin(message('addByHand'));
  secret.focus();
}

/** Shows one account. @param {string} account */
export async function editAccount(account) {
  const [details, { values }] = await Promise.all([send('details', { id: account }), policy()]);
  showAsQr.disabled = values.allowReveal === false;
  element('show-decided', HTMLElement).hidden = !showAsQr.disabled;
  form.reset();
  id = details.id;
  ({ sites, frames } = details);
  // A copy, since the rows change the sites in place.
  seen = structuredClone(details);
  submitAfter.checked = details.submit;
  issuer.value = details.issuer;
  accountName.value = details.name;
  tags.value = details.tags.join(', ');
  note.value = details.note;
  pinned.checked = details.pinned;
  element('parameters', HTMLElement).textContent = parametersInWords(details.parameters);
  begin(message('edit'));
  const inert = accountOf(account)?.inert ?? false;
  const hasPin = details.parameters.type === 'motp' || details.parameters.type === 'yandex';
  showPin(hasPin ? message(inert ? 'pinMissing' : 'pinKept') : null);
  complaint.textContent = inert && !hasPin ? explain({ code: 'account-no-codes' }) : '';
  (inert && hasPin ? pin : issuer).focus();
}

/** @param {string} title */
function begin(title) {
  const isNew = id === null;
  element('editor-title', HTMLElement).textContent = title;
  element('secret-label', HTMLElement).hidden = !isNew;
  secret.required = isNew;
  element('particulars', HTMLElement).hidden = !isNew;
  element('own', HTMLElement).hidden = isNew;
  element('parameters', HTMLElement).hidden = isNew;
  element('delete', HTMLElement).hidden = isNew;
  showAsQr.hidden = isNew;
  complaint.textContent = '';
  showPin(null);
  here = siteToBind();
  questions.clear();
  showType();
  showSites();
  showScreen('editor');
}

/** Shows the field for the PIN that goes into codes, or hides it. @param {string | null} words what is said of it */
function showPin(words) {
  element('pin-label', HTMLElement).hidden = words === null;
  element('pin-about', HTMLElement).textContent = words ?? '';
}

function showType() {
  algorithm.disabled = type.value === 'steam';
  digits.disabled = type.value === 'steam';
  period.disabled = type.value !== 'totp';
  counter.disabled = type.value !== 'hotp';
  element('period-label', HTMLElement).hidden = type.value !== 'totp';
  element('counter-label', HTMLElement).hidden = type.value !== 'hotp';
}

function showSites() {
  const rows = sites.map((site) =>
    siteRow(site, () => {
      sites = sites.filter((other) => other !== site);
      showSites();
    }, questions.get(site.origin)),
  );
  const framed = frames.map((frame) =>
    frameRow(frame, () => {
      frames = frames.filter((other) => other !== frame);
      showSites();
    }),
  );
  element('site-list', HTMLUListElement).replaceChildren(...rows, ...framed);
  bindHere.hidden = here === null || sites.some(({ origin }) => origin === here);
  element('sites', HTMLFieldSetElement).hidden = sites.length + frames.length === 0 && bindHere.hidden;
  bindHere.textContent = here === null ? '' : message('bind', new URL(here).host);
}

bindHere.addEventListener('click', () => {
  const origin = here;
  if (origin !== null) {
    const isFirst = sites.length === 0;
    sites = [...sites, { origin, rule: 'domain', taught: true }];
    showSites();
    if (isFirst) {
      askAboutFirstSite(origin).catch(console.error);
    }
  }
});

/**
 * Asks whether the first site of an account is the right one, since all that is filled later goes by it. The form shows its
 * host, and a warning where anybody could have got that address; saving is the answer.
 * @param {string} origin
 */
async function askAboutFirstSite(origin) {
  const names = { issuer: issuer.value, name: accountName.value };
  const { host, hostname } = new URL(origin);
  questions.set(origin, { ask: message('bindFirst', host, titleOf(names)), warning: '' });
  showSites();
  const ending = await send('freeEnding', { ...names, url: `${origin}/` });
  if (ending !== null) {
    questions.set(origin, { ask: message('bindFirst', host, titleOf(names)), warning: message('freeEnding', hostname, ending) });
    showSites();
  }
}

type.addEventListener('change', showType);

onSubmit(form, async () => {
  complaint.textContent = '';
  try {
    if (id === null) {
      await addTyped();
    } else {
      const own = { note: note.value, tags: tags.value.split(',').map((tag) => tag.trim()).filter(Boolean), pinned: pinned.checked };
      const changes = { issuer: issuer.value, name: accountName.value, sites, frames, submit: submitAfter.checked, ...own };
      await send('edit', { id, changes, seen, pin: pin.value });
      pin.value = '';
      await raise('list', id);
      notice(message('saved'));
    }
  } catch (error) {
    complaint.textContent = explain(problemOf(error));
  }
});

/** Adds what was typed: a seed, or a link that may bring several accounts, in one step. */
async function addTyped() {
  const typed = {
    text: secret.value,
    issuer: issuer.value,
    name: accountName.value,
    type: type.value,
    algorithm: algorithm.value,
    digits: digits.valueAsNumber,
    period: period.valueAsNumber,
    counter: counter.valueAsNumber,
  };
  const { pending, refused } = await send('type', { typed });
  const only = pending.length === 1 ? pending[0] : undefined;
  // What was typed beside a link of several accounts is about none of them.
  const wishes = only && { issuer: issuer.value, name: accountName.value, sites, submit: submitAfter.checked };
  const done = await acceptAll(pending, { wishes }, () => send('type', { typed }));
  const failed = done.flatMap((one) => one.refused ?? []);
  if (only !== undefined && failed[0] !== undefined) {
    throw CodedError.of(failed[0]);
  }
  secret.value = '';
  await raise('list', done.findLast(({ id }) => id !== null)?.id ?? undefined);
  const reasons = [...refused.map(({ reason }) => reason), ...failed];
  if (reasons[0] !== undefined) {
    notice(message('refusedSome', reasons.length, explain(reasons[0])));
  } else {
    const said = message(only && only.known !== null ? 'known' : 'added');
    notice([said, ...new Set(pending.flatMap(warningsOf))].join(' · '));
  }
}

onEvent(element('delete', HTMLButtonElement), 'click', async () => {
  const deleted = id;
  if (deleted === null) {
    return;
  }
  try {
    await send('remove', { id: deleted });
    await raise('list');
    notice(message('deleted'), {
      label: message('undo'),
      act: () => {
        send('restore', { id: deleted }).then(() => raise('list', deleted)).catch(console.error);
      },
    });
  } catch (error) {
    complaint.textContent = explain(problemOf(error));
  }
});

onEvent(showAsQr, 'click', async () => {
  if (id !== null) {
    await raise('qrCode', id, titleOf({ issuer: issuer.value, name: accountName.value }));
  }
});

document.querySelector('#editor .back')?.addEventListener('click', () => {
  raise('list').catch(console.error);
});
