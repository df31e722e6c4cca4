// While the vault is locked, what is in it is not there; the popup unlocks it.
import { browser } from '../lib/browser.js';
import { element } from '../lib/dom.js';
import { send } from '../lib/messages.js';

const unlock = element('locked-unlock', HTMLButtonElement);

export function offerUnlocking() {
  unlock.addEventListener('click', () => {
    browser.action.openPopup().catch(console.error);
  });
}

export async function showLocked() {
  const { state } = await send('status', {});
  document.body.classList.toggle('is-locked', state !== 'unlocked');
  element('locked', HTMLElement).hidden = state !== 'locked';
  // Unless the person has put the cursor elsewhere meanwhile.
  if (state === 'locked' && document.activeElement?.matches('body, #autoLockMinutes')) {
    unlock.focus();
  }
}
