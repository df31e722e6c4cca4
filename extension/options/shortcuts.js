// The keyboard shortcuts, as the browser has them now.
import { browser } from '../lib/browser.js';
import { element } from '../lib/dom.js';
import { message } from '../lib/i18n.js';

export async function showShortcuts() {
  const commands = await browser.commands.getAll();
  const rows = commands.flatMap(({ name, description, shortcut }) => {
    const term = document.createElement('dt');
    term.textContent = name === '_execute_action' ? message('commandOpen') : (description ?? '');
    const keys = document.createElement('dd');
    keys.textContent = shortcut || message('noShortcut');
    return [term, keys];
  });
  element('shortcuts', HTMLElement).replaceChildren(...rows);
}
