// What unlocking costs beside the key derivation that nobody can spare it, how long it takes to add 10,000 accounts, what a vault
// that has them costs in time and room, and how much memory the worker holds. In real Chromium, with the extension that ships;
// beside it in the same folder only Argon2 by itself and an empty page. The accounts are added in Node.
import { cp, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { availableParallelism, loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { ask } from '../tests/browser/lib/asking_worker.mjs';
import { launchChromium } from '../tests/browser/lib/chromium.mjs';
import { CHROMIUM_DIST, DIST } from '../tests/browser/lib/dist.mjs';
import { sessionOfWorker, wasmSizes } from '../tests/browser/lib/memory.mjs';
import { median } from './qr/cpu.mjs';
import { filledUp } from './vault/large.mjs';
import * as inPage from './vault/page.mjs';
import { newest, replaceNewest } from './vault/stored.mjs';

const PASSPHRASE = 'seven wooden boats at dawn';
const UNLOCKS = 25;
const COLD_UNLOCKS = 5;
const ACCOUNTS = 10_000;
const CALLS = 9;
const KEPT = 6;
/** At most. */
const RATIO = 1.15;
/** At most, in milliseconds of the processor: a person who has pressed "Add all" waits for it. */
const ADDING = 2000;
const WORKER_MIB = 24;
const MIB = 1 << 20;

const folder = await mkdtemp(join(tmpdir(), 'bench-vault-'));
await cp(CHROMIUM_DIST, folder, { recursive: true });
await mkdir(join(folder, 'bench'));
await writeFile(join(folder, 'bench/page.html'), '<!doctype html><title>Bench</title>');
for (const file of ['kdf.js', 'kdf_bg.wasm']) {
  await cp(`${DIST}bench/${file}`, join(folder, 'bench', file));
}
const chromium = await launchChromium({ extension: folder });
let met = true;
try {
  const page = await chromium.browser.newPage();
  await page.goto(chromium.url('bench/page.html'));
  await ask(page, 'create', { passphrase: PASSPHRASE });

  const { costs } = await newest(page);
  const [cost] = costs;
  if (!cost) {
    throw new Error('the vault has no passphrase');
  }
  console.log(`Argon2id: ${cost.m / 1024} MiB, ${cost.t} passes, ${cost.p} lanes`);
  await page.evaluate(inPage.loadDerivation);
  const derive = () => page.evaluate(inPage.timeDerivation, cost);
  const unlock = async () => {
    await ask(page, 'lock', {});
    return page.evaluate(inPage.timeMessage, { type: 'unlock', ask: { passphrase: PASSPHRASE } });
  };
  /** @type {{ derived: number, unlocked: number }[]} */
  const warm = [];
  /** @type {number[]} */
  const cold = [];
  for (let time = -2; time < UNLOCKS; time += 1) {
    // In turn, so that whatever else the machine does meets both. The first two are to get the code compiled.
    const [derived, unlocked] = [await derive(), await unlock()];
    if (time >= 0) {
      warm.push({ derived, unlocked });
    }
  }
  for (let time = 0; time < COLD_UNLOCKS; time += 1) {
    await ask(page, 'lock', {});
    await chromium.killWorker();
    cold.push(await unlock());
  }
  // Of neighbours in time: whatever else the machine did then, it did to both.
  const ratio = median(warm.map(({ derived, unlocked }) => unlocked / derived));
  met &&= ratio <= RATIO;
  console.log(`unlock ${ms(median(warm.map(({ unlocked }) => unlocked)))}, the derivation alone ${ms(median(warm.map(({ derived }) => derived)))}, medians of ${UNLOCKS}; median of their ratios ${ratio.toFixed(3)} (at most ${RATIO})`);
  console.log(`unlock with a worker that was just started: ${ms(median(cold))}, median of ${COLD_UNLOCKS}`);
  await tellMemory('an empty vault');

  const { envelope, plain, offered, accepted } = filledUp((await newest(page)).envelope, PASSPHRASE, ACCOUNTS);
  met &&= accepted <= ADDING;
  console.log(`\n${ACCOUNTS} accounts: contents ${mib(plain)}, envelope ${mib(envelope.length)}`);
  console.log(`CPU time to add them from exports of Google Authenticator, in Node: to read and show them ${ms(offered)}, to accept them ${ms(accepted)} (at most ${ms(ADDING)})`);
  await replaceNewest(page, envelope);
  console.log(`unlock: ${ms(median(await several(5, unlock)))}`);
  const calls = await page.evaluate(inPage.timeCore, { passphrase: PASSPHRASE, envelope: Buffer.from(envelope).toString('base64'), times: CALLS });
  for (const [name, times] of Object.entries(calls)) {
    console.log(`the core's ${name}: ${ms(median(times))}, median of ${CALLS}`);
  }
  console.log(`the list, asked for by a screen: ${ms(median(await several(CALLS, () => page.evaluate(inPage.timeMessage, { type: 'list', ask: {} }))))}`);
  await tellMemory(`${ACCOUNTS} accounts`);
  await tellEdits(page);
  await tellMemory('them, after the edits');
} finally {
  await chromium.close();
  await rm(folder, { recursive: true, force: true });
}
const [load = 0] = loadavg();
if (load > availableParallelism() + 1) {
  console.log(`\nThe machine was busy with other things (load ${load.toFixed(1)} on ${availableParallelism()} cores): these times say little.`);
}
process.exitCode = met ? 0 : 1;

/** What the worker holds: its heap and its WebAssembly memories. @param {string} what */
async function tellMemory(what) {
  const session = await sessionOfWorker(chromium);
  await session.send('HeapProfiler.enable');
  await session.send('HeapProfiler.collectGarbage');
  const { usedSize, totalSize } = await session.send('Runtime.getHeapUsage');
  const sizes = await wasmSizes(session);
  await session.detach();
  const sum = totalSize + sizes.reduce((all, size) => all + size, 0);
  met &&= sum < WORKER_MIB * MIB;
  console.log(`the worker's memory with ${what}: ${mib(sum)} (below ${WORKER_MIB} MiB): heap ${mib(totalSize)}, ${mib(usedSize)} of it in use; wasm ${sizes.map(mib).join(' + ')}`);
}

/** How long an edit takes, and how many in a row the storage takes. @param {import('puppeteer-core').Page} page */
async function tellEdits(page) {
  const { accounts: [account] } = await ask(page, 'list', {});
  const { id, sites } = await ask(page, 'details', { id: account?.id ?? '' });
  /** @type {number[]} */
  const times = [];
  let refusal = '';
  for (let edit = 0; edit < KEPT + 3 && refusal === ''; edit += 1) {
    const changes = { issuer: `Edited ${edit}`, name: 'edited', sites, submit: false };
    await page.evaluate(inPage.timeMessage, { type: 'edit', ask: { id, changes } }).then((time) => times.push(time), (error) => {
      refusal = /Error: ([a-z-]+)/.exec(error.message)?.[1] ?? error.message;
    });
  }
  const { used, quota, largest } = await page.evaluate(inPage.storageUse);
  console.log(`an edit, stored and read back: ${times.length === 0 ? 'none was taken' : ms(median(times))}; ${refusal === '' ? `${times.length} in a row` : `edit ${times.length + 1} was refused: ${refusal}`}`);
  const fits = Math.floor(ACCOUNTS * quota / ((KEPT + 1) * largest));
  console.log(`storage.local: ${mib(used)} of ${mib(quota)} in use; a generation takes ${mib(largest)} there, ${KEPT} kept ones and the next ${mib((KEPT + 1) * largest)}: that fits up to about ${fits} accounts`);
}

/** @param {number} times @param {() => Promise<number>} measure */
async function several(times, measure) {
  const all = [];
  while (all.length < times) {
    all.push(await measure());
  }
  return all;
}

/** @param {number} time */
function ms(time) {
  return `${time.toFixed(time < 10 ? 1 : 0)} ms`;
}

/** @param {number} bytes */
function mib(bytes) {
  return `${(bytes / MIB).toFixed(1)} MiB`;
}
