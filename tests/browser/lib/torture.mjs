/**
 * A real Chromium with its profile on the disk, killed with all its processes at a random moment while a vault is
 * edited; started again on that profile; and what the vault holds then. In between its worker alone is killed likewise.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ask, openOptions } from './asking_worker.mjs';
import { launchChromium } from './chromium.mjs';
import { acknowledged, anyEdit, difference, holds, random, readBook } from './edits.mjs';
import { limit, sleep } from './wait.mjs';

/**
 * @typedef {import('./edits.mjs').Edit} Edit
 * @typedef {import('./edits.mjs').Vault} Vault
 *
 * @typedef {object} Counts
 * @property {number} kills
 * @property {number} opened how often the vault opened after a kill
 * @property {number} unopenable
 * @property {number} lost how often it held anything else than the state before or after the edit that was under way
 * @property {number} before how often it held the state before that edit
 * @property {number} after how often the one after it, though nothing had been answered
 * @property {number} between kills while no edit was under way
 * @property {number} acknowledged edits that were answered
 * @property {number} workerKills how often the worker alone was killed
 * @property {number} setAside how often a generation was found damaged and set aside
 */

/** A kill comes at a random moment within this time after an edit was sent; an edit takes a tenth of it. */
const KILL_WITHIN = 400;
/** In every so manieth round the worker alone is killed before that. */
const WORKER_EVERY = 2;
/** The passphrase is changed in every so manieth round; that takes seconds, most of them before anything is written. */
const REWRAP_EVERY = 12;
const REWRAP_WITHIN = 4000;
/** How long a passphrase may be refused while it is not known which of two it is. */
const PATIENCE = 20_000;

/**
 * @param {object} options
 * @param {string} options.extension
 * @param {number} options.rounds
 * @param {number} options.seed
 * @param {(line: string) => void} options.say
 * @param {(counts: Counts) => void} [options.progress]
 * @returns {Promise<Counts>}
 */
