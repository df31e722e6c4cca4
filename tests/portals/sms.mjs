/**
 * Codes by SMS, the method that an authenticator must leave alone: six digits that no seed explains.
 */
import { randomInt } from 'node:crypto';

/** @typedef {{ to: string, code: string, text: string }} Sms */

const LIFETIME = 10 * 60 * 1000;
const MAX_WRONG_TRIES = 5;

export class SmsCodes {
  /** @type {Map<string, { code: string, until: number, triesLeft: number }>} */
  #waiting = new Map();
  #sender;
  #now;
  #deliver;

  /**
   * @param {object} options
   * @param {string} options.sender
   * @param {() => number} options.now milliseconds
   * @param {(sms: Sms) => void} options.deliver
   */
  constructor({ sender, now, deliver }) {
    this.#sender = sender;
    this.#now = now;
    this.#deliver = deliver;
  }

  /**
   * Sends a new code; the one before it is worth nothing from now on.
   * @param {string} user
   * @param {string} to
   */
  send(user, to) {
    const code = String(randomInt(1_000_000)).padStart(6, '0');
    this.#waiting.set(user, { code, until: this.#now() + LIFETIME, triesLeft: MAX_WRONG_TRIES });
    this.#deliver({ to, code, text: `${this.#sender}: your code is ${code}` });
  }

  /**
   * @param {string} user
   * @param {string} typed
   * @returns {boolean}
   */
  accepts(user, typed) {
    const waiting = this.#waiting.get(user);
    if (!waiting || this.#now() >= waiting.until) return false;
    const right = typed.trim() === waiting.code;
    waiting.triesLeft -= 1;
    if (right || waiting.triesLeft === 0) this.#waiting.delete(user);
    return right;
  }
}
