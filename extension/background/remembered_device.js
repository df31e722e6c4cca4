// This device as a way in: remembered for some days by a key on its disk, and forgotten when the days are over or policy says so.
import { browser } from '../lib/browser.js';
import { wiping } from '../lib/bytes.js';
import { policy, rememberDays } from '../lib/policy.js';
import { DEVICE_ALARM, forgetKeys, makeKey, saltsShared } from './device_keys.js';
import { inShort } from './policy_log.js';
import { changeWays } from './resealing.js';
import { read, state } from './vault.js';

/** For how many days a device may be remembered where policy says nothing. */
const MOST_DAYS = 365;
export const DAY = 24 * 60 * 60 * 1000;

/** @typedef {import('../core/types.js').WayView} Way */

/**
 * Whether a way in is by a key of this device. Ways without a key have no salt.
 * @param {Way} way
 * @param {string[]} salts of the keys of this device
 */
export function isHere({ salt }, salts) {
  return salt !== null && salts.includes(salt);
}

/**
 * Does in the open vault what came due while it was locked, and answers whether the ways in are others now. Policy may
 * have changed, the time of a device be over. A device whose key lies in the shared database gets another key.
 * @param {import('../core/core.js').Vault} vault
 */
export async function doWhatIsDue(vault) {
  vault.notePolicy(await inShort(), Date.now());
  const latest = await latestEnd();
  const due = vault.ways().filter((way) => isDue(way, latest));
  for (const { id } of due) {
    vault.revoke(id, false, Date.now());
  }
  const moved = await exchangeKeys(vault, await saltsShared());
  return due.length + moved > 0;
}

/**
 * Gives this device another key for each of those, remembered until then as before, and answers how many those were.
 * @param {import('../core/core.js').Vault} vault
 * @param {string[]} salts
 */
export async function exchangeKeys(vault, salts) {
  const ways = vault.ways().filter((way) => isHere(way, salts));
  for (const { id, name, expires } of ways) {
    vault.revoke(id, false, Date.now());
    await remember(vault, name, expires ?? 0);
  }
  return ways.length;
}

/**
 * @param {Way} way
 * @param {number} latest
 */
function isDue({ kind, expires }, latest) {
  return kind === 'device' && ((expires ?? 0) <= Date.now() || (expires ?? 0) > latest);
}

/**
 * @param {import('../core/core.js').Vault} vault
 * @param {string} name
 * @param {number} expires
 */
export async function remember(vault, name, expires) {
  const { salt, secret } = await makeKey(expires);
  await wiping(secret, () => vault.trustDevice(expires, salt, secret, name, Date.now()));
}

/**
 * Takes the keys of this device off the disk that it must not have any more, also while the vault is locked, and answers how
 * many places that were.
 */
export async function forgetDueKeys() {
  const latest = await latestEnd();
  const forbidden = await mostDays() === 0;
  // How long those in the shared database last is told by their slots only.
  return forgetKeys(({ expires }) => forbidden || (Number.isFinite(expires) && (expires <= Date.now() || expires > latest)));
}

/** Takes the same keys' slots out of the vault too, if it is open. In a locked vault, that is done when it is unlocked. */
export async function forgetDue() {
  await forgetDueKeys();
  await forgetDueSlots();
}

/**
 * The same when the worker starts, which may be after a key has ended and before the alarm for it: the alarm goes with the
 * key. Chromium may have dropped the key by itself, so a late alarm counts too. Where neither is so, the vault is not opened.
 */
export async function forgetDueAtStart() {
  const alarm = await browser.alarms.get(DEVICE_ALARM);
  const isLate = alarm !== undefined && alarm.scheduledTime <= Date.now();
  if (await forgetDueKeys() > 0 || isLate) {
    await forgetDueSlots();
  }
}

async function forgetDueSlots() {
  const latest = await latestEnd();
  if (await state() === 'unlocked' && await read((vault) => vault.ways().some((way) => isDue(way, latest)))) {
    await changeWays(doWhatIsDue);
  }
}

/** Until when a device may be remembered that is remembered now. */
export async function latestEnd() {
  return Date.now() + (await mostDays()) * DAY;
}

export async function mostDays() {
  return rememberDays((await policy()).values, MOST_DAYS);
}
