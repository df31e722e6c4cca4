/**
 * How the frames of this document stand in it. Only the page around can tell whether a person sees a frame of another site:
 * in the frame itself everything looks as if they did.
 *
 * All of these run after `collect`, in the same world, and leave what they find under the same `token`. Like it, each must
 * stand by itself.
 *
 * @typedef {{ x: number, y: number, width: number, height: number }} Box
 * @typedef {{ token: string, elements: HTMLElement[], visible: (element: Element) => boolean }} Described
 * @typedef {typeof globalThis & { halfminute?: Described, halfminuteFrames?: { token: string, standing: (place: number) => Element[] } }} Page
 */

/**
 * The way to this document from the top: at each step the place among the frames of the document around, which both of them
 * count alike, whatever their sites; -1 for what stands in a web component, which is not counted. And which of its own
 * frames can be seen.
 * @param {string} token
 */
export function frames(token) {
  /** Nobody nests them deeper, or has more. */
  const MAX_LEVELS = 10;
  const MAX_FRAMES = 200;
  const FRAME = /^(?:iframe|frame|object|embed|fencedframe)$/;

  const { halfminute: described } = /** @type {Page} */ (globalThis);
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
    const firefox = /** @type {{ openOrClosedShadowRoot?: ShadowRoot | null }} */ (/** @type {unknown} */ (element));
    const chromium = /** @type {Partial<typeof chrome.dom> | undefined} */ (globalThis.chrome?.dom);
    const inner = firefox.openOrClosedShadowRoot ?? (element instanceof HTMLElement ? chromium?.openOrClosedShadowRoot?.(element) : null) ?? element.shadowRoot;
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
    // Where they can't be told apart, all of them must be seen.
    return found.length > 0 && found.every((element) => described.visible(element));
  };
  Object.assign(globalThis, { halfminuteFrames: { token, standing } });
  return { path, seen: counted.map((_, place) => seen(place)), uncounted: seen(-1) };
}

/**
 * Brings fields of this document into sight, as far as it can, and says where they are in it.
 * @param {string} token
 * @param {number[]} indices
 * @returns {Box[] | null}
 */
export function placesOf(token, indices) {
  const { halfminute: described } = /** @type {Page} */ (globalThis);
  const fields = described?.token === token ? indices.map((index) => described.elements[index]) : [];
  if (fields.length === 0 || fields.some((field) => !field?.isConnected)) {
    return null;
  }
  const { top, bottom } = fields[0].getBoundingClientRect();
  fields[0].scrollIntoView({ block: top >= 0 && bottom <= innerHeight ? 'nearest' : 'center', inline: 'nearest', behavior: 'instant' });
  return fields.map((field) => {
    const { x, y, width, height } = field.getBoundingClientRect();
    return { x, y, width, height };
  });
}

/**
 * Whether nothing stands over these parts of one of this document's frames, and where they are in this document.
 * @param {string} token
 * @param {number} place
 * @param {Box[]} boxes
 * @returns {Box[] | null}
 */
export function uncovered(token, place, boxes) {
  const { halfminute: described, halfminuteFrames: known } = /** @type {Page} */ (globalThis);
  const found = described?.token === token && known?.token === token ? known.standing(place) : [];
  const [frame] = /** @type {HTMLElement[]} */ (found);
  if (found.length !== 1 || !frame.isConnected || !described?.visible(frame)) {
    return null;
  }
  const inFrame = () => {
    const { left, top, width, height } = frame.getBoundingClientRect();
    const { paddingLeft, paddingTop } = getComputedStyle(frame);
    const [across, down] = [width / frame.offsetWidth, height / frame.offsetHeight];
    const [x, y] = [left + across * (frame.clientLeft + Number.parseFloat(paddingLeft)), top + down * (frame.clientTop + Number.parseFloat(paddingTop))];
    return boxes.map((box) => ({ x: x + across * box.x, y: y + down * box.y, width: across * box.width, height: down * box.height }));
  };
  const [{ x, y, width, height }] = inFrame();
  if (x < 0 || y < 0 || x + width > innerWidth || y + height > innerHeight) {
    frame.scrollIntoView({ block: 'nearest', inline: 'nearest', behavior: 'instant' });
    const after = inFrame()[0];
    window.scrollBy({ top: after.y < 0 || after.y + after.height > innerHeight ? after.y - innerHeight / 2 : 0, behavior: 'instant' });
  }
  const root = /** @type {Document | ShadowRoot} */ (frame.getRootNode());
  const here = inFrame();
  const bare = here.every((box) => [[0.5, 0.5], [0.1, 0.2], [0.9, 0.2], [0.1, 0.8], [0.9, 0.8]].every(
    ([across, down]) => root.elementFromPoint(box.x + across * box.width, box.y + down * box.height) === frame));
  return bare ? here : null;
}
