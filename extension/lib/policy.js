// Policy: what the organisation that manages this browser has decided. It is read from the browser's managed storage,
// where only an administrator can write. docs/policy.md explains each key. Chromium drops what managed_schema.json does
// not list.
import { MAX_MEMORY_KIB, MAX_PASSES, MAX_WORK, MIN_PASSPHRASE } from '../core/limits.js';
import { CodedError } from './errors.js';
import { onManagedChanged, readManaged } from './storage.js';

/**
 * @typedef {{
 *   minimumPassphraseLength: number, kdfMinimumPasses: number, kdfMinimumMemoryKiB: number,
 *   maximumAutoLockMinutes: number, lockOnIdle: boolean,
 *   allowRememberDevice: boolean, maximumRememberDeviceDays: number, requirePasskey: boolean,
 *   allowExport: boolean, allowReveal: boolean, fillAllowedSites: string[], fillBlockedSites: string[],
 *   clearClipboardSeconds: number,
 * }} Values
 *
 * @typedef {{ values: Partial<Values>, notUnderstood: string[] }} Policy
 *   `values`: the keys that are decided. `notUnderstood`: entries that can't be read, as they are written, for the
 *   options page.
 */

/**
 * The reader of each key's value; it returns undefined for a value that can't be read.
 * @type {{ [K in keyof Values]: (value: unknown) => Values[K] | undefined }}
 */
const READ = {
  minimumPassphraseLength: whole(1, 1024),
  kdfMinimumPasses: whole(1, MAX_PASSES),
  kdfMinimumMemoryKiB: whole(1, MAX_MEMORY_KIB),
  maximumAutoLockMinutes: whole(1, 525_600),
  lockOnIdle: yesOrNo,
  allowRememberDevice: yesOrNo,
  maximumRememberDeviceDays: whole(1, 3650),
  requirePasskey: yesOrNo,
  allowExport: yesOrNo,
  allowReveal: yesOrNo,
  fillAllowedSites: sites,
  fillBlockedSites: sites,
  clearClipboardSeconds: whole(0, 3600),
};

/**
 * Keys under which values may be written as text or as whole numbers. Chromium silently drops a key whose value has
 * another type than managed_schema.json says.
 */
const GROUPS = ['asText', 'asNumber'];

/** The policy in force. @returns {Promise<Policy>} */
export async function policy() {
  return understand(await readManaged());
}

export { onManagedChanged as onPolicyChange };

/**
 * Reads a policy as it is stored. A key by itself overrides the same key under `asNumber`, which overrides that under
 * `asText`.
 * @param {Record<string, unknown>} raw
 * @returns {Policy}
 */
export function understand(raw) {
  /** @type {Record<string, unknown>} */
  const values = {};
  const notUnderstood = [];
  const plain = Object.entries(raw).filter(([key, value]) => !GROUPS.includes(key) || typeof value !== 'object' || value === null);
  for (const [key, value] of [...GROUPS.flatMap((group) => entriesIn(raw[group])), ...plain]) {
    const read = Object.hasOwn(READ, key) ? READ[/** @type {keyof Values} */ (key)](value) : undefined;
    if (read === undefined) {
      notUnderstood.push(`${key}: ${JSON.stringify(value)}`);
      continue;
    }
    values[key] = read;
    if (Array.isArray(read)) {
      notUnderstood.push(...listed(value).filter((entry) => site(entry) === undefined).map((entry) => `${key}: ${JSON.stringify(entry)}`));
    }
  }
  return { values, notUnderstood };
}

/** The keys and values under `asText` or `asNumber`. @param {unknown} group */
const entriesIn = (group) => (typeof group === 'object' && group !== null ? Object.entries(group) : []);

/** Reads true or false, also as text or as 1 and 0. @param {unknown} value */
function yesOrNo(value) {
  const written = typeof value === 'object' ? '' : String(value).trim().toLowerCase();
  return /^(?:true|1)$/.test(written) ? true : /^(?:false|0)$/.test(written) ? false : undefined;
}

/**
 * Makes the reader of a whole number within limits, also as text.
 * @param {number} least
 * @param {number} most
 */
function whole(least, most) {
  return (/** @type {unknown} */ value) => {
    const written = typeof value === 'number' || typeof value === 'string' ? String(value).trim() : '';
    const number = /^\d{1,9}$/.test(written) ? Number(written) : -1;
    return number >= least && number <= most ? number : undefined;
  };
}

/**
 * Reads a list of sites. Entries that can't be read are left out, and the others are in force.
 * @param {unknown} value
 */
