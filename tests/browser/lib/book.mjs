/**
 * The book of what a vault must hold, what it holds as its screens tell, and whether the two agree.
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
 * @typedef {{ kind: string, name: string, text?: string }} Way a way in besides the passphrase; `text` is that of a
 *   recovery key, where it was heard of
 *
 * @typedef {object} Vault
 * @property {Book} book
 * @property {Book[]} earlier what can be gone back to, the last one last
 * @property {string} passphrase
 * @property {Way[]} ways
 * @property {string[]} revoked recovery keys that open nothing any more
 *
 * @typedef {object} Held what was found in a vault
 * @property {Book} book
 * @property {number[]} earlier how many accounts each version has that can be gone back to, the last one last
 * @property {Way[]} ways
 */

export const NEW = 'new';
/** So many versions can be gone back to. */
const EARLIER = 5;

/** @param {string} passphrase @returns {Vault} */
export function emptyVault(passphrase) {
  return { book: new Map(), earlier: [], passphrase, ways: [], revoked: [] };
}

/** After an edit, which can be gone back from. @param {Vault} vault @param {Book} book @returns {Vault} */
export function edited(vault, book) {
  return { ...vault, book, earlier: [...vault.earlier, vault.book].slice(-EARLIER) };
}

/** @param {Book} book @param {string} id @returns {Entry} */
export function entryOf(book, id) {
  return book.get(id) ?? { issuer: '', name: '', deleted: false, sites: [], counter: null };
}

/**
 * What is in use after going back: those accounts as they were, the others in the bin. A counter that went back would
 * give a code twice.
 * @param {Book} book
 * @param {Book} earlier
 * @returns {Book}
 */
export function goneBack(book, earlier) {
  return new Map([...book].map(([id, entry]) => {
    const was = earlier.get(id);
    return [id, was ? { ...was, counter: entry.counter } : { ...entry, deleted: true }];
  }));
}

/** What the unlocked vault holds, as its screens tell. @param {Page} page @returns {Promise<Held>} */
export async function readVault(page) {
  const { accounts, bin } = await ask(page, 'list', {});
  /** @type {Book} */
  const book = new Map();
  for (const { id } of [...accounts, ...bin]) {
    const { issuer, name, sites, parameters: { counter } } = await ask(page, 'details', { id });
    const deleted = bin.some((binned) => binned.id === id);
    book.set(id, { issuer, name, deleted, sites: sites.map(({ origin }) => origin), counter });
  }
  const { ways } = await ask(page, 'ways', {});
  const others = ways.filter(({ kind }) => kind !== 'passphrase').map(({ kind, name }) => ({ kind, name }));
  const earlier = (await ask(page, 'history', {})).earlier.map((version) => version.accounts).toReversed();
  return { book, earlier, ways: others };
}

/**
 * What is wrong with the generations that are stored, as their headers tell: each has the slots of the one in use, so
 * that what was revoked opens none, and there is none that is not named.
 * @param {Page} page
 * @returns {Promise<string[]>}
 */
export async function strayGenerations(page) {
  const all = await page.evaluate(() => chrome.storage.local.get(null));
  const kept = /** @type {number[]} */ (all['vault.kept']).map((number) => `vault.generation.${number}`);
  const stored = Object.keys(all).filter((key) => key.startsWith('vault.generation.'));
  const slots = (/** @type {string} */ key) => JSON.stringify(JSON.parse(atob(String(all[key] ?? '')).split('\n')[1] ?? '{}').slots);
  return [
    ...stored.filter((key) => !kept.includes(key)).map((key) => `${key} is left behind`),
    ...kept.filter((key) => !stored.includes(key)).map((key) => `${key} is missing`),
    ...kept.filter((key) => slots(key) !== slots(kept.at(-1) ?? '')).map((key) => `${key} has other ways in`),
  ];
}

/**
 * Whether a vault holds what it should: those accounts, as they are, those ways in, those earlier versions, and no other.
 * @param {Held} held
 * @param {Vault} vault
 */
export function holds(held, vault) {
  return difference(held, vault).length === 0;
}

/** How they differ, in words. @param {Held} held @param {Vault} vault */
export function difference(held, vault) {
  const fresh = [...held.book.keys()].find((id) => !vault.book.has(id));
  const known = (/** @type {string} */ id) => (id === NEW ? fresh ?? NEW : id);
  const book = new Map([...vault.book].map(([id, entry]) => [known(id), entry]));
  const accounts = [...new Set([...held.book.keys(), ...book.keys()])].flatMap((id) => {
    const [is, should] = [spelt(held.book.get(id)), spelt(book.get(id))];
    return is === should ? [] : [`${id}\n  holds  ${is}\n  should ${should}`];
  });
  const rest = [
    ['ways in', named(held.ways), named(vault.ways)],
    ['earlier versions', held.earlier.join(' '), vault.earlier.map(living).join(' ')],
  ];
  return [...accounts, ...rest.flatMap(([what, is, should]) => (is === should ? [] : [`${what}\n  holds  ${is}\n  should ${should}`]))];
}

/** @param {Book} book */
const living = (book) => [...book.values()].filter(({ deleted }) => !deleted).length;

/** @param {Way[]} ways */
const named = (ways) => ways.map(({ kind, name }) => `${kind} ${name}`).toSorted().join(', ');

/** @param {Entry | undefined} entry */
function spelt(entry) {
  if (entry === undefined) return 'nothing';
  const { issuer, name, deleted, sites, counter } = entry;
  return JSON.stringify({ issuer, name, deleted, sites: sites.toSorted(), counter });
}
