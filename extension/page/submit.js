/**
 * Sends the form of the field that was filled, as its own button would: what the page checks before is checked. A page
 * that has sent it by itself may be another one by now, whose forms are no business of ours.
 *
 * Like `collect`, it must stand by itself.
 */
export function submit() {
  const root = (/** @type {Document | ShadowRoot} */ { activeElement }) => activeElement;
  let active = root(document);
  while (active?.shadowRoot?.activeElement) {
    active = root(active.shadowRoot);
  }
  const { form } = /** @type {Partial<HTMLInputElement>} */ (active ?? {});
  const { halfminuteFilled: filled } = /** @type {{ halfminuteFilled?: WeakSet<Element> }} */ (globalThis);
  if (form && filled && [...form.elements].some((field) => filled.has(field))) {
    form.requestSubmit();
  }
}
