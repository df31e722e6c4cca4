// The one door to the browser's storage: keys and values of other types than storage_keys.js names do not pass tsc. Only the
// background writes; eslint holds the screens to that.
import { browser } from './browser.js';
import { GENERATION, LOCAL, SESSION, text } from './storage_keys.js';

/**
 * @template {Record<string, import('./storage_keys.js').Reader<unknown>>} T
 * @typedef {{ [K in keyof T]: Exclude<ReturnType<T[K]>, undefined> }} ValuesOf
 */
/** @typedef {ValuesOf<typeof LOCAL> & { [key: `vault.generation.${number}`]: string }} Local */
/** @typedef {ValuesOf<typeof SESSION>} Session */
/** @typedef {{ was: boolean, is: boolean }} Presence whether something lay under a key before, and whether it does now */

/**
 * @template {object} V the values by their keys
 * @typedef {object} Area
 * @property {<K extends keyof V & string>(...keys: K[]) => Promise<{ [P in K]?: V[P] }>} get answers what makes sense
 * @property {(values: Partial<V>) => Promise<void>} set writes all of them or none
 * @property {(...keys: (keyof V & string)[]) => Promise<void>} remove
 * @property {(keys: (keyof V & string)[], listener: (changes: Partial<Record<keyof V, Presence>>) => void) => void} onChanged
 *   calls the listener after any context has written or removed some of the keys
 */

/** @type {Area<Local>} */
export const local = area('local', (key) => (key.startsWith(GENERATION) ? text : readerIn(LOCAL, key)));

/** @type {Area<Session>} */
export const session = area('session', (key) => readerIn(SESSION, key));

/** Empties storage.session. */
export function clearSession() {
  return browser.storage.session.clear();
}

/** Every key in storage.local. @returns {Promise<string[]>} */
export async function localKeys() {
  return await browser.storage.local.getKeys?.() ?? Object.keys(await browser.storage.local.get(null));
}

/** How many bytes storage.local takes. Firefox has no bound of its own. */
export const LOCAL_MOST = browser.storage.local.QUOTA_BYTES ?? Infinity;

/**
 * How many bytes some keys of storage.local take; undefined in Firefox, which does not tell.
 * @param {string[] | null} keys null for all of them
 * @returns {Promise<number | undefined>}
 */
export async function localWeight(keys) {
  return browser.storage.local.getBytesInUse?.(keys);
}

/**
 * Closes storage.local to every document that a function was injected into. Firefox can't close it.
 * @returns {Promise<void>}
 */
export async function closeLocalToPages() {
  await browser.storage.local.setAccessLevel?.({ accessLevel: 'TRUSTED_CONTEXTS' });
}

/** What an administrator has written. @returns {Promise<Record<string, unknown>>} */
export async function readManaged() {
  // Firefox throws when nothing is managed.
  return browser.storage.managed.get(null).catch(() => ({}));
}

/** @param {() => void} listener */
export function onManagedChanged(listener) {
  onAreaChanged('managed', () => listener());
}

/**
 * @param {'local' | 'session'} name
 * @param {(key: string) => import('./storage_keys.js').Reader<unknown>} readerOf
 * @returns {Area<any>}
 */
function area(name, readerOf) {
  const storage = browser.storage[name];
  return {
    async get(...keys) {
      const stored = await storage.get(keys);
      /** @type {any} */
      const read = {};
      for (const key of keys) {
        read[key] = key in stored ? readerOf(key)(stored[key]) : undefined;
      }
      return read;
    },
    set: (values) => storage.set(values),
    remove: (...keys) => storage.remove(keys),
    onChanged(keys, listener) {
      onAreaChanged(name, (changes) => {
        const ours = Object.entries(changes).filter(([key]) => keys.includes(key));
        if (ours.length > 0) {
          listener(Object.fromEntries(ours.map(([key, { oldValue, newValue }]) => [key, { was: oldValue !== undefined, is: newValue !== undefined }])));
        }
      });
    },
  };
}

/**
 * @param {'local' | 'session' | 'managed'} name
 * @param {(changes: Record<string, chrome.storage.StorageChange>) => void} listener
 */
function onAreaChanged(name, listener) {
  browser.storage.onChanged.addListener((changes, changed) => {
    if (changed === name) {
      listener(changes);
    }
  });
}

/**
 * @param {Record<string, import('./storage_keys.js').Reader<unknown>>} readers
 * @param {string} key
 */
function readerIn(readers, key) {
  const reader = readers[key];
  if (reader === undefined) {
    throw new TypeError(`storage_keys.js does not name ${key}`);
  }
  return reader;
}
