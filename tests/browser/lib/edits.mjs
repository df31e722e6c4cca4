/**
 * Edits of a vault by the messages that the screens send, and the book that says what the vault must hold after them.
 */
import { ask } from './asking_worker.mjs';

/**
 * @typedef {import('puppeteer-core').Page} Page
 *
 * @typedef {object} Entry what a person can tell of an account
 * @property {string} issuer
 * @property {string} name
 * @property {boolean} deleted
 * @property {string[]} sites
 * @property {string | null} counter
 *
 * @typedef {Map<string, Entry>} Book by id; an account whose id was never heard of stands under NEW
 *
 * @typedef {object} Vault
 * @property {Book} book
 * @property {string} passphrase
 *
 * @typedef {object} Edit
 * @property {string} what
 * @property {Vault} after what it leaves when it was done
 * @property {(page: Page) => Promise<string | void>} send answers with the id of an account that is new
 */

const NEW = 'new';
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
 * @param {{ passphrase?: boolean }} [options] whether changing the passphrase is one
 * @returns {Edit}
 */
export function anyEdit({ book, passphrase }, chance, { passphrase: may = false } = {}) {
  const pick = (/** @type {string[]} */ from) => from[Math.floor(chance() * from.length)] ?? '';
  const word = () => Math.floor(chance() * 2 ** 32).toString(36);
  const ids = (/** @type {(entry: Entry) => boolean} */ which) => [...book].filter(([, entry]) => which(entry)).map(([id]) => id);
  const [live, binned] = [ids((entry) => !entry.deleted), ids((entry) => entry.deleted)];
  const counters = ids((entry) => !entry.deleted && entry.counter !== null);
  /** @param {string} id @param {Partial<Entry>} change */
  const changed = (id, change) => ({ passphrase, book: new Map(book).set(id, { ...entryOf(book, id), ...change }) });

  /** @type {(() => Edit)[]} */
  const edits = [];
  if (book.size < MOST) {
    edits.push(() => {
      const counter = chance() < 0.4 ? '0' : null;
      const secret = Array.from({ length: 32 }, () => pick([...BASE32])).join('');
      const [issuer, name] = [`Issuer ${word()}`, `name-${word()}`];
      return {
        what: 'add',
        after: changed(NEW, { issuer, name, deleted: false, sites: [], counter }),
        send: async (page) => {
          const typed = { text: secret, issuer, name, algorithm: 'SHA1', digits: 6, ...(counter === null ? { type: 'totp', period: 30 } : { type: 'hotp', counter: 0 }) };
          const { pending: [offer] } = await ask(page, 'type', { typed });
          return (await ask(page, 'add', { number: offer?.number ?? -1 })).id;
        },
      };
    });
  }
  /** @param {string} what @param {string} id @param {Partial<Entry>} change @returns {Edit} */
  const rewrite = (what, id, change) => {
    const after = changed(id, change);
    const { issuer, name, sites } = entryOf(after.book, id);
    return {
      what,
      after,
      send: async (page) => {
        await ask(page, 'edit', { id, changes: { issuer, name, submit: false, sites: sites.map((origin) => ({ origin, rule: 'domain', taught: true })) } });
      },
    };
  };
  if (live.length > 0) {
    const id = pick(live);
    edits.push(() => rewrite('rename', id, { issuer: `Issuer ${word()}`, name: `name-${word()}` }));
    edits.push(() => rewrite('bind', id, { sites: [`https://${word()}.example`, ...entryOf(book, id).sites].slice(0, 4) }));
    edits.push(() => ({ what: 'delete', after: changed(id, { deleted: true }), send: async (page) => void (await ask(page, 'remove', { id })) }));
  }
  if (binned.length > 0) {
    const id = pick(binned);
    edits.push(() => ({ what: 'restore', after: changed(id, { deleted: false }), send: async (page) => void (await ask(page, 'restore', { id })) }));
  }
  if (counters.length > 0) {
    const id = pick(counters);
    const counter = String(BigInt(entryOf(book, id).counter ?? 0) + 1n);
    edits.push(() => ({ what: 'next code', after: changed(id, { counter }), send: async (page) => void (await ask(page, 'nextCode', { id })) }));
  }
  if (may) {
    const next = `a passphrase of ${word()}`;
    return { what: 'change the passphrase', after: { book, passphrase: next }, send: async (page) => void (await ask(page, 'changePassphrase', { current: passphrase, next })) };
  }
  return /** @type {() => Edit} */ (edits[Math.floor(chance() * edits.length)])();
}

/** The vault after an edit that was answered. @param {Edit} edit @param {string | void} id of the account that is new */
export function acknowledged({ after: { book, passphrase } }, id) {
  const named = [...book].map(([key, entry]) => /** @type {[string, Entry]} */ ([key === NEW && id ? id : key, entry]));
  return { passphrase, book: new Map(named) };
}

/** What the unlocked vault holds, as its screens tell. @param {Page} page @returns {Promise<Book>} */
export async function readBook(page) {
  const { accounts, bin } = await ask(page, 'list', {});
  /** @type {Book} */
  const book = new Map();
  for (const { id } of [...accounts, ...bin]) {
    const { issuer, name, sites, parameters: { counter } } = await ask(page, 'details', { id });
    const deleted = bin.some((binned) => binned.id === id);
    book.set(id, { issuer, name, deleted, sites: sites.map(({ origin }) => origin), counter });
  }
  return book;
}

/**
 * Whether a vault holds what the book says: those accounts, as they are, and no other.
 * @param {Book} held
 * @param {Book} book
 */
export function holds(held, book) {
  const fresh = [...held.keys()].find((id) => !book.has(id));
  return held.size === book.size && [...book].every(([id, entry]) =>
    spelt(held.get(id === NEW ? fresh ?? '' : id)) === spelt(entry));
}

/** How two books differ, for the report of a loss. @param {Book} held @param {Book} book */
export function difference(held, book) {
  return [...new Set([...held.keys(), ...book.keys()])].flatMap((id) => {
    const [is, should] = [spelt(held.get(id)), spelt(book.get(id))];
    return is === should ? [] : [`${id}\n  holds  ${is}\n  should ${should}`];
  });
}

/** @param {Entry | undefined} entry */
function spelt(entry) {
  if (entry === undefined) return 'nothing';
  const { issuer, name, deleted, sites, counter } = entry;
  return JSON.stringify({ issuer, name, deleted, sites: sites.toSorted(), counter });
}

/** @param {Book} book @param {string} id @returns {Entry} */
function entryOf(book, id) {
  return book.get(id) ?? { issuer: '', name: '', deleted: false, sites: [], counter: null };
}
