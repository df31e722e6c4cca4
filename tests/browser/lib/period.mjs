/**
 * Halfminute fills a code once only, and waits when little time is left: tests that fill one after the other wait first.
 */
import { sleep } from './wait.mjs';

const PERIOD = 30_000;
/** More than a fill takes, and more than Halfminute asks for. */
const ENOUGH = 12_000;

export const periodNow = () => Math.floor(Date.now() / PERIOD);

/**
 * Waits for a code that was not used, with time left.
 * @param {number} [used] the period whose code was
 * @returns {Promise<number>} the period now
 */
export async function freshPeriod(used = 0) {
  const left = () => PERIOD - (Date.now() % PERIOD);
  if (periodNow() <= used || left() < ENOUGH) {
    await sleep(left() + 100);
  }
  return periodNow();
}
