// From pictures to the texts of their QR codes.
import { browser } from '../lib/browser.js';
import { CodedError } from '../lib/errors.js';
import { inReader } from './core.js';

/** Milliseconds until others get their turn: a popup that asks for codes must not wait for a picture. */
const SLICE = 12;
/** A page that is not painted within this many milliseconds, because it is busy or waits for something, shows nothing. */
const UNPAINTED = 3000;
/** Chromium takes two screenshots a second; a person who adds an account and looks again may ask for more. */
const QUOTA_DELAY = 1000;

/**
 * How a tab is captured. The browser writes a JPEG faster than a PNG, and at this quality the reader reads as many codes in it
 * (docs/design.md has the figures).
 */
const SCREENSHOT = /** @type {const} */ ({ format: 'jpeg', quality: 90 });

/**
 * How long reading may take, in milliseconds: `deep` beyond what is easily found, `most` in all.
 * @typedef {{ deep: number, most: number }} Budget
 */

/**
 * What can be seen of a tab that is in front, at the pixels of the screen.
 * @param {chrome.tabs.Tab} tab
 */
export async function capture(tab) {
  const shoot = () => painted(browser.tabs.captureVisibleTab(tab.windowId, SCREENSHOT));
  const url = await shoot().catch(async (error) => {
    if (!/quota/i.test(String(error))) {
      throw error;
    }
    await new Promise((resolve) => {
      setTimeout(resolve, QUOTA_DELAY);
    });
    return shoot();
  }).catch((error) => {
    // The browser's own pages and other extensions' can't be captured.
    throw error instanceof CodedError ? error : new CodedError('page-not-readable');
  });
  return decode(url);
}

/**
 * @template T
 * @param {Promise<T>} picture
 * @returns {Promise<T>}
 */
function painted(picture) {
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let timer;
  const late = new Promise((_, reject) => {
    timer = setTimeout(() => reject(new CodedError('page-not-painted')), UNPAINTED);
  });
  return Promise.race([picture, late]).finally(() => clearTimeout(timer));
}

/**
 * The pixels of a picture in a data URL.
 * @param {string} url
 */
export async function decode(url) {
  // Not fetch(url): the content security policy lets this extension connect to nothing but itself.
  const bytes = Uint8Array.fromBase64(url.slice(url.indexOf(',') + 1));
  const bitmap = await createImageBitmap(new Blob([bytes], { type: url.slice('data:'.length, url.indexOf(';')) }));
  bytes.fill(0);
  const pixels = pixelsOf(bitmap, { x: 0, y: 0, width: bitmap.width, height: bitmap.height });
  bitmap.close();
  return pixels;
}

/**
 * A part of a picture, at another size if need be. What is transparent is white, as on paper.
 * @param {ImageBitmap} bitmap
 * @param {{ x: number, y: number, width: number, height: number }} part
 * @param {number} [scale]
 */
export function pixelsOf(bitmap, part, scale = 1) {
  const scaled = (/** @type {number} */ side) => Math.max(1, Math.round(side * scale));
  const [width, height] = [scaled(part.width), scaled(part.height)];
  const canvas = new OffscreenCanvas(width, height);
  const context = canvas.getContext('2d', { willReadFrequently: true });
  if (context === null) {
    throw new CodedError('unexpected');
  }
  context.fillStyle = '#ffffff';
  context.fillRect(0, 0, width, height);
  context.imageSmoothingQuality = 'high';
  context.drawImage(bitmap, part.x, part.y, part.width, part.height, 0, 0, width, height);
  const pixels = context.getImageData(0, 0, width, height);
  context.clearRect(0, 0, width, height);
  return pixels;
}

/**
 * The texts of all QR codes in some pictures, as bytes. Whoever asks wipes them.
 * @param {Iterable<ImageData> | AsyncIterable<ImageData>} pictures each is wiped
 * @param {Budget} budget
 * @param {AbortSignal} [signal]
 * @returns {Promise<Uint8Array[]>}
 */
export function readQrCodes(pictures, { deep, most }, signal) {
  return inReader(async ({ QrReader }) => {
    /** @type {Uint8Array[]} */
    const texts = [];
    const end = performance.now() + most;
    let spent = 0;
    try {
      for await (const pixels of pictures) {
        signal?.throwIfAborted();
        let reader;
        try {
          reader = new QrReader(pixels);
        } finally {
          pixels.data.fill(0);
        }
        for (let next = 'quick'; next === 'quick' || (next === 'deep' && spent < deep);) {
          const start = performance.now();
          do {
            next = reader.step();
          } while (next !== 'done' && performance.now() < start + SLICE);
          spent += next === 'deep' ? performance.now() - start : 0;
          await new Promise((resolve) => { setTimeout(resolve); });
          signal?.throwIfAborted();
          if (performance.now() > end) {
            break;
          }
        }
        texts.push(...reader.finish().map((symbol) => symbol.text));
        if (performance.now() > end) {
          break;
        }
      }
    } catch (error) {
      // A picture on which the reader breaks does not hide what the ones before it held.
      if (!(error instanceof WebAssembly.RuntimeError) || texts.length === 0) {
        wipeAll(texts);
        throw error;
      }
    }
    return texts;
  });
}

/** @param {Iterable<Uint8Array>} texts */
export function wipeAll(texts) {
  for (const text of texts) {
    text.fill(0);
  }
}
