// One site that an account is bound to: which of its pages get codes, and what the account knows about it.
import { browser } from '../../lib/browser.js';
import { copyOf, onEvent, part } from '../../lib/dom.js';
import { message, translate } from '../../lib/i18n.js';

/**
 * A row for a site.
 * @param {import('../../core/types.js').SiteView} site is changed in place as the person changes the row
 * @param {() => void} remove
 * @param {{ ask: string, warning: string }} [question] what the person is asked about the first site of an account
 */
export function siteRow(site, remove, question) {
  const row = copyOf('site-row');
  translate(row);
  const { host, protocol, hostname } = new URL(site.origin);
  part(row, 'site').textContent = host;
  const button = part(row, 'remove');
  button.setAttribute('aria-label', message('unbind', host));
  button.addEventListener('click', remove);

  const rule = part(row, 'rule', HTMLSelectElement);
  const path = part(row, 'path', HTMLInputElement);
  const isPath = site.rule.startsWith('/');
  rule.value = isPath ? 'path' : site.rule;
  path.value = isPath ? site.rule : '/';
  const choose = () => {
    path.hidden = rule.value !== 'path';
    path.disabled = path.hidden;
    part(row, 'path-note').hidden = path.hidden;
    site.rule = path.hidden ? rule.value : path.value;
  };
  rule.addEventListener('change', choose);
  path.addEventListener('input', choose);
  choose();

  for (const [name, words] of Object.entries({ ask: question?.ask, 'free-ending': question?.warning })) {
    const line = part(row, name);
    line.textContent = words ?? '';
    line.hidden = !words;
  }

  const taught = part(row, 'taught', HTMLInputElement);
  part(row, 'taught-label').hidden = !site.taught;
  taught.addEventListener('change', () => {
    site.taught = taught.checked;
  });

  const badge = part(row, 'badge', HTMLInputElement);
  const origins = [`${protocol}//${hostname}/*`];
  const showGranted = async () => {
    badge.checked = await browser.permissions.contains({ origins });
  };
  showGranted().catch(console.error);
  onEvent(badge, 'change', async () => {
    const isDone = await (badge.checked ? browser.permissions.request({ origins }) : browser.permissions.remove({ origins }));
    badge.checked = isDone && badge.checked;
  });
  return row;
}

/**
 * A row for the frames of one site within the pages of another.
 * @param {string} framed the origin of the pages and that of the frames, with a space between
 * @param {() => void} remove
 */
export function frameRow(framed, remove) {
  const [top = '', frame = ''] = framed.split(' ');
  const row = copyOf('frame-row');
  const words = message('frameIn', new URL(frame).host, new URL(top).host);
  part(row, 'site').textContent = words;
  const button = part(row, 'remove');
  button.setAttribute('aria-label', message('unbind', words));
  button.addEventListener('click', remove);
  return row;
}
