// `./build.sh weigh`: what each part of the wasm modules weighs. Reads modules that still have the names of their functions,
// from the folder that it is given, and prints a table of each: the bytes of a part's functions, and how much lighter the
// module is gzipped without them. A function of the standard library that was made for a type counts for that type's part.
import { readFile } from 'node:fs/promises';
import { gzipSync } from 'node:zlib';

/** Which crates a line of the table stands for. @type {[string, string[]][]} */
const CRATES = [
  ['argon2, blake2', ['argon2', 'blake2']],
  ['x-wing, ml-kem, x25519', ['x_wing', 'ml_kem', 'module_lattice', 'kem', 'keccak', 'sha3', 'shake', 'sponge_cursor', 'x25519_dalek', 'curve25519_dalek', 'fiat_crypto']],
  ['chacha20poly1305', ['chacha20poly1305', 'chacha20', 'poly1305', 'aead', 'cipher', 'universal_hash', 'inout']],
  ['hmac, hkdf, sha1, sha2', ['hmac', 'hkdf', 'sha1', 'sha2', 'digest', 'block_buffer', 'crypto_common', 'hybrid_array']],
  ['serde-wasm-bindgen, serde', ['serde_wasm_bindgen', 'serde', 'serde_core']],
  ['wasm-bindgen, js-sys', ['wasm_bindgen', 'js_sys', 'web_sys']],
  ['qrcodegen', ['qrcodegen']],
  ['rqrr, g2p', ['rqrr', 'g2p', 'lru']],
  ['base32, base64ct', ['base32', 'base64ct']],
  ['zeroize, subtle, getrandom', ['zeroize', 'subtle', 'cmov', 'ctutils', 'getrandom', 'rand_core']],
  ['aes, ctr, cbc, ghash', ['aes', 'ctr', 'cbc', 'aes_gcm', 'ghash', 'polyval']],
  ['twofish, salsa20', ['twofish', 'salsa20']],
  ['pbkdf2, scrypt, md-5', ['pbkdf2', 'scrypt', 'md5']],
  ['serde_json', ['serde_json', 'itoa', 'ryu', 'zmij']],
  ['quick-xml', ['quick_xml', 'memchr', 'encoding_rs']],
  ['csv', ['csv', 'csv_core']],
  ['miniz_oxide, flate2', ['miniz_oxide', 'flate2', 'crc32fast', 'adler2']],
  ['the allocator', ['dlmalloc', '__rustc']],
];

const DATA = 'data: other tables and texts';
const SERVICES = 'data: the table of services';

/** @param {Uint8Array} bytes */
function readerOf(bytes, at = 0) {
  const reader = {
    at: () => at,
    skip: (/** @type {number} */ count) => void (at += count),
    /** An unsigned LEB128. */
    number() {
      let [value, shift] = [0, 0];
      for (;;) {
        const byte = bytes[at++] ?? 0;
        value += (byte & 0x7f) * 2 ** shift;
        shift += 7;
        if (byte < 0x80) {
          return value;
        }
      }
    },
    text() {
      const length = reader.number();
      at += length;
      return new TextDecoder().decode(bytes.subarray(at - length, at));
    },
  };
  return reader;
}

/** @param {Uint8Array} bytes */
function sectionsOf(bytes) {
  const sections = [];
  for (const reader = readerOf(bytes, 8); reader.at() < bytes.length;) {
    const begin = reader.at();
    const id = reader.number();
    const size = reader.number();
    sections.push({ id, begin, from: reader.at(), to: reader.at() + size });
    reader.skip(size);
  }
  return sections;
}

/** How many functions the module imports: they come first in the numbers of all. @param {Uint8Array} bytes @param {number} from */
function importedFunctions(bytes, from) {
  const reader = readerOf(bytes, from);
  let functions = 0;
  for (let left = reader.number(); left > 0; left -= 1) {
    reader.text();
    reader.text();
    const kind = reader.number();
    if (kind === 0) {
      functions += 1;
      reader.number();
    } else {
      throw new Error(`an import of the kind ${kind} is not expected`);
    }
  }
  return functions;
}

/** @param {Uint8Array} bytes @param {number} from @param {number} to */
function functionNames(bytes, from, to) {
  /** @type {Map<number, string>} */
  const names = new Map();
  const reader = readerOf(bytes, from);
  reader.text();
  while (reader.at() < to) {
    const kind = reader.number();
    const size = reader.number();
    if (kind !== 1) {
      reader.skip(size);
      continue;
    }
    for (let left = reader.number(); left > 0; left -= 1) {
      const index = reader.number();
      names.set(index, reader.text());
    }
  }
  return names;
}

