/**
 * @typedef {object} Written what `write` leaves behind
 * @property {() => HTMLElement & Partial<HTMLInputElement>} field where the code stands, or what the page has drawn there
 * @property {() => boolean} isToSend whether the code stands there, its form goes where it went when it was described, and
 *   the page has neither sent it nor begun to leave
 * @property {() => void} unwatch stops watching what the page does
 *
 * @typedef {typeof globalThis & { halfminuteFilled?: WeakSet<Element>, halfminuteWritten?: Written, halfminuteOver?: string }} Page
 */

/**
 * Sends the form of the field that was filled, unless the page does so by itself: a site takes the same code twice for a
 * wrong try. What the page checks before it sends is checked. A page that has gone on is another one, and none of its forms
 * is sent.
 *
 * The browser sends its source, so all that it uses stands in it.
 * @param {string} token
 * @param {number} until from when on nothing is sent any more, in milliseconds
 */
export async function submit(token, until) {
  /** How long a page gets to send it by itself, in milliseconds: some wait until the person types no more. */
  const CALM = 300;
  /** How often that is looked at, in milliseconds: a page that is about to leave still answers. */
  const LOOK = 10;

  const page = /** @type {Page} */ (globalThis);
  const { halfminuteWritten: written } = page;
  Reflect.deleteProperty(page, 'halfminuteWritten');
  for (const end = performance.now() + CALM; written?.isToSend() && performance.now() < end;) {
    await new Promise((resolve) => {
      setTimeout(resolve, LOOK);
    });
  }
  const field = written?.field();
  const form = field?.form;
  // By the prototype, since a field named `elements` hides the form's own property.
  const elements = form ? /** @type {HTMLFormControlsCollection} */ (Reflect.get(HTMLFormElement.prototype, 'elements', form)) : [];
  const button = [...elements].find((element) => /** @type {HTMLButtonElement} */ (element).type === 'submit');
  // Many pages switch their button off, or all of the form, while they ask their site.
  const isOff = [field, button].some((element) => element?.matches(':disabled'));
  const isOver = Date.now() >= until || page.halfminuteOver === token;
  if (form && written?.isToSend() && !isOff && !isOver) {
    HTMLFormElement.prototype.requestSubmit.call(form);
  }
  written?.unwatch();
}
