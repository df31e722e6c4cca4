// The one countdown of the list: how long the codes of the usual period are still good. Rows with another period have a ring.
import { element } from '../../lib/dom.js';
import { codeOf, now, state } from '../state.js';

const bar = element('others-head', HTMLElement);
const seconds = element('seconds', HTMLElement);

/** The period of most accounts, in seconds. */
let usual = 30;

/** Whether a code runs out with most others. @param {import('../../core/types.js').ShownCode} code */
export const isUsual = ({ period }) => period === usual;

/** Finds the period of most accounts, and lets the bar run. */
export function showCountdown() {
  /** @type {Map<number, number>} */
  const counts = new Map();
  for (const account of state.accounts) {
    const period = codeOf(account)?.period;
    if (period) {
      counts.set(period, (counts.get(period) ?? 0) + 1);
    }
  }
  usual = [...counts].sort(([, one], [, other]) => other - one)[0]?.[0] ?? 30;
  bar.classList.toggle('runs', counts.size > 0);
  const left = usual - ((now() / 1000) % usual);
  const drain = bar.querySelector('i');
  if (drain !== null) {
    drain.style.setProperty('--period', `${usual}s`);
    // A negative delay lets the animation begin where the clock stands in the period.
    drain.style.setProperty('--elapsed', `${(left - usual).toFixed(2)}s`);
    // A copy takes its place: an animation that runs already would keep the times that it began with.
    drain.replaceWith(drain.cloneNode(true));
  }
  tell();
}

/** Says the seconds that are left. */
export function tell() {
  const left = Math.ceil(usual - ((now() / 1000) % usual));
  seconds.textContent = `${left} s`;
  bar.classList.toggle('hot', left <= 5);
}
