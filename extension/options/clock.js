// The correction of the clock, as long as there is one.
import { browser } from '../lib/browser.js';
import { element } from '../lib/dom.js';
import { durationInWords, message } from '../lib/i18n.js';

const line = element('clock', HTMLElement);

export async function showClock() {
  const { clock } = /** @type {{ clock?: { correction: number, until: number } }} */ (await browser.storage.local.get('clock'));
  line.hidden = clock === undefined || clock.until <= Date.now();
  if (clock !== undefined) {
    const amount = durationInWords(Math.round(Math.abs(clock.correction) / 1000));
    const time = new Date(clock.until).toLocaleString(browser.i18n.getUILanguage(), { dateStyle: 'short', timeStyle: 'short' });
    const text = clock.correction > 0 ? message('clockCorrected', amount, time) : message('clockCorrectedBack', amount, time);
    element('clock-text', HTMLElement).textContent = text;
  }
}

element('clock-stop', HTMLButtonElement).addEventListener('click', () => browser.storage.local.remove('clock'));
browser.storage.local.onChanged.addListener((changes) => {
  if (changes.clock) {
    showClock().catch(console.error);
  }
});
