// Where the fuzzer starts: real symbols as pixels, symbols to be damaged, links, exports and envelopes. Writes
// corpus/*/seed-*; what the fuzzer finds beside them is kept by `./build.sh fuzz TARGET --keep`.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import qrcode from 'qrcode';

const root = new URL('../', import.meta.url);
/** @param {string} path */
const json = (path) => JSON.parse(readFileSync(new URL(path, root), 'utf8'));

/**
 * @param {string} target
 * @param {(string | Uint8Array | number[])[]} seeds
 */
function write(target, seeds) {
  const folder = new URL(`fuzz/corpus/${target}/`, root);
  mkdirSync(folder, { recursive: true });
  for (const [index, seed] of seeds.entries()) {
    writeFileSync(new URL(`seed-${String(index).padStart(2, '0')}`, folder), typeof seed === 'string' ? seed : Uint8Array.from(seed));
  }
}

/**
 * The pixels of a symbol, behind the bytes that say how they lie.
 * @param {string} text
 * @param {number} scale
 * @param {boolean} inverted
 */
function pixels(text, scale, inverted) {
  const { modules } = qrcode.create(text, { errorCorrectionLevel: 'M' });
  const side = (modules.size + 4) * scale;
  const dark = (/** @type {number} */ x, /** @type {number} */ y) => {
    const [u, v] = [Math.floor(x / scale) - 2, Math.floor(y / scale) - 2];
    return u >= 0 && v >= 0 && u < modules.size && v < modules.size && modules.get(v, u) === 1;
  };
  const values = Array.from({ length: side * side }, (_, at) => (dark(at % side, Math.floor(at / side)) === inverted ? 255 : 0));
  return [0, side - 1, ...values];
}

const TEXTS = ['A', '01234567', 'OTPAUTH', 'otpauth://totp/a?secret=GEZDGNBV', 'Grüße'];
/** @param {string} text */
const bytes = (text) => [...new TextEncoder().encode(text)];

write('qr_pixels', [
  ...TEXTS.map((text) => pixels(text, 2, false)),
  pixels('A', 3, true),
  pixels('A', 1, false),
  // Look, level, length, text, then five bytes for each rectangle of damage.
  ...TEXTS.flatMap((text, index) => [0, 4, 33].map((look) => [2, look, index % 4, bytes(text).length, ...bytes(text), 1, 30, 30, 5, 5, 3, 50, 8, 20, 3])),
  // Version, level, mask, look, then segments: numeric, byte, ECI, kanji, structured append, FNC1.
  ...['10080cc0', '40541420', '71a40541420', '8018d9f', '30110400541420', '510080cc0', '90a10080cc0', '0', 'f'].map((segments, index) =>
    [3, index % 4, index % 4, index % 8, index * 4, ...Buffer.from(segments.padEnd(segments.length + (segments.length % 2), '0'), 'hex')]),
  // Width, height, coarseness and a seed.
  [4, 60, 60, 1, 7], [4, 95, 95, 3, 8],
]);

write('otpauth', [
  'otpauth://totp/Example:alice@example.com?secret=JBSWY3DPEHPK3PXP&issuer=Example',
  'otpauth://hotp/Example%20Corp:a%2Bb?secret=JBSWY3DPEHPK3PXP&counter=18446744073709551615&digits=8&algorithm=SHA512',
  'otpauth://totp/a?secret=MFRGGZDF&period=60&algorithm=SHA256&image=https%3A%2F%2Fexample.com&x=1+2',
  'steam://GEZDGNBVGY3TQOJQ',
  'otpauth://totp/Steam:a?secret=MFRGGZDF&encoder=steam',
]);

const migrations = JSON.stringify(json('tests/fixtures/google_migration.json')).match(/otpauth-migration:\/\/[^"]*data=[^"&]+/g) ?? [];
write('migration', migrations.slice(0, 24).map((uri) => Buffer.from(decodeURIComponent(uri.replace(/.*data=/, '')), 'base64')));

/** @param {object} more */
const copy = (more) => JSON.stringify({
  accounts: [{ id: 'AAAAAAAAAAAAAAAAAAAAAA', type: 'steam', issuer: '', name: '', secret: 'GEZDGNBVGY3TQOJQ', created: 1, modified: 2, ...more }],
  versions: { 'known': '3-0-AAAAAAAAAAA' },
  written: 1,
});

const envelopes = JSON.stringify(json('tests/fixtures/vault/envelopes.json')).match(/"[A-Za-z0-9+/_-]{200,}={0,2}"/g) ?? [];
write('envelope', [
  ...envelopes.slice(0, 4).map((text) => [0, ...Buffer.from(text.slice(1, -1), 'base64')]),
  `\u0001{"vault":"oaGhoaGhoaGhoaGhoaGhoQ","generation":7,"slots":[],"nonce":"srKysrKysrKysrKysrKysrKysrKysrKy"}`,
  '\u0002{"accounts":[],"written":0}',
  `\u0002${JSON.stringify({
    accounts: [
      { id: 'AAAAAAAAAAAAAAAAAAAAAA', type: 'hotp', issuer: 'É', name: '', secret: 'GEZDGNBVGY3TQOJQ', algorithm: 'SHA512', digits: 8,
        counter: 7, sites: ['https://a.example'], created: 1, modified: 2, deleted: 3, parameters: [['image', 'x']], later: [1, {}] },
      { id: 'AAAAAAAAAAAAAAAAAAAAAQ', type: 'steam', issuer: '', name: '', secret: 'GEZDGNBVGY3TQOJQ', created: 1, modified: 2 },
    ],
    written: 1,
  })}`,
  `\u0004${[{ name: 'a', versions: { name: '5-0-AAAAAAAAAAA' } }, { deleted: 9, versions: { deleted: '5-1-AAAAAAAAAAE' } }, { later: 1 }].map(copy).join('\u001e')}`,
  // A passkey, a recovery key and a device that open, and each with one byte changed, at 300 by 1.
  ...[0, 1, 2].flatMap((kind) => [[], [1, 44, 1]].map((edit) => [3, kind + edit.length, ...edit, 0, 0, 3, 0, 0, 0, 0, 0, 9, 9, 9])),
  // The same once they were written in version 2, and once they were used there; and a header of version 2.
  ...[6, 7].flatMap((age) => [0, 1, 2].flatMap((kind) => [[], [4, 44, 1]].map((edit) => [age, kind + edit.length, ...edit, 0, 0, 3, 0, 0, 0, 0, 0, 9, 9, 9]))),
  `\u0005{"vault":"oaGhoaGhoaGhoaGhoaGhoQ","generation":7,"slots":[{"kind":"recovery","id":"AAAAAAAAAAA","kdf":"hkdf-sha256","salt":"${'A'.repeat(43)}","nonce":"${'A'.repeat(32)}","wrapped":"${'A'.repeat(64)}","privateNonce":"${'A'.repeat(32)}","private":"${'A'.repeat(64)}","key":"${'A'.repeat(1558)}"}],"nonce":"srKysrKysrKysrKysrKysrKysrKysrKy"}`,
]);
