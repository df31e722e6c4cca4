import { shadow } from './shadow.js';
import { sight } from './sight.js';

/** The parts that are injected before `collect`. */
export const PARTS_OF_COLLECT = [shadow, sight];

/**
 * Describes the input fields of this document as a person sees them. It judges nothing, the core does.
 *
 * It runs in the page's document, in the extension's own world, when the person asks. The browser sends its source, so all
 * that it uses stands in it or in the parts that were injected before. The elements that it finds stay in that world under
 * `token`: `write` reaches these very elements or none, and can ask whether they still are what was described.
 * @param {string} token names this description
 * @returns what was found; null where the parts have not run
 */
export function collect(token) {
  const MAX_FIELDS = 500;
  const MAX_NODES = 40_000;
  const MAX_LEVELS = 400;
  const MAX_TEXT = 4000;
  /** The most text of a page that is read, in characters. A page that says more is too large. */
  const MAX_READ = 400_000;
  const MAX_ACTIONS = 1500;
  const MAX_ATTRIBUTE = 200;
  const MAX_FRAMES = 20;
  const MAX_ROOTS = 300;
  /** The most elements that let clicks through. */
  const MAX_THROUGH = 200;
  /** The most fields of which it is found out what lies over them. Each is looked at again before it is written. */
  const MAX_LOOKS = 50;
  const MAX_NESTED = 5;
  /** How long it may take, in milliseconds: a person waits, and a page may have many frames. */
  const MAX_TIME = window === top ? 80 : 30;
  /** A page of so many nodes is always looked through, however busy the machine is. */
  const SMALL = 4000;
  /** The length of the texts right before and right after a field, in characters. */
  const BEFORE = 300;
  const AFTER = 200;

  const SKIPPED = /^(?:script|style|noscript|template|option|textarea|head|object)$/;
  const began = performance.now();

  const { halfminuteSight, halfminuteShadowRootOf: shadowRootOf } = /** @type {import('./sight.js').Page} */ (globalThis);
  if (!halfminuteSight || !shadowRootOf) {
    return null;
  }
  const { inSight, visible, withAllInTheWay, isLit, painted, isTextInput } = halfminuteSight;

  /** A text in one line, cut to the length of an attribute. @param {string | null | undefined} text */
  const short = (text) => (text ?? '').slice(0, 4 * MAX_ATTRIBUTE).replace(/\s+/g, ' ').trim().slice(0, MAX_ATTRIBUTE);

  /**
   * The origin and the path of this document. A document that its parent has made (`srcdoc`, `about:blank`, `blob:`) has the
   * parent's origin and path; a sandbox leaves it the origin `null`, which is no site. A tab for which the browser shows no
   * origin has none here either.
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

  /** What stands in a field. @param {Element} element */
  const valueOf = (element) => (element instanceof HTMLInputElement ? element.value : element.textContent) ?? '';

  /** What a field holds, without what a mask puts between. @param {Element} element */
  const heldBy = (element) => valueOf(element).replace(/[\s\u200b_.·•-]/g, '');

  /** Whether a person could type into an element. @param {Element} element */
  const writable = (element) =>
    !element.matches(':disabled') && (element instanceof HTMLInputElement ? !element.readOnly : /** @type {HTMLElement} */ (element).isContentEditable);

  /** Whether an editable element is no larger than a line, as a field is. @param {Element} element */
  const isEditable = (element) =>
    element.matches('[contenteditable]') && /** @type {HTMLElement} */ (element).isContentEditable
    && element.clientHeight <= 100 && heldBy(element).length <= 20;

  /** The texts that name a field. @param {Element} element */
  const labelOf = (element) => {
    const root = /** @type {import('./sight.js').Root} */ (element.getRootNode());
    const ids = `${element.getAttribute('aria-labelledby') ?? ''} ${element.getAttribute('aria-describedby') ?? ''}`;
    const named = ids.split(/\s+/).filter(Boolean).slice(0, 5).map((id) => root.getElementById(id)?.textContent);
    const labels = [.../** @type {HTMLInputElement} */ (element).labels ?? []].slice(0, 3).map((label) => label.textContent);
    const texts = [...labels, element.getAttribute('aria-label'), element.getAttribute('title'), ...named];
    return short(texts.filter(Boolean).join(' | '));
  };

  /** The frames that this document is in, as far as they are of its own site. @type {Element[]} */
  const framesAround = [];
  for (let view = window; view.frameElement && framesAround.length <= MAX_NESTED; view = /** @type {typeof view} */ (view.parent)) {
    framesAround.push(view.frameElement);
  }
  // No page nests its frames deeper.
  const tooDeep = framesAround.length > MAX_NESTED;

  /** The shadow roots of this document. @type {ShadowRoot[]} */
  const roots = [];
  /** The elements that let clicks through. @type {Element[]} */
  const through = [];

  // One walk through the page as it is composed. `said` is what a person reads, a line for each block, and each heading,
  // dialog and field remembers where in it it stands, so that nothing is looked for twice.
  /** @type {{ element: HTMLElement, at: number, heading: string, dialog: number | null, form: number | null, depth: number }[]} */
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

  /** Notes a frame of another site, which cannot be looked into from here. @param {HTMLIFrameElement} element */
  const noteFrame = (element) => {
    const { width, height } = element.getBoundingClientRect();
    const url = URL.canParse(element.src, document.baseURI) ? new URL(element.src, document.baseURI) : null;
    const isClosed = !element.contentDocument && url !== null && url.protocol.startsWith('http');
    if (isClosed && closed.length < MAX_FRAMES && width >= 80 && height >= 30 && visible(element)) {
      closed.push(url.origin);
    }
  };

  /**
   * Reads a node and what is in it.
   * @param {Node} node
   * @param {{ action: boolean, seen: boolean, dialog: number | null, form: number | null, depth: number, level: number }} within
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
    if (isTextInput(node) || (!(node instanceof HTMLInputElement) && isEditable(node))) {
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
    const root = shadowRootOf(node);
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
    walk(document.body, { action: false, seen: true, dialog: null, form: null, depth: 0, level: 0 });
  }

  /** The fields that a code was written into before. */
  const { halfminuteFilled: filled = new WeakSet() } = /** @type {{ halfminuteFilled?: WeakSet<Element> }} */ (globalThis);
  const text = said.join('');
  const tooManyFields = found.length > MAX_FIELDS;
  const kept = tooManyFields || tooLarge ? [] : found;
  const elements = kept.map(({ element }) => element);
  /** @type {Map<Element, import('./sight.js').Surroundings>} */
  const cache = new Map();
  /** @type {Map<HTMLFormElement, string[]>} */
  const destinations = new Map();
  const withinSight = !tooDeep && framesAround.every((frame) =>
    visible(frame) && withAllInTheWay([frame.ownerDocument], () => isLit(frame, new Map(), through)));
  const open = kept.map(({ element }) => visible(element, cache));
  /** Whether nothing was painted over each field when it was last looked at. */
  const lit = withinSight && open.includes(true)
    ? withAllInTheWay([document, ...roots], () => elements.map((element, at) => open[at] && (at >= MAX_LOOKS || isLit(element, cache, through))))
    : open;

  /**
   * Where the form of a field may be sent to, apart from this document's own origin: other origins, or what stands for one,
   * as the form and its buttons say. It asks the prototype, since a field named `action` hides the form's own property.
   * @param {HTMLElement} element
   * @param {Map<HTMLFormElement, string[]>} [cache]
   * @returns {string[]}
   */
  const sendsTo = (element, cache = new Map()) => {
    const { form } = /** @type {HTMLInputElement} */ (element);
    const before = form ? cache.get(form) : [];
    if (!form || before) {
      return before ?? [];
    }
    const says = (/** @type {'action' | 'method'} */ name) => /** @type {string} */ (Reflect.get(HTMLFormElement.prototype, name, form));
    const buttons = /** @type {NodeListOf<HTMLInputElement>} */ (/** @type {import('./sight.js').Root} */ (element.getRootNode()).querySelectorAll('button, input'));
    const senders = [...buttons].filter((button) => /^(?:submit|image)$/.test(button.type) && button.form === form);
    const targets = [null, ...senders].flatMap((button) => {
      const method = button?.hasAttribute('formmethod') ? button.formMethod : says('method');
      const address = button?.hasAttribute('formaction') ? button.formAction : says('action');
      const url = URL.canParse(address) ? new URL(address) : null;
      // Such a form goes nowhere, or the page handles it by itself.
      if (method === 'dialog' || url === null || /^(?:about|javascript):$/.test(url.protocol)) {
        return [];
      }
      return url.origin === 'null' ? short(`${url.protocol}${url.protocol === 'mailto:' ? url.pathname : ''}`) : url.origin;
    });
    const others = [...new Set(targets)].filter((target) => target !== globalThis.origin);
    cache.set(form, others);
    return others;
  };

  /**
   * The facts of a field that must still hold when it is written.
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

  /** The facts of a field that must still hold when the first code is written. @param {HTMLElement} element */
  const shownFacts = (element) => ({
    placeholder: short(element.getAttribute('placeholder') ?? element.getAttribute('aria-placeholder')),
    painted: withinSight && kept.length <= 20 ? painted(element) : 0,
    aria: short(element.getAttribute('aria-label')),
    value: valueOf(element),
  });

  /** @type {{ own: string, shown: string }[]} */
  const before = [];
  const fields = kept.map(({ element, at, heading: under, dialog, form, depth }, index) => {
    const own = ownFacts(element, open[index] === true && lit[index] === true, destinations);
    const shown = shownFacts(element);
    before.push({ own: JSON.stringify(own), shown: JSON.stringify(shown) });
    const held = heldBy(element);
    const box = element.getBoundingClientRect();
    const { from, to } = (dialog === null ? undefined : dialogs[dialog]) ?? { from: 0, to: text.length };
    const input = element instanceof HTMLInputElement ? element : null;
    /** Its limit of this name; null without one. Browsers ignore a negative or too large one. @param {'minLength' | 'maxLength'} name */
    const limit = (name) => {
      const number = input?.[name] ?? Number.parseInt(element.getAttribute(name.toLowerCase()) ?? '', 10);
      return number >= 0 && number < 2 ** 31 ? number : null;
    };
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
      minLength: limit('minLength'),
      maxLength: limit('maxLength'),
      focused: /** @type {import('./sight.js').Root} */ (element.getRootNode()).activeElement === element,
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
   * @param {boolean} [untouched] whether it must also show and hold what it did
   */
  const same = (index, untouched = false) => {
    const [element, was] = [elements[index], before[index]];
    if (!element?.isConnected || was === undefined) {
      return false;
    }
    if (untouched) {
      lit[index] = withAllInTheWay([document, ...roots], () => isLit(element, new Map(), through));
    }
    return element.ownerDocument === document
      && JSON.stringify(ownFacts(element, visible(element, new Map(), true) && lit[index] === true)) === was.own
      && (!untouched || JSON.stringify(shownFacts(element)) === was.shown);
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
