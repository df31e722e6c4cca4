// What the core lets out into JavaScript: exactly this list, read from the declarations that the build makes.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';

const MODULES = ['core', 'judge', 'reader'];

/** Every export with its signature, and why it is there. */
const SURFACE = {
  // What runs in a scratch instance.
  'class Created': 'two results of one call',
  'Created.envelope: Uint8Array': 'sealed bytes, for storage.local',
  'Created.ticket: Uint8Array': 'opaque, for storage.session',
  'create(passphrase: Bytes, memory_kib: number, passes: number, now: number): Created': 'derives a key: 64 MiB for a moment',
  'class Unlocked': 'two results of one call',
  'Unlocked.ticket: Uint8Array': 'opaque, for storage.session',
  'Unlocked.slot: string': 'an id',
  'Unlocked.renewed: Uint8Array | undefined': 'a wrapped key and a public one, for renewWay()',
  'unlock(envelope: Bytes, typed: Bytes, now: number): Unlocked': 'derives a key',
  'unlockWith(envelope: Bytes, slot: string, secret: Bytes, now: number): Unlocked': 'takes what a passkey or a device answers',
  'waysInto(envelope: Bytes): WayView[]': 'what a header tells of its slots',
  'makePassphraseSlot(ticket: Bytes, passphrase: Bytes, memory_kib: number, passes: number): Uint8Array': 'a wrapped key and a public one; derives a key',
  'drawLines(lines: Bytes): Drawing[]': 'takes lines that an export has handed over',
  // The unlocked vault, opaque.
  'class Vault': 'a handle; free() locks it',
  'static Vault.open(envelope: Bytes, ticket: Bytes, device: Bytes): Vault': 'the one way in',
  'Vault.list(url: Url, domain_of: DomainOf, now: number): Listing': 'names and codes',
  'Vault.bind(id: string, url: string, domain_of: DomainOf, now: number): void': 'an account to a site',
  'Vault.know(url: string, domain_of: DomainOf): void': 'a host is no look-alike',
  'Vault.details(id: string): Details': 'one account, without its seed',
  'Vault.offer(text: Bytes, url: Url, domain_of: DomainOf): Offer': 'takes the text of a QR code, shows names; of one for something else, its kind and a host',
  'Vault.offerTyped(typed: Typed): Offer': 'takes what a person typed, shows names',
  'Vault.acceptAll(chosen: Chosen[], domain_of: DomainOf, now: number): Done[]': 'for each an id, or why not',
  'static Vault.freeEnding(issuer: string, name: string, url: string, domain_of: DomainOf): string | undefined': 'the ending of a host',
  'Vault.editAll(edits: Edit[], now: number): Done[]': 'names and sites',
  'Vault.removeAll(ids: string[], now: number): Done[]': 'to the bin',
  'Vault.restoreAll(ids: string[], now: number): Done[]': 'out of it',
  'Vault.arrange(ids: string[], now: number): void': 'the order of the list',
  'Vault.noteUse(id: string, now: number): void': 'a code was copied',
  'Vault.setIcon(id: string, picture: Bytes, now: number): boolean': 'the icon of a site',
  'Vault.icon(id: string): Uint8Array | undefined': 'the icon of a site',
  'Vault.nextCode(id: string, now: number): ShownCode': 'one code; a counter moves',
  'Vault.fill(id: string, urls: string[], judge: Judge, times: Float64Array | number[], gesture: Gesture, look: boolean, into_frame: string | null | undefined, may_send_to: string[], min_seconds: number, domain_of: DomainOf, _private: boolean, now: number): AnswerView': 'one code for one field',
  'Vault.filled(id: string, origin: string, until: number | null | undefined, now: number): void': 'a code is used up there',
  'Vault.filledInPrivate(id: string, origin: string, until: number | null | undefined, now: number): void': 'the same in a private window',
  'Vault.unsealed(): string': 'sites and times of codes in private windows, for the memory of the browser until the lock; no code',
  'Vault.recall(unsealed: string): void': 'the same, once the worker was killed',
  'Vault.ways(): WayView[]': 'names and times of the ways in',
  'Vault.addPasskey(credential: Bytes, salt: Bytes, secret: Bytes, name: string, now: number): void': 'takes what a passkey answers',
  'Vault.trustDevice(expires: number, salt: Bytes, secret: Bytes, name: string, now: number): void': 'takes what the key of this device answers',
  'Vault.addRecoveryKey(name: string, now: number): RecoveryKeyView': 'shows a recovery key, once, asked for by name',
  'Vault.setPassphrase(slot: Bytes, now: number): void': 'takes a wrapped key',
  'Vault.renameWay(id: string, name: string, now: number): void': 'a name',
  'Vault.renewWay(renewed: Bytes, now: number): void': 'takes a wrapped key and a public one',
  'Vault.revoke(id: string, with_inherited: boolean, now: number): void': 'one way in less',
  'Vault.rotate(now: number): void': 'another data key for the same ways in',
  'Vault.ticket(): Uint8Array': 'opaque, for storage.session',
  'Vault.lookInto(envelope: Bytes): Generation': 'a time and a count',
  'Vault.reseal(envelope: Bytes, ticket: Bytes): Uint8Array': 'sealed bytes',
  'Vault.rollBack(envelope: Bytes, now: number): void': 'to an earlier generation',
  'Vault.failed(attempts: number, last: number): void': 'for the log',
  'Vault.unlocked(slot: string, now: number): void': 'for the log',
  'Vault.notePolicy(policy: string, now: number): boolean': 'whether it is another one than was noted',
  'Vault.logs(): LogView[]': 'what was done, without secrets',
  'Vault.qrCode(id: string, now: number): Drawing': 'shows a seed, asked for by name',
  'Vault.seal(now: number): Uint8Array': 'sealed bytes',
  'Vault.verify(envelope: Bytes): void': 'an answer, no bytes',
  'Vault.judge(lines: Bytes): JudgedView[]': 'takes the lines of an import, shows names',
  'Vault.import(lines: Bytes, now: number): number': 'takes them in; a count',
  'Vault.export(ids: string[], now: number): Uint8Array': 'all seeds, asked for by name, for the module that writes files',
  'Vault.backup(slot: Bytes | null | undefined, now: number): Uint8Array': 'sealed bytes',
  'Vault.examine(backup: Bytes, ticket: Bytes): Comparison': 'a time and counts',
  'Vault.mergeBackup(backup: Bytes, ticket: Bytes, now: number): void': 'takes sealed bytes',
  // What the core asks about a page.
  'interface Judge': 'what `Described` is to the core',
  'Judge.decide(among: Uint32Array, codeLength: number, pointedAt: boolean): Uint32Array': 'numbers of documents and fields',
  'Judge.pointedOut(among: Uint32Array, codeLength: number): Uint32Array': 'the same',
  'Judge.find(among: Uint32Array, looks: string[], codeLength: number): Uint32Array': 'the same',
  'Judge.look(frame: number, fields: Uint32Array): string | undefined': 'how a field looks',
  'Judge.complains(frame: number, fields: Uint32Array): boolean': 'an answer',
  'Judge.sendsTo(frame: number, fields: Uint32Array): string[]': 'origins',
  'Judge.closed(): string[]': 'origins',
  'class Described': 'what a page looks like',
  'Described.constructor(frames: Frame[])': 'takes what a page looks like',
  'Described.decide(among: Numbers, code_length: number, pointed_at: boolean): Uint32Array': 'as in `Judge`',
  'Described.pointedOut(among: Numbers, code_length: number): Uint32Array': 'as in `Judge`',
  'Described.find(among: Numbers, looks: string[], code_length: number): Uint32Array': 'as in `Judge`',
  'Described.look(frame: number, fields: Numbers): string | undefined': 'as in `Judge`',
  'Described.complains(frame: number, fields: Numbers): boolean': 'as in `Judge`',
  'Described.sendsTo(frame: number, fields: Numbers): string[]': 'as in `Judge`',
  'Described.closed(): string[]': 'as in `Judge`',
  // The reader of QR codes.
  'class QrReader': 'a picture that is being read',
  'QrReader.constructor(picture: ImageData)': 'takes pixels',
  "QrReader.step(): 'quick' | 'deep' | 'done'": 'how far it is',
  'QrReader.finish(): QrSymbol[]': 'what was read',
  'class QrSymbol': 'one QR code',
  'QrSymbol.text: Uint8Array': 'bytes, for offer() alone',
  "QrSymbol.encoding: 'utf-8' | 'shift_jis' | 'gb18030'": 'what the bytes are',
  'QrSymbol.corners: Float32Array': 'where it is',
  'QrSymbol.version: number': 'how large it is',
  "QrSymbol.level: 'L' | 'M' | 'Q' | 'H'": 'how much of it may be damaged',
  'QrSymbol.inverted: boolean': 'light on dark',
  'QrSymbol.mirrored: boolean': 'in a mirror',
  'QrSymbol.quality: number': 'how well it was read',
  // How the shell is asked.
  'type DomainOf': 'takes a host, answers with its registrable domain',
  // What wasm-bindgen adds to every module.
  '__wbg_reset_state(): void': 'starts the module afresh',
  'initSync(module: { module: SyncInitInput } | SyncInitInput): InitOutput': 'loads the module',
  'type InitInput': 'how it is loaded',
  'type SyncInitInput': 'how it is loaded',
  'interface InitOutput': 'the raw exports, all of them numbers',
  'default __wbg_init': 'loads the module',
};

