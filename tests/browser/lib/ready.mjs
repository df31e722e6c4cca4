/** What can be pressed now: it is there, in sight, enabled, under nothing else, and stands still. */
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
