import { drawings } from './drawings.js';
import { shadow } from './shadow.js';

/** The parts that are injected before `pictures`. */
export const PARTS_OF_PICTURES = [shadow, drawings];

/** @typedef {import('./drawings.js').Drawing} Drawing */

/**
 * Gives the pictures of this document at their natural size, as PNGs in data URLs. A screenshot misses them where they are
 * out of sight, scaled down or too small. It judges nothing, the core does.
 *
 * It runs in the page's document, in the extension's own world, when the person asks. The browser sends its source, so all
 * that it uses stands in it or in the parts that were injected before. It changes nothing in the page. Pictures of other
 * sites cannot be read and are passed over. What the browser has not rendered is not touched, since the browser would load
 * what that shows.
 * @param {string | null} site the origin of the page: frames of others are not looked at
 * @returns what was found; null where the parts have not run
 */
export async function pictures(site) {
  /** The most elements that are looked through: the first of a very long page are as good as any. */
  const MAX_ELEMENTS = 20_000;
  /** The most pictures that are drawn: a page that enrols shows one or two, among logos and flags. */
  const MAX_PICTURES = 32;
  /** The most pixels of all pictures, four full screens: the reader looks through as much in a second. */
  const MAX_PIXELS = 16 * 1024 * 1024;
  /** The most pixels of one picture. A larger one is drawn smaller: the largest symbol still has 11 pixels a module then. */
  const MAX_PICTURE = 4 * 1024 * 1024;
  /** The most characters that are handed back: a message must stay below 64 MiB, and a page may have a hundred frames. */
  const MAX_TEXT = (window === top ? 12 : 2) * 1024 * 1024;
  /** How long it may take, in milliseconds: the popup waits for it. */
  const MAX_TIME = window === top ? 400 : 150;
  /** The smallest side of a picture: the smallest symbol has 21 modules, and a module has at least a pixel. */
  const MIN_SIDE = 21;
  /** A picture with a longer side is a photograph or a sprite sheet, and comes last. */
  const LARGE_SIDE = 4096;
  /** Pictures with a shorter side are magnified, so that a module has more than one or two pixels. */
  const USEFUL_SIDE = 200;

  // A frame without an address of its own is of the site that made it; one that is shut in a sandbox is of none.
  const of = window === top ? location.origin : origin;
  const { halfminuteDrawings, halfminuteShadowRootOf: shadowRootOf } = /** @type {import('./drawings.js').Page} */ (globalThis);
  if (!halfminuteDrawings || !shadowRootOf) {
    return null;
  }
  const { elasticSide, ofImage, ofCanvas, ofSvg, ofUrl, isOwn } = halfminuteDrawings;

  /** Whether this document and all around it are rendered. */
  const isRendered = () => {
    for (let at = /** @type {Window} */ (window); at !== top; at = at.parent) {
      // Null where the document around it is of another site.
      if (!at.frameElement?.checkVisibility({ contentVisibilityAuto: true })) {
        return false;
      }
    }
    return true;
  };
  if (window !== top && (of !== site || !isRendered())) {
    return { origin: of, pictures: [] };
  }

  const end = performance.now() + MAX_TIME;
  const late = () => performance.now() > end;
  /** Lets the page go on between two pictures. */
  const pause = () => /** @type {{ scheduler?: { yield?: () => Promise<void> } }} */ (globalThis).scheduler?.yield?.();
  const XHTML = 'http://www.w3.org/1999/xhtml';

  /** @typedef {{ likely: number, ground: Element | null, drawing: () => Drawing | null | Promise<Drawing | null> }} Candidate */

  const elements = () => {
    /** @type {Element[]} */
    const found = [];
    /** @type {(Document | ShadowRoot)[]} */
    const roots = [document];
    for (const place of roots) {
      for (const element of place.querySelectorAll('*')) {
        if (found.length >= MAX_ELEMENTS || late()) {
          return found;
        }
        found.push(element);
        const root = shadowRootOf(element);
        if (root !== null) {
          roots.push(root);
        }
      }
    }
    return found;
  };

  // Not `element.parentElement`: a form has a field of that name there, and the way up would not end.
  const parentElement = Object.getOwnPropertyDescriptor(Node.prototype, 'parentElement')?.get;

  /** @param {Element} element @returns {Element | null} */
  const parentOf = (element) => {
    const root = Node.prototype.getRootNode.call(element);
    return parentElement?.call(element) ?? (root instanceof ShadowRoot ? root.host : null);
  };

  /** @param {string} colour as the browser computes it: only what is not opaque names its alpha */
  const isSolid = (colour) => Number(/(?:^rgba\(.*,|\/) ?([\d.]+)\)$/.exec(colour)?.[1] ?? 1) >= 0.5;

  /**
   * The colour that stands behind an element.
   * @param {Element | null} element
   */
  const groundOf = (element) => {
    for (let at = element; at !== null; at = parentOf(at)) {
      const colour = getComputedStyle(at).backgroundColor;
      if (isSolid(colour)) {
        return colour;
      }
    }
    const schemes = getComputedStyle(document.documentElement).colorScheme;
    const dark = /dark/.test(schemes) && (!/light/.test(schemes) || matchMedia('(prefers-color-scheme: dark)').matches);
    return dark ? '#121212' : '#ffffff';
  };

  /** @param {string} text of a style */
  const urlsIn = (text) =>
    text.includes('url(') ? [...text.matchAll(/url\("((?:[^"\\]|\\.)*)"\)/g)].map(([, url = '']) => url.replace(/\\(.)/g, '$1')) : [];

  /** @type {Map<unknown, Candidate>} */
  const candidates = new Map();

  /**
   * Takes a picture as a candidate.
   * @param {unknown} key the same picture is taken once
   * @param {Element} element
   * @param {{ width: number, height: number }} size
   * @param {Candidate['drawing']} drawing
   * @param {Element | null} [ground] the element that it lies on
   */
  const add = (key, element, { width, height }, drawing, ground = element) => {
    const smallest = Math.min(width, height);
    if (candidates.has(key) || smallest < 1) {
      return;
    }
    const ratio = Math.max(width, height) / smallest;
    const names = ['alt', 'id', 'class', 'title', 'aria-label'].map((name) => element.getAttribute(name) ?? '').join(' ');
    const hinted = /qr|barcode|2fa|mfa|otp|authenticator/i.test(`${names} ${element.getAttribute('src')?.slice(0, 200) ?? ''}`);
    const likely = (hinted ? 4 : 0) + (ratio < 1.15 ? 2 : 0) + (ratio < 2 ? 1 : 0) - (Math.max(width, height) > LARGE_SIDE ? 4 : 0);
    candidates.set(key, { likely, ground, drawing });
  };

  /**
   * Takes the pictures in the style of an element as candidates.
   * @param {Element} element
   * @param {DOMRect} box
   * @param {string | null} [pseudo]
   */
  const addStyled = (element, box, pseudo = null) => {
    const style = getComputedStyle(element, pseudo);
    if (pseudo !== null && /^(none|normal)$/.test(style.content)) {
      return;
    }
    for (const url of urlsIn(`${style.backgroundImage} ${style.content}`).filter(isOwn)) {
      add(url, element, box, () => ofUrl(url));
    }
    for (const url of urlsIn(style.maskImage).filter(isOwn)) {
      const tint = style.backgroundColor;
      add(`${tint} ${url}`, element, box, () => ofUrl(url, tint), parentOf(element));
    }
  };

  /** The address of the picture of an element that does not let it be drawn. @param {Element} element */
  const sourceOf = (element) => {
    if (element instanceof HTMLInputElement && element.type === 'image') {
      return element.src;
    }
    if (element instanceof HTMLObjectElement && /^image\//.test(element.type)) {
      return element.data;
    }
    return element instanceof HTMLEmbedElement && /^image\//.test(element.type) ? element.src : null;
  };

  /** Takes the pictures that an element shows as candidates. @param {Element} element */
  const consider = (element) => {
    // First, since to measure a part that was not rendered is to render it.
    if (!element.checkVisibility({ contentVisibilityAuto: true, visibilityProperty: true })) {
      return;
    }
    const box = element.getBoundingClientRect();
    if (box.width < 1 || box.height < 1) {
      return;
    }
    if (element instanceof HTMLImageElement) {
      const { naturalWidth: width, naturalHeight: height } = element;
      if (element.complete && Math.min(width, height) >= MIN_SIDE) {
        add(element.currentSrc, element, { width, height }, () => ofImage(element));
      }
    } else if (element instanceof HTMLCanvasElement) {
      if (Math.min(element.width, element.height) >= MIN_SIDE) {
        add(element, element, element, () => ofCanvas(element));
      }
    } else if (element instanceof SVGSVGElement && element.ownerSVGElement === null) {
      add(element, element, box, () => ofSvg(element, late));
    } else {
      const url = sourceOf(element);
      if (url !== null && isOwn(url)) {
        add(url, element, box, () => ofUrl(url));
      }
    }
    if (element instanceof HTMLElement && Math.min(box.width, box.height) >= 8) {
      addStyled(element, box);
      addStyled(element, box, '::before');
      addStyled(element, box, '::after');
    }
  };

  let pixels = 0;

  /**
   * Draws a candidate, as a data URL.
   * @param {Candidate} candidate
   * @returns {Promise<string | null>}
   */
  const drawn = async ({ ground, drawing }) => {
    const picture = await drawing();
    if (picture === null || Math.min(picture.width, picture.height) < 1) {
      return null;
    }
    const smallest = Math.min(picture.width, picture.height);
    const largest = Math.max(picture.width, picture.height);
    let scale = 1;
    if (picture.elastic) {
      scale = Math.max(1, elasticSide / largest);
    } else if (smallest < MIN_SIDE) {
      return null;
    } else if (smallest < USEFUL_SIDE) {
      scale = Math.ceil(USEFUL_SIDE / smallest);
    }
    scale = Math.min(scale, Math.sqrt(MAX_PICTURE / (picture.width * picture.height)));
    const width = Math.round(picture.width * scale);
    const height = Math.round(picture.height * scale);
    // A symbol needs room around it, which the page gives it and the picture itself may not.
    const margin = Math.round(Math.max(16, Math.max(width, height) / 10));
    const fullWidth = width + 2 * margin;
    const fullHeight = height + 2 * margin;
    if (pixels + fullWidth * fullHeight > MAX_PIXELS) {
      return null;
    }
    const canvas = /** @type {HTMLCanvasElement} */ (document.createElementNS(XHTML, 'canvas'));
    canvas.width = fullWidth;
    canvas.height = fullHeight;
    const context = canvas.getContext('2d');
    if (context === null) {
      return null;
    }
    pixels += fullWidth * fullHeight;
    context.fillStyle = groundOf(ground);
    context.fillRect(0, 0, fullWidth, fullHeight);
    context.imageSmoothingEnabled = scale < 1 || picture.elastic === true;
    context.imageSmoothingQuality = 'high';
    picture.paint(context, margin, margin, width, height);
    const url = canvas.toDataURL('image/png');
    canvas.width = 0;
    return url;
  };

  for (const element of elements()) {
    if (late()) {
      break;
    }
    try {
      consider(element);
    } catch {
      // A form whose fields have the names of methods cannot be asked for them.
    }
  }
  const likeliest = [...candidates.values()].sort((a, b) => b.likely - a.likely).slice(0, MAX_PICTURES);
  /** @type {string[]} */
  const found = [];
  let length = 0;
  for (const candidate of likeliest) {
    if (late() || length > MAX_TEXT) {
      break;
    }
    // A picture of another site can't be read (SecurityError), a broken one can't be drawn: the others can.
    const url = await drawn(candidate).catch(() => null);
    if (url !== null && length + url.length <= MAX_TEXT) {
      found.push(url);
      length += url.length;
    }
    await pause();
  }
  return { origin: of, pictures: found };
}
