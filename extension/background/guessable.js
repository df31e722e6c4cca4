// Whoever chooses a passphrase is told by the screen what it is worth; what is guessed first is refused here, whatever a
// screen has said.
import { browser } from '../lib/browser.js';
import { CodedError } from '../lib/errors.js';
import { refusal } from '../lib/guessable.js';

/** @param {string} passphrase */
export async function assertNotGuessedFirst(passphrase) {
  const code = refusal(passphrase, await commonest());
  if (code !== null) {
    throw new CodedError(code);
  }
}

/** Read when a passphrase is chosen, and not kept: that is once in a long time. The worker can't import it so late. */
async function commonest() {
  const script = await (await fetch(browser.runtime.getURL('strength/guessed_first.js'))).text();
  const { long, short } = JSON.parse(script.replace(/^export default /, ''));
  return new Set(`${long} ${short}`.split(' '));
}
