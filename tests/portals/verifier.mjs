/**
 * The server's side of TOTP, on otplib and not on our own core, so that an agreement between the two
 * means something.
 */
import { generateSecret, generateURI, verifySync } from 'otplib';

/** @typedef {'enrolled' | 'accepted' | 'rejected' | 'replayed'} Verdict */

/**
 * @typedef {object} Enrolment
 * @property {string} seed Base32
 * @property {string} uri
 * @property {boolean} confirmed
 * @property {number} lastStep the newest step T that a code was accepted for
 * @property {number} wrongTries in a row
 */

const PERIOD = 30;

/** RFC 4226, section 7.3: after so many wrong codes in a row the login starts again. */
const MAX_WRONG_TRIES = 5;

const REFUSALS = {
  rejected: 'The code is not correct',
  replayed: 'This code has already been used. Wait for the next one.',
};

export class Verifier {
  /** @type {Map<string, Enrolment>} */
  #enrolments = new Map();
  #issuer;
  #now;
  #events;

  /**
   * @param {object} options
   * @param {string} options.issuer
   * @param {() => number} options.now milliseconds
   * @param {import('./portal.mjs').PortalEvent[]} options.events every verdict is added here
   */
  constructor({ issuer, now, events }) {
    this.#issuer = issuer;
    this.#now = now;
    this.#events = events;
  }

  /**
   * Makes a seed for this user. It counts from the first right code on; until then another offer
   * takes its place.
   * @param {string} user
   */
  offer(user) {
    if (this.isEnrolled(user)) throw new Error(`${user} has a second factor already`);
    const seed = generateSecret();
    const uri = generateURI({ issuer: this.#issuer, label: user, secret: seed });
    this.#enrolments.set(user, { seed, uri, confirmed: false, lastStep: -1, wrongTries: 0 });
  }

  /**
   * Forgets this user's seed, so that a second factor can be set up anew.
   * @param {string} user
   */
  withdraw(user) {
    this.#enrolments.delete(user);
  }

  /**
   * The text of the QR code that was offered to this user last.
   * @param {string} user
   * @returns {string}
   */
  otpauth(user) {
    return this.#of(user).uri;
  }

  /**
   * @param {string} user
   * @returns {boolean}
   */
  isEnrolled(user) {
    return this.#enrolments.get(user)?.confirmed === true;
  }

  /**
   * @param {string} user
   * @returns {number} wrong codes in a row
   */
  wrongTries(user) {
    return this.#of(user).wrongTries;
  }

  /**
   * @param {string} user
   * @returns {boolean}
   */
  isExhausted(user) {
    return this.wrongTries(user) >= MAX_WRONG_TRIES;
  }

  /**
   * Judges a code and remembers the verdict. The first right code confirms the enrolment.
   * @param {string} user
   * @param {string} typed
   * @returns {Verdict}
   */
  check(user, typed) {
    const enrolment = this.#of(user);
    const verdict = this.#judge(enrolment, typed.replace(/\s/g, ''));
    this.#events.push({ type: verdict, user, at: this.#now(), factor: 'app' });
    return verdict;
  }

  /**
   * @param {Enrolment} enrolment
   * @param {string} code
   * @returns {Verdict}
   */
  #judge(enrolment, code) {
    const step = this.#stepOf(enrolment.seed, code);
    if (step === null) {
      enrolment.wrongTries += 1;
      return 'rejected';
    }
    // RFC 6238, section 5.2: a code is accepted once only. Older steps that the window still covers
    // are refused too, or a code seen over the shoulder would outlive the one typed after it.
    if (step <= enrolment.lastStep) return 'replayed';
    enrolment.lastStep = step;
    enrolment.wrongTries = 0;
    if (enrolment.confirmed) return 'accepted';
    enrolment.confirmed = true;
    return 'enrolled';
  }

  /**
   * The step T that this code belongs to, one step of skew either way allowed.
   * @param {string} seed
   * @param {string} code
   * @returns {number | null}
   */
  #stepOf(seed, code) {
    // otplib throws on anything but six digits; to a server that is just a wrong code.
    if (!/^[0-9]{6}$/.test(code)) return null;
    const epoch = Math.floor(this.#now() / 1000);
    const result = verifySync({ secret: seed, token: code, epoch, period: PERIOD, epochTolerance: PERIOD });
    return result.valid && 'timeStep' in result ? result.timeStep : null;
  }

  /**
   * @param {string} user
   * @returns {Enrolment}
   */
  #of(user) {
    const enrolment = this.#enrolments.get(user);
    if (!enrolment) throw new Error(`${user} was offered no second factor`);
    return enrolment;
  }
}

/**
 * Is this verdict a yes? If not, the session gets the words for the next page.
 * @param {Verdict} verdict
 * @param {{ notice: string }} session
 * @returns {boolean}
 */
export function passes(verdict, session) {
  if (verdict === 'enrolled' || verdict === 'accepted') return true;
  session.notice = REFUSALS[verdict];
  return false;
}
