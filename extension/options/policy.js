// The policy in force: each key that the organisation has set, its value and what it does.
import { element } from '../lib/dom.js';
import { message } from '../lib/i18n.js';
import { policy } from '../lib/policy.js';

export async function showPolicy() {
  const { values, notUnderstood } = await policy();
  const rows = Object.entries(values).map(([key, value]) => {
    const row = document.createElement('tr');
    const written = Array.isArray(value) ? value.join(' ') || '–' : String(value);
    for (const text of [key, written, message(`policy_${key}`)]) {
      row.insertCell().textContent = text;
    }
    return row;
  });
  element('policy-rows', HTMLTableSectionElement).replaceChildren(...rows);
  element('policy-none', HTMLElement).hidden = rows.length > 0;
  element('policy-table', HTMLElement).hidden = rows.length === 0;
  element('policy-unknown', HTMLElement).hidden = notUnderstood.length === 0;
  element('policy-unknown-list', HTMLElement).replaceChildren(
    ...notUnderstood.map((written) => {
      const item = document.createElement('li');
      item.textContent = written;
      return item;
    }),
  );
}
