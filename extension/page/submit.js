/**
 * @typedef {object} Written what `write` leaves behind
 * @property {() => HTMLElement & Partial<HTMLInputElement>} field where the code stands, or what the page has drawn in its place
 * @property {() => boolean} isToSend the code stands there, its form goes where it went when it was looked at, and the page
 *   has neither sent it nor begun to go on
 * @property {() => void} unwatch
 *
 * @typedef {typeof globalThis & { halfminuteFilled?: WeakSet<Element>, halfminuteWritten?: Written, halfminuteOver?: string }} Page
 */

/**
 * Sends the form of the field that was filled, unless the page does so by itself: the same code twice is a wrong try.
 * What the page checks before is checked. A page that has gone on is another one, whose forms are no business of ours.
 *
 * Like `collect`, it must stand by itself.
 * @param {string} token
 * @param {number} until nothing is sent any more, in milliseconds
 */
export async function submit(token, until) {
  /** How long a page gets to begin by itself, in milliseconds: some wait until the person types no more. */
  const CALM = 300;
  /** How often it is looked at, so that a page which is about to go still answers. */
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
  // A field by such a name hides what is the form's own.
  const elements = form ? /** @type {HTMLFormControlsCollection} */ (Reflect.get(HTMLFormElement.prototype, 'elements', form)) : [];
  const button = [...elements].find((element) => /** @type {HTMLButtonElement} */ (element).type === 'submit');
  // Many a page switches its button off, or all of its form, while it asks its site.
  const isOff = [field, button].some((element) => element?.matches(':disabled'));
  const isOver = Date.now() >= until || page.halfminuteOver === token;
  if (form && written?.isToSend() && !isOff && !isOver) {
    HTMLFormElement.prototype.requestSubmit.call(form);
  }
  written?.unwatch();
}
