// What tools/imports.mjs says of small made-up trees.
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { importsOfScripts } from '../tools/imports/javascript.mjs';
import { importsOfRust } from '../tools/imports/rust.mjs';

const CLEAN = {
  'src/lib.rs': 'pub mod otp; pub mod vault;',
  'src/otp.rs': 'pub struct Code;',
  'src/vault.rs': 'mod contents; mod edit; mod envelope; pub use edit::edit; pub struct Vault;',
  'src/vault/contents/account.rs': 'use crate::otp::Code;',
  'src/vault/contents.rs': 'pub mod account;',
  'src/vault/edit.rs': 'use super::{Vault, contents, envelope::Envelope}; pub fn edit() { contents::read() }',
  'src/vault/envelope/keys.rs': 'pub struct Key;',
  'src/vault/envelope.rs': 'mod keys; use keys::Key; pub struct Envelope(Key);',
  'extension/lib/dom.js': 'export const element = 1;',
  'extension/ui/ui.js': "import { element } from '../lib/dom.js'; import './list.js'; element;",
  'extension/ui/list.js': "/** @typedef {import('./ui.js').Shown} Shown */",
};

/**
 * Runs the check on a made-up tree.
 * @param {Record<string, string>} files
 */
async function check(files) {
  const root = await mkdtemp(join(tmpdir(), 'imports-'));
  try {
    for (const [path, text] of Object.entries(files)) {
      await mkdir(dirname(join(root, path)), { recursive: true });
      await writeFile(join(root, path), text);
    }
    return await new Promise((resolve) => {
      const script = fileURLToPath(new URL('../tools/imports.mjs', import.meta.url));
      execFile(process.execPath, [script, root], (error, stdout) => resolve({ code: error?.code ?? 0, stdout }));
    });
  } finally {
    await rm(root, { recursive: true });
  }
}

test('a tree without circles and forbidden imports passes', async () => {
  assert.deepEqual(await check(CLEAN), { code: 0, stdout: '11 files, 8 imports, 0 circles, 0 forbidden imports\n' });
});

for (const [name, changed, said] of /** @type {[string, Record<string, string>, string][]} */ ([
  [
    'a circle of Rust files',
    { 'src/vault/envelope/keys.rs': 'use super::Envelope; pub struct Key;' },
    'src/vault/envelope.rs -> src/vault/envelope/keys.rs -> src/vault/envelope.rs',
  ],
  [
    'a circle of scripts, by an import that comes later',
    { 'extension/ui/list.js': "export const open = () => import('./ui.js');" },
    'extension/ui/list.js -> extension/ui/ui.js -> extension/ui/list.js',
  ],
  [
    'an import of a floor above',
    { 'src/otp.rs': 'fn f() { crate::vault::edit(); } pub struct Code;' },
    'src/otp.rs:1 imports src/vault/edit.rs: src/otp stands below src/vault',
  ],
  [
    'an import of what stands beside',
    { 'src/vault/contents/account.rs': 'use crate::vault::envelope::Envelope;' },
    'src/vault/contents/account.rs:1 imports src/vault/envelope.rs: src/vault/contents and src/vault/envelope stand beside each other',
  ],
  [
    'a floor inside the vault that imports a verb',
    { 'src/vault/envelope/keys.rs': '\nuse crate::vault::edit; pub struct Key;' },
    'src/vault/envelope/keys.rs:2 imports src/vault/edit.rs: src/vault/envelope stands below the rest of src/vault',
  ],
  [
    'the library that imports a screen',
    { 'extension/lib/dom.js': "import '../ui/list.js';" },
    'extension/lib/dom.js:1 imports extension/ui/list.js: extension/lib stands below extension/ui',
  ],
  [
    'the library that imports a type of a screen',
    { 'extension/lib/dom.js': "/** @param {import('../ui/list.js').Shown} shown */\nexport function f(shown) { shown; }" },
    'extension/lib/dom.js:1 imports extension/ui/list.js: extension/lib stands below extension/ui',
  ],
  [
    'a screen that imports the worker',
    { 'extension/background/worker.js': 'export {};', 'extension/ui/list.js': "import '../background/worker.js';" },
    'extension/ui/list.js:1 imports extension/background/worker.js: a screen imports nothing of the worker nor of what is injected into pages',
  ],
])) {
  test(`${name} fails`, async () => {
    const { code, stdout } = await check({ ...CLEAN, ...changed });
    assert.equal(code, 1);
    assert.ok(stdout.split('\n').some((/** @type {string} */ line) => line.trim() === said), stdout);
  });
}

/**
 * The files that each file of a crate imports.
 * @param {Record<string, string>} files
 */
function rust(files) {
  const imports = importsOfRust(new Map(Object.entries(files)));
  return [...new Set(imports.map(({ from, to }) => `${from} -> ${to}`.replaceAll('src/', '')))].sort();
}

test('a name is followed through re-exports to the file that defines it', () => {
  assert.deepEqual(
    rust({
      'src/lib.rs': 'mod a; mod b;',
      'src/a.rs': 'mod deep; mod wide; pub use deep::{Inner as Outer, other}; pub use wide::*;',
      'src/a/deep.rs': 'pub struct Inner; pub fn other() {}',
      'src/a/wide.rs': 'pub const WIDE: u8 = 1;',
      'src/b.rs': 'use crate::{a::{self, Outer}, a::WIDE}; fn f(_: Outer) { a::other::<u8>() }',
    }),
    ['b.rs -> a/deep.rs', 'b.rs -> a/wide.rs'],
  );
});

