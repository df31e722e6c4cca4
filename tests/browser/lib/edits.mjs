/**
 * Random edits of a vault by the messages that the screens send, and what the vault must hold after them.
 */
import { ask } from './asking_worker.mjs';
import { NEW, edited, entryOf, goneBack } from './book.mjs';
import { revoke, waysEdits } from './ways_edits.mjs';
import { there } from '../../there.mjs';

/**
 * @typedef {import('puppeteer-core').Page} Page
 * @typedef {import('./book.mjs').Book} Book
 * @typedef {import('./book.mjs').Entry} Entry
 * @typedef {import('./book.mjs').Vault} Vault
 *
 * @typedef {object} Edit
 * @property {string} what
 * @property {boolean} [newKey] it makes a new data key, so that a death of the worker may end the session
 * @property {Vault} after what it leaves when it was done
 * @property {(page: Page) => Promise<Vault>} send answers with the same, and with what only the answer could tell
 */

const MOST = 24;
const BASE32 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';

/**
 * Numbers from 0 to below 1, the same ones for the same seed (mulberry32).
 * @param {number} seed
 */
export function random(seed) {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/**
 * One edit that leaves a vault other than it was.
 * @param {Vault} vault
 * @param {() => number} chance
 * @param {{ ways?: boolean, passphrase?: boolean }} [options] whether it is one of the ways in that ask for the
 *   passphrase, which takes its time; and whether changing that may be it
 * @returns {Edit}
 */
export function anyEdit(vault, chance, { ways = false, passphrase = true } = {}) {
  const edits = ways ? waysEdits(vault, chance, { passphrase }) : accountEdits(vault, chance);
  return /** @type {() => Edit} */ (edits[Math.floor(chance() * edits.length)])();
}

/**
 * @param {Vault} vault
 * @param {() => number} chance
 * @returns {(() => Edit)[]}
 */
function accountEdits(vault, chance) {
  const { book, earlier, ways } = vault;
  const pick = (/** @type {string[]} */ from) => from[Math.floor(chance() * from.length)] ?? '';
  const word = () => Math.floor(chance() * 2 ** 32).toString(36);
  const ids = (/** @type {(entry: Entry) => boolean} */ which) => [...book].filter(([, entry]) => which(entry)).map(([id]) => id);
  const [live, binned] = [ids((entry) => !entry.deleted), ids((entry) => entry.deleted)];
  const counters = ids((entry) => !entry.deleted && entry.counter !== null);
  /** @param {string} id @param {Partial<Entry>} change @returns {Book} */
  const changed = (id, change) => changedIn(book, id, change);

  /** @type {(() => Edit)[]} */
  const edits = [];
  if (book.size < MOST) {
    edits.push(() => {
      const counter = chance() < 0.4 ? '0' : null;
      const text = Array.from({ length: 32 }, () => pick([...BASE32])).join('');
      return added(vault, { issuer: `Issuer ${word()}`, name: `name-${word()}`, deleted: false, sites: [], counter }, text);
    });
  }
  if (live.length > 0) {
    const id = pick(live);
    edits.push(() => rewritten(vault, 'rename', id, { issuer: `Issuer ${word()}`, name: `name-${word()}` }));
    edits.push(() => rewritten(vault, 'bind', id, { sites: [`https://${word()}.example`, ...entryOf(book, id).sites].slice(0, 4) }));
    edits.push(() => asking('delete', edited(vault, changed(id, { deleted: true })), (page) => ask(page, 'remove', { id })));
  }
  if (binned.length > 0) {
    const id = pick(binned);
    edits.push(() => asking('restore', edited(vault, changed(id, { deleted: false })), (page) => ask(page, 'restore', { id })));
  }
  if (counters.length > 0) {
    const id = pick(counters);
    edits.push(() => nextCode(vault, id));
  }
  if (earlier.length > 0) {
    const back = Math.floor(chance() * earlier.length) + 1;
    edits.push(() => wentBack(vault, back));
  }
  const way = ways[Math.floor(chance() * ways.length)];
  if (way !== undefined) {
    edits.push(() => revoke(vault, way));
  }
  return edits;
}

/** @param {Book} book @param {string} id @param {Partial<Entry>} change @returns {Book} */
const changedIn = (book, id, change) => new Map(book).set(id, { ...entryOf(book, id), ...change });

/**
 * As the editor sends it: all of an account at once.
 * @param {Vault} vault
 * @param {string} what
 * @param {string} id
 * @param {Partial<Entry>} change
 * @returns {Edit}
 */
export function rewritten(vault, what, id, change) {
  const book = changedIn(vault.book, id, change);
  const { issuer, name, sites } = entryOf(book, id);
  const origins = sites.map((origin) => ({ origin, rule: 'domain', taught: true }));
  return asking(what, edited(vault, book), (page) => ask(page, 'edit', { id, changes: { issuer, name, submit: false, sites: origins, frames: [] } }));
}

/**
 * To the last version before the one in use, or to one still before that.
 * @param {Vault} vault
 * @param {number} back from 1
 * @returns {Edit}
 */
export function wentBack(vault, back) {
  const then = there(vault.earlier.at(-back));
  return asking(`go back by ${back}`, edited(vault, goneBack(vault.book, then)), async (page) => {
    const { earlier: listed } = await ask(page, 'history', {});
    await ask(page, 'rollBack', { number: listed[back - 1]?.number ?? -1 });
  });
}

/** No edit that anybody goes back from. @param {Vault} vault @param {string} id @returns {Edit} */
export function nextCode(vault, id) {
  const counter = String(BigInt(entryOf(vault.book, id).counter ?? 0) + 1n);
  return asking('next code', { ...vault, book: changedIn(vault.book, id, { counter }) }, (page) => ask(page, 'nextCode', { id }));
}

/**
 * @param {string} what
 * @param {Vault} after
 * @param {(page: Page) => Promise<unknown>} send
 * @returns {Edit}
 */
function asking(what, after, send) {
  return { what, after, send: (page) => send(page).then(() => after) };
}

/**
 * @param {Vault} vault
 * @param {Entry} entry
 * @param {string} text its secret key
 * @returns {Edit}
 */
export function added(vault, entry, text) {
  const under = (/** @type {string} */ id) => edited(vault, new Map(vault.book).set(id, entry));
  const { issuer, name, counter } = entry;
  const typed = { text, issuer, name, algorithm: 'SHA1', digits: 6, period: 30, counter: 0, type: counter === null ? 'totp' : 'hotp' };
  return {
    what: 'add',
    after: under(NEW),
    send: async (page) => {
      const { pending: [offer] } = await ask(page, 'type', { typed });
      return under((await ask(page, 'add', { chosen: { handle: offer?.handle ?? '', issuer, name, host: '' } })).id);
    },
  };
}
