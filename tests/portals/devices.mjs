/**
 * "Remember this device": a cookie that stands in for the code for a while.
 */
import { makeToken } from './sessions.mjs';

const SECONDS = 30 * 24 * 60 * 60;

export class Devices {
  /** @type {Map<string, { user: string, until: number }>} */
  #byToken = new Map();
  #cookie;
  #now;

  /**
   * @param {string} cookie name of the cookie
   * @param {() => number} now milliseconds
   */
  constructor(cookie, now) {
    this.#cookie = cookie;
    this.#now = now;
  }

  /**
   * @param {import('./portal.mjs').Exchange} exchange
   * @param {string} user
   */
  remember(exchange, user) {
    const token = makeToken();
    this.#byToken.set(token, { user, until: this.#now() + SECONDS * 1000 });
    exchange.setCookie(this.#cookie, token, SECONDS);
  }

  /**
   * The server keeps the term itself: a browser may send a cookie for longer than it was told to.
   * @param {import('./portal.mjs').Exchange} exchange
   * @param {string} user
   * @returns {boolean}
   */
  knows(exchange, user) {
    const device = this.#byToken.get(exchange.cookies.get(this.#cookie) ?? '');
    return device?.user === user && this.#now() < device.until;
  }
}
