/**
 * Codes that the portal sends, by SMS or mail: digits that no seed explains, and so the ones that an
 * authenticator must leave alone.
 */
import { randomInt } from 'node:crypto';

/**
 * @typedef {object} Message
 * @property {'sms' | 'mail'} by
 * @property {string} to
 * @property {string} code '' where the message carries none
 * @property {string} text
 */

const LIFETIME = 10 * 60 * 1000;
const MAX_WRONG_TRIES = 5;

export class SentCodes {
  /** @type {Map<string, { to: string, code: string, until: number, triesLeft: number }>} */
  #waiting = new Map();
  /** @type {Map<string, string>} */
  #lastSent = new Map();
  #sender;
  #digits;
  #now;
  #deliver;

  /**
   * @param {object} options
   * @param {string} options.sender
   * @param {number} [options.digits]
   * @param {() => number} options.now milliseconds
   * @param {(message: Message) => void} options.deliver
   */
  constructor({ sender, digits = 6, now, deliver }) {
    this.#sender = sender;
    this.#digits = digits;
    this.#now = now;
    this.#deliver = deliver;
  }

  /**
   * Sends a new code; the one before it is worth nothing from now on.
   * @param {string} user
   * @param {string} to
   * @param {Message['by']} [by]
   */
  send(user, to, by = 'sms') {
    const code = this.#draw(user);
    this.#lastSent.set(user, code);
    this.#waiting.set(user, { to, code, until: this.#now() + LIFETIME, triesLeft: MAX_WRONG_TRIES });
    this.#deliver({ by, to, code, text: `${this.#sender}: your code is ${code}` });
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

  /**
   * @param {string} user
   * @returns {string} where the code that waits was sent, '' if none does
   */
  sentTo(user) {
    return this.#waiting.get(user)?.to ?? '';
  }

  /**
   * @param {string} user
   * @returns {boolean} true if no code can be right any more before another is sent
   */
  isExhausted(user) {
    return !this.#waiting.has(user);
  }

  /**
   * Never the code of the message before: with four digits that would happen, and a used code would
   * be good again.
   * @param {string} user
   * @returns {string}
   */
  #draw(user) {
    const code = String(randomInt(10 ** this.#digits)).padStart(this.#digits, '0');
    return code === this.#lastSent.get(user) ? this.#draw(user) : code;
  }
}

/**
 * A number or an address as a page may show it before the login is complete.
 * @param {string} to
 * @returns {string}
 */
export function mask(to) {
  const at = to.indexOf('@');
  return at < 0 ? `${to.slice(0, 3)} ••• ${to.slice(-2)}` : `${to.slice(0, 2)}•••${to.slice(at)}`;
}

/**
 * @param {string | null} typed
 * @returns {string | null} the number without its blanks, null if it is none
 */
export function readPhone(typed) {
  const phone = (typed ?? '').replace(/[\s()/-]/g, '');
  return /^\+?[0-9]{7,15}$/.test(phone) ? phone : null;
}
