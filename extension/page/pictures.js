/**
 * The pictures of this document at their natural size, as PNGs in data URLs: what a screenshot misses, because it is
 * out of sight, scaled down or too small. Judges nothing: the core does.
 *
 * Runs in the page's document, in the extension's own world, on demand; it must stand by itself, since the browser
 * sends its source. It changes nothing in the page and puts nothing into it. Pictures of other sites can't be read and
 * are passed over. Nothing is asked of any server: what the browser has not rendered is not touched, since it would load
 * what that shows, and what has to be read by its address comes from the browser's cache or not at all.
 * @param {string | null} site the origin of the page: frames of others are not looked at
 */
export async function pictures(site) {
  /** What is looked through before the page is left alone; the first of a very long page are as good as any. */
  const MAX_ELEMENTS = 20_000;
  /** A page that enrols shows one or two, among logos and flags. */
  const MAX_PICTURES = 32;
  /** Four full screens: what a reader looks through in a second. */
  const MAX_PIXELS = 16 * 1024 * 1024;
  /** Of one picture. A larger one is drawn smaller: the largest symbol there is still has 11 pixels a module then. */
  const MAX_PICTURE = 4 * 1024 * 1024;
  /** Of what is handed back, in characters: a message must stay below 64 MiB. A page may have a hundred frames. */
  const MAX_TEXT = (window === top ? 12 : 2) * 1024 * 1024;
  /** Milliseconds, for which the popup waits. */
  const MAX_TIME = window === top ? 400 : 150;
  /** The smallest symbol has 21 modules, and a module has at least a pixel. */
  const MIN_SIDE = 21;
  /** Beyond this it is a photograph or a sprite sheet, and comes last. */
  const LARGE_SIDE = 4096;
  /** Smaller pictures are magnified, so that a module has more than one or two pixels. */
  const USEFUL_SIDE = 200;
  /** What has no pixels of its own, or does not say how many: three for each module of the largest symbol. */
  const ELASTIC_SIDE = 640;
  /** An SVG of more shapes than the largest symbol has modules is something else. */
  const MAX_SHAPES = 20_000;
  /** Of a picture's address, or of an SVG. */
  const MAX_SOURCE = 4 * 1024 * 1024;

  // A frame without an address of its own is of the site that made it; one that is shut in a sandbox is of none.
  const of = window === top ? location.origin : origin;

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
  const SVG = 'http://www.w3.org/2000/svg';

  /**
   * @typedef {{ width: number, height: number, elastic?: boolean,
   *             paint: (context: CanvasRenderingContext2D, x: number, y: number, width: number, height: number) => void }} Drawing
   * @typedef {{ likely: number, ground: Element | null, drawing: () => Drawing | null | Promise<Drawing | null> }} Candidate
   */

  /** @param {Element} element @returns {ShadowRoot | null} */
  const shadowOf = (element) => {
    const firefox = /** @type {{ openOrClosedShadowRoot?: ShadowRoot | null }} */ (/** @type {unknown} */ (element));
    const chromium = /** @type {{ chrome?: typeof chrome }} */ (globalThis).chrome?.dom;
    // Asked of those only that can have one: it is a slow question.
    const host = /-|^(article|aside|blockquote|body|div|footer|h[1-6]|header|main|nav|p|section|span)$/.test(element.localName);
    if (!host || !(element instanceof HTMLElement)) {
      return null;
    }
    return firefox.openOrClosedShadowRoot ?? chromium?.openOrClosedShadowRoot(element) ?? element.shadowRoot;
  };

  const elements = () => {
    /** @type {Element[]} */
    const found = [];
    /** @type {(Document | ShadowRoot)[]} */
    const roots = [document];
    for (const root of roots) {
      for (const element of root.querySelectorAll('*')) {
        if (found.length >= MAX_ELEMENTS || late()) {
          return found;
        }
        found.push(element);
        const shadow = shadowOf(element);
        if (shadow !== null && shadow !== undefined) {
          roots.push(shadow);
        }
      }
    }
    return found;
  };

  // Not `element.parentElement`: in a form whose field has that name, it would lead round in a circle.
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

  /** @param {string} url */
  const load = async (url) => {
    const image = new Image();
    image.src = url;
    await image.decode();
    return image;
  };

  /** @param {HTMLImageElement} image @returns {Drawing} */
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

  /** @param {HTMLCanvasElement} canvas @returns {Drawing} */
  const ofCanvas = (canvas) => ({
    width: canvas.width,
    height: canvas.height,
    paint: (context, ...place) => context.drawImage(canvas, ...place),
  });

  /**
   * An SVG within the page, with all that its look takes from the page: colours that it inherits, style sheets, and
   * symbols that it uses from elsewhere.
   * @param {SVGSVGElement} svg
   * @returns {Promise<Drawing | null>}
   */
  const ofSvg = async (svg) => {
    const box = svg.getBoundingClientRect();
    // In the page's own document a copy would load what it shows once more.
    const inert = new Document();
    const copy = inert.importNode(svg, true);
    const [shapes, copies] = [svg, copy].map((root) => [root, ...root.querySelectorAll('*')]);
    if (shapes.length > MAX_SHAPES) {
      return null;
    }
    for (let at = 0; at < shapes.length && !late(); at += 1) {
      // What is no drawing may be a part that is not rendered.
      if (!(shapes[at] instanceof SVGElement)) {
        continue;
      }
      const style = getComputedStyle(shapes[at]);
      const looks = ['color', 'display', 'fill', 'fill-opacity', 'fill-rule', 'opacity', 'stroke', 'stroke-opacity', 'stroke-width', 'visibility'];
      if (at > 0 && style.transform !== 'none') {
        looks.push('transform', 'transform-origin', 'transform-box');
      }
      copies[at].setAttribute('style', looks.map((look) => `${look}:${style.getPropertyValue(look)}`).join(';'));
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
    const [width, height] = [box.width * size, box.height * size];
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

  /** What this document itself has loaded as a picture, and not by way of another address. @type {Set<string> | undefined} */
  let loaded;
  const hasLoaded = (/** @type {string} */ url) => {
    loaded ??= new Set(performance.getEntriesByType('resource').flatMap((entry) => {
      const { name, initiatorType, responseStatus, redirectEnd } = /** @type {PerformanceResourceTiming} */ (entry);
      return responseStatus === 200 && redirectEnd === 0 && /^(css|img|image|input)$/.test(initiatorType) ? [name] : [];
    }));
    return loaded.has(url.replace(/#.*/s, ''));
  };

  /**
   * What the browser has of the page's own site, under an address that costs no request.
   * @param {string} url
   */
  const held = async (url) => {
    // A worker of the page would be asked before the cache, and might ask its server.
    if (/^https?:/.test(url) && navigator.serviceWorker?.controller) {
      return null;
    }
    // Firefox keeps the pictures that a document shows. A fetch would be the page's own there, so that a page which allows
    // none would have it reported.
    if ('openOrClosedShadowRoot' in Element.prototype) {
      return /^blob:/.test(url) || hasLoaded(url) ? url : null;
    }
    // What led elsewhere is not followed there.
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

  /**
   * A picture by its address: of the page's own site, or held within the page.
   * @param {string} url
   * @param {string} [tint] for a mask: the colour that shows through it
   * @returns {Promise<Drawing | null>}
   */
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

  /** @param {string} url */
  const isOwn = (url) =>
    url.length <= MAX_SOURCE && URL.canParse(url, document.baseURI) &&
    (/^data:image\//i.test(url) || new URL(url, document.baseURI).origin === origin);

  /** @param {string} text of a style */
  const urlsIn = (text) =>
    text.includes('url(') ? [...text.matchAll(/url\("((?:[^"\\]|\\.)*)"\)/g)].map(([, url]) => url.replace(/\\(.)/g, '$1')) : [];

  /** @type {Map<unknown, Candidate>} */
  const candidates = new Map();

  /**
   * @param {unknown} key the same picture is taken once
   * @param {Element} element
   * @param {{ width: number, height: number }} size
   * @param {Candidate['drawing']} drawing
   * @param {Element | null} [ground] on which it lies
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

  /** Of an element that shows a picture and does not let it be drawn. @param {Element} element */
  const sourceOf = (element) => {
    if (element instanceof HTMLInputElement && element.type === 'image') {
      return element.src;
    }
    if (element instanceof HTMLObjectElement && /^image\//.test(element.type)) {
      return element.data;
    }
    return element instanceof HTMLEmbedElement && /^image\//.test(element.type) ? element.src : null;
  };

  /** @param {Element} element */
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
      add(element, element, box, () => ofSvg(element));
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
   * @param {Candidate} candidate
   * @returns {Promise<string | null>}
   */
  const drawn = async ({ ground, drawing }) => {
    const picture = await drawing();
    if (picture === null || Math.min(picture.width, picture.height) < 1) {
      return null;
    }
    const [smallest, largest] = [picture.width, picture.height].sort((a, b) => a - b);
    let scale = 1;
    if (picture.elastic) {
      scale = Math.max(1, ELASTIC_SIDE / largest);
    } else if (smallest < MIN_SIDE) {
      return null;
    } else if (smallest < USEFUL_SIDE) {
      scale = Math.ceil(USEFUL_SIDE / smallest);
    }
    scale = Math.min(scale, Math.sqrt(MAX_PICTURE / (picture.width * picture.height)));
    const [width, height] = [picture.width * scale, picture.height * scale].map(Math.round);
    // A symbol needs room around it, which the page gives it and the picture itself may not.
    const margin = Math.round(Math.max(16, Math.max(width, height) / 10));
    const [fullWidth, fullHeight] = [width + 2 * margin, height + 2 * margin];
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
      // A form whose fields bear the names of methods, say.
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