/** What exports are called, whose own function was put into them. @type {[RegExp, string][]} */
const EXPORTS = [
  [/^qr/, 'src/qr'],
  [/^(__wb|__externref|externref)/, 'wasm-bindgen, js-sys'],
  [/^[a-zA-Z]+(_[a-zA-Z]+)*$/, 'src/wasm'],
];

/** The part of a function. @param {string} name */
function partOf(name) {
  const bare = name.replace(/ (multivalue|externref) shim/g, '');
  const named = [...bare.matchAll(/\b(\w+?)(?:\[[0-9a-f]+\])?::(\w+)?/g)].map(([, crate, module]) => ({ crate, module }));
  for (const { crate, module } of named) {
    if (crate === 'halfminute') {
      return `src/${module}`;
    }
    if (crate === 'halfminute_transfer') {
      return `crates/transfer/src/${module}`;
    }
    const part = CRATES.find(([, crates]) => crates.includes(crate ?? ''));
    if (part !== undefined) {
      return part[0];
    }
  }
  return EXPORTS.find(([names]) => names.test(bare))?.[1] ?? 'the standard library';
}

/** @param {Uint8Array} bytes */
const gzipped = (bytes) => gzipSync(bytes, { level: 9 }).length;

/** @param {Uint8Array} bytes @param {{ from: number, to: number }[]} gone in ascending order */
function without(bytes, gone) {
  const kept = [];
  let at = 0;
  for (const { from, to } of gone) {
    kept.push(bytes.subarray(at, from));
    at = to;
  }
  return Buffer.concat([...kept, bytes.subarray(at)]);
}

/** @param {string} path */
async function weigh(path) {
  const named = await readFile(path);
  const sections = sectionsOf(named);
  const custom = sections.filter(({ id }) => id === 0);
  const names = new Map(custom.filter(({ from }) => readerOf(named, from).text() === 'name').flatMap(({ from, to }) => [...functionNames(named, from, to)]));
  const code = sections.find(({ id }) => id === 10);
  const data = sections.find(({ id }) => id === 11);
  if (!code || !data || names.size === 0) {
    throw new Error(`${path} has no names`);
  }
  /** @type {Map<string, { from: number, to: number }[]>} */
  const parts = new Map();
  const services = await readFile(new URL('../src/sites/well_known.txt', import.meta.url));
  const at = named.indexOf(services);
  if (at < 0) {
    parts.set(DATA, [data]);
  } else {
    parts.set(SERVICES, [{ from: at, to: at + services.length }]);
    parts.set(DATA, [{ from: data.from, to: at }, { from: at + services.length, to: data.to }]);
  }
  const reader = readerOf(named, code.from);
  const imports = importedFunctions(named, sections.find(({ id }) => id === 2)?.from ?? 0);
  for (let [index, count] = [imports, reader.number()]; count > 0; [index, count] = [index + 1, count - 1]) {
    const from = reader.at();
    reader.skip(reader.number());
    const part = partOf(names.get(index) ?? '');
    parts.set(part, [...parts.get(part) ?? [], { from, to: reader.at() }]);
  }
  const end = custom.map(({ begin, to }) => ({ from: begin, to }));
  const whole = without(named, end);
  const rows = [...parts].map(([part, places]) => ({
    part,
    raw: places.reduce((sum, { from, to }) => sum + to - from, 0),
    lighter: gzipped(whole) - gzipped(without(named, [...places, ...end].sort((a, b) => a.from - b.from))),
  })).sort((a, b) => b.lighter - a.lighter);
  return { whole, rows };
}

const KIB = (/** @type {number} */ bytes) => (bytes / 1024).toFixed(1);
const [, , folder = 'target/weigh', ...modules] = process.argv;
for (const module of modules) {
  const { whole, rows } = await weigh(`${folder}/${module}_bg.wasm`);
  console.log(`\n| ${module}: ${KIB(whole.length)} KiB, gzipped ${KIB(gzipped(whole))} | KiB | gzipped |\n|---|---|---|`);
  for (const { part, raw, lighter } of rows) {
    console.log(`| ${part} | ${KIB(raw)} | ${KIB(lighter)} |`);
  }
}
