// A press of the person's is for one place and for one moment: the page that they saw, and the seconds that follow.
import { CodedError } from '../lib/errors.js';

/** How long a press counts, whatever the page does, in milliseconds. A person who waits longer has looked away. */
const LASTS = 10_000;

/**
 * @typedef {object} Press
 * @property {number} tab
 * @property {string | undefined} origin of the page that the person saw; undefined where it may not be known
 * @property {string} [document] that they were asked about, where the browser tells documents apart
 * @property {number} until when it is over, in milliseconds
 * @property {AbortSignal} [signal] says that it is over before
 */

/** When a press that is made now is over. */
export const fromNow = () => Date.now() + LASTS;

/** @param {Press} press */
export function isOver({ until, signal }) {
  return signal?.aborted === true || Date.now() >= until;
}

/** @param {Press} press */
export function assertGoingOn(press) {
  if (isOver(press)) {
    throw new CodedError('fill-too-late');
  }
}

/**
 * What a page answers. A page that is gone, or busy with something else, may never answer: then null, after `most`
 * milliseconds or when the press is over.
 * @template T
 * @param {Press} press
 * @param {Promise<T>} answer
 * @param {number} most
 * @returns {Promise<T | null>}
 */
export function inTime({ until, signal }, answer, most) {
  return new Promise((resolve, reject) => {
    const giveUp = () => resolve(null);
    const timer = setTimeout(giveUp, Math.min(most, until - Date.now()));
    signal?.addEventListener('abort', giveUp, { once: true });
    answer.then(resolve, reject).finally(() => {
      clearTimeout(timer);
      signal?.removeEventListener('abort', giveUp);
    });
  });
}
