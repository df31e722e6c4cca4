// Settings that are harmless when read, and so are kept in the clear.
import { browser } from './browser.js';
import { policy, withPolicy } from './policy.js';
import { ORDERS } from './sorting.js';
import { local } from './storage.js';

/**
 * @typedef {{ autoLockMinutes: number, idleMinutes: number, clearClipboardSeconds: number, minSeconds: number,
 *             copyAfterFill: boolean, backups: 'off' | 'change' | 'daily', backupsTo: 'downloads' | 'folder',
 *             backupsKept: number, order: import('./sorting.js').Order, hideCodes: boolean }} Settings
 *   Zero means never. `backups`: when they are made by themselves, `backupsTo`: where they are saved, `backupsKept`: how many stay.
 *   `idleMinutes`: the computer was not used for so long. `minSeconds`: with fewer left, a code is not filled but the next one awaited.
 */

/** Firefox tells when nobody uses the computer, but not when its screen is locked. */
export const HEARS_OF_SCREEN_LOCK = browser.idle.IdleState?.LOCKED !== undefined;

/** @type {Settings} */
const DEFAULTS = {
  autoLockMinutes: 15, idleMinutes: HEARS_OF_SCREEN_LOCK ? 0 : 5, clearClipboardSeconds: 0, minSeconds: 5, copyAfterFill: false,
  backups: 'off', backupsTo: 'downloads', backupsKept: 5,
  order: 'name', hideCodes: false,
};

/** What each setting may be. */
export const CHOICES = {
  autoLockMinutes: [1, 5, 15, 30, 60, 240, 480, 0],
  idleMinutes: [0, 1, 2, 5, 10, 15],
  clearClipboardSeconds: [0, 15, 30, 60, 120],
  minSeconds: [0, 3, 5, 8, 10],
  backupsKept: [3, 5, 10, 30],
};

/** When backups are made by themselves, and where they are saved. */
export const BACKUPS = /** @type {const} */ (['off', 'change', 'daily']);
export const BACKUP_PLACES = /** @type {const} */ (['downloads', 'folder']);

/** The settings in force: the person's own, as far as policy leaves them. */
export async function readSettings() {
  const [settings, { values }] = await Promise.all([ownSettings(), policy()]);
  return withPolicy(settings, values);
}

/** The person's own settings, which come back when a policy over them goes. */
export async function ownSettings() {
  const { settings } = await local.get('settings');
  return soundSettings({ ...DEFAULTS, ...settings });
}

/**
 * Any value that is not among the choices is the default.
 * @param {Settings} settings
 * @returns {Settings}
 */
export function soundSettings(settings) {
  /** @param {keyof typeof CHOICES} name */
  const choice = (name) => (CHOICES[name].includes(settings[name]) ? settings[name] : DEFAULTS[name]);
  return {
    autoLockMinutes: choice('autoLockMinutes'),
    idleMinutes: choice('idleMinutes'),
    clearClipboardSeconds: choice('clearClipboardSeconds'),
    minSeconds: choice('minSeconds'),
    copyAfterFill: settings.copyAfterFill === true,
    backups: BACKUPS.find((one) => one === settings.backups) ?? DEFAULTS.backups,
    backupsTo: BACKUP_PLACES.find((one) => one === settings.backupsTo) ?? DEFAULTS.backupsTo,
    backupsKept: choice('backupsKept'),
    order: ORDERS.includes(settings.order) ? settings.order : DEFAULTS.order,
    hideCodes: settings.hideCodes === true,
  };
}
