// The codes of the core that ships are those of Debian's oathtool, for accounts and moments by chance.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { test } from 'node:test';
import * as core from '../../dist/core/core.js';
import { there } from '../there.mjs';
import { fromSeed, randomAccounts, toLine } from './random_accounts.mjs';

/** @typedef {import('./random_accounts.mjs').Account & { at: number }} Asked with a moment, in seconds */

const SEED = Number(process.env.SEED ?? Date.now() % 2 ** 32);
const COUNT = 1000;
/** Moments at which the vault is looked at: each lists all accounts, and is for some of them. */
const MOMENTS = 125;
/** As where the browser tells no registrable domain. */
const noDomain = () => undefined;

/** @param {() => number} random @returns {Asked[]} */
function askedFor(random) {
  const moments = Array.from({ length: MOMENTS }, () => Math.floor(random() * 2 ** 32));
  return randomAccounts(random, COUNT).map((account, at) => ({
    ...account,
    kind: account.kind === 'hotp' ? 'hotp' : 'totp',
    digits: 6 + Math.floor(random() * 3),
    period: 1 + Math.floor(random() * 120),
    counter: Math.floor(random() * 2 ** 31),
    at: there(moments[at % MOMENTS]),
  }));
}

/** What the core shows for each. @param {Asked[]} asked */
async function codesOfCore(asked) {
  core.initSync({ module: await readFile(new URL('../../dist/core/core_bg.wasm', import.meta.url)) });
  const { envelope, ticket } = core.create(new TextEncoder().encode('seven wooden boats at dawn'), 65_536, 3, 0);
  const vault = core.Vault.open(envelope, ticket, new Uint8Array(8));
  vault.import(new TextEncoder().encode(asked.map((one) => `${toLine(one)}\n`).join('')), 0);
  const named = (/** @type {{ issuer: string, name: string }} */ { issuer, name }) => JSON.stringify([issuer, name]);
  /** @type {Map<number, Map<string, import('../../extension/core/types.js').AccountView>>} */
  const listings = new Map();
  return asked.map((one) => {
    const listing = listings.get(one.at) ?? new Map(vault.list(undefined, noDomain, one.at * 1000).accounts.map((account) => [named(account), account]));
    listings.set(one.at, listing);
    const account = there(listing.get(named(one)), named(one));
    return one.kind === 'hotp' ? vault.nextCode(account.id, one.at * 1000).text : there(account.code).text;
  });
}

/** The command for a code. What it calls HOTP knows SHA-1 alone; of time in steps of one second it makes the same. @param {Asked} asked */
function command({ kind, secret, algorithm, digits, period, counter, at }) {
  const way = kind === 'totp'
    ? `--totp=${algorithm.toLowerCase()} --time-step-size=${period}s --now=@${at}`
    : algorithm === 'SHA1' ? `--hotp --counter=${counter}` : `--totp=${algorithm.toLowerCase()} --time-step-size=1s --now=@${counter}`;
  return `oathtool ${way} --digits=${digits} --base32 ${secret}`;
}

/** What oathtool says of each, which takes one secret a call: two shells share the calls. @param {Asked[]} asked */
async function codesOfOathtool(asked) {
  const half = Math.ceil(asked.length / 2);
  const codes = await Promise.all([asked.slice(0, half), asked.slice(half)].map((part) => inShell(part.map(command))));
  return codes.flat();
}

/** @param {string[]} commands @returns {Promise<string[]>} the line that each prints */
function inShell(commands) {
  const shell = spawn('sh', ['-e'], { stdio: ['pipe', 'pipe', 'inherit'] });
  let output = '';
  shell.stdout.setEncoding('utf8').on('data', (text) => (output += text));
  shell.stdin.end(commands.join('\n'));
  return new Promise((resolve, reject) => {
    shell.on('error', reject);
    shell.on('close', (code) => (code === 0 ? resolve(output.trimEnd().split('\n')) : reject(new Error(`oathtool: ${code}`))));
  });
}

/** Which codes are not the same. @param {string[]} ours @param {string[]} theirs */
const different = (ours, theirs) => ours.flatMap((code, at) => (code === theirs[at] ? [] : [at]));

test(`${COUNT} codes of the core are those of oathtool, and one wrong digit is seen`, async () => {
  console.log(`SEED=${SEED}`);
  const asked = askedFor(fromSeed(SEED));
  const [ours, theirs] = await Promise.all([codesOfCore(asked), codesOfOathtool(asked)]);
  assert.deepEqual([ours.length, theirs.length], [COUNT, COUNT]);
  assert.deepEqual(different(ours, theirs).map((at) => ({ ...asked[at], ours: ours[at], theirs: theirs[at] })), []);
  const at = SEED % COUNT;
  const code = there(ours[at]);
  const wrong = ours.with(at, `${code.slice(0, -1)}${(Number(code.at(-1)) + 1) % 10}`);
  assert.deepEqual(different(wrong, theirs), [at]);
});
