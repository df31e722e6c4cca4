/**
 * The part that tells what a person can see; parts are what shadow.js says, which this one stands on.
 *
 * @typedef {{ opacity: number, hidden: boolean, clipped: boolean, scrollers: Element[] }} Surroundings what an element and
 *   those around it do to what is in them
 * @typedef {Document | ShadowRoot} Root
 *
 * @typedef {object} Sight
 * @property {(element: Element) => boolean} inSight whether the browser renders an element, and not fully transparent
 * @property {(element: Element, cache?: Map<Element, Surroundings>, now?: boolean) => boolean} visible whether a person
 *   could see and touch an element, if need be after scrolling, or without scrolling when they are to see it `now`
 * @property {<T>(places: Root[], act: () => T) => T} withAllInTheWay does something while nothing lets a click through
 * @property {(element: Element, cache: Map<Element, Surroundings>, through: Element[]) => boolean} isLit whether an element
 *   stands out, and nothing that is painted over it hides it; `through` is what lets clicks through
 * @property {(element: Element) => number} painted how many boxes for one character are painted where a field stands
 * @property {(element: Element) => boolean} isTextInput whether an element is an input of text
 *
 * @typedef {import('./shadow.js').Page & { halfminuteSight?: Sight }} Page
 */
export function sight() {
  /** The smallest field in which a digit can be read, in CSS pixels. */
  const MIN_SIDE = 12;
  /** How much of a field must be left by all that fades or covers it, of 1. */
  const MIN_LEFT = 0.3;
  /** The contrasts (WCAG, 1 to 21) from which on an eye tells a text, or an edge, from what is around it. */
  const MIN_CONTRAST = { text: 1.5, edge: 1.05 };
  const FIELD = /^(?:text|tel|number|password|email|search|url)$/;

  const page = /** @type {Page} */ (globalThis);

  /** @type {Sight['isTextInput']} */
  const isTextInput = (element) => element instanceof HTMLInputElement && FIELD.test(element.type);

  /** @param {Element} element */
  const inSight = (element) => element.checkVisibility({ opacityProperty: true, visibilityProperty: true });

  /** @param {Element} element @returns {Element | null} */
  const parentOf = (element) => {
    const root = /** @type {Partial<ShadowRoot>} */ (element.getRootNode());
    return element.assignedSlot ?? element.parentElement ?? root.host ?? null;
  };

  /** What a filter leaves of what it is over, of 1. @param {string} filter */
  const leftBy = (filter) => {
    let left = 1;
    for (const [, name = '', amount = ''] of filter.matchAll(/([a-z-]+)\(((?:[^()]|\([^()]*\))*)\)/g)) {
      const value = Number.parseFloat(amount) / (amount.endsWith('%') ? 100 : 1);
      /** @type {Record<string, number>} */
      const fadings = {
        opacity: value,
        contrast: value,
        brightness: Math.min(value, 1 / value),
        invert: Math.abs(1 - 2 * value),
        blur: 1 - value / 4,
        url: 0,
      };
      const fading = fadings[name] ?? 1;
      left *= Math.max(0, Math.min(1, fading));
    }
    return left;
  };

  /**
   * What an element and those around it do to what is in them. Each element is asked once.
   * @param {Element | null} element
   * @param {Map<Element, Surroundings>} cache
   * @returns {Surroundings}
   */
  const surroundings = (element, cache) => {
    const before = element && cache.get(element);
    if (!element || before) {
      return before || { opacity: 1, hidden: false, clipped: false, scrollers: [] };
    }
    const outer = surroundings(parentOf(element), cache);
    const style = getComputedStyle(element);
    const here = {
      opacity: outer.opacity * Number(style.opacity) * leftBy(style.filter),
      // Nobody can tell what a mask or a blend leaves of it.
      hidden: outer.hidden || /** @type {HTMLElement} */ (element).inert || style.mixBlendMode !== 'normal'
        || [style.maskImage, style.webkitMaskBoxImageSource].some((mask) => mask && mask !== 'none'),
      clipped: outer.clipped || style.clipPath !== 'none' || style.clip !== 'auto',
      scrollers: style.overflow === 'visible' ? outer.scrollers : [...outer.scrollers, element],
    };
    cache.set(element, here);
    return here;
  };

  /**
   * Whether something holds in the middle of a field and near two of its corners. Near the others may stand an icon that
   * belongs to the field.
   * @param {(across: number, down: number) => boolean} holds
   */
  const isMostly = (holds) => {
    let count = holds(0.5, 0.5) ? 1 : -Infinity;
    for (const [across, down] of /** @type {[number, number][]} */ ([[0.15, 0.25], [0.85, 0.75], [0.85, 0.25], [0.15, 0.75]])) {
      count += count > 0 && count < 3 && holds(across, down) ? 1 : 0;
    }
    return count === 3;
  };

  /** @type {Sight['visible']} */
  const visible = (element, cache = new Map(), now = false) => {
    const view = element.ownerDocument.defaultView ?? window;
    const box = element.getBoundingClientRect();
    const [x, y] = [box.left + box.width / 2, box.top + box.height / 2];
    if (box.width < MIN_SIDE || box.height < MIN_SIDE || !inSight(element)) {
      return false;
    }
    const { opacity, hidden, clipped, scrollers } = surroundings(element, cache);
    if (opacity < MIN_LEFT || hidden) {
      return false;
    }
    const root = /** @type {Root} */ (element.getRootNode());
    const labels = [.../** @type {HTMLInputElement} */ (element).labels ?? []];
    const hit = (/** @type {number} */ across, /** @type {number} */ down) => {
      const found = root.elementFromPoint(box.left + across * box.width, box.top + down * box.height);
      return found !== null && (element.contains(found) || labels.some((label) => label.contains(found)));
    };
    if (isMostly(hit)) {
      return true;
    }
    // Out of sight for now. Whatever scrolls may be scrolled to it.
    const onPage = x + view.scrollX > 0 && y + view.scrollY > 0 && x + view.scrollX < 2 * view.innerWidth;
    let away = false;
    for (const scroller of [element.ownerDocument.documentElement, ...scrollers]) {
      const whole = scroller === element.ownerDocument.documentElement || scroller === element.ownerDocument.body;
      const { left, top, right, bottom } = whole
        ? { left: 0, top: 0, right: view.innerWidth, bottom: view.innerHeight }
        : scroller.getBoundingClientRect();
      if (x < left || y < top || x >= right || y >= bottom) {
        away = true;
        if (/hidden|clip/.test(getComputedStyle(scroller).overflow)) {
          return false;
        }
      }
    }
    return away && onPage && !clipped && !now;
  };

  /**
   * Does something while nothing lets a click through, so that the browser finds all that is painted over a field. The page
   * does not run meanwhile, and nothing is drawn.
   * @type {Sight['withAllInTheWay']}
   */
  const withAllInTheWay = (places, act) => {
    const [place] = places;
    // A style sheet serves only the document in whose window it was made.
    const view = (place?.ownerDocument ?? /** @type {Document | undefined} */ (place))?.defaultView ?? window;
    const sheet = new view.CSSStyleSheet();
    sheet.replaceSync('*, ::before, ::after { pointer-events: auto !important; }');
    try {
      for (const place of places) {
        place.adoptedStyleSheets = [...place.adoptedStyleSheets, sheet];
      }
      return act();
    } finally {
      for (const place of places) {
        place.adoptedStyleSheets = place.adoptedStyleSheets.filter((one) => one !== sheet);
      }
    }
  };

  /** How opaque a colour is, of 1. @param {string} colour */
  const alphaOf = (colour) => Number(/^rgba\(.*, ([\d.]+)\)$/.exec(colour)?.[1] ?? /\/ ([\d.]+)\)$/.exec(colour)?.[1] ?? 1);

  /** How much a style paints over what is under it, of 1. @param {CSSStyleDeclaration} style */
  const paintOf = (style) => {
    const colours = style.backgroundImage.match(/(?:rgba?|color|lab|lch|oklab|oklch)\([^()]*\)/g) ?? [];
    const picture = /url\(|image|element\(/.test(style.backgroundImage) ? [1] : colours.map(alphaOf);
    const borders = Number.parseFloat(style.borderTopWidth) > 6 || Number.parseFloat(style.borderLeftWidth) > 6;
    const shadows = style.boxShadow.split(/,(?![^(]*\))/).filter((shadow) => shadow.includes('inset') && /-?(?:[6-9]|\d{2,})(?:\.\d+)?px/.test(shadow));
    return Math.max(
      alphaOf(style.backgroundColor),
      ...picture,
      borders ? alphaOf(style.borderTopColor) : 0,
      ...shadows.map((shadow) => alphaOf(/^[a-z]+\([^()]*\)/.exec(shadow.trim())?.[0] ?? '')),
      style.backdropFilter && style.backdropFilter !== 'none' ? 1 - leftBy(style.backdropFilter) : 0,
    );
  };

  /**
   * How much what CSS puts before and after the content of an element paints over a box, where it is half as large as that.
   * @param {Element} one
   * @param {DOMRect} box
   */
  const paintAround = (one, box) => Math.max(...['::before', '::after'].map((which) => {
    const style = getComputedStyle(one, which);
    const isLarge = Number.parseFloat(style.width) >= box.width / 2 && Number.parseFloat(style.height) >= box.height / 2;
    return style.content !== 'none' && style.content !== 'normal' && isLarge ? paintOf(style) * Number(style.opacity) : 0;
  }));

  /** How much an element itself paints over what is under it, of 1. @param {Element} one */
  const ownPaint = (one) => {
    const style = getComputedStyle(one);
    if (one instanceof SVGElement && one.localName !== 'svg') {
      return style.fill === 'none' ? 0 : alphaOf(style.fill) * Number(style.fillOpacity);
    }
    return /^(?:img|video|embed|object)$/.test(one.localName) ? 1 : paintOf(style);
  };

  /**
   * All elements at a point, the uppermost first, also those in web components.
   * @param {Root} root
   * @param {number} x
   * @param {number} y
   * @returns {Element[]}
   */
  const stackAt = (root, x, y) => root.elementsFromPoint(x, y).filter((one) => one.getRootNode() === root).flatMap((one) => {
    const inner = page.halfminuteShadowRootOf?.(one);
    return inner ? [...stackAt(inner, x, y), one] : [one];
  });

  /** @typedef {[red: number, green: number, blue: number, alpha?: number]} Colour */

  /** The numbers of a colour that is written in sRGB, else null. @param {string} colour @returns {Colour | null} */
  const numbersOf = (colour) => {
    const [red, green, blue, alpha] = /^rgba?\(/.test(colour) ? (colour.match(/[\d.]+/g) ?? []).map(Number) : [];
    return red === undefined || green === undefined || blue === undefined ? null : [red, green, blue, alpha];
  };

  /** The colour that is seen where one lies over another. @param {Colour} over @param {Colour} under @returns {Colour} */
  const mixed = ([red, green, blue, alpha = 1], under) => {
    const mix = (/** @type {number} */ above, /** @type {number} */ below) => above * alpha + below * (1 - alpha);
    return [mix(red, under[0]), mix(green, under[1]), mix(blue, under[2])];
  };

  /** How light a colour is, by WCAG's relative luminance. @param {Colour} colour */
  const lightness = ([red, green, blue]) => {
    const linear = (/** @type {number} */ part) => (part / 255 <= 0.04045 ? part / 3294.6 : ((part / 255 + 0.055) / 1.055) ** 2.4);
    return 0.2126 * linear(red) + 0.7152 * linear(green) + 0.0722 * linear(blue) + 0.05;
  };

  /** The contrast of two colours, by WCAG. @param {Colour} one @param {Colour} other */
  const contrast = (one, other) => {
    const [first, second] = [lightness(one), lightness(other)];
    return Math.max(first, second) / Math.min(first, second);
  };

  /**
   * The colour of what is painted under a point; null where it cannot be told.
   * @param {Element[]} stack
   * @param {DOMRect} box
   */
  const groundOf = (stack, box) => {
    /** @type {Colour[]} */
    const layers = [];
    const onWhite = () => layers.reduceRight((under, over) => mixed(over, under), /** @type {Colour} */ ([255, 255, 255]));
    // The body's background lies under everything, unless the root has one of its own.
    const { documentElement, body } = document;
    const rootStyle = getComputedStyle(documentElement);
    const lowest = alphaOf(rootStyle.backgroundColor) === 0 && rootStyle.backgroundImage === 'none' ? [body] : [];
    for (const one of [...stack.filter((other) => !lowest.includes(/** @type {HTMLElement} */ (other))), ...lowest]) {
      const { backgroundColor, backgroundImage } = getComputedStyle(one);
      const colour = numbersOf(backgroundColor);
      if (colour === null || backgroundImage !== 'none' || /^(?:img|video|canvas|svg|i?frame|embed|object)$/.test(one.localName)
        || one instanceof SVGElement || paintAround(one, box) > 0) {
        return null;
      }
      layers.push(colour);
      if ((colour[3] ?? 1) === 1) {
        return onWhite();
      }
    }
    // What is around a frame is not known, nor what the browser paints under a page that is dark by itself.
    return window === top && !rootStyle.colorScheme.includes('dark') ? onWhite() : null;
  };

  /**
   * Whether a text in it, or an edge of it, could be told from what is around: both may have the same colour.
   * @param {Element} element
   * @param {Element[]} under it
   * @param {DOMRect} box
   */
  const standsOut = (element, under, box) => {
    const style = getComputedStyle(element);
    const around = groundOf(under, box);
    const ground = groundOf([element, ...under], box);
    const text = numbersOf(style.webkitTextFillColor || style.color);
    if (around === null || ground === null || text === null || style.textShadow !== 'none') {
      return true;
    }
    const drawn = Number.parseFloat(style.fontSize) >= 5 && Math.abs(Number.parseFloat(style.textIndent)) < box.width;
    if (drawn && contrast(mixed(text, ground), ground) >= MIN_CONTRAST.text) {
      return true;
    }
    const sides = ['top', 'right', 'bottom', 'left'].map((side) => `border-${side}`);
    const lines = [...sides, 'outline'].filter((line) =>
      !/none|hidden/.test(style.getPropertyValue(`${line}-style`)) && Number.parseFloat(style.getPropertyValue(`${line}-width`)) > 0);
    const shadow = /[a-z]+\([^()]*\)/.exec(style.boxShadow);
    const edges = [...lines.map((line) => numbersOf(style.getPropertyValue(`${line}-color`))), shadow && numbersOf(shadow[0]), ground];
    return edges.some((edge) => edge !== null && contrast(mixed(edge, around), around) >= MIN_CONTRAST.edge);
  };

  /**
   * Whether an element stands out, and nothing that is painted over it hides it, as far as it is in view now. It has to be
   * asked `withAllInTheWay`.
   * @type {Sight['isLit']}
   */
  const isLit = (element, cache, through) => {
    const box = element.getBoundingClientRect();
    /** @type {Set<Element>} */
    const around = new Set();
    for (let above = parentOf(element); above; above = parentOf(above)) {
      around.add(above);
    }
    // What the browser does not find at a point: a page may insist that clicks go through, and what is inert never takes any.
    const insisting = through.filter((one) => (getComputedStyle(one).pointerEvents === 'none' || /** @type {HTMLElement} */ (one).inert)
      && !around.has(one) && !element.contains(one) && inSight(one) && isOver(one, element));
    /** @param {Element} one */
    const paint = (one) => Math.max(around.has(one) ? 0 : ownPaint(one), paintAround(one, box)) * surroundings(one, cache).opacity;
    const isBright = (/** @type {number} */ across, /** @type {number} */ down) => {
      const [x, y] = [box.left + across * box.width, box.top + down * box.height];
      const stack = stackAt(element.ownerDocument, x, y);
      const over = stack.slice(0, Math.max(0, stack.indexOf(element))).filter((one) => !element.contains(one));
      const forced = insisting.filter((one) => {
        const { left, top, right, bottom } = one.getBoundingClientRect();
        return x >= left && x <= right && y >= top && y <= bottom;
      });
      return [...over, ...forced].reduce((left, one) => left * (1 - Math.min(1, paint(one))), 1) >= MIN_LEFT;
    };
    if (!isMostly(isBright)) {
      return false;
    }
    const stack = stackAt(element.ownerDocument, box.left + box.width / 2, box.top + box.height / 2);
    const at = stack.indexOf(element);
    // A field whose boxes are painted shows in them what it holds, and may be without colours itself.
    return at < 0 || standsOut(element, stack.slice(at + 1), box) || painted(element) > 1;
  };

  /** Whether what lets clicks through is likely to be drawn over it, and not behind it. @param {Element} one @param {Element} element */
  const isOver = (one, element) => {
    const { position, zIndex } = getComputedStyle(one);
    const follows = element.compareDocumentPosition(one) === Node.DOCUMENT_POSITION_FOLLOWING;
    return position !== 'static' && !(Number(zIndex) < 0) && (follows || Number(zIndex) > 0);
  };

  /**
   * How many boxes for one character are painted in a row where a field stands, which may be transparent itself.
   * @type {Sight['painted']}
   */
  const painted = (element) => {
    const field = element.getBoundingClientRect();
    let around = parentOf(element);
    for (let level = 0; level < 4 && around && element.checkVisibility({ visibilityProperty: true }); level += 1) {
      const inside = [...around.querySelectorAll('*')];
      if (inside.length > 100 || inside.some((other) => other !== element && isTextInput(other))) {
        return 0;
      }
      /** @type {Map<string, Set<number>>} */
      const rows = new Map();
      for (const one of inside) {
        const { left, top, width, height } = one.getBoundingClientRect();
        const small = width >= 16 && width <= 110 && height >= 16 && width <= 2.5 * height && height <= 2.5 * width;
        const near = top <= field.bottom && top + height >= field.top;
        if (small && near && one !== element && inSight(one) && (one.textContent ?? '').slice(0, 800).trim().length <= 1) {
          const { backgroundColor, borderBottomWidth, boxShadow } = getComputedStyle(one);
          if (borderBottomWidth !== '0px' || boxShadow !== 'none' || !/, 0\)$/.test(backgroundColor)) {
            const row = `${Math.round(top)} ${Math.round(height)}`;
            rows.set(row, (rows.get(row) ?? new Set()).add(Math.round(left)));
            const [from, to] = [Math.min(...rows.get(row) ?? []), Math.max(...rows.get(row) ?? [])];
            if (to + width < field.left || from > field.right) {
              rows.delete(row);
            }
          }
        }
      }
      const count = Math.max(0, ...[...rows.values()].map(({ size }) => size));
      if (count > 1) {
        return count;
      }
      around = parentOf(around);
    }
    return 0;
  };

  Object.assign(globalThis, { halfminuteSight: /** @satisfies {Sight} */ ({ inSight, visible, withAllInTheWay, isLit, painted, isTextInput }) });
}
