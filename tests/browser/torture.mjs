// Kills a real Chromium again and again while a vault is edited, and counts what became of the vault: `./build.sh torture`.
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { CHROMIUM_DIST } from './lib/dist.mjs';
import { torture } from './lib/torture.mjs';
import { tortureMigration } from './lib/torture_migration.mjs';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { seed: { type: 'string' }, extension: { type: 'string' } },
});
/** For so many kills there is another one while a vault becomes one of the next version. */
const MIGRATION_EVERY = 5;
const rounds = Number(positionals[0] ?? 200);
const seed = Number(values.seed ?? Date.now() % 1_000_000);
if (!Number.isInteger(rounds) || rounds < 1 || !Number.isInteger(seed)) {
  console.error('torture: the number of kills and --seed are whole numbers');
  process.exit(2);
}
const extension = values.extension === undefined ? CHROMIUM_DIST : resolve(process.env['CALLED_FROM'] ?? '.', values.extension);

const began = Date.now();
console.log(`${rounds} kills, --seed ${seed}`);
const counts = await torture({
  extension,
  rounds,
  seed,
  say: (line) => console.log(line),
  progress: ({ kills, lost, unopenable }) => {
    if (kills % 20 === 0) {
      console.log(`${kills} kills, ${lost} lost, ${unopenable} unopenable, ${Math.round((Date.now() - began) / 1000)} s`);
    }
  },
});
const { kills, opened, lost, unopenable, setAside, acknowledged, before, after, between, workerKills, revived } = counts;
console.log(`kills ${kills}, opened ${opened}, lost ${lost}, unopenable ${unopenable}, set aside ${setAside}, generations left behind or opened by what was revoked ${revived}
edits answered ${acknowledged}; killed during an edit ${before + after} times: the state before it ${before}, after it ${after}; between edits ${between}; besides, the worker alone was killed ${workerKills} times`);
const migration = await tortureMigration({ extension, rounds: Math.ceil(rounds / MIGRATION_EVERY), seed, say: (line) => console.log(line) });
console.log(`vaults of version 1, killed while they were unlocked for the first time: ${migration.kills}, opened ${migration.opened}, lost ${migration.lost}; still of version 1 ${migration.before}, of version 2 ${migration.after}`);
const isMigrationSound = migration.lost === 0 && migration.opened === migration.kills;
process.exitCode = isMigrationSound && lost === 0 && unopenable === 0 && setAside === 0 && revived === 0 && opened === rounds ? 0 : 1;
