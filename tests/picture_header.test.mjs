// What a file's first bytes say about a picture, before anything is decoded.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readHeader } from '../extension/background/picture_header.js';
import { chunk, gif, greyPng, png } from './browser/lib/codes.mjs';

const bytes = (/** @type {string} */ hex) => new Uint8Array(Buffer.from(hex.replace(/\s/g, ''), 'hex'));
const size = (/** @type {number} */ width, /** @type {number} */ height, animated = false) => ({ width, height, animated });

test('PNG, as two encoders write it', async () => {
  assert.deepEqual(readHeader(greyPng(31, 17)), { kind: 'png', ...size(31, 17) });
  assert.deepEqual(readHeader(await png('x', { scale: 3 })), { kind: 'png', ...size(87, 87) });
});

test('a PNG that is animated, and one whose animation has one frame', () => {
  const still = greyPng(2, 2);
  const animated = (/** @type {number} */ frames) => {
    const control = Buffer.alloc(8);
    control.writeUInt32BE(frames);
    return Buffer.concat([still.subarray(0, 33), chunk('gAMA', Buffer.alloc(4)), chunk('acTL', control), still.subarray(33)]);
  };
  assert.deepEqual(readHeader(animated(1)), { kind: 'png', ...size(2, 2) });
  assert.deepEqual(readHeader(animated(2)), { kind: 'png', ...size(2, 2, true) });
});

test('GIF: of one frame, of two, and with a frame that is larger than the picture says', () => {
  assert.deepEqual(readHeader(gif(1)), { kind: 'gif', ...size(1, 1) });
  assert.deepEqual(readHeader(gif(2)), { kind: 'gif', ...size(1, 1, true) });
  const large = gif(1);
  large.writeUInt16LE(60_000, 19 + 8 + 5);
  assert.deepEqual(readHeader(large), { kind: 'gif', ...size(60_000, 1) });
});

test('JPEG: behind a preview and a profile, progressive, with filling in between', () => {
  const segments = `ffd8 ffe1 0010 ${'00'.repeat(14)} ffff ffe2 0006 01020304 ffc4 0003 00`;
  assert.deepEqual(readHeader(bytes(`${segments} ffc2 0011 08 0123 0456 03 ${'00'.repeat(9)}`)), { kind: 'jpeg', ...size(0x456, 0x123) });
  assert.equal(readHeader(bytes(segments)), null, 'no frame in sight');
});

test('WebP: lossy, lossless, extended, animated', () => {
  const webp = (/** @type {string} */ rest) => readHeader(bytes(`52494646 00000000 57454250 ${rest} 00000000`));
  assert.deepEqual(webp('56503820 00000000 000000 9d012a 9001 c800'), { kind: 'webp', ...size(400, 200) });
  assert.deepEqual(webp('5650384c 00000000 2f 8fc13100'), { kind: 'webp', ...size(400, 200) });
  assert.deepEqual(webp('56503858 0a000000 00 000000 8f0100 c70000'), { kind: 'webp', ...size(400, 200) });
  assert.deepEqual(webp('56503858 0a000000 02 000000 ffffff ffffff'), { kind: 'webp', ...size(1 << 24, 1 << 24, true) });
});

test('BMP, of today and of OS/2, also from the top down', () => {
  const head = `424d ${'00'.repeat(12)}`;
  assert.deepEqual(readHeader(bytes(`${head} 28000000 90010000 38ffffff`)), { kind: 'bmp', ...size(400, 200) });
  assert.deepEqual(readHeader(bytes(`${head} 0c000000 9001 c800 0000`)), { kind: 'bmp', ...size(400, 200) });
});

test('AVIF: the largest of its sizes; without any it is not known', () => {
  const avif = (/** @type {string} */ brand, /** @type {string} */ boxes) => readHeader(bytes(`00000014 66747970 ${brand} 00000000 00000000 ${boxes}`));
  const box = (/** @type {string} */ width, /** @type {string} */ height) => `00000014 69737065 00000000 ${width} ${height}`;
  assert.deepEqual(avif('61766966', box('00000040', '00000040') + box('00000190', '000000c8')), { kind: 'avif', ...size(400, 200) });
  assert.deepEqual(avif('61766973', box('00000190', '000000c8')), { kind: 'avif', ...size(400, 200, true) });
  assert.equal(avif('61766966', '00'.repeat(20)), null);
});

test('what is no picture, or breaks off, is not known; a PDF is told apart', () => {
  assert.equal(readHeader(new Uint8Array()), null);
  assert.equal(readHeader(new TextEncoder().encode('Hello, this is a text of some length that is no picture.')), null);
  assert.equal(readHeader(new TextEncoder().encode('%PDF-1.7\n')), 'pdf');
  for (const whole of [greyPng(9, 9), gif(2), bytes(`ffd8 ffc0 0011 08 0123 0456 03 ${'00'.repeat(9)}`)]) {
    for (let length = 0; length < Math.min(whole.length, 80); length += 1) {
      const header = readHeader(whole.subarray(0, length));
      assert.ok(header === null || (header !== 'pdf' && header.width > 0), `cut off after ${length} bytes`);
    }
  }
});
