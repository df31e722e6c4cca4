// The pictures of a page, for what its screenshot misses.
import { CodedError } from '../lib/errors.js';
import { PARTS_OF_PICTURES, pictures } from '../page/pictures.js';
import { inject } from './injecting.js';
import { decode } from './pictures.js';

/** A page that does not come to itself within this many milliseconds is left alone. */
const LIMIT = 3000;
/** From all frames together: each keeps to less by itself. */
const MAX_PICTURES = 48;

/**
 * The pictures of a tab's page and of its frames that are of the same site: what another site shows in a frame is not
 * read here, since an account is bound to the site of the page.
 * @param {number} tabId
 * @param {string | undefined} origin
 * @returns {Promise<string[]>} data URLs
 */
export async function picturesOf(tabId, origin) {
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let timer;
  /** @type {Promise<never>} */
  const late = new Promise((_, reject) => {
    timer = setTimeout(() => reject(new CodedError('page-not-readable')), LIMIT);
  });
  try {
    const frames = await Promise.race([inject(tabId, PARTS_OF_PICTURES, pictures, [origin ?? null]), late]);
    return frames
      .flatMap(({ frameId, result }) => (result && isOf(origin, frameId, result.origin) ? result.pictures : []))
      .slice(0, MAX_PICTURES);
  } catch (error) {
    // The browser's own pages, and others that it protects, can't be looked into.
    throw error instanceof CodedError ? error : new CodedError('page-not-readable');
  } finally {
    clearTimeout(timer);
  }
}

/**
 * @param {string | undefined} origin of the page
 * @param {number} frameId
 * @param {string} of the frame
 */
function isOf(origin, frameId, of) {
  // A page without an origin, such as a file, is one with itself only.
  return origin === undefined ? frameId === 0 : of === origin;
}

/**
 * @param {string[]} urls
 * @returns {AsyncGenerator<ImageData>}
 */
export async function* decoded(urls) {
  for (const url of urls) {
    // Decoded one after the other, so that no more than one lies in memory.
    const pixels = await decode(url).catch(() => null);
    if (pixels !== null) {
      yield pixels;
    }
  }
}
