/**
 * Unlocking a vault after its browser was killed, by any way in that must still open it; what was revoked must not.
 */
import { ask } from './asking_worker.mjs';
import { PATIENCE, sleep } from './wait.mjs';

/**
 * @typedef {import('puppeteer-core').Page} Page
 * @typedef {import('./book.mjs').Vault} Vault
 *
 * @typedef {object} Opened
 * @property {string | null} passphrase the one that stands; null when the vault does not open
 * @property {number} revived how many revoked recovery keys have opened it
 * @property {number} lost how many ways in did not that should
 * @property {string[]} complaints
 */

/**
 * @param {Page} page
 * @param {[Vault, Vault]} states it is in one of these
 * @param {() => number} chance
 * @returns {Promise<Opened>}
 */
export async function unlock(page, states, chance) {
  /** @type {Opened} */
  const opened = { passphrase: null, revived: 0, lost: 0, complaints: [] };
  const [before, after] = states;
  // The later ones first, which are more likely to have been missed by a generation.
  const revoked = before.revoked.at(-1);
  if (revoked !== undefined && chance() < 0.5 && (await opens(page, 'unlock', { passphrase: revoked })) === null) {
    opened.revived += 1;
    opened.complaints.push('a revoked recovery key opens the vault');
    await ask(page, 'lock', {});
  }
  if (before.passphrase === after.passphrase) {
    const way = anyWay(before, after, chance);
    const reason = way && (await openBy(page, way));
    if (way && reason === null) {
      return { ...opened, passphrase: before.passphrase };
    }
    if (way && reason !== 'attempts-wait') {
      opened.lost += 1;
      opened.complaints.push(`the ${way.kind} does not open the vault: ${reason}`);
    }
  }
  return { ...opened, ...(await byPassphrase(page, [...new Set(states.map(({ passphrase }) => passphrase))], opened.complaints)) };
}

/**
 * Sometimes one that opens it in either state.
 * @param {Vault} before
 * @param {Vault} after
 * @param {() => number} chance
 */
function anyWay(before, after, chance) {
  const sure = before.ways.filter(({ kind, name, text }) =>
    (kind === 'device' || text) && after.ways.some((way) => kind === way.kind && name === way.name));
  return sure[Math.floor(chance() * sure.length * 2)];
}

/** @param {Page} page @param {import('./book.mjs').Way} way */
function openBy(page, { kind, text }) {
  return kind === 'device' ? opens(page, 'unlockHere', {}) : opens(page, 'unlock', { passphrase: text ?? '' });
}

/**
 * With the passphrase that stands, which may be the one before or after a change of it.
 * @param {Page} page
 * @param {string[]} passphrases
 * @param {string[]} complaints
 */
async function byPassphrase(page, passphrases, complaints) {
  const end = Date.now() + PATIENCE;
  /** @type {string | null} */
  let reason = '';
  do {
    for (const passphrase of passphrases) {
      reason = await opens(page, 'unlock', { passphrase });
      if (reason === null) return { passphrase };
    }
    // After a wrong one the next may have to wait.
    await sleep(500);
  } while ((passphrases.length > 1 || reason === 'attempts-wait') && Date.now() < end);
  return { passphrase: null, complaints: [...complaints, `the vault does not open: ${reason}`] };
}

/**
 * @template {'unlock' | 'unlockHere'} T
 * @param {Page} page
 * @param {T} type
 * @param {import('../../../extension/lib/messages.js').Contract[T]['ask']} asked
 * @returns {Promise<string | null>} why not
 */
async function opens(page, type, asked) {
  try {
    await ask(page, type, asked);
    return null;
  } catch (error) {
    return /** @type {Error} */ (error).message;
  }
}
