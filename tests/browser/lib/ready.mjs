/** What can be pressed now: it is there, in sight, enabled, under nothing else, and stands still; and a press that reaches it. */
import { PATIENCE, within } from './wait.mjs';

/** @typedef {{ x: number, y: number, width: number, height: number }} Box */

/**
 * Runs in the document: where the element is that a press would reach, or null when none would reach it yet.
 * @param {string} css
 * @returns {Box | null}
 */
function reachable(css) {
  const element = document.querySelector(css);
  if (element === null || !element.checkVisibility({ visibilityProperty: true }) || element.matches(':disabled')) return null;
  const { x, y, width, height } = element.getBoundingClientRect();
  const hit = document.elementFromPoint(x + width / 2, y + height / 2);
  if (hit !== null && (element.contains(hit) || hit.closest('label')?.control === element)) return { x, y, width, height };
  element.scrollIntoView({ block: 'center', inline: 'nearest', behavior: 'instant' });
  return null;
}

/**
 * Waits until a press would reach the element and it has not moved between two looks.
 * @param {(fn: (css: string) => Box | null, css: string) => Promise<Box | null>} evaluate
 * @param {string} selector
 * @param {(at: { x: number, y: number }) => Promise<void>} [point] what is done before the last look: a pointer above may move it
 * @returns {Promise<{ x: number, y: number }>} its middle
 */
export async function standing(evaluate, selector, point) {
  let before = '';
  /** @type {{ x: number, y: number } | null} */
  let middle = null;
  await within(PATIENCE, `${selector} to be there, in sight, enabled and still`, async () => {
    const box = await evaluate(reachable, selector);
    const same = box !== null && JSON.stringify(box) === before;
    before = box === null ? '' : JSON.stringify(box);
    middle = box && { x: box.x + box.width / 2, y: box.y + box.height / 2 };
    if (middle && !same) await point?.(middle);
    return same;
  });
  return /** @type {{ x: number, y: number }} */ (/** @type {unknown} */ (middle));
}

/**
 * Runs in the document: from now on a press counts where it reaches the element, and is swallowed where it would reach another.
 * @param {string} css
 */
function guard(css) {
  const kinds = ['pointerdown', 'mousedown', 'pointerup', 'mouseup', 'click'];
  /** @type {{ reached: boolean | null, end: () => void }} */
  const press = { reached: null, end: () => kinds.forEach((kind) => removeEventListener(kind, judge, true)) };
  /** @param {Event} event */
  function judge(event) {
    const element = document.querySelector(css);
    const target = /** @type {Element | undefined} */ (event.composedPath()[0]);
    const hit = element !== null && target !== undefined && (element.contains(target) || target.closest('label')?.control === element);
    if (!hit || press.reached === false) {
      press.reached = false;
      event.preventDefault();
      event.stopImmediatePropagation();
    } else if (event.type === 'click') {
      press.reached = true;
      // A click on a label is followed by one on its control.
      press.end();
    }
  }
  Object.assign(globalThis, { guardedPress: press });
  kinds.forEach((kind) => addEventListener(kind, judge, true));
}

/** Runs in the document: whether the press reached something else. */
function missed() {
  const press = /** @type {{ guardedPress?: { reached: boolean | null, end: () => void } }} */ (globalThis).guardedPress;
  press?.end();
  return press?.reached === false;
}

/**
 * Presses until the press has reached the element: what stood still when it was looked at may move in the moment after.
 * @template T
 * @param {<A extends unknown[], R>(fn: (...args: A) => R, ...args: A) => Promise<Awaited<R>>} evaluate
 * @param {string} selector
 * @param {() => Promise<T>} ready waits until it can be pressed
 * @param {(at: T) => Promise<unknown>} press
 */
export async function pressing(evaluate, selector, ready, press) {
  const end = Date.now() + PATIENCE;
  while (Date.now() < end) {
    const at = await ready();
    await evaluate(guard, selector);
    await press(at);
    // What is pressed may close the document, or lead to another.
    if (!(await evaluate(missed).catch(() => false))) return;
  }
  throw new Error(`no press reached ${selector}`);
}
