// How long the core's decision takes by itself, on pages up to the limits of what the collector describes: in Rust, and
// in wasm as it ships. The pages are in memory already; what it takes to get them there is not counted.
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';

const TIMES = 101;
const CODE_LENGTH = 6;

/** @param {Record<string, unknown>} more */
const field = (more) => ({ type: 'text', maxLength: null, minLength: null, dialog: null, form: 0, visible: true, writable: true, width: 200, height: 30, ...more });
/** @param {string} text @param {number} length */
const filled = (text, length) => text.repeat(Math.ceil(length / text.length)).slice(0, length);

const SENTENCE = 'Two-factor authentication keeps your account safe; choose how you want to sign in, and read what to do when you lose your phone.\n';
const LOGIN = { title: 'Sign in', text: 'Two-step verification\nEnter the code from your authenticator app', fields: [field({ name: 'code', inputMode: 'numeric', before: 'Enter the code from your authenticator app' })] };

/** @param {number} count @param {(at: number) => Record<string, unknown>} more */
const page = (count, more) => {
  const text = filled(SENTENCE, 4000);
  const fields = Array.from({ length: count / 4 }, (_, at) => field({ y: 40 * at, ...more(at) }));
  return Array.from({ length: 4 }, () => ({ title: 'Settings', text, actions: filled('Save\nCancel\n', 1500), fields }));
};
/** @param {number} at */
const ofATable = (at) => ({ name: `rows[${at}][amount]`, id: `row-${at}-amount`, label: `Amount of row ${at}`, before: filled(SENTENCE, 300), after: filled(SENTENCE, 200) });
/** @param {number} at */
const likeACode = (at) => ({ ...ofATable(at), name: filled(`otp_${at}_`, 200), label: filled('Verification code of the device ', 200), placeholder: filled('123456 ', 200) });

/** @type {[string, object[]][]} */
const PAGES = [
  ['a login page', [LOGIN]],
  ['16 KB of text, a code field', [...page(0, ofATable), LOGIN]],
  ['16 KB, 500 fields of a table', page(500, ofATable)],
  ['16 KB, 32 fields like codes', page(32, likeACode)],
  ['16 KB, 500 fields like codes', page(500, likeACode)],
  ['16 KB, 2,000 fields', page(2000, ofATable)],
];

const program = new URL('../../target/small/examples/decide', import.meta.url).pathname;
const { stdout } = spawnSync(program, ['--speed'], { input: PAGES.map(([, frames]) => `${JSON.stringify(frames)}\n`).join(''), encoding: 'utf8', maxBuffer: 1e8 });
const native = stdout.trim().split('\n').map((line) => Number(line) / 1000);
const wasm = await inWasm();

console.log('the decision alone, median     native        wasm');
PAGES.forEach(([name], at) => console.log(`${name.padEnd(28)}${milliseconds(native[at])}${milliseconds(wasm?.[at])}`));

async function inWasm() {
  const folder = new URL('../../dist/bench/', import.meta.url);
  if (!existsSync(new URL('decide.js', folder))) {
    return undefined;
  }
  const { initSync, Described } = await import(new URL('decide.js', folder).href);
  initSync({ module: readFileSync(new URL('decide_bg.wasm', folder)) });
  return PAGES.map(([, frames]) => {
    const described = new Described(JSON.stringify(frames));
    const times = Array.from({ length: TIMES }, () => {
      const began = performance.now();
      described.decide(CODE_LENGTH);
      return performance.now() - began;
    }).sort((a, b) => a - b);
    described.free();
    return times[TIMES >> 1] ?? 0;
  });
}

/** @param {number | undefined} time */
function milliseconds(time) {
  return (time === undefined ? 'not built' : `${time.toFixed(2)} ms`).padStart(12);
}
