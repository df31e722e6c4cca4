/**
 * A browser without a screen for the portals' own tests: it keeps cookies, follows redirects and
 * posts the forms of the page that it is on.
 */
import { createHmac } from 'node:crypto';
import { there } from '../there.mjs';

/**
 * RFC 6238 once more, on Node's own HMAC, so that the verifier is not tested by its own library.
 * @param {string} otpauth text of the QR code
 * @param {number} at milliseconds
 * @param {number} [digits]
 * @returns {string}
 */
export function codeAt(otpauth, at, digits = 6) {
  const seed = new URL(otpauth).searchParams.get('secret') ?? '';
  const bits = [...seed].map((char) => 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'.indexOf(char).toString(2).padStart(5, '0'));
  const bytes = bits.join('').match(/.{8}/g)?.map((byte) => parseInt(byte, 2)) ?? [];
  const step = Buffer.alloc(8);
  step.writeBigUInt64BE(BigInt(Math.floor(at / 30_000)));
  const mac = createHmac('sha1', Buffer.from(bytes)).update(step).digest();
  const number = mac.readUInt32BE(there(mac[19]) & 15) & 0x7fffffff;
  return String(number % 10 ** digits).padStart(digits, '0');
}

export class Client {
  /** @type {Map<string, string>} */
  cookies = new Map();
  /** Where the last answer came from. */
  path = '';
  status = 0;
  text = '';
  headers = new Headers();
  #base;

  /** @param {string} base URL of the portal */
  constructor(base) {
    this.#base = base;
  }

  /** @param {string} path */
  async get(path) {
    await this.#send(path, {});
  }

  /**
   * Posts to a path, with the CSRF token of the page that the client is on.
   * @param {string} path
   * @param {Record<string, string>} [fields]
   */
  async post(path, fields = {}) {
    await this.postRaw(path, { csrf: this.#csrf(), ...fields });
  }

  /**
   * Posts these fields and no other.
   * @param {string} path
   * @param {Record<string, string>} fields
   */
  async postRaw(path, fields) {
    await this.#send(path, { method: 'POST', body: new URLSearchParams(fields) });
  }

  /** @returns {string} the words of the page's alert, '' if it has none */
  get alert() {
    return /role="alert">([^<]*)</.exec(this.text)?.[1] ?? '';
  }

  #csrf() {
    return /name="csrf" value="([^"]*)"/.exec(this.text)?.[1] ?? '';
  }

  /**
   * @param {string} path
   * @param {RequestInit} init
   */
  async #send(path, init) {
    const cookie = [...this.cookies].map(([name, value]) => `${name}=${value}`).join('; ');
    const response = await fetch(this.#base + path, { ...init, headers: { cookie }, redirect: 'manual' });
    for (const line of response.headers.getSetCookie()) {
      const [, name = '', value = ''] = /^([^=;]*)=([^=;]*)/.exec(line) ?? [];
      this.cookies.set(name, value);
    }
    this.path = path;
    this.status = response.status;
    this.headers = response.headers;
    this.text = await response.text();
    if (response.status === 303) await this.#send(response.headers.get('location') ?? '', {});
  }
}
