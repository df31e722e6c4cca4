// What the organisation that looks after this browser has decided: read from the browser's managed storage, where only
// an administrator can write. docs/policy.md says how, and managed_schema.json is what Chromium lets through.
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
 *   Of `values`, only what is decided is there; `notUnderstood` is shown as it was written.
 */

/** The core's own floor, in characters. */
const MIN_PASSPHRASE = 8;
/** What the core opens at most: passes times KiB. */
const MAX_WORK = 8 * 1024 * 1024;

/** How each key is read: undefined is not understood. @type {{ [K in keyof Values]: (value: unknown) => Values[K] | undefined }} */
const READ = {
  minimumPassphraseLength: whole(1, 1024),
  kdfMinimumPasses: whole(1, 64),
  kdfMinimumMemoryKiB: whole(1, 1024 * 1024),
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

/** Where Chromium lets other spellings through: for each key it knows one type, and drops any other without a word. */
const GROUPS = ['asText', 'asNumber'];

/** @returns {Promise<Policy>} */
export async function policy() {
  return understand(await readManaged());
}

export { onManagedChanged as onPolicyChange };

/**
 * What is written plainly goes before `asNumber`, and that before `asText`.
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

/** @param {unknown} group */
const entriesIn = (group) => (typeof group === 'object' && group !== null ? Object.entries(group) : []);

/** @param {unknown} value */
function yesOrNo(value) {
  const written = typeof value === 'object' ? '' : String(value).trim().toLowerCase();
  return /^(?:true|1)$/.test(written) ? true : /^(?:false|0)$/.test(written) ? false : undefined;
}

/**
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
 * What can't be read of a list is left out; the list is in force all the same.
 * @param {unknown} value
 */
function sites(value) {
  const isList = Array.isArray(value) || typeof value === 'string';
  return isList ? listed(value).flatMap((entry) => site(entry) ?? []) : undefined;
}

/** A list, or one in a text. @param {unknown} value @returns {unknown[]} */
const listed = (value) => (typeof value === 'string' ? value.split(/[\s,;]+/).filter(Boolean) : /** @type {unknown[]} */ (value));

/**
 * `example.com` is that host and all below it; `https://example.com` is this origin.
 * @param {unknown} entry
 */
function site(entry) {
  const written = typeof entry === 'string' ? entry.trim() : '';
  const isOrigin = /^https?:\/\//i.test(written);
  const host = written.replace(/^\*\./, '');
  const address = isOrigin ? written : `https://${host}`;
  // No place-holder, and no port without a scheme.
  if (!URL.canParse(address) || host.includes('*') || (!isOrigin && host.includes(':'))) {
    return undefined;
  }
  const { origin, hostname, href } = new URL(address);
  // No path either.
  const name = isOrigin ? origin : withoutDot(hostname);
  return href === `${origin}/` ? name : undefined;
}

/** @param {string} host */
const withoutDot = (host) => host.replace(/\.$/, '');

/**
 * Whether codes may go into the document at this address. What is blocked is blocked, allowed or not.
 * @param {Partial<Values>} values
 * @param {string} url
 */
export function mayFill({ fillAllowedSites, fillBlockedSites = [] }, url) {
  return (fillAllowedSites === undefined || isAmong(fillAllowedSites, url)) && !isAmong(fillBlockedSites, url);
}

/**
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
 * Throws when it is forbidden.
 * @param {'allowExport' | 'allowReveal' | 'allowRememberDevice'} key
 */
export async function assertAllowed(key) {
  if ((await policy()).values[key] === false) {
    throw new CodedError('policy-forbids');
  }
}

/**
 * How many characters a new passphrase must have.
 * @param {Partial<Values>} values
 */
export function minimumPassphrase({ minimumPassphraseLength = 0 }) {
  return Math.max(MIN_PASSPHRASE, minimumPassphraseLength);
}

/**
 * What a passphrase's derivation must cost at least, never more than what the core opens. Zero: no word about it.
 * @param {Partial<Values>} values
 */
export function kdfFloor({ kdfMinimumPasses: passes = 0, kdfMinimumMemoryKiB: memoryKiB = 0 }) {
  return { passes: memoryKiB === 0 ? passes : Math.min(passes, Math.floor(MAX_WORK / memoryKiB)), memoryKiB };
}

/**
 * For how many days at most this device may be remembered: 0 is never.
 * @param {Partial<Values>} values
 * @param {number} most without a policy
 */
export function rememberDays({ allowRememberDevice = true, maximumRememberDeviceDays = Infinity }, most) {
  return allowRememberDevice ? Math.min(most, maximumRememberDeviceDays) : 0;
}

/**
 * Settings as policy leaves them.
 * @template {{ autoLockMinutes: number, clearClipboardSeconds: number, idleMinutes?: number }} S
 * @param {S} settings
 * @param {Partial<Values>} values
 * @returns {S}
 */
export function withPolicy(settings, { maximumAutoLockMinutes: most = Infinity, lockOnIdle, clearClipboardSeconds }) {
  // Zero is never.
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

/** Idle for that long is idle, where policy wants to lock then and the person has chosen no time. */
export const IDLE_MINUTES = 5;
