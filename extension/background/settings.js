// Writing the person's settings, which lib/settings.js reads.
import { ownSettings, readSettings, soundSettings } from '../lib/settings.js';
import { local } from '../lib/storage.js';

/**
 * Answers the settings in force afterwards. What policy decides is not written down.
 * @param {Partial<import('../lib/settings.js').Settings>} changes
 */
export async function writeSettings(changes) {
  await local.set({ settings: soundSettings({ ...(await ownSettings()), ...changes }) });
  return readSettings();
}