export async function torture({ extension, rounds, seed, say, progress = () => {} }) {
  const counts = { kills: 0, opened: 0, unopenable: 0, lost: 0, before: 0, after: 0, between: 0, acknowledged: 0, workerKills: 0, setAside: 0 };
  const profile = await mkdtemp(join(tmpdir(), 'chromium-torture-'));
  /** @type {Vault} */
  let vault = { book: new Map(), passphrase: `the first passphrase of ${seed}` };
  /** The edit that was sent and not answered when the browser was killed. @type {{ edit: Edit | null }} */
  const underWay = { edit: null };
  try {
    for (let round = 0; round <= rounds; round += 1) {
      const chromium = await launchChromium({ extension, profile });
      try {
        const page = await openOptions(chromium);
        if (round === 0) {
          await ask(page, 'create', { passphrase: vault.passphrase });
        } else {
          const opened = await unlock(page, [...new Set([vault, underWay.edit?.after ?? vault].map(({ passphrase }) => passphrase))]);
          if ('reason' in opened) {
            counts.unopenable += 1;
            say(`round ${round}: the vault does not open: ${opened.reason}`);
            break;
          }
          counts.opened += 1;
          const [state, held] = await judged(page, opened.passphrase, round);
          counts[state] += 1;
          vault = held;
        }
        if (round < rounds) {
          if (round % WORKER_EVERY === 0) {
            await editUntilWorkerDies(chromium, page, round);
          }
          await editUntilKilled(chromium, page, round);
          counts.kills += 1;
          progress(counts);
        }
      } finally {
        await chromium.kill();
      }
    }
  } finally {
    await rm(profile, { recursive: true, force: true, maxRetries: 5 });
  }
  return counts;

  /**
   * Which state the vault is in after a kill, and what it holds.
   * @param {import('puppeteer-core').Page} page
   * @param {string} passphrase by which it opened
   * @param {number} round
   * @returns {Promise<['before' | 'after' | 'between' | 'lost', Vault]>}
   */
  async function judged(page, passphrase, round) {
    const book = await readBook(page);
    if ((await ask(page, 'status', {})).setAside) {
      counts.setAside += 1;
      say(`round ${round}: a generation was set aside`);
      await ask(page, 'acknowledge', {});
    }
    const { edit } = underWay;
    const is = (/** @type {Vault} */ one) => one.passphrase === passphrase && holds(book, one.book);
    const held = { book, passphrase };
    if (is(vault)) {
      return [edit ? 'before' : 'between', held];
    }
    if (edit && is(edit.after)) {
      return ['after', held];
    }
    say(`round ${round}: neither the state before nor after "${edit?.what ?? 'nothing'}"\n${difference(book, vault.book).join('\n')}`);
    return ['lost', held];
  }

  /**
   * The worker's death ends no session: what is asked next is answered by another one.
   * @param {import('./chromium.mjs').Chromium} chromium
   * @param {import('puppeteer-core').Page} page
   * @param {number} round
   */
  async function editUntilWorkerDies(chromium, page, round) {
    const chance = random(seed * 1_000_033 + round);
    const dying = { yet: false };
    const kill = sleep(chance() * KILL_WITHIN).then(() => {
      dying.yet = true;
      return chromium.killWorker();
    });
    underWay.edit = null;
    while (!dying.yet) {
      const edit = anyEdit(vault, chance);
      underWay.edit = edit;
      try {
        const id = await limit(20_000, `an end of "${edit.what}"`, edit.send(page));
        counts.acknowledged += 1;
        vault = acknowledged(edit, id);
        underWay.edit = null;
      } catch (error) {
        if (!dying.yet) throw error;
      }
    }
    await kill;
    counts.workerKills += 1;
    const [state, held] = await judged(page, vault.passphrase, round);
    counts.lost += state === 'lost' ? 1 : 0;
    vault = held;
  }

  /**
   * @param {import('./chromium.mjs').Chromium} chromium
   * @param {import('puppeteer-core').Page} page
   * @param {number} round
   */
  async function editUntilKilled(chromium, page, round) {
    const chance = random(seed * 1_000_003 + round);
    const rewraps = round % REWRAP_EVERY === REWRAP_EVERY - 1;
    const moment = chance() * (rewraps ? REWRAP_WITHIN : KILL_WITHIN);
    const dead = { yet: false };
    const kill = sleep(moment).then(() => {
      dead.yet = true;
      return chromium.kill();
    });
    underWay.edit = null;
    while (!dead.yet) {
      const edit = anyEdit(vault, chance, { passphrase: rewraps });
      underWay.edit = edit;
      const answer = await Promise.race([edit.send(page).catch((error) => failed(error, dead.yet)), kill.then(() => DEAD)]);
      if (answer === DEAD) {
        break;
      }
      // Also when the browser is dead by now: it was answered before.
      counts.acknowledged += 1;
      vault = acknowledged(edit, /** @type {string | void} */ (answer));
      underWay.edit = null;
    }
    await kill;
  }
}

const DEAD = Symbol('the browser is dead');

/** An edit ends without an answer when the browser is dead, and only then. @param {Error} error @param {boolean} dead */
async function failed(error, dead) {
  if (!dead && !/closed|detached|Connection|Session/i.test(error.message)) throw error;
  return DEAD;
}

/**
 * Unlocks with the passphrase that stands, which may be the one before or after a change of it.
 * @param {import('puppeteer-core').Page} page
 * @param {string[]} passphrases
 * @returns {Promise<{ passphrase: string } | { reason: string }>}
 */
async function unlock(page, passphrases) {
  const end = Date.now() + PATIENCE;
  let reason = '';
  do {
    for (const passphrase of passphrases) {
      try {
        await ask(page, 'unlock', { passphrase });
        return { passphrase };
      } catch (error) {
        reason = /** @type {Error} */ (error).message;
      }
    }
    // After a wrong one the next may have to wait.
    await sleep(500);
  } while (passphrases.length > 1 && Date.now() < end);
  return { reason };
}
