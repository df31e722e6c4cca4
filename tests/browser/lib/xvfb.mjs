/**
 * A display of its own for browsers with a window, and real key presses and mouse clicks there.
 *
 * What was found by trying (Chromium 156, Firefox 153):
 * - No window manager is needed: with a single window both browsers take the keyboard focus.
 * - A key press through XTEST is a person's: it reaches `commands.onCommand` and grants `activeTab`,
 *   opens the popup for `_execute_action`, and Escape closes a popup.
 * - Chromium's context menu is native: click with button 3, then `Up`, `Up`, `Return` chooses the
 *   extension's only item, which stands above "Inspect". Where an element is on the screen:
 *   `screenX + rect.left`, `screenY + (outerHeight - innerHeight) + rect.top`.
 * - `xdotool mousemove --sync` waits for ever if the mouse is there already, hence no `--sync`.
 * - Chromium does not give every suggested key to an extension: with Alt+Shift the letters A, B, C, N,
 *   P, R, T, W, X and Z stayed unassigned (some are its own, such as R for the reading mode).
 */
import { execFile, spawn } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { PATIENCE, limit } from './wait.mjs';
import { xwdToPng } from './xwd.mjs';

const run = promisify(execFile);

/** @typedef {Awaited<ReturnType<typeof startXvfb>>} Xvfb */

/** @param {{ width?: number, height?: number }} [size] */
export async function startXvfb({ width = 1280, height = 900 } = {}) {
  // -displayfd lets the server choose a free number and say which, so that two runs never collide.
  const frames = await mkdtemp(join(tmpdir(), 'xvfb-'));
  const screen = ['-screen', '0', `${width}x${height}x24`, '-fbdir', frames];
  const server = spawn('Xvfb', ['-displayfd', '3', ...screen, '-nolisten', 'tcp', '-noreset'], {
    stdio: ['ignore', 'ignore', 'ignore', 'pipe'],
  });
  const failed = new Promise((_, reject) => server.once('error', reject));
  const number = new Promise((resolve) => server.stdio[3]?.once('data', (data) => resolve(String(data).trim())));
  const display = `:${await limit(PATIENCE, 'Xvfb', Promise.race([number, failed]))}`;

  const xdotool = async (/** @type {string[]} */ ...args) =>
    (await run('xdotool', args, { env: { ...process.env, DISPLAY: display }, timeout: PATIENCE })).stdout.trim();

  return {
    display,
    xdotool,
    /** Keys held down together, in X's names: `alt+shift+f`, `Escape`, `Down`. @param {string[]} combinations one after the other */
    pressKeys: async (...combinations) => void (await xdotool('key', '--delay', '60', ...combinations)),
    /** @param {number} x on the screen @param {number} y @param {1 | 2 | 3} [button] 3 is the right one */
    click: async (x, y, button = 1) =>
      void (await xdotool('mousemove', String(x), String(y), 'click', String(button))),
    /** The whole screen as PNG, browser windows, panels and menus included. */
    screenshot: async () => xwdToPng(await readFile(join(frames, 'Xvfb_screen0'))),
    async close() {
      const ended = new Promise((resolve) => server.once('exit', () => resolve(undefined)));
      server.kill();
      await limit(PATIENCE, 'Xvfb to end', ended);
      await rm(frames, { recursive: true, force: true });
    },
  };
}
