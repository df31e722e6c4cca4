/**
 * Describes the input fields of this document as a person sees them, and judges nothing: the core does.
 *
 * Runs in the page's document, in the extension's own world, on demand; it must stand by itself, since the browser
 * sends its source. What it finds stays here under `token`, so that `write` reaches these very elements or none, and
 * can ask whether they still are what was described.
 * @param {string} token
 */
export function collect(token) {
  const MAX_FIELDS = 500;
  const MAX_NODES = 40_000;
  const MAX_LEVELS = 400;
  const MAX_TEXT = 4000;
  /** Of all that is read. A page that says more is too large. */
  const MAX_READ = 400_000;
  const MAX_ACTIONS = 1500;
  const MAX_ATTRIBUTE = 200;
  const MAX_FRAMES = 20;
  const MAX_ROOTS = 300;
  /** Of what lets clicks through. */
  const MAX_THROUGH = 200;
  /** The fields that are asked for what lies over them; each is asked again before it is written. */
  const MAX_LOOKS = 50;
  /** The smallest field in which a digit can be read, in CSS pixels. */
  const MIN_SIDE = 12;
  /** How much of a field must be left by all that fades or covers it, of 1. */
  const MIN_LEFT = 0.3;
  /** From which contrast on (WCAG, 1 to 21) an eye tells a text, or an edge, from what is around it. */
  const MIN_CONTRAST = { text: 1.5, edge: 1.05 };
  const MAX_NESTED = 5;
  /** Milliseconds: a person waits, and a page may have many frames. */
  const MAX_TIME = window === top ? 80 : 30;
  /** A page of fewer nodes is looked through, however busy the machine is. */
  const SMALL = 4000;
  /** What is said right before a field, and right after it, in characters. */
  const BEFORE = 300;
  const AFTER = 200;

  const FIELD = /^(?:text|tel|number|password|email|search|url)$/;
  const SKIPPED = /^(?:script|style|noscript|template|option|textarea|head|object)$/;
  /** What can have a shadow root: to ask is slow. */
  const HOST = /-|^(?:article|aside|blockquote|body|div|footer|h[1-6]|header|main|nav|p|section|span)$/;
  const began = performance.now();

  /** @typedef {{ opacity: number, hidden: boolean, clipped: boolean, scrollers: Element[] }} Surroundings */
  /** @typedef {Document | ShadowRoot} Root */

  /** @param {string | null | undefined} text */
  const short = (text) => (text ?? '').slice(0, 4 * MAX_ATTRIBUTE).replace(/\s+/g, ' ').trim().slice(0, MAX_ATTRIBUTE);

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
    for (const [, name, amount] of filter.matchAll(/([a-z-]+)\(((?:[^()]|\([^()]*\))*)\)/g)) {
      const value = Number.parseFloat(amount) / (amount.endsWith('%') ? 100 : 1);
      const fading = {
        opacity: value,
        contrast: value,
        brightness: Math.min(value, 1 / value),
        invert: Math.abs(1 - 2 * value),
        blur: 1 - value / 4,
        url: 0,
      }[name] ?? 1;
      left *= Math.max(0, Math.min(1, fading));
    }
    return left;
  };

  /**
   * What an element and those around it do to what is in them, each asked once.
   * @param {Element | null} element
   * @param {Map<Element, Surroundings>} known
   * @returns {Surroundings}
   */
  const surroundings = (element, known) => {
    const before = element && known.get(element);
    if (!element || before) {
      return before || { opacity: 1, hidden: false, clipped: false, scrollers: [] };
    }
    const outer = surroundings(parentOf(element), known);
    const style = getComputedStyle(element);
    const here = {
      opacity: outer.opacity * Number(style.opacity) * leftBy(style.filter),
      // What a mask or a blend leaves cannot be told.
      hidden: outer.hidden || /** @type {HTMLElement} */ (element).inert || style.mixBlendMode !== 'normal'
        || [style.maskImage, style.webkitMaskBoxImageSource].some((mask) => mask && mask !== 'none'),
      clipped: outer.clipped || style.clipPath !== 'none' || style.clip !== 'auto',
      scrollers: style.overflow === 'visible' ? outer.scrollers : [...outer.scrollers, element],
    };
    known.set(element, here);
    return here;
  };

  /** Whether it is so in the middle of a field and near two corners: near the others may stand an icon that belongs to it.
   * @param {(across: number, down: number) => boolean} isSo */
  const isMostly = (isSo) => {
    const corners = [[0.15, 0.25], [0.85, 0.75], [0.85, 0.25], [0.15, 0.75]];
    let count = isSo(0.5, 0.5) ? 1 : -Infinity;
    for (let at = 0; at < corners.length && count > 0 && count < 3; at += 1) {
      count += isSo(corners[at][0], corners[at][1]) ? 1 : 0;
    }
    return count === 3;
  };

  /**
   * Whether a person could see and touch it, if need be after scrolling: of some size, on the page, not transparent and
   * not covered.
   * @param {Element} element
   * @param {Map<Element, Surroundings>} [known]
   * @param {boolean} [now] without scrolling
   * @returns {boolean}
   */
  const visible = (element, known = new Map(), now = false) => {
    const view = /** @type {Window & typeof globalThis} */ (element.ownerDocument.defaultView);
    const box = element.getBoundingClientRect();
    const [x, y] = [box.left + box.width / 2, box.top + box.height / 2];
    if (box.width < MIN_SIDE || box.height < MIN_SIDE || !inSight(element)) {
      return false;
    }
    const { opacity, hidden, clipped, scrollers } = surroundings(element, known);
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
    // Out of sight for now: what may be scrolled may be scrolled to it.
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

  /** The shadow roots of this document. @type {ShadowRoot[]} */
  const roots = [];
  /** What lets clicks through. @type {Element[]} */
  const through = [];

  /**
   * Does something while nothing lets a click through, so that the browser finds all that is painted over a field. The page
   * does not run meanwhile, and nothing is drawn.
   * @template T
   * @param {Root[]} places
   * @param {() => T} act
   */
  const withAllInTheWay = (places, act) => {
    const view = /** @type {Window & typeof globalThis} */ ((places[0].ownerDocument ?? /** @type {Document} */ (places[0])).defaultView);
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

  /** The same for what stands before and behind in an element, where it is as large as half of the box. @param {Element} one @param {DOMRect} box */
  const paintAround = (one, box) => Math.max(...['::before', '::after'].map((which) => {
    const style = getComputedStyle(one, which);
    const isLarge = Number.parseFloat(style.width) >= box.width / 2 && Number.parseFloat(style.height) >= box.height / 2;
    return style.content !== 'none' && style.content !== 'normal' && isLarge ? paintOf(style) * Number(style.opacity) : 0;
  }));

  /** @param {Element} one */
  const ownPaint = (one) => {
    const style = getComputedStyle(one);
    if (one instanceof SVGElement && one.localName !== 'svg') {
      return style.fill === 'none' ? 0 : alphaOf(style.fill) * Number(style.fillOpacity);
    }
    return /^(?:img|video|embed|object)$/.test(one.localName) ? 1 : paintOf(style);
  };

  /** All that is at a point, the uppermost first, through shadow roots. @param {Root} root @param {number} x @param {number} y @returns {Element[]} */
  const stackAt = (root, x, y) => root.elementsFromPoint(x, y).filter((one) => one.getRootNode() === root).flatMap((one) => {
    const inner = rootOf(one);
    return inner ? [...stackAt(inner, x, y), one] : [one];
  });

  /** @param {string} colour @returns {number[] | null} */
  const numbersOf = (colour) => (/^rgba?\(/.test(colour) ? (colour.match(/[\d.]+/g) ?? []).map(Number) : null);

  /** @param {number[]} over @param {number[]} under */
  const mixed = ([red, green, blue, alpha = 1], under) => [red, green, blue].map((part, at) => part * alpha + under[at] * (1 - alpha));

  /** @param {number[]} one @param {number[]} other */
  const contrast = (one, other) => {
    const [light, dark] = [one, other].map((parts) => {
      const [red, green, blue] = parts.map((part) => (part / 255 <= 0.04045 ? part / 3294.6 : ((part / 255 + 0.055) / 1.055) ** 2.4));
      return 0.2126 * red + 0.7152 * green + 0.0722 * blue + 0.05;
    }).toSorted((first, second) => second - first);
    return light / dark;
  };

  /**
   * The colour of what is painted under a point; null where it cannot be told.
   * @param {Element[]} stack
   * @param {DOMRect} box
   */
  const groundOf = (stack, box) => {
    /** @type {number[][]} */
    const layers = [];
    // What the body is painted with lies under everything, where the root leaves it that.
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
        return layers.reduceRight((under, over) => mixed(over, under), [255, 255, 255]);
      }
    }
    // What is around a frame, and a page that is dark by itself, is not known.
    return window === top && !rootStyle.colorScheme.includes('dark')
      ? layers.reduceRight((under, over) => mixed(over, under), [255, 255, 255])
      : null;
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
   * Whether nothing that is painted over it keeps it from being seen, and it stands out; as far as it is in view now. Asked
   * `withAllInTheWay`.
   * @param {Element} element
   * @param {Map<Element, Surroundings>} known
   */
  const isLit = (element, known) => {
    const box = element.getBoundingClientRect();
    /** @type {Set<Element>} */
    const around = new Set();
    for (let above = parentOf(element); above; above = parentOf(above)) {
      around.add(above);
    }
    // A page may insist that clicks go through, and no click ever finds what is inert.
    const insisting = through.filter((one) => (getComputedStyle(one).pointerEvents === 'none' || /** @type {HTMLElement} */ (one).inert)
      && !around.has(one) && !element.contains(one) && inSight(one) && isOver(one, element));
    /** @param {Element} one */
    const paint = (one) => Math.max(around.has(one) ? 0 : ownPaint(one), paintAround(one, box)) * surroundings(one, known).opacity;
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
    // Where its boxes are painted, what it holds is drawn there.
    return at < 0 || standsOut(element, stack.slice(at + 1), box) || painted(element) > 1;
  };

  /** Whether what lets clicks through is likely to be drawn over it, and not behind it. @param {Element} one @param {Element} element */
  const isOver = (one, element) => {
    const { position, zIndex } = getComputedStyle(one);
    const follows = element.compareDocumentPosition(one) === Node.DOCUMENT_POSITION_FOLLOWING;
    return position !== 'static' && !(Number(zIndex) < 0) && (follows || Number(zIndex) > 0);
  };

  /** The frames that this document is in, as far as they are of its own site. @type {Element[]} */
  const framesAround = [];
  for (let view = window; view.frameElement && framesAround.length <= MAX_NESTED; view = /** @type {typeof view} */ (view.parent)) {
    framesAround.push(view.frameElement);
  }
  // Nobody nests them deeper.
  const tooDeep = framesAround.length > MAX_NESTED;

  /**
   * How many boxes, one character each, are painted in a row where this one field stands: it may be transparent itself.
   * @param {Element} element
   */
  const painted = (element) => {
    const field = element.getBoundingClientRect();
    let around = parentOf(element);
    for (let level = 0; level < 4 && around && element.checkVisibility({ visibilityProperty: true }); level += 1) {
      const inside = [...around.querySelectorAll('*')];
      if (inside.length > 100 || inside.some((other) => other !== element && other instanceof HTMLInputElement && FIELD.test(other.type))) {
        return 0;
      }
      /** @type {Map<string, Set<number>>} */
      const rows = new Map();
      for (const one of inside) {
        const { left, top, width, height } = one.getBoundingClientRect();
        const small = width >= 16 && width <= 110 && height >= 16 && width <= 2.5 * height && height <= 2.5 * width;
        const near = top <= field.bottom && top + height >= field.top;
        if (small && near && one !== element && inSight(one) && short(one.textContent).length <= 1) {
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

  /**
   * The origin and the path of this document. One that its parent has made (`srcdoc`, `about:blank`, `blob:`) has the parent's
   * origin and stands where the parent does; a sandbox leaves it the origin `null`, which is no site. A tab of which the browser
   * shows no origin has none here either.
   */
  const addressOf = () => {
    if (window === top && location.protocol === 'about:') {
      return 'null/';
    }
    /** @type {Window} */
    let view = window;
    while (!view.location.protocol.startsWith('http') && view.frameElement) {
      view = view.parent;
    }
    return `${globalThis.origin}${view.location.protocol.startsWith('http') ? view.location.pathname : '/'}`;
  };

  /** @param {Element} element */
  const valueOf = (element) => (element instanceof HTMLInputElement ? element.value : element.textContent) ?? '';

  /** What it holds, without what a mask puts between. @param {Element} element */
  const heldBy = (element) => valueOf(element).replace(/[\s\u200b_.·•-]/g, '');

  /** @param {Element} element */
  const writable = (element) =>
    !element.matches(':disabled') && (element instanceof HTMLInputElement ? !element.readOnly : /** @type {HTMLElement} */ (element).isContentEditable);

  /** What can be typed into and is no larger than a line. @param {Element} element */
  const isEditable = (element) =>
    element.matches('[contenteditable]') && /** @type {HTMLElement} */ (element).isContentEditable
    && element.clientHeight <= 100 && heldBy(element).length <= 20;

  /** @param {Element} element */
  const labelOf = (element) => {
    const root = /** @type {Root} */ (element.getRootNode());
    const ids = `${element.getAttribute('aria-labelledby') ?? ''} ${element.getAttribute('aria-describedby') ?? ''}`;
    const named = ids.split(/\s+/).filter(Boolean).slice(0, 5).map((id) => root.getElementById(id)?.textContent);
    const labels = [.../** @type {HTMLInputElement} */ (element).labels ?? []].slice(0, 3).map((label) => label.textContent);
    const texts = [...labels, element.getAttribute('aria-label'), element.getAttribute('title'), ...named];
    return short(texts.filter(Boolean).join(' | '));
  };

  /** The root of a web component, also a closed one where the browser lets extensions in. @param {Element} element */
  const rootOf = (element) => {
    if (!HOST.test(element.localName) || !(element instanceof HTMLElement)) {
      return null;
    }
    // Firefox has a property for it; a page opened by hand has no `chrome` at all.
    const firefox = /** @type {{ openOrClosedShadowRoot?: ShadowRoot | null }} */ (/** @type {unknown} */ (element));
    const chromium = /** @type {Partial<typeof chrome.dom> | undefined} */ (globalThis.chrome?.dom);
    return firefox.openOrClosedShadowRoot ?? chromium?.openOrClosedShadowRoot?.(element) ?? element.shadowRoot;
  };

  // One walk through the page as it is composed. What is `said` is what a person reads, a line for each block; where in it each
  // heading, dialog and field stands is remembered, so that nothing has to be looked for twice.
  /** @type {{ element: HTMLElement, at: number, heading: string, dialog: number, form: number, depth: number }[]} */
  const found = [];
  /** @type {{ from: number, to: number }[]} */
  const dialogs = [];
  /** @type {Element[]} */
  const forms = [];
  /** The origins of frames that can be seen and not be looked into. @type {string[]} */
  const closed = [];
  /** @type {string[]} */
  const said = [];
  let [length, fresh, actions, heading, nodes, squares, otpauth, tooLarge] = [0, true, '', '', 0, 0, false, false];

  /** @param {string} text */
  const say = (text) => {
    said.push(text);
    length += text.length;
    fresh = text.endsWith('\n');
  };
  const newLine = () => {
    if (!fresh) {
      say('\n');
    }
  };

  const isLate = () => nodes > SMALL && performance.now() - began > MAX_TIME;

  /** A frame of another site, which can't be looked into from here. @param {HTMLIFrameElement} element */
  const noteFrame = (element) => {
    const { width, height } = element.getBoundingClientRect();
    const url = URL.canParse(element.src, document.baseURI) ? new URL(element.src, document.baseURI) : null;
    const isClosed = !element.contentDocument && url !== null && url.protocol.startsWith('http');
    if (isClosed && closed.length < MAX_FRAMES && width >= 80 && height >= 30 && visible(element)) {
      closed.push(url.origin);
    }
  };

  /**
   * @param {Node} node
   * @param {{ action: boolean, seen: boolean, dialog: number, form: number, depth: number, level: number }} within
   */
  const walk = (node, within) => {
    nodes += 1;
    tooLarge ||= nodes > MAX_NODES || within.level > MAX_LEVELS || length > MAX_READ || (nodes % 64 === 0 && isLate());
    if (tooLarge || found.length > MAX_FIELDS) {
      return;
    }
    if (node instanceof Text) {
      const words = within.seen && !within.action ? (node.nodeValue ?? '').slice(0, 4 * MAX_TEXT).replace(/\s+/g, ' ') : '';
      if (words.trim() !== '') {
        say(fresh ? words.trimStart() : words);
      }
      return;
    }
    if (!(node instanceof Element) || SKIPPED.test(node.localName)) {
      return;
    }
    const field = node instanceof HTMLInputElement ? FIELD.test(node.type) : isEditable(node);
    if (field) {
      const element = /** @type {HTMLElement} */ (node);
      found.push({ element, at: length, heading, dialog: within.dialog, form: within.form, depth: within.depth });
      return;
    }
    if (node instanceof HTMLInputElement) {
      if (/^(?:submit|button|reset)$/.test(node.type) && inSight(node)) {
        actions += `${short(node.value)}\n`;
      }
      return;
    }
    if (/^i?frame$/.test(node.localName)) {
      noteFrame(/** @type {HTMLIFrameElement} */ (node));
      return;
    }
    const style = getComputedStyle(node);
    const { display } = style;
    if ((style.pointerEvents === 'none' || /** @type {HTMLElement} */ (node).inert) && through.length < MAX_THROUGH) {
      through.push(node);
    }
    const seen = node.localName === 'slot' || display === 'contents' || inSight(node);
    if (seen && /^(?:img|canvas|svg)$/.test(node.localName)) {
      const { width, height } = node.getBoundingClientRect();
      squares += width >= 80 && width <= 600 && Math.abs(width - height) < 0.1 * width ? 1 : 0;
      return;
    }
    otpauth ||= (node.getAttribute('href') ?? '').startsWith('otpauth:');
    const action = within.action || node.matches('button, a, [role=button], [role=link], [role=tab], summary');
    if (action && !within.action && seen) {
      actions += actions.length < MAX_ACTIONS ? `${short(node.textContent) || short(node.getAttribute('aria-label'))}\n` : '';
    }
    const inline = /^(?:inline|contents)/.test(display);
    if (!inline) {
      newLine();
    }
    if (seen && !action && node.matches('h1, h2, h3, h4, h5, h6, legend, [role=heading]') && short(node.textContent)) {
      heading = short(node.textContent);
    }
    const inner = { ...within, action, seen, level: within.level + 1 };
    const isDialog = seen && node.matches('dialog[open], [role=dialog], [role=alertdialog], [aria-modal=true]');
    const dialog = { from: length, to: length };
    if (isDialog) {
      inner.dialog = dialogs.push(dialog) - 1;
    }
    if (node.localName === 'form') {
      inner.form = forms.push(node) - 1;
    }
    const root = rootOf(node);
    if (root) {
      if (roots.length < MAX_ROOTS) {
        roots.push(root);
      }
      for (const child of root.childNodes) {
        walk(child, { ...inner, depth: inner.depth + 1 });
      }
    }
    for (let child = node.firstChild; child && !tooLarge; child = child.nextSibling) {
      walk(child, inner);
    }
    dialog.to = length;
    if (!inline) {
      newLine();
    }
  };
  if (document.body && !tooDeep) {
    walk(document.body, { action: false, seen: true, dialog: -1, form: -1, depth: 0, level: 0 });
  }

  /** What a code was written into before. */
  const { halfminuteFilled: filled = new WeakSet() } = /** @type {{ halfminuteFilled?: WeakSet<Element> }} */ (globalThis);
  const text = said.join('');
  const tooManyFields = found.length > MAX_FIELDS;
  const kept = tooManyFields || tooLarge ? [] : found;
  const elements = kept.map(({ element }) => element);
  /** @type {Map<Element, Surroundings>} */
  const known = new Map();
  /** @type {Map<HTMLFormElement, string[]>} */
  const destinations = new Map();
  const withinSight = !tooDeep && framesAround.every((frame) =>
    visible(frame) && withAllInTheWay([frame.ownerDocument], () => isLit(frame, new Map())));
  const open = kept.map(({ element }) => visible(element, known));
  /** Whether nothing is painted over each, when it was last asked. */
  const lit = withinSight && open.includes(true)
    ? withAllInTheWay([document, ...roots], () => elements.map((element, at) => open[at] && (at >= MAX_LOOKS || isLit(element, known))))
    : open;

  /**
   * Where the form of a field may be sent to, but to this document's own origin: other origins, or what stands for one. By
   * what the form says and by what its buttons say; a field by the name of `action` hides that of the form.
   * @param {HTMLElement} element
   * @param {Map<HTMLFormElement, string[]>} [known]
   * @returns {string[]}
   */
  const sendsTo = (element, known = new Map()) => {
    const { form } = /** @type {HTMLInputElement} */ (element);
    const before = form ? known.get(form) : [];
    if (!form || before) {
      return before ?? [];
    }
    const says = (/** @type {'action' | 'method'} */ name) => /** @type {string} */ (Reflect.get(HTMLFormElement.prototype, name, form));
    const buttons = /** @type {NodeListOf<HTMLInputElement>} */ (/** @type {Root} */ (element.getRootNode()).querySelectorAll('button, input'));
    const senders = [...buttons].filter((button) => /^(?:submit|image)$/.test(button.type) && button.form === form);
    const targets = [null, ...senders].flatMap((button) => {
      const method = button?.hasAttribute('formmethod') ? button.formMethod : says('method');
      const address = button?.hasAttribute('formaction') ? button.formAction : says('action');
      const url = URL.canParse(address) ? new URL(address) : null;
      // What goes nowhere, and what the page does by itself.
      if (method === 'dialog' || url === null || /^(?:about|javascript):$/.test(url.protocol)) {
        return [];
      }
      return url.origin === 'null' ? short(`${url.protocol}${url.protocol === 'mailto:' ? url.pathname : ''}`) : url.origin;
    });
    const others = [...new Set(targets)].filter((target) => target !== globalThis.origin);
    known.set(form, others);
    return others;
  };

  /**
   * What a field must still be when it is written.
   * @param {HTMLElement} element
   * @param {boolean} seen
   * @param {Map<HTMLFormElement, string[]>} [destinations]
   */
  const ownFacts = (element, seen, destinations) => ({
    type: element instanceof HTMLInputElement ? element.type : 'contenteditable',
    name: short(element.getAttribute('name')),
    id: short(element.id),
    autocomplete: short(element.getAttribute('autocomplete')),
    visible: withinSight && seen,
    writable: writable(element),
    sendsTo: sendsTo(element, destinations),
  });

  /** What it shows of itself, before anything is written. @param {HTMLElement} element */
  const shownFacts = (element) => ({
    placeholder: short(element.getAttribute('placeholder') ?? element.getAttribute('aria-placeholder')),
    painted: withinSight && kept.length <= 20 ? painted(element) : 0,
    aria: short(element.getAttribute('aria-label')),
    value: valueOf(element),
  });

  /** @type {{ own: string, shown: string }[]} */
  const before = [];
  const fields = kept.map(({ element, at, heading: under, dialog, form, depth }, index) => {
    const own = ownFacts(element, open[index] && lit[index], destinations);
    const shown = shownFacts(element);
    before.push({ own: JSON.stringify(own), shown: JSON.stringify(shown) });
    const held = heldBy(element);
    const box = element.getBoundingClientRect();
    const { from, to } = dialogs[dialog] ?? { from: 0, to: text.length };
    const input = element instanceof HTMLInputElement ? element : null;
    const number = (/** @type {string} */ name) => Number.parseInt(element.getAttribute(name) ?? '-1', 10) || -1;
    return {
      ...own,
      placeholder: shown.placeholder,
      painted: shown.painted,
      classes: short(element.getAttribute('class')),
      inputMode: short(element.inputMode),
      pattern: short(input?.pattern),
      label: labelOf(element),
      before: text.slice(Math.max(from, at - BEFORE), at),
      after: text.slice(at, Math.min(to, at + AFTER)),
      heading: under,
      dialog,
      form,
      shadowDepth: depth,
      minLength: input?.minLength ?? number('minlength'),
      maxLength: input?.maxLength ?? number('maxlength'),
      focused: /** @type {Root} */ (element.getRootNode()).activeElement === element,
      length: held.length,
      digits: /^[0-9]+$/.test(held),
      written: filled.has(element),
      x: box.x,
      y: box.y,
      width: box.width,
      height: box.height,
    };
  });
  tooLarge ||= isLate();

  /**
   * Whether a field is still there, in sight, and what was described.
   * @param {number} index
   * @param {boolean} [untouched] also in what it shows and holds
   */
  const same = (index, untouched = false) => {
    const element = elements[index];
    if (untouched && element?.isConnected) {
      lit[index] = withAllInTheWay([document, ...roots], () => isLit(element, new Map()));
    }
    return element?.isConnected === true && element.ownerDocument === document
      && JSON.stringify(ownFacts(element, visible(element, new Map(), true) && lit[index])) === before[index].own
      && (!untouched || JSON.stringify(shownFacts(element)) === before[index].shown);
  };
  Object.assign(globalThis, { halfminute: { token, elements, same, valueOf, visible, sendsTo } });
  const frame = {
    title: short(document.title),
    text: text.slice(0, MAX_TEXT),
    dialogs: dialogs.slice(0, 20).map(({ from, to }) => text.slice(from, Math.min(to, from + MAX_TEXT / 4))),
    actions: actions.slice(0, MAX_ACTIONS),
    squares,
    otpauth: otpauth || text.includes('otpauth://'),
    fields,
    closed,
    tooManyFields,
    tooLarge,
  };
  return { url: addressOf(), frame };
}
