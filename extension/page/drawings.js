/**
 * The part that draws a picture of this document, whatever kind of element shows it; parts are what shadow.js says.
 *
 * Nothing is asked of any server: what has to be read by its address comes from the browser's cache or not at all.
 *
 * @typedef {object} Drawing
 * @property {number} width
 * @property {number} height
 * @property {boolean} [elastic] whether it has no pixels of its own, or does not say how many
 * @property {(context: CanvasRenderingContext2D, x: number, y: number, width: number, height: number) => void} paint
 *
 * @typedef {object} Drawings
 * @property {number} elasticSide the side at which an elastic picture is drawn, in pixels
 * @property {(image: HTMLImageElement) => Drawing} ofImage
 * @property {(canvas: HTMLCanvasElement) => Drawing} ofCanvas
 * @property {(svg: SVGSVGElement, late: () => boolean) => Promise<Drawing | null>} ofSvg gives up once it is `late`
 * @property {(url: string, tint?: string) => Promise<Drawing | null>} ofUrl a picture by its address; of a mask, `tint` is the
 *   colour that shows through it
 * @property {(url: string) => boolean} isOwn whether an address is of the page's own site, or holds the picture itself
 *
 * @typedef {import('./shadow.js').Page & { halfminuteDrawings?: Drawings }} Page
 */
