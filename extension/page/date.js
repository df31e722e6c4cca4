/**
 * Asks this document's own site what time it has, which every server says in its headers. Nothing of the person goes along.
 *
 * It is injected into the page. The browser sends its source, so all that it uses stands in it.
 */
export async function siteDate() {
  /** How long the site gets, in milliseconds: a person waits for the fill meanwhile. */
  const PATIENCE = 1500;
  try {
    const asked = Date.now();
    const response = await fetch(new URL('/favicon.ico', location.href), {
      method: 'HEAD',
      // No other site is asked, also where the answer leads to one.
      mode: 'same-origin',
      cache: 'no-store',
      credentials: 'omit',
      referrerPolicy: 'no-referrer',
      signal: AbortSignal.timeout(PATIENCE),
    });
    return { date: response.headers.get('date'), age: response.headers.get('age'), asked, answered: Date.now() };
  } catch {
    return null;
  }
}
