// The note that the clock is corrected, shown as long as it is.
import { browser } from '../lib/browser.js';
import { element } from '../lib/dom.js';
import { durationInWords, message } from '../lib/i18n.js';

/** The key under which the worker stores the correction. */
const ALL_CODES = 'clock.all';

const line = element('clock', HTMLElement);

export async function showClock() {
  const { [ALL_CODES]: clock } =
    /** @type {Record<string, { correction: number, until: number } | undefined>} */ (await browser.storage.local.get(ALL_CODES));
  line.hidden = clock === undefined || clock.until <= Date.now();
  if (clock !== undefined) {
    const amount = durationInWords(Math.round(Math.abs(clock.correction) / 1000));
    const time = new Date(clock.until).toLocaleString(browser.i18n.getUILanguage(), { dateStyle: 'short', timeStyle: 'short' });
    const text = clock.correction > 0 ? message('clockCorrected', amount, time) : message('clockCorrectedBack', amount, time);
    element('clock-text', HTMLElement).textContent = text;
  }
}

element('clock-stop', HTMLButtonElement).addEventListener('click', () => browser.storage.local.remove(ALL_CODES));
browser.storage.local.onChanged.addListener((changes) => {
  if (changes[ALL_CODES]) {
    showClock().catch(console.error);
  }
});