export function drawings() {
  /** Three pixels for each module of the largest symbol. */
  const ELASTIC_SIDE = 640;
  /** An SVG of more shapes than the largest symbol has modules is something else. */
  const MAX_SHAPES = 20_000;
  /** The longest address of a picture, and the largest SVG, in characters. */
  const MAX_SOURCE = 4 * 1024 * 1024;
  const SVG = 'http://www.w3.org/2000/svg';

  /** A picture that the browser has decoded. @param {string} url */
  const load = async (url) => {
    const image = new Image();
    image.src = url;
    await image.decode();
    return image;
  };

  /** @type {Drawings['ofImage']} */
  const ofImage = (image) => {
    const vector = /^data:image\/svg|\.svg(z?)($|[?#])/i.test((image.currentSrc || image.src).slice(0, 2000));
    // With a `srcset` the natural size is the one on the page: the picture has more pixels, but does not say how many.
    const chosen = image.srcset !== '' || image.parentElement?.localName === 'picture';
    return {
      width: image.naturalWidth,
      height: image.naturalHeight,
      elastic: vector || chosen,
      paint: (context, ...place) => context.drawImage(image, ...place),
    };
  };

  /** @type {Drawings['ofCanvas']} */
  const ofCanvas = (canvas) => ({
    width: canvas.width,
    height: canvas.height,
    paint: (context, ...place) => context.drawImage(canvas, ...place),
  });

  /**
   * Draws an SVG within the page, with all that its look takes from the page: colours that it inherits, style sheets, and
   * symbols that it uses from elsewhere.
   * @type {Drawings['ofSvg']}
   */
  const ofSvg = async (svg, late) => {
    const box = svg.getBoundingClientRect();
    // In a document of its own: in the page's, a copy would load once more what it shows.
    const inert = new Document();
    const copy = inert.importNode(svg, true);
    const shapes = [svg, ...svg.querySelectorAll('*')];
    const copies = [copy, ...copy.querySelectorAll('*')];
    if (shapes.length > MAX_SHAPES) {
      return null;
    }
    for (const [at, shape] of shapes.entries()) {
      if (late()) {
        break;
      }
      // To ask a part that is not rendered for its style would render it: only drawings are asked.
      if (!(shape instanceof SVGElement)) {
        continue;
      }
      const style = getComputedStyle(shape);
      const looks = ['color', 'display', 'fill', 'fill-opacity', 'fill-rule', 'opacity', 'stroke', 'stroke-opacity', 'stroke-width', 'visibility'];
      if (at > 0 && style.transform !== 'none') {
        looks.push('transform', 'transform-origin', 'transform-box');
      }
      copies[at]?.setAttribute('style', looks.map((look) => `${look}:${style.getPropertyValue(look)}`).join(';'));
    }
    for (const use of copy.querySelectorAll('use')) {
      const id = (use.getAttribute('href') ?? use.getAttributeNS('http://www.w3.org/1999/xlink', 'href') ?? '').replace(/^#/, '');
      const used = /** @type {Document | ShadowRoot} */ (svg.getRootNode()).getElementById(id);
      if (used !== null && copy.getElementById(id) === null) {
        const definitions = inert.createElementNS(SVG, 'defs');
        definitions.append(inert.importNode(used, true));
        copy.prepend(definitions);
      }
    }
    const size = ELASTIC_SIDE / Math.max(box.width, box.height);
    const width = box.width * size;
    const height = box.height * size;
    if (!copy.hasAttribute('viewBox')) {
      copy.setAttribute('viewBox', `0 0 ${svg.clientWidth || box.width} ${svg.clientHeight || box.height}`);
    }
    copy.setAttribute('width', String(width));
    copy.setAttribute('height', String(height));
    copy.setAttribute('shape-rendering', 'crispEdges');
    const source = new XMLSerializer().serializeToString(copy);
    if (source.length > MAX_SOURCE || late()) {
      return null;
    }
    const image = await load(`data:image/svg+xml;charset=utf-8,${encodeURIComponent(source)}`);
    return { width, height, elastic: true, paint: (context, ...place) => context.drawImage(image, ...place) };
  };

  /** The addresses that this document itself has loaded as pictures without being sent to another. @type {Set<string> | undefined} */
  let loaded;
  const hasLoaded = (/** @type {string} */ url) => {
    loaded ??= new Set(performance.getEntriesByType('resource').flatMap((entry) => {
      const { name, initiatorType, responseStatus, redirectEnd } = /** @type {PerformanceResourceTiming} */ (entry);
      return responseStatus === 200 && redirectEnd === 0 && /^(css|img|image|input)$/.test(initiatorType) ? [name] : [];
    }));
    return loaded.has(url.replace(/#.*/s, ''));
  };

  /**
   * An address for what the browser has already under this one, or null: to read it there asks no server.
   * @param {string} url
   */
  const held = async (url) => {
    // The page's service worker is asked before the cache, and might ask its server.
    if (/^https?:/.test(url) && navigator.serviceWorker?.controller) {
      return null;
    }
    // Firefox keeps the pictures that a document shows. A fetch would count as the page's own there, and a page whose policy
    // forbids it would be told.
    if ('openOrClosedShadowRoot' in Element.prototype) {
      return /^blob:/.test(url) || hasLoaded(url) ? url : null;
    }
    // In this mode no redirection to another site is followed.
    const response = await fetch(url, { cache: 'only-if-cached', mode: 'same-origin' });
    const blob = await response.blob();
    if (!response.ok || !/^image\//.test(blob.type) || blob.size > MAX_SOURCE) {
      return null;
    }
    const reader = new FileReader();
    await new Promise((resolve) => {
      reader.addEventListener('loadend', resolve);
      reader.readAsDataURL(blob);
    });
    return typeof reader.result === 'string' ? reader.result : null;
  };

  /** @type {Drawings['ofUrl']} */
  const ofUrl = async (url, tint) => {
    const source = /^data:/i.test(url) ? url : await held(new URL(url, document.baseURI).href);
    if (source === null) {
      return null;
    }
    const drawing = ofImage(await load(source));
    if (tint === undefined) {
      return drawing;
    }
    return {
      ...drawing,
      paint: (context, x, y, width, height) => {
        const stencil = new OffscreenCanvas(width, height);
        const inside = /** @type {CanvasRenderingContext2D | null} */ (/** @type {unknown} */ (stencil.getContext('2d')));
        if (inside !== null) {
          inside.imageSmoothingEnabled = context.imageSmoothingEnabled;
          drawing.paint(inside, 0, 0, width, height);
          inside.globalCompositeOperation = 'source-in';
          inside.fillStyle = tint;
          inside.fillRect(0, 0, width, height);
          context.drawImage(stencil, x, y);
        }
      },
    };
  };

  /** @type {Drawings['isOwn']} */
  const isOwn = (url) =>
    url.length <= MAX_SOURCE && URL.canParse(url, document.baseURI) &&
    (/^data:image\//i.test(url) || new URL(url, document.baseURI).origin === origin);

  const given = { elasticSide: ELASTIC_SIDE, ofImage, ofCanvas, ofSvg, ofUrl, isOwn };
  Object.assign(globalThis, { halfminuteDrawings: /** @satisfies {Drawings} */ (given) });
}
