// The whole way of ten thousand links with the wasm that ships, in Node: they are read, judged, imported, sealed and listed.
import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { toBase32 } from '../../tests/browser/lib/aegis.mjs';
import { DIST } from '../../tests/browser/lib/dist.mjs';
import { cpuTime } from '../qr/cpu.mjs';
import { transfer } from './modules.mjs';

const ACCOUNTS = 10_000;
/** At most, in milliseconds of the processor. */
const LIMIT = 2000;
const noDomain = () => undefined;

const core = await import(/** @type {any} */ (`${DIST}core/core.js`));
core.initSync({ module: readFileSync(`${DIST}core/core_bg.wasm`) });

/** What each step takes, in words, and whether all of them together stay below the limit. */
export function tenThousandLinks() {
  const lines = Array.from({ length: ACCOUNTS }, (_, at) =>
    `otpauth://totp/Service%20${at}:user-${at}%40mail.example?secret=${toBase32(randomBytes(20))}&issuer=Service%20${at}\n`);
  const bytes = new TextEncoder().encode(lines.join(''));
  const { envelope, ticket } = core.create(new TextEncoder().encode('seven wooden boats at dawn'), 19_456, 2, Date.now());
  const vault = core.Vault.open(envelope, ticket, new Uint8Array(8));
  /** @type {[string, number][]} */
  const steps = [];
  /** @type {<T>(name: string, work: () => T) => T} */
  const step = (name, work) => {
    const began = cpuTime();
    const result = work();
    steps.push([name, cpuTime() - began]);
    return result;
  };
  const imported = step('read', () => transfer.Imported.read([{ name: 'links.txt', bytes }]));
  const view = step('show', () => imported.view());
  const all = Uint32Array.from(view.files[0].entries, (/** @type {{ index: number }} */ { index }) => index);
  const links = step('hand over', () => imported.takeLines(all));
  step('judge', () => vault.judge(links.slice()));
  const count = step('import', () => vault.import(links, Date.now()));
  step('seal', () => vault.seal(Date.now()));
  const { accounts } = step('list', () => vault.list(undefined, noDomain, Date.now()));
  if (count !== ACCOUNTS || accounts.length !== ACCOUNTS) {
    throw new Error(`${count} imported and ${accounts.length} listed, and not ${ACCOUNTS}`);
  }
  const sum = steps.reduce((total, [, time]) => total + time, 0);
  const words = `${ACCOUNTS} links: ${steps.map(([name, time]) => `${name} ${time.toFixed(0)}`).join(', ')}; together ${sum.toFixed(0)} ms of the processor (at most ${LIMIT})`;
  return { words, met: sum <= LIMIT };
}
