/**
 * Running one portal by itself: `node tests/portals/NAME.mjs [--port N]`.
 */
import { realpathSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

/**
 * @param {string} moduleUrl import.meta.url of the portal's module
 * @returns {boolean} true if Node was started with this very module
 */
export function isMain(moduleUrl) {
  const started = process.argv[1];
  return started !== undefined && realpathSync(started) === fileURLToPath(moduleUrl);
}

/**
 * @param {(options: import('./portal.mjs').PortalOptions) => Promise<import('./portal.mjs').RunningPortal>} start
 * @param {readonly string[]} credentials lines to print below the URL
 */
export async function runAlone(start, credentials) {
  const { values } = parseArgs({ options: { port: { type: 'string', default: '0' } } });
  const portal = await start({ port: Number(values.port) });
  console.log([portal.url, ...credentials].join('\n'));
}
