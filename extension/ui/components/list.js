// A list of rows of one height, of which only those in sight are made: ten thousand accounts scroll as ten do.

/** Rows beyond those in sight, above and below, so that a flick shows no gap. */
const MARGIN = 24;
/** Rows that are made at least. A short list is always whole. */
const LEAST = 64;

/**
 * @template {{ id: string }} T
 * @param {HTMLElement} list
 * @param {HTMLElement} scroller
 * @param {(item: T) => HTMLElement} makeRow
 */
export function makeList(list, scroller, makeRow) {
  /** @type {T[]} */
  let items = [];
  /** The rows that stand in the document, by id. @type {Map<string, HTMLElement>} */
  let rows = new Map();
  let height = 0;

  /** Makes the rows that are in sight, and keeps those that were. @param {number} [first] the first of them, when it is known */
  function draw(first) {
    height ||= list.firstElementChild?.getBoundingClientRect().height ?? 0;
    const above = height === 0 ? 0 : Math.floor((scroller.scrollTop - list.offsetTop) / height);
    const from = Math.max(0, Math.min(first ?? above - MARGIN, items.length - LEAST));
    const inSight = height === 0 ? 0 : Math.ceil(scroller.clientHeight / height);
    const to = Math.min(items.length, from + Math.max(LEAST, inSight + 2 * MARGIN));
    /** @type {Map<string, HTMLElement>} */
    const next = new Map();
    for (const item of items.slice(from, to)) {
      next.set(item.id, rows.get(item.id) ?? makeRow(item));
    }
    if (!isSame([...next.values()])) {
      list.replaceChildren(...next.values());
      list.style.paddingBlock = `${from * height}px ${(items.length - to) * height}px`;
    }
    rows = next;
  }

  /** Whether these rows stand there already. @param {HTMLElement[]} wanted */
  const isSame = (wanted) => wanted.length === list.children.length && wanted.every((row, at) => row === list.children[at]);

  scroller.addEventListener('scroll', () => draw(), { passive: true });

  return {
    /** Shows these items from the first on. @param {T[]} shown */
    show(shown) {
      items = shown;
      rows = new Map();
      height = 0;
      list.style.paddingBlock = '';
      draw(0);
    },
    rows: () => [...rows.values()],
    /** Where an item stands, or -1. @param {string | undefined} id */
    indexOf: (id) => items.findIndex((item) => item.id === id),
    count: () => items.length,
    /** The row at this place, made if need be. @param {number} at @returns {HTMLElement | undefined} */
    rowAt(at) {
      const item = items[at];
      if (item === undefined) {
        return undefined;
      }
      if (!rows.has(item.id)) {
        scroller.scrollTop = list.offsetTop + at * height - scroller.clientHeight / 2;
        draw(at - LEAST / 2);
      }
      return rows.get(item.id);
    },
  };
}
