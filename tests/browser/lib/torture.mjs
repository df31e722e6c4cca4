/**
 * A real Chromium with its profile on the disk, killed with all its processes at a random moment while a vault is
 * edited; started again on that profile; and what the vault holds then. In between its worker alone is killed likewise.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ask, openBarePage } from './asking_worker.mjs';
import { difference, emptyVault, holds, readVault, strayGenerations } from './book.mjs';
import { launchChromium } from './chromium.mjs';
import { anyEdit, random } from './edits.mjs';
import { unlock } from './unlocking.mjs';
import { PATIENCE, limit, sleep } from './wait.mjs';

/**
 * @typedef {import('./book.mjs').Vault} Vault
 * @typedef {import('./edits.mjs').Edit} Edit
 *
 * @typedef {object} Counts
 * @property {number} kills
 * @property {number} opened how often the vault opened after a kill
 * @property {number} unopenable
 * @property {number} lost how often it held anything else than the state before or after the edit that was under way, or a way in did not open it
 * @property {number} before how often it held the state before that edit
 * @property {number} after how often the one after it, though nothing had been answered
 * @property {number} between kills while no edit was under way
 * @property {number} acknowledged edits that were answered
 * @property {number} workerKills how often the worker alone was killed
 * @property {number} setAside how often a generation was found damaged and set aside
 * @property {number} revived how often what had been revoked opened the vault, or might have
 */

/** A kill comes at a random moment within this time after an edit was sent; an edit takes a tenth of it. */
const KILL_WITHIN = 400;
/** In every so manieth round the worker alone is killed before that. */
const WORKER_EVERY = 2;
/** In every so manieth round the ways in are edited; that takes seconds, most of them before anything is written. */
const WAYS_EVERY = 4;
const WAYS_WITHIN = 3000;

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
  const counts = { kills: 0, opened: 0, unopenable: 0, lost: 0, before: 0, after: 0, between: 0, acknowledged: 0, workerKills: 0, setAside: 0, revived: 0 };
  const profile = await mkdtemp(join(tmpdir(), 'chromium-torture-'));
  let vault = emptyVault(`the first passphrase of ${seed}`);
  /** The edit that was sent and not answered when the browser was killed. @type {{ edit: Edit | null }} */
  const underWay = { edit: null };
  try {
    // What a vault must hold that has lost something is not known any more.
    for (let round = 0; round <= rounds && counts.lost === 0; round += 1) {
      const chromium = await launchChromium({ extension, profile });
      try {
        const page = await openBarePage(chromium);
        if (round === 0) {
          await ask(page, 'create', { passphrase: vault.passphrase });
        } else {
          const opened = await unlock(page, [vault, underWay.edit?.after ?? vault], random(seed * 1_000_037 + round));
          for (const complaint of opened.complaints) say(`round ${round}: ${complaint}`);
          counts.revived += opened.revived;
          counts.lost += opened.lost;
          if (opened.passphrase === null) {
            counts.unopenable += 1;
            break;
          }
          counts.opened += 1;
          counts[await judge(page, opened.passphrase, round)] += 1;
        }
        if (round < rounds && counts.lost === 0) {
          if (round % WORKER_EVERY === 0) {
            await editUntilWorkerDies(chromium, page, round);
          }
          if (counts.lost === 0) {
            await editUntilKilled(chromium, page, round);
            counts.kills += 1;
            progress(counts);
          }
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
   * Which state the vault is in after a kill.
   * @param {import('puppeteer-core').Page} page
   * @param {string} passphrase by which it opened
   * @param {number} round
   * @returns {Promise<'before' | 'after' | 'between' | 'lost'>}
   */
  async function judge(page, passphrase, round) {
    const held = await readVault(page);
    if ((await ask(page, 'status', {})).setAside) {
      counts.setAside += 1;
      say(`round ${round}: a generation was set aside`);
      await ask(page, 'acknowledge', {});
    }
    const stray = await strayGenerations(page);
    counts.revived += stray.length;
    for (const complaint of stray) say(`round ${round}: ${complaint}`);
    const { edit } = underWay;
    underWay.edit = null;
    const is = (/** @type {Vault} */ one) => one.passphrase === passphrase && holds(held, one);
    if (is(vault)) {
      return edit ? 'before' : 'between';
    }
    if (edit && is(edit.after)) {
      vault = { ...edit.after, book: held.book };
      return 'after';
    }
    say(`round ${round}: neither the state before nor after "${edit?.what ?? 'nothing'}"\n${difference(held, vault).join('\n')}`);
    return 'lost';
  }

  /** @param {Edit} edit @param {Vault} after */
  function acknowledge(edit, after) {
    counts.acknowledged += 1;
    vault = after;
    underWay.edit = underWay.edit === edit ? null : underWay.edit;
  }

  /**
   * The worker's death ends no session but in one case: what is asked next is answered by another one.
   * @param {import('./chromium.mjs').Chromium} chromium
   * @param {import('puppeteer-core').Page} page
   * @param {number} round
   */
  async function editUntilWorkerDies(chromium, page, round) {
    const chance = random(seed * 1_000_033 + round);
    const ways = round % WAYS_EVERY === 0;
    const dying = { yet: false };
    const kill = sleep(chance() * (ways ? WAYS_WITHIN : KILL_WITHIN)).then(() => {
      dying.yet = true;
      return chromium.killWorker();
    });
    while (!dying.yet) {
      // Which passphrase stands is told by a new start only.
      const edit = anyEdit(vault, chance, { ways, passphrase: false });
      underWay.edit = edit;
      try {
        acknowledge(edit, await limit(PATIENCE, `an end of "${edit.what}"`, edit.send(page)));
      } catch (error) {
        if (!dying.yet) throw error;
      }
    }
    await kill;
    counts.workerKills += 1;
    // Between a new data key and its ticket it is one that ends the session.
    await ask(page, 'list', {}).catch((error) => {
      if (error.message !== 'locked' || !underWay.edit?.newKey) throw error;
      return ask(page, 'unlock', { passphrase: vault.passphrase });
    });
    counts.lost += (await judge(page, vault.passphrase, round)) === 'lost' ? 1 : 0;
  }

  /**
   * @param {import('./chromium.mjs').Chromium} chromium
   * @param {import('puppeteer-core').Page} page
   * @param {number} round
   */
  async function editUntilKilled(chromium, page, round) {
    const chance = random(seed * 1_000_003 + round);
    const ways = round % WAYS_EVERY === WAYS_EVERY - 1;
    const moment = chance() * (ways ? WAYS_WITHIN : KILL_WITHIN);
    const dead = { yet: false };
    const kill = sleep(moment).then(() => {
      dead.yet = true;
      return chromium.kill();
    });
    while (!dead.yet) {
      const edit = anyEdit(vault, chance, { ways });
      underWay.edit = edit;
      const answer = await Promise.race([edit.send(page).catch((error) => failed(error, dead.yet)), kill.then(() => null)]);
      if (answer === null) {
        break;
      }
      // Also when the browser is dead by now: it was answered before.
      acknowledge(edit, answer);
    }
    await kill;
  }
}

/** An edit ends without an answer when the browser is dead, and only then. @param {Error} error @param {boolean} dead */
async function failed(error, dead) {
  if (!dead && !/closed|detached|Connection|Session/i.test(error.message)) throw error;
  return null;
}
