/**
 * "Remember this device": a cookie that stands in for the code for a while.
 */
import { makeToken } from './sessions.mjs';

const DAY_SECONDS = 24 * 60 * 60;

/** What browsers cut a longer life of a cookie down to. */
const LONGEST_COOKIE_DAYS = 400;

/**
 * @typedef {object} Device
 * @property {string} id for lists; it opens nothing
 * @property {string} user
 * @property {string} name
 * @property {number} since milliseconds
 */

/**
 * @param {string} agent what a browser calls itself
 * @returns {string} what its user would call it
 */
function nameDevice(agent) {
  const system = /Windows|Android|iPhone|Mac OS|Linux/.exec(agent)?.[0] ?? 'Unknown system';
  const browser = /Firefox|Edg|Chrome|Safari/.exec(agent)?.[0] ?? 'unknown browser';
  return `${system}, ${browser}`;
}

export class Devices {
  /** @type {Map<string, Device>} */
  #byToken = new Map();
  #cookie;
  #now;
  #days;

  /**
   * @param {string} cookie name of the cookie
   * @param {() => number} now milliseconds
   * @param {number} [days] for how long a device is remembered; Infinity is for ever
   */
  constructor(cookie, now, days = 30) {
    this.#cookie = cookie;
    this.#now = now;
    this.#days = days;
  }

  /**
   * @param {import('./portal.mjs').Exchange} exchange
   * @param {string} user
   */
  remember(exchange, user) {
    const token = makeToken();
    this.#byToken.set(token, { id: makeToken(), user, name: nameDevice(exchange.agent), since: this.#now() });
    exchange.setCookie(this.#cookie, token, Math.min(this.#days, LONGEST_COOKIE_DAYS) * DAY_SECONDS);
  }

  /**
   * The server keeps the term itself: a browser may send a cookie for longer than it was told to.
   * @param {import('./portal.mjs').Exchange} exchange
   * @param {string} user
   * @param {number} [days] the term of today, where an administrator can change it; 0 knows nobody
   * @returns {boolean}
   */
  knows(exchange, user, days = this.#days) {
    const device = this.#byToken.get(exchange.cookies.get(this.#cookie) ?? '');
    return device?.user === user && this.#now() < device.since + days * DAY_SECONDS * 1000;
  }

  /**
   * @param {string} user
   * @returns {Device[]}
   */
  list(user) {
    return [...this.#byToken.values()].filter((device) => device.user === user);
  }

  /**
   * Forgets one device of a user, or all of them.
   * @param {string} user
   * @param {string} [id]
   * @returns {number} how many there were
   */
  revoke(user, id) {
    const before = this.#byToken.size;
    for (const [token, device] of this.#byToken) {
      if (device.user === user && (id === undefined || device.id === id)) this.#byToken.delete(token);
    }
    return before - this.#byToken.size;
  }

  /**
   * Forgets the device that this request comes from.
   * @param {import('./portal.mjs').Exchange} exchange
   */
  forget(exchange) {
    this.#byToken.delete(exchange.cookies.get(this.#cookie) ?? '');
  }
}
