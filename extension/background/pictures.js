// From the tab in front to the texts of its QR codes.
import { browser } from '../lib/browser.js';
import { CodedError } from '../lib/errors.js';
import { inReader } from './core.js';

/** Milliseconds that reading a picture may take beyond what is easily found. */
const BUDGET = 300;
/** Milliseconds until others get their turn: a popup that asks for codes must not wait for a picture. */
const SLICE = 12;

/**
 * What can be seen of a tab that is in front.
 * @param {chrome.tabs.Tab} tab
 */
export async function capture(tab) {
  let url;
  try {
    url = await browser.tabs.captureVisibleTab(tab.windowId, { format: 'png' });
  } catch {
    // The browser's own pages and other extensions' can't be captured.
    throw new CodedError('page-not-readable');
  }
  // Not fetch(url): the content security policy lets this extension connect to nothing but itself.
  const png = Uint8Array.fromBase64(url.slice(url.indexOf(',') + 1));
  const bitmap = await createImageBitmap(new Blob([png], { type: 'image/png' }));
  png.fill(0);
  const { width, height } = bitmap;
  const canvas = new OffscreenCanvas(width, height);
  const context = canvas.getContext('2d', { willReadFrequently: true });
  if (context === null) {
    throw new CodedError('unexpected');
  }
  context.drawImage(bitmap, 0, 0);
  bitmap.close();
  const pixels = context.getImageData(0, 0, width, height);
  context.clearRect(0, 0, width, height);
  return pixels;
}

/**
 * The texts of all QR codes in a picture, as bytes. Whoever asks wipes them.
 * @param {ImageData} pixels wiped
 * @param {AbortSignal} [signal]
 * @returns {Promise<Uint8Array[]>}
 */
export function readQrCodes(pixels, signal) {
  return inReader(async ({ QrReader }) => {
    let reader;
    try {
      reader = new QrReader(pixels);
    } finally {
      pixels.data.fill(0);
    }
    const end = performance.now() + BUDGET;
    for (let next = 'quick'; next === 'quick' || (next === 'deep' && performance.now() < end);) {
      signal?.throwIfAborted();
      const pause = performance.now() + SLICE;
      do {
        next = reader.step();
      } while (next !== 'done' && performance.now() < pause);
      await new Promise((resolve) => { setTimeout(resolve); });
    }
    return reader.finish().map((symbol) => symbol.text);
  });
}
