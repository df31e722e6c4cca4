/**
 * Describes the input fields of this document as a person sees them, and judges nothing: the core does.
 *
 * Runs in the page's document, in the extension's own world, on demand; it must stand by itself, since the browser
 * sends its source. What it finds stays here under `token`, so that `write` reaches these very elements or none.
 * @param {string} token
 */
export function collect(token) {
  const MAX_FIELDS = 2000;
  const MAX_NODES = 8000;
  const MAX_LEVELS = 400;
  const MAX_TEXT = 4000;
  const MAX_ACTIONS = 1500;
  const MAX_ATTRIBUTE = 200;
  /** What is said right before a field, and right after it, in characters. */
  const BEFORE = 300;
  const AFTER = 200;

  const FIELD = /^(?:text|tel|number|password|email|search|url)$/;
  const SKIPPED = /^(?:script|style|noscript|template|option|textarea|head|iframe|object)$/;

  /** @param {string | null | undefined} text */
  const short = (text) => (text ?? '').slice(0, 4 * MAX_ATTRIBUTE).replace(/\s+/g, ' ').trim().slice(0, MAX_ATTRIBUTE);

  /** @param {Element} element */
  const inSight = (element) => element.checkVisibility({ opacityProperty: true, visibilityProperty: true });

  /**
   * Whether a person could see and touch it: of some size, on the page, and not covered.
   * @param {HTMLInputElement} element
   */
  const visible = (element) => {
    const box = element.getBoundingClientRect();
    const onPage = box.right + scrollX > 0 && box.bottom + scrollY > 0;
    if (box.width < 4 || box.height < 4 || !onPage || !inSight(element)) {
      return false;
    }
    const [x, y] = [box.left + box.width / 2, box.top + box.height / 2];
    if (x < 0 || y < 0 || x >= innerWidth || y >= innerHeight) {
      return true;
    }
    const root = /** @type {Document | ShadowRoot} */ (element.getRootNode());
    const top = root.elementFromPoint(x, y);
    return top !== null && (top === element || [...(element.labels ?? [])].some((label) => label.contains(top)));
  };

  /** @param {HTMLInputElement} element */
  const labelOf = (element) => {
    const root = /** @type {Document | ShadowRoot} */ (element.getRootNode());
    const ids = `${element.getAttribute('aria-labelledby') ?? ''} ${element.getAttribute('aria-describedby') ?? ''}`;
    const named = ids.split(/\s+/).filter(Boolean).slice(0, 5).map((id) => root.getElementById(id)?.textContent);
    const labels = [...(element.labels ?? [])].slice(0, 3).map((label) => label.textContent);
    const texts = [...labels, element.getAttribute('aria-label'), element.title, ...named];
    return short(texts.filter(Boolean).join(' | '));
  };

  /** The root of a web component, also a closed one where the browser lets extensions in. @param {Element} element */
  const rootOf = (element) => {
    // Firefox has no such function under this name, and a page opened by hand has no `chrome` at all.
    const dom = /** @type {Partial<typeof chrome.dom> | undefined} */ (globalThis.chrome?.dom);
    return dom?.openOrClosedShadowRoot && element instanceof HTMLElement ? dom.openOrClosedShadowRoot(element) : element.shadowRoot;
  };

  // One walk through the page as it is composed. `text` is what a person reads, a line for each block; where in it each
  // heading, dialog and field stands is remembered, so that nothing has to be looked for twice.
  /** @type {{ element: HTMLInputElement, at: number, heading: string, dialog: number, form: number, depth: number }[]} */
  const found = [];
  /** @type {{ from: number, to: number }[]} */
  const dialogs = [];
  /** @type {Element[]} */
  const forms = [];
  let [text, actions, heading, nodes, squares, otpauth] = ['', '', '', 0, 0, false];

  const newLine = () => {
    if (text !== '' && !text.endsWith('\n')) {
      text += '\n';
    }
  };

  /**
   * @param {Node} node
   * @param {{ action: boolean, seen: boolean, dialog: number, form: number, depth: number, level: number }} within
   */
  const walk = (node, within) => {
    nodes += 1;
    if (nodes > MAX_NODES || within.level > MAX_LEVELS) {
      return;
    }
    if (node instanceof Text) {
      const said = within.seen ? (node.nodeValue ?? '').slice(0, 4 * MAX_TEXT).replace(/\s+/g, ' ') : '';
      if (said.trim() !== '' && !within.action && text.length < 4 * MAX_TEXT) {
        text += text.endsWith('\n') ? said.trimStart() : said;
      }
      return;
    }
    if (!(node instanceof Element) || SKIPPED.test(node.localName)) {
      return;
    }
    if (node instanceof HTMLInputElement) {
      if (FIELD.test(node.type)) {
        found.push({ element: node, at: text.length, heading, dialog: within.dialog, form: within.form, depth: within.depth });
      } else if (/^(?:submit|button|reset)$/.test(node.type) && inSight(node)) {
        actions += `${short(node.value)}\n`;
      }
      return;
    }
    const seen = node.localName === 'slot' || getComputedStyle(node).display === 'contents' || inSight(node);
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
    const inline = /^(?:inline|contents)/.test(getComputedStyle(node).display);
    if (!inline) {
      newLine();
    }
    if (seen && !action && node.matches('h1, h2, h3, h4, h5, h6, legend, [role=heading]') && short(node.textContent)) {
      heading = short(node.textContent);
    }
    const inner = { ...within, action, seen, level: within.level + 1 };
    const isDialog = seen && node.matches('dialog[open], [role=dialog], [role=alertdialog], [aria-modal=true]');
    const dialog = { from: text.length, to: text.length };
    if (isDialog) {
      inner.dialog = dialogs.push(dialog) - 1;
    }
    if (node.localName === 'form') {
      inner.form = forms.push(node) - 1;
    }
    const root = rootOf(node);
    if (root) {
      root.childNodes.forEach((child) => walk(child, { ...inner, depth: inner.depth + 1 }));
    }
    node.childNodes.forEach((child) => walk(child, inner));
    dialog.to = text.length;
    if (!inline) {
      newLine();
    }
  };
  if (document.body) {
    walk(document.body, { action: false, seen: true, dialog: -1, form: -1, depth: 0, level: 0 });
  }

  const kept = found.slice(0, MAX_FIELDS);
  const elements = kept.map(({ element }) => element);
  const active = (/** @type {Document | ShadowRoot} */ root) => root.activeElement;
  const fields = kept.map(({ element, at, heading: under, dialog, form, depth }) => {
    const box = element.getBoundingClientRect();
    const { from, to } = dialogs[dialog] ?? { from: 0, to: text.length };
    return {
      type: element.type,
      name: short(element.name),
      id: short(element.id),
      classes: short(element.getAttribute('class')),
      autocomplete: short(element.getAttribute('autocomplete')),
      inputMode: short(element.inputMode),
      pattern: short(element.pattern),
      placeholder: short(element.placeholder),
      label: labelOf(element),
      before: text.slice(Math.max(from, at - BEFORE), at),
      after: text.slice(at, Math.min(to, at + AFTER)),
      heading: under,
      dialog,
      form,
      shadowDepth: depth,
      minLength: element.minLength,
      maxLength: element.maxLength,
      visible: visible(element),
      writable: !element.readOnly && !element.matches(':disabled'),
      focused: active(/** @type {Document | ShadowRoot} */ (element.getRootNode())) === element,
      length: element.value.length,
      digits: /^[0-9]+$/.test(element.value),
      written: false,
      x: box.x,
      y: box.y,
      width: box.width,
      height: box.height,
    };
  });
  Object.assign(globalThis, { halfminute: { token, elements } });
  const frame = {
    title: short(document.title),
    text: text.slice(0, MAX_TEXT),
    dialogs: dialogs.slice(0, 20).map(({ from, to }) => text.slice(from, Math.min(to, from + MAX_TEXT / 4))),
    actions: actions.slice(0, MAX_ACTIONS),
    squares,
    otpauth: otpauth || text.includes('otpauth://'),
    closed: /** @type {string[]} */ ([]),
    fields,
  };
  // A document that was made by its parent has the parent's origin, and no address of its own.
  return { url: `${globalThis.origin}${location.pathname}`, frame };
}
