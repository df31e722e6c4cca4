// A short run of `./build.sh torture`.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { CHROMIUM_DIST } from './lib/dist.mjs';
import { torture } from './lib/torture.mjs';

const KILLS = 15;
const SEED = 20;

test('killed 15 times while the vault is edited, and its worker besides: nothing is lost, it opens each time, and by nothing that was revoked', async (t) => {
  const { kills, opened, lost, unopenable, setAside, acknowledged, before, after, between, workerKills, revived } =
    await torture({ extension: CHROMIUM_DIST, rounds: KILLS, seed: SEED, say: (line) => t.diagnostic(line) });
  t.diagnostic(`${acknowledged} edits answered; killed during one ${before + after} times, ${before} times before it was written, between two ${between} times; the worker alone ${workerKills} times`);
  assert.deepEqual({ kills, opened, lost, unopenable, setAside, revived }, { kills: KILLS, opened: KILLS, lost: 0, unopenable: 0, setAside: 0, revived: 0 });
  assert.ok(acknowledged > 0 && before + after > 0, 'the kills meet edits');
});
