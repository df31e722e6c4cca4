/**
 * How the frames of this document stand in it. Only the page around a frame of another site can tell whether a person sees
 * it: in the frame itself everything looks as if they did.
 *
 * All of these functions run after `collect`, in the same world, and leave what they find under the same `token`. The browser
 * sends their source, so all that each uses stands in it or in a part that was injected before.
 *
 * @typedef {{ x: number, y: number, width: number, height: number }} Box
 * @typedef {{ token: string, elements: HTMLElement[], visible: (element: Element) => boolean }} Described
 * @typedef {{ token: string, standing: (place: number) => Element[] }} Frames
 * @typedef {import('./shadow.js').Page & { halfminute?: Described, halfminuteFrames?: Frames }} Page
 */

/**
 * Says where this document stands, and which of its own frames a person sees. The way to it from the top has for each step
 * the place among the frames of the document around, which both documents count alike, whatever their sites; it is -1 for a
 * frame in a web component, which is not counted.
 * @param {string} token
 */
export function frames(token) {
  /** No page nests its frames deeper. */
  const MAX_LEVELS = 10;
  /** No page has more of them. */
  const MAX_FRAMES = 200;
  const FRAME = /^(?:iframe|frame|object|embed|fencedframe)$/;

  const { halfminute: described, halfminuteShadowRootOf: shadowRootOf } = /** @type {Page} */ (globalThis);
  if (described?.token !== token) {
    return null;
  }
  /** @type {number[]} */
  const path = [];
  for (let view = window; view !== view.parent && path.length <= MAX_LEVELS; view = /** @type {typeof view} */ (view.parent)) {
    let place = Math.min(view.parent.length, MAX_FRAMES) - 1;
    while (place >= 0 && view.parent[place] !== view) {
      place -= 1;
    }
    path.unshift(place);
  }

  /** @param {Element | ShadowRoot} root @returns {Element[]} */
  const framesIn = (root) => [...root.querySelectorAll('*')].flatMap((element) => {
    if (FRAME.test(element.localName)) {
      return [element];
    }
    const inner = shadowRootOf?.(element);
    return inner ? framesIn(inner) : [];
  });
  const elements = framesIn(document.documentElement);
  const viewOf = (/** @type {Element} */ element) => /** @type {HTMLIFrameElement} */ (element).contentWindow ?? null;
  const counted = Array.from({ length: Math.min(window.length, MAX_FRAMES) }, (_, place) => window[place]);
  /** @param {number} place */
  const standing = (place) => elements.filter((element) => {
    const view = viewOf(element);
    return place < 0 ? view !== null && !counted.includes(/** @type {Window} */ (view)) : view === counted[place];
  });
  const seen = (/** @type {number} */ place) => {
    const found = standing(place);
    // Frames that cannot be told apart must all be seen.
    return found.length > 0 && found.every((element) => described.visible(element));
  };
  Object.assign(globalThis, { halfminuteFrames: { token, standing } });
  return { path, seen: counted.map((_, place) => seen(place)), uncounted: seen(-1) };
}

/**
 * Scrolls fields of this document into sight, as far as it can, and says where in it they are.
 * @param {string} token
 * @param {number[]} indices
 * @returns {Box[] | null}
 */
export function placesOf(token, indices) {
  const { halfminute: described } = /** @type {Page} */ (globalThis);
  const fields = described?.token === token ? indices.flatMap((index) => described.elements[index] ?? []) : [];
  const [first] = fields;
  if (first === undefined || fields.length !== indices.length || !fields.every((field) => field.isConnected)) {
    return null;
  }
  const { top, bottom } = first.getBoundingClientRect();
  first.scrollIntoView({ block: top >= 0 && bottom <= innerHeight ? 'nearest' : 'center', inline: 'nearest', behavior: 'instant' });
  return fields.map((field) => {
    const { x, y, width, height } = field.getBoundingClientRect();
    return { x, y, width, height };
  });
}

/**
 * Says where parts of a frame are in this document; null where something stands over one of them.
 * @param {string} token
 * @param {number} place
 * @param {Box[]} boxes
 * @returns {Box[] | null}
 */
export function uncovered(token, place, boxes) {
  const { halfminute: described, halfminuteFrames: counted } = /** @type {Page} */ (globalThis);
  const found = described?.token === token && counted?.token === token ? counted.standing(place) : [];
  const [frame] = /** @type {HTMLElement[]} */ (found);
  if (frame === undefined || found.length !== 1 || !frame.isConnected || !described?.visible(frame)) {
    return null;
  }
  const inFrame = () => {
    const { left, top, width, height } = frame.getBoundingClientRect();
    const { paddingLeft, paddingTop } = getComputedStyle(frame);
    const across = width / frame.offsetWidth;
    const down = height / frame.offsetHeight;
    const x = left + across * (frame.clientLeft + Number.parseFloat(paddingLeft));
    const y = top + down * (frame.clientTop + Number.parseFloat(paddingTop));
    return boxes.map((box) => ({ x: x + across * box.x, y: y + down * box.y, width: across * box.width, height: down * box.height }));
  };
  const [before] = inFrame();
  if (before && (before.x < 0 || before.y < 0 || before.x + before.width > innerWidth || before.y + before.height > innerHeight)) {
    frame.scrollIntoView({ block: 'nearest', inline: 'nearest', behavior: 'instant' });
    const [after] = inFrame();
    window.scrollBy({ top: after && (after.y < 0 || after.y + after.height > innerHeight) ? after.y - innerHeight / 2 : 0, behavior: 'instant' });
  }
  const root = /** @type {Document | ShadowRoot} */ (frame.getRootNode());
  const here = inFrame();
  const points = /** @type {[number, number][]} */ ([[0.5, 0.5], [0.1, 0.2], [0.9, 0.2], [0.1, 0.8], [0.9, 0.8]]);
  const bare = here.every((box) => points.every(
    ([across, down]) => root.elementFromPoint(box.x + across * box.width, box.y + down * box.height) === frame));
  return bare ? here : null;
}
