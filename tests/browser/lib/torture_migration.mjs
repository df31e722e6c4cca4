/**
 * A real Chromium that is killed with all its processes at a random moment while a vault of version 1 is unlocked for the
 * first time by what writes version 2; and what it holds then, by any way in.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ask, openBarePage } from './asking_worker.mjs';
import { strayGenerations } from './book.mjs';
import { launchChromium } from './chromium.mjs';
import { random } from './edits.mjs';
import { plant, version1 } from './version_1.mjs';
import { sleep } from './wait.mjs';

/** The unlocking takes half a second or more, and then writes. */
const KILL_WITHIN = 2000;

/**
 * @typedef {{ kills: number, opened: number, lost: number, before: number, after: number }} Counts `before`: it was still
 *   of version 1 after the kill
 *
 * @param {object} options
 * @param {string} options.extension
 * @param {number} options.rounds
 * @param {number} options.seed
 * @param {(line: string) => void} options.say
 * @returns {Promise<Counts>}
 */
export async function tortureMigration({ extension, rounds, seed, say }) {
  const counts = { kills: 0, opened: 0, lost: 0, before: 0, after: 0 };
  const profile = await mkdtemp(join(tmpdir(), 'chromium-migration-'));
  const chance = random(seed);
  const old = await version1();
  const ways = [
    (/** @type {import('puppeteer-core').Page} */ page) => ask(page, 'unlock', { passphrase: old.passphrase }),
    (/** @type {import('puppeteer-core').Page} */ page) => ask(page, 'unlock', { passphrase: old.recovery }),
    (/** @type {import('puppeteer-core').Page} */ page) => ask(page, 'unlockByPasskey', old.passkey),
    (/** @type {import('puppeteer-core').Page} */ page) => ask(page, 'unlockHere', {}),
  ];
  const any = () => ways[Math.floor(chance() * ways.length)] ?? (() => {});
  try {
    for (let round = 0; round < rounds; round += 1) {
      const first = await launchChromium({ extension, profile });
      try {
        await plant(first, old);
        const page = await openBarePage(first);
        const unlocking = Promise.resolve(any()(page)).catch(() => {});
        await sleep(chance() * KILL_WITHIN);
        await first.kill();
        await unlocking;
        counts.kills += 1;
      } finally {
        await first.kill();
      }
      const second = await launchChromium({ extension, profile });
      try {
        const page = await openBarePage(second);
        const all = await page.evaluate(() => chrome.storage.local.get(null));
        const newest = atob(String(all[`vault.generation.${/** @type {number[]} */ (all['vault.kept']).at(-1)}`]));
        counts[newest.startsWith('halfminute-vault/1\n') ? 'before' : 'after'] += 1;
        const complaints = [];
        for (const way of [any(), any()]) {
          await ask(page, 'lock', {});
          await Promise.resolve(way(page)).catch((error) => complaints.push(`a way in does not open it: ${error.message}`));
        }
        const accounts = await ask(page, 'list', {}).then((listing) => listing.accounts.length, () => 0);
        if (accounts !== old.generations.length) complaints.push(`${accounts} accounts`);
        if ((await ask(page, 'status', {})).setAside) complaints.push('a generation was set aside');
        complaints.push(...await strayGenerations(page));
        counts.opened += accounts > 0 ? 1 : 0;
        counts.lost += complaints.length > 0 ? 1 : 0;
        for (const complaint of complaints) say(`migration ${round}: ${complaint}`);
      } finally {
        await second.kill();
      }
    }
  } finally {
    await rm(profile, { recursive: true, force: true, maxRetries: 5 });
  }
  return counts;
}
