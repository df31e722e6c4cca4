// The note that the clock is corrected, shown as long as it is.
import { browser } from '../lib/browser.js';
import { element, onEvent } from '../lib/dom.js';
import { durationInWords, message } from '../lib/i18n.js';
import { send } from '../lib/messages.js';
import { local } from '../lib/storage.js';

const line = element('clock', HTMLElement);

export async function showClock() {
  const { 'clock.all': clock } = await local.get('clock.all');
  line.hidden = clock === undefined || clock.until <= Date.now();
  if (clock !== undefined) {
    const amount = durationInWords(Math.round(Math.abs(clock.correction) / 1000));
    const time = new Date(clock.until).toLocaleString(browser.i18n.getUILanguage(), { dateStyle: 'short', timeStyle: 'short' });
    const text = clock.correction > 0 ? message('clockCorrected', amount, time) : message('clockCorrectedBack', amount, time);
    element('clock-text', HTMLElement).textContent = text;
  }
}

onEvent(element('clock-stop', HTMLButtonElement), 'click', () => send('endCorrection', {}));
local.onChanged(['clock.all'], () => {
  showClock().catch(console.error);
});
