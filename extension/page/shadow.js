/**
 * A part that injected functions are built on. Each part is injected before them, stands by itself, since the browser sends
 * its source, and leaves what it gives in the extension's own world of the document.
 *
 * @typedef {(element: Element) => ShadowRoot | null} ShadowRootOf the root of a web component, also a closed one where the
 *   browser lets extensions in
 * @typedef {typeof globalThis & { halfminuteShadowRootOf?: ShadowRootOf }} Page
 */
export function shadow() {
  /** The elements that can have a shadow root. To ask the others for one would be slow. */
  const HOST = /-|^(?:article|aside|blockquote|body|div|footer|h[1-6]|header|main|nav|p|section|span)$/;

  /** @type {ShadowRootOf} */
  const shadowRootOf = (element) => {
    if (!HOST.test(element.localName) || !(element instanceof HTMLElement)) {
      return null;
    }
    // Firefox has a property for it. A page that is opened by hand, as in a test, has no `chrome` at all.
    const firefox = /** @type {{ openOrClosedShadowRoot?: ShadowRoot | null }} */ (/** @type {unknown} */ (element));
    const chromium = /** @type {Partial<typeof chrome.dom> | undefined} */ (globalThis.chrome?.dom);
    return firefox.openOrClosedShadowRoot ?? chromium?.openOrClosedShadowRoot?.(element) ?? element.shadowRoot;
  };
  Object.assign(globalThis, { halfminuteShadowRootOf: shadowRootOf });
}
