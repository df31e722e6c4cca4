/**
 * Sends the form of the field that was filled, as its own button would: what the page checks before is checked.
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
  form?.requestSubmit();
  return form !== null && form !== undefined;
}
