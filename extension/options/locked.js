// The note that the vault is locked, with a button to unlock it in the popup.
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
  // Only where the person has not put the focus elsewhere meanwhile.
  if (state === 'locked' && document.activeElement?.matches('body, #autoLockMinutes')) {
    unlock.focus();
  }
}