/** What wasm-bindgen gives to every class. */
const OF_EVERY_CLASS = ['private constructor()', 'free(): void', '[Symbol.dispose](): void'];

/** One spelling for the types that stand for the same. @param {string} signature */
const shortened = (signature) =>
  signature
    .replace(/Uint8Array \| number\[\]/g, 'Bytes')
    .replace(/Uint32Array \| number\[\]/g, 'Numbers')
    .replace(/\btypes\./g, '')
    .replace(/url\?: string \| null|url: string \| null \| undefined/g, 'url: Url');

/** @param {string} declarations @returns {string[]} */
function surfaceOf(declarations) {
  const code = declarations.replace(/\/\*[\s\S]*?\*\//g, '').replace(/^\s*\/\/.*$/gm, '').replace(/^import type .*$/gm, '');
  const found = [];
  let owner = '';
  for (const line of code.split('\n').map((text) => text.trim()).filter(Boolean)) {
    const [, kind, name = '', rest = ''] = /^export (default function|class|function|type|interface|\w+) ?(\w+)(.*)$/.exec(line) ?? [];
    if (kind === 'class' || kind === 'interface') {
      owner = name;
      found.push(`${kind} ${name}`);
    } else if (kind === 'default function') {
      found.push(`default ${name}`);
    } else if (kind === 'function') {
      found.push(shortened(`${name}${rest.replace(/;$/, '')}`));
    } else if (kind !== undefined) {
      found.push(`${kind} ${name}`);
    } else if (line.startsWith('}')) {
      owner = '';
    } else if (owner !== 'InitOutput' && !OF_EVERY_CLASS.includes(line.replace(/;$/, ''))) {
      const member = shortened(line.replace(/;$/, '').replace(/^readonly /, ''));
      found.push(member.startsWith('static ') ? `static ${owner}.${member.slice(7)}` : `${owner}.${member}`);
    }
  }
  return found;
}

const surface = [...new Set(MODULES.flatMap((name) => {
  const declarations = new URL(`../dist/core/${name}.d.ts`, import.meta.url);
  return surfaceOf(readFileSync(declarations, 'utf8'));
}))];

test('the core exports what is listed here, and nothing else', () => {
  assert.deepEqual(surface.toSorted(), Object.keys(SURFACE).toSorted());
});

/** The ways in take what a passkey, a device or a person has, and a recovery key is shown once. */
const OF_WAYS = ['Vault.addPasskey', 'Vault.trustDevice', 'Vault.addRecoveryKey', 'unlockWith'];

test('nothing else that is exported speaks of keys, seeds or secrets', () => {
  for (const signature of surface.filter((name) => !OF_WAYS.includes(name.replace(/\(.*/, '')))) {
    assert.doesNotMatch(signature, /key|seed|secret|password/i);
  }
});

test('the tickets come from create, unlock and a new data key, and go to what opens', () => {
  const withTicket = surface.filter((signature) => /ticket/i.test(signature)).map((signature) => signature.split(/[(:]/)[0]);
  assert.deepEqual(withTicket.toSorted(), [
    'Created.ticket', 'Unlocked.ticket', 'Vault.examine', 'Vault.mergeBackup', 'Vault.reseal', 'Vault.ticket', 'makePassphraseSlot',
    'static Vault.open',
  ]);
  // Whatever else returns bytes: sealed ones, and the texts of QR codes on their way in.
  const bytes = surface.filter((signature) => /: Uint8Array(\[\])?$/.test(signature)).map((signature) => signature.split(/[(:]/)[0]);
  assert.deepEqual(bytes.toSorted(), [
    'Created.envelope', 'Created.ticket', 'QrSymbol.text', 'Unlocked.ticket', 'Vault.backup', 'Vault.export', 'Vault.reseal',
    'Vault.seal', 'Vault.ticket', 'makePassphraseSlot',
  ]);
});

test('a signature that is not listed would be seen', () => {
  const more = 'export class Vault {\n    private constructor();\n    free(): void;\n    seed(id: string): Uint8Array;\n}\nexport const leak: string;';
  assert.deepEqual(surfaceOf(more), ['class Vault', 'Vault.seed(id: string): Uint8Array', 'const leak']);
});
