// A short run of `./build.sh torture`.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { CHROMIUM_DIST } from './lib/dist.mjs';
import { torture } from './lib/torture.mjs';
import { tortureMigration } from './lib/torture_migration.mjs';

const KILLS = 15;
const SEED = 20;

test('killed 15 times while the vault is edited, and its worker besides: nothing is lost, it opens each time, and by nothing that was revoked', async (t) => {
  const { kills, opened, lost, unopenable, setAside, acknowledged, before, after, between, workerKills, revived } =
    await torture({ extension: CHROMIUM_DIST, rounds: KILLS, seed: SEED, say: (line) => t.diagnostic(line) });
  t.diagnostic(`${acknowledged} edits answered; killed during one ${before + after} times, ${before} times before it was written, between two ${between} times; the worker alone ${workerKills} times`);
  assert.deepEqual({ kills, opened, lost, unopenable, setAside, revived }, { kills: KILLS, opened: KILLS, lost: 0, unopenable: 0, setAside: 0, revived: 0 });
  assert.ok(acknowledged > 0 && before + after > 0, 'the kills meet edits');
});

test('killed while a vault of version 1 is unlocked for the first time: nothing is lost, and it opens by its ways in', async (t) => {
  const { kills, opened, lost, before, after } = await tortureMigration({ extension: CHROMIUM_DIST, rounds: 4, seed: SEED, say: (line) => t.diagnostic(line) });
  t.diagnostic(`still of version 1 ${before} times, of version 2 ${after} times`);
  assert.deepEqual({ kills, opened, lost }, { kills: 4, opened: 4, lost: 0 });
});
