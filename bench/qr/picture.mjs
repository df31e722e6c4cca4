// A picture file as a browser's canvas would hand it over: straight RGBA, on white, as it lies in the file.
import { readFile } from 'node:fs/promises';
import sharp from 'sharp';

/** @typedef {{ width: number, height: number, data: Uint8ClampedArray }} Pixels */

// One after the other: what decodes pictures must not run beside what is measured.
sharp.concurrency(1);
sharp.cache(false);

/**
 * Throws when the file is missing or is no picture. No rotation by EXIF, and the first frame of an animation.
 * @param {string} path
 * @returns {Promise<Pixels>}
 */
export async function decodePicture(path) {
  const { data, info } = await sharp(await readFile(path), { failOn: 'error' })
    .flatten({ background: '#ffffff' })
    .toColourspace('srgb')
    .ensureAlpha()
    .raw({ depth: 'uchar' })
    .toBuffer({ resolveWithObject: true });
  if (info.channels !== 4) {
    throw new Error(`${info.channels} channels`);
  }
  return { width: info.width, height: info.height, data: new Uint8ClampedArray(data.buffer, data.byteOffset, data.length) };
}
