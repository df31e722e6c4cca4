/**
 * Describes the input fields of this document as a person sees them, and judges nothing: the core does.
 *
 * Runs in the page's document, in the extension's own world, on demand; it must stand by itself, since the browser
 * sends its source. What it finds stays here under `token`, so that `write` reaches these very elements or none.
 * @param {string} token
 */
export function collect(token) {
  const MAX_ELEMENTS = 2000;
  const MAX_TEXT = 4000;
  const MAX_NODES = 5000;
  const MAX_ATTRIBUTE = 200;

  /** @param {string | null | undefined} text */
  const short = (text) => (text ?? '').replace(/\s+/g, ' ').trim().slice(0, MAX_ATTRIBUTE);

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
    const ids = `${element.getAttribute('aria-labelledby') ?? ''} ${element.getAttribute('aria-describedby') ?? ''}`;
    const named = ids.split(/\s+/).filter(Boolean).slice(0, 5).map((id) => document.getElementById(id)?.textContent);
    const labels = [...(element.labels ?? [])].slice(0, 3).map((label) => label.textContent);
    const texts = [...labels, element.getAttribute('aria-label'), element.title, ...named];
    return short(texts.filter(Boolean).join(' '));
  };

  const textInSight = () => {
    let text = '';
    const walker = document.createTreeWalker(document.body ?? document, NodeFilter.SHOW_TEXT);
    for (let nodes = 0; nodes < MAX_NODES && text.length < MAX_TEXT && walker.nextNode(); nodes += 1) {
      const node = walker.currentNode;
      const parent = node.parentElement;
      if (parent && node.nodeValue?.trim() && !/^(script|style|noscript)$/i.test(parent.tagName) && inSight(parent)) {
        text += `${node.nodeValue.replace(/\s+/g, ' ').trim().slice(0, MAX_TEXT)} `;
      }
    }
    return text.slice(0, MAX_TEXT);
  };

  const elements = [...document.getElementsByTagName('input')]
    .slice(0, MAX_ELEMENTS)
    .filter((element) => /^(text|tel|number|password|email|search|url)$/.test(element.type));
  const fields = elements.map((element) => {
    const box = element.getBoundingClientRect();
    return {
      type: element.type,
      name: short(element.name),
      id: short(element.id),
      autocomplete: short(element.getAttribute('autocomplete')),
      inputMode: short(element.inputMode),
      placeholder: short(element.placeholder),
      label: labelOf(element),
      maxLength: element.maxLength,
      visible: visible(element),
      writable: !element.readOnly && !element.matches(':disabled'),
      focused: document.activeElement === element,
      length: element.value.length,
      digits: /^[0-9]+$/.test(element.value),
      x: box.x,
      y: box.y,
      width: box.width,
      height: box.height,
    };
  });
  Object.assign(globalThis, { halfminute: { token, elements } });
  return { origin: location.origin, frame: { text: textInSight(), fields } };
}
