// From a picture's file to the texts of its QR codes. The bytes come from a screen of this extension as a `Blob`, over a
// channel that structured clones pass: a message of the extension would make a string of them.
import { MAX_PIXELS, MAX_SIDE } from '../core/limits.js';
import { CodedError } from '../lib/errors.js';
import { handedOver } from './handover.js';
import { HEADER_BYTES, readHeader } from './picture_header.js';
import { pixelsOf, readQrCodes } from './pictures.js';

/** What a picture within the limit of pixels needs at most, but for files that nobody has. */
const MAX_BYTES = 64 * 1024 * 1024;

/** Pixels of the first look at the whole picture: a photograph of a code has more than it needs. */
const OVERVIEW = 4 * 1024 * 1024;
/** Then parts of this side at full size, which share as much as a code may have that the overview was too coarse for. */
const PART = 2048;
const SHARED = 512;

/** The person chose this picture and sees it being read, so there is time. */
const BUDGET = { deep: 3000, most: 20_000 };

/**
 * The file that a screen hands over on a channel.
 * @param {string} channel
 */
export function receive(channel) {
  return handedOver(channel, Blob);
}

/**
 * @param {Blob} file
 * @param {(share: number) => void} progress
 * @param {AbortSignal} signal
 */
export async function readFile(file, progress, signal) {
  await assertReadable(file);
  signal.throwIfAborted();
  let bitmap;
  try {
    bitmap = await createImageBitmap(file);
  } catch {
    throw new CodedError('picture-broken');
  }
  try {
    signal.throwIfAborted();
    assertSize(bitmap);
    const whole = { x: 0, y: 0, width: bitmap.width, height: bitmap.height };
    const scale = Math.min(1, Math.sqrt(OVERVIEW / (bitmap.width * bitmap.height)));
    const texts = await readQrCodes([pixelsOf(bitmap, whole, scale)], BUDGET, signal);
    return texts.length > 0 || scale === 1 ? texts : await readQrCodes(parts(bitmap, progress), BUDGET, signal);
  } finally {
    bitmap.close();
  }
}

/** @param {Blob} file */
async function assertReadable(file) {
  if (file.size > MAX_BYTES) {
    throw new CodedError('file-too-large');
  }
  const beginning = await file.slice(0, HEADER_BYTES).arrayBuffer().catch(() => {
    throw new CodedError('file-not-readable');
  });
  const header = readHeader(new Uint8Array(beginning));
  if (header === null) {
    throw new CodedError('file-not-a-picture');
  }
  if (header === 'pdf') {
    throw new CodedError('file-pdf');
  }
  if (header.animated) {
    throw new CodedError('picture-animated');
  }
  assertSize(header);
}

/** @param {{ width: number, height: number }} picture */
function assertSize({ width, height }) {
  if (width * height > MAX_PIXELS || Math.max(width, height) > MAX_SIDE) {
    throw new CodedError('picture-too-large');
  }
}

/**
 * The parts of a large picture, one after the other, so that no more than one lies in memory.
 * @param {ImageBitmap} bitmap
 * @param {(share: number) => void} progress
 */
function* parts(bitmap, progress) {
  const step = PART - SHARED;
  const starts = (/** @type {number} */ side) =>
    Array.from({ length: Math.max(1, Math.ceil((side - SHARED) / step)) }, (_, index) => index * step);
  const places = starts(bitmap.height).flatMap((y) => starts(bitmap.width).map((x) => ({ x, y })));
  for (const [done, { x, y }] of places.entries()) {
    progress(done / places.length);
    yield pixelsOf(bitmap, { x, y, width: Math.min(PART, bitmap.width - x), height: Math.min(PART, bitmap.height - y) });
  }
}
