// Moving in and out: the accounts of another app as lines of links, QR codes, and backups. Seeds cross as bytes alone.
import { passphraseBytes, wiping } from '../lib/bytes.js';
import { assertAllowed } from '../lib/policy.js';
import { inScratch } from './core.js';
import { passphraseSlot, unlock as unlockEnvelope } from './derivation.js';
import { readFile } from './files.js';
import { keptGenerations } from './generations.js';
import { handBack, handedOver } from './handover.js';
import { wipeAll } from './pictures.js';
import { sessionTicket } from './session.js';
import { confirm, restore } from './unlocking.js';
import { change, read } from './vault.js';
import { assertFit } from './ways.js';

/** What is no edit: it takes no place among the earlier generations. */
const NO_EDIT = { edit: false };

/**
 * What importing these lines would do, one answer for each line.
 * @param {{ channel: string }} ask
 */
export async function judgeLines({ channel }) {
  return wiping(await handedOver(channel, Uint8Array), (lines) => read((vault) => vault.judge(lines)));
}

/**
 * Imports lines in one step, and answers with the generation to go back to.
 * @param {{ channel: string }} ask
 */
export async function importLines({ channel }) {
  return wiping(await handedOver(channel, Uint8Array), async (lines) => {
    const before = (await keptGenerations()).at(-1) ?? null;
    const added = await change((vault) => vault.import(lines, Date.now()), { count: (count) => count });
    return { added, before };
  });
}

/**
 * Hands over the lines of accounts, for the module that writes other apps' files.
 * @param {{ ids: string[], passphrase: string, channel: string }} ask
 */
export async function exportLines({ ids, passphrase, channel }) {
  await assertAllowed('allowExport');
  await confirm(passphrase);
  handBack(channel, [await change((vault) => vault.export(ids, Date.now()), NO_EDIT)]);
}

/**
 * A QR code of each line of an export, for a phone or for paper. The lines are what the screen has already.
 * @param {{ channel: string }} ask
 */
export async function drawLines({ channel }) {
  await assertAllowed('allowExport');
  return wiping(await handedOver(channel, Uint8Array), (lines) => inScratch((core) => core.drawLines(lines)));
}

/**
 * Hands over a sealed copy of the vault, which the vault's passphrase opens or one of its own.
 * @param {{ passphrase: string, own?: string, channel: string }} ask
 */
export async function backUp({ passphrase, own, channel }) {
  await assertAllowed('allowExport');
  if (own !== undefined) {
    await assertFit(own);
  }
  await confirm(passphrase);
  const slot = own === undefined ? undefined : await slotFor(own);
  handBack(channel, [await change((vault) => vault.backup(slot, Date.now()), { changed: () => false })]);
}

/** @param {string} passphrase */
async function slotFor(passphrase) {
  return wiping(await sessionTicket(), (ticket) => wiping(passphraseBytes(passphrase), (bytes) => passphraseSlot(ticket, bytes)));
}

/**
 * What a backup has against what is here. Nothing changes.
 * @param {{ passphrase: string, channel: string }} ask
 */
export function examineBackup(ask) {
  return withBackup(ask, (backup, ticket) => read((vault) => vault.examine(backup, ticket)));
}

/**
 * Takes over what a backup has that is later or is not here, and answers with the generation to go back to.
 * @param {{ passphrase: string, channel: string }} ask
 */
export function mergeBackup(ask) {
  return withBackup(ask, async (backup, ticket) => {
    const before = (await keptGenerations()).at(-1) ?? null;
    await change((vault) => vault.mergeBackup(backup, ticket, Date.now()));
    return { before };
  });
}

/**
 * Takes a backup as the vault of this browser.
 * @param {{ passphrase: string, channel: string }} ask
 */
export function restoreBackup(ask) {
  return withBackup(ask, restore);
}

/**
 * @template T
 * @param {{ passphrase: string, channel: string }} ask
 * @param {(backup: Uint8Array, ticket: Uint8Array) => Promise<T>} use
 */
async function withBackup({ passphrase, channel }, use) {
  const backup = await handedOver(channel, Uint8Array);
  const { ticket } = await wiping(passphraseBytes(passphrase), (bytes) => unlockEnvelope(backup, bytes));
  return wiping(ticket, () => use(backup, ticket));
}

/**
 * Hands over the texts of the QR codes in a picture: parts of another app's export.
 * @param {{ channel: string }} ask
 * @param {(share: number) => void} progress
 * @param {AbortSignal} signal
 */
export async function readTexts({ channel }, progress, signal) {
  // Before the person waits for nothing.
  await read(() => null);
  const texts = await readFile(await handedOver(channel, Blob), progress, signal);
  try {
    const found = texts.length;
    handBack(channel, texts);
    return { texts: found };
  } finally {
    wipeAll(texts);
  }
}
