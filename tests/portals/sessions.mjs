/**
 * Sessions in memory and the cookies that name them.
 */
import { randomBytes } from 'node:crypto';

/**
 * @typedef {object} Session
 * @property {string} id value of the session cookie
 * @property {string} csrf what every form of this session must carry
 * @property {string} stage name of the one stage that this session is at
 * @property {string} user login name, '' until the password was right
 * @property {string} notice shown once, on the next page
 * @property {'' | 'code' | 'device' | 'password'} signedInBy the last proof before the home page
 */

/** @returns {string} 192 random bits, safe in a cookie, a form and a header */
export function makeToken() {
  return randomBytes(24).toString('base64url');
}

/**
 * @param {string | undefined} header the Cookie header
 * @returns {Map<string, string>}
 */
export function parseCookies(header) {
  const cookies = new Map();
  for (const part of (header ?? '').split(';')) {
    const equals = part.indexOf('=');
    if (equals > 0) cookies.set(part.slice(0, equals).trim(), part.slice(equals + 1).trim());
  }
  return cookies;
}

/**
 * No Secure attribute: the portals speak plain HTTP on the loopback interface.
 * @param {string} name
 * @param {string} value
 * @param {number} [maxAge] seconds; without it the cookie ends with the browser
 * @returns {string} a Set-Cookie header
 */
export function makeCookie(name, value, maxAge) {
  const life = maxAge === undefined ? '' : `; Max-Age=${maxAge}`;
  return `${name}=${value}; Path=/; HttpOnly; SameSite=Lax${life}`;
}

/** All sessions of one portal. */
export class Sessions {
  /** @type {Map<string, Session>} */
  #byId = new Map();
  #firstStage;

  /** @param {string} firstStage where a session starts */
  constructor(firstStage) {
    this.#firstStage = firstStage;
  }

  /**
   * The session of this id, or a new one.
   * @param {string | undefined} id
   * @returns {Session}
   */
  open(id) {
    const known = this.#byId.get(id ?? '');
    if (known) return known;
    /** @type {Session} */
    const session = { id: '', csrf: '', stage: '', user: '', notice: '', signedInBy: '' };
    this.restart(session);
    return session;
  }

  /**
   * Gives a session a new id and a new CSRF token whenever who is behind it changes, so that an id
   * planted before the login is worth nothing after it.
   * @param {Session} session
   * @param {string} [stage]
   * @param {string} [user]
   */
  restart(session, stage = this.#firstStage, user = '') {
    this.#byId.delete(session.id);
    Object.assign(session, { id: makeToken(), csrf: makeToken(), stage, user, notice: '', signedInBy: '' });
    this.#byId.set(session.id, session);
  }

  /**
   * Ends every other session of the same user.
   * @param {Session} session
   */
  endOthers(session) {
    for (const other of this.#byId.values()) {
      if (other !== session && other.user === session.user) this.#byId.delete(other.id);
    }
  }
}
