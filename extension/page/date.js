/**
 * Asks this document's own site for nothing but its headers, since every server says there what time it has. Nothing of
 * the person goes along.
 *
 * Like `collect`, it must stand by itself.
 */
export async function siteDate() {
  /** No person waits longer for a fill. */
  const PATIENCE = 1500;
  try {
    const asked = Date.now();
    const response = await fetch(new URL('/favicon.ico', location.href), {
      method: 'HEAD',
      // No other site is asked, wherever the answer leads.
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