test('a facade imports only what its own code uses', () => {
  const files = { 'src/lib.rs': 'mod a;', 'src/a/b.rs': 'use super::A; pub struct B(A);' };
  assert.deepEqual(rust({ ...files, 'src/a.rs': 'mod b; pub use b::B; pub struct A { B: u8 }' }), ['a/b.rs -> a.rs']);
  assert.deepEqual(rust({ ...files, 'src/a.rs': 'mod b; pub use b::B; pub struct A(Box<B>);' }), ['a.rs -> a/b.rs', 'a/b.rs -> a.rs']);
});

test('a child imports what its parent brought in from where it is defined', () => {
  assert.deepEqual(
    rust({
      'src/lib.rs': 'mod a;',
      'src/a.rs': 'mod b; mod c; use b::B; fn f(_: B) {}',
      'src/a/b.rs': 'pub struct B;',
      'src/a/c.rs': 'use super::B;',
    }),
    ['a.rs -> a/b.rs', 'a/c.rs -> a/b.rs'],
  );
});

test('a function may have the name of its module', () => {
  assert.deepEqual(
    rust({
      'src/lib.rs': 'mod a; mod b;',
      'src/a.rs': 'mod unlock; pub use unlock::{unlock, Unlocked};',
      'src/a/unlock.rs': 'pub fn unlock() {} pub struct Unlocked;',
      'src/b.rs': 'use crate::a; fn f() -> a::Unlocked { a::unlock() }',
    }),
    ['b.rs -> a/unlock.rs'],
  );
});

test('what is for tests alone is no import, and what stands behind it is', () => {
  const tests = [
    '#[cfg(test)] mod tests { use super::*; use crate::b::B; }',
    '#[cfg(test)] fn helper<A, C>(_: A) -> crate::b::B { crate::b::B }',
    '#[cfg(all(test, feature = "x"))] use crate::{b::B};',
    'struct S { #[cfg(test)] b: crate::b::B, c: u8 }',
  ];
  const files = { 'src/lib.rs': 'mod a; mod b; mod c;', 'src/b.rs': 'pub struct B;', 'src/c.rs': 'pub struct C;' };
  for (const text of tests) {
    assert.deepEqual(rust({ ...files, 'src/a.rs': `${text} use crate::c::C;` }), ['a.rs -> c.rs'], text);
  }
  assert.deepEqual(rust({ ...files, 'src/a.rs': '#[cfg(not(test))] use crate::b::B;' }), ['a.rs -> b.rs']);
});

test('comments, strings, characters and lifetimes are no code', () => {
  const noise = [
    '// use crate::b::B;',
    '/* /* */ use crate::b::B; */',
    '/// [`crate::b::B`]\nfn f() {}',
    'const S: &str = "crate::b::B; \\" crate::b::B";',
    'const S: &str = r#"a " crate::b::B"#;',
    "fn f<'a>(c: &'a str) { let _ = ['\"', '\\'', '{', '\\u{7b}', 'a']; let _ = b'\"'; }",
    'pub(crate) struct X; fn g() { x.crate_b.b(); Self::B; }',
  ];
  const files = { 'src/lib.rs': 'mod a; mod b; mod c;', 'src/b.rs': 'pub struct B;', 'src/c.rs': 'pub struct C;' };
  for (const text of noise) {
    assert.deepEqual(rust({ ...files, 'src/a.rs': `${text}\nfn last() { crate::c::C; }` }), ['a.rs -> c.rs'], text);
  }
});

test('a module inside a file belongs to the file', () => {
  assert.deepEqual(
    rust({
      'src/lib.rs': 'mod a; mod b;',
      'src/a.rs': 'mod inner { use super::Own; use super::super::b::B; pub struct In; } pub struct Own; use inner::In;',
      'src/b.rs': 'use crate::a::inner::In; pub struct B;',
    }),
    ['a.rs -> b.rs', 'b.rs -> a.rs'],
  );
});

test('what a macro defines belongs to the module that it is asked of, and other crates count nothing', () => {
  assert.deepEqual(
    rust({
      'src/lib.rs': 'mod a; mod b;',
      'src/a.rs': 'macro_rules! make { ($n:ident) => { struct $n; } } make!(Made);',
      'src/b.rs': 'use std::fmt; use crate::a::Made; fn f(_: fmt::Error, _: std::io::Error) {}',
    }),
    ['b.rs -> a.rs'],
  );
});

test('scripts import by import, export and import(), and types by comments', () => {
  const others = ['b', 'c', 'd', 'e', 'f'].map((name) => /** @type {const} */ ([`extension/${name}.js`, '']));
  const text = `import { x } from './b.js';
export { y } from './c.js';
export const z = async () => [x, await import('./d.js'), "import('./f.js')", import('../core/core.js')];
/** @type {import('./e.js').E} */
export const e = 1;
`;
  assert.deepEqual(
    importsOfScripts(new Map([['extension/a.js', text], ...others])).map(({ to, line, isType }) => [to, line, isType]),
    [['extension/b.js', 1, false], ['extension/c.js', 2, false], ['extension/d.js', 3, false], ['extension/e.js', 4, true]],
  );
});