function sites(value) {
  const isList = Array.isArray(value) || typeof value === 'string';
  return isList ? listed(value).flatMap((entry) => site(entry) ?? []) : undefined;
}

/** The entries of a list, which may be written as one text. @param {unknown} value @returns {unknown[]} */
const listed = (value) => (typeof value === 'string' ? value.split(/[\s,;]+/).filter(Boolean) : /** @type {unknown[]} */ (value));

/**
 * Reads one site: `example.com` is the host and all its subdomains, and `https://example.com` is the origin alone.
 * @param {unknown} entry
 */
function site(entry) {
  const written = typeof entry === 'string' ? entry.trim() : '';
  const isOrigin = /^https?:\/\//i.test(written);
  const host = written.replace(/^\*\./, '');
  const address = isOrigin ? written : `https://${host}`;
  // A wildcard inside the name, and a port without a scheme, can't be read.
  if (!URL.canParse(address) || host.includes('*') || (!isOrigin && host.includes(':'))) {
    return undefined;
  }
  const { origin, hostname, href } = new URL(address);
  // An address with a path can't be read either.
  const name = isOrigin ? origin : withoutDot(hostname);
  return href === `${origin}/` ? name : undefined;
}

/** A host without the dot that may end it. @param {string} host */
const withoutDot = (host) => host.replace(/\.$/, '');

/**
 * Whether policy lets codes into the document at this address. A site that is both allowed and blocked is blocked.
 * @param {Partial<Values>} values
 * @param {string} url
 */
export function mayFill({ fillAllowedSites, fillBlockedSites = [] }, url) {
  return (fillAllowedSites === undefined || isAmong(fillAllowedSites, url)) && !isAmong(fillBlockedSites, url);
}

/**
 * Whether a list of sites has the site of this address.
 * @param {string[]} list
 * @param {string} url
 */
export function isAmong(list, url) {
  if (!URL.canParse(url)) {
    return false;
  }
  const { origin, hostname } = new URL(url);
  const host = withoutDot(hostname);
  return list.some((entry) => entry === origin || entry === host || host.endsWith(`.${entry}`));
}

/**
 * Throws when policy forbids what the key stands for.
 * @param {'allowExport' | 'allowReveal' | 'allowRememberDevice'} key
 */
export async function assertAllowed(key) {
  if ((await policy()).values[key] === false) {
    throw new CodedError('policy-forbids');
  }
}

/**
 * The least number of characters of a new passphrase.
 * @param {Partial<Values>} values
 */
export function minimumPassphrase({ minimumPassphraseLength = 0 }) {
  return Math.max(MIN_PASSPHRASE, minimumPassphraseLength);
}

/**
 * The least cost of a passphrase's key derivation, within what the core can open. A value of 0 means that policy does
 * not decide it.
 * @param {Partial<Values>} values
 */
export function kdfFloor({ kdfMinimumPasses: passes = 0, kdfMinimumMemoryKiB: memoryKiB = 0 }) {
  return { passes: memoryKiB === 0 ? passes : Math.min(passes, Math.floor(MAX_WORK / memoryKiB)), memoryKiB };
}

/**
 * The most days for which this device may be remembered; 0 when it may not be.
 * @param {Partial<Values>} values
 * @param {number} most the limit without a policy
 */
export function rememberDays({ allowRememberDevice = true, maximumRememberDeviceDays = Infinity }, most) {
  return allowRememberDevice ? Math.min(most, maximumRememberDeviceDays) : 0;
}

/**
 * The settings of a person, with those that policy decides or limits replaced.
 * @template {{ autoLockMinutes: number, clearClipboardSeconds: number, idleMinutes?: number }} S
 * @param {S} settings
 * @param {Partial<Values>} values
 * @returns {S}
 */
export function withPolicy(settings, { maximumAutoLockMinutes: most = Infinity, lockOnIdle, clearClipboardSeconds }) {
  // A setting of 0 means that the vault never locks by itself.
  const autoLockMinutes = Math.min(settings.autoLockMinutes || Infinity, most);
  const decided = {
    autoLockMinutes: autoLockMinutes === Infinity ? 0 : autoLockMinutes,
    clearClipboardSeconds: clearClipboardSeconds ?? settings.clearClipboardSeconds,
    ...(settings.idleMinutes === undefined || lockOnIdle === undefined
      ? {}
      : { idleMinutes: lockOnIdle ? settings.idleMinutes || IDLE_MINUTES : 0 }),
  };
  return { ...settings, ...decided };
}

/** After how many idle minutes the vault is locked when policy demands it and the person has chosen no time. */
export const IDLE_MINUTES = 5;
