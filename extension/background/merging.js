// One account in two windows at once: what a person did not touch is as the other window has left it.

/**
 * @typedef {import('../core/types.js').Changes} Changes
 * @typedef {import('../core/types.js').SiteView} BoundSite
 */

/**
 * What a person wants of an account, over what it is by now.
 * @param {Changes} now
 * @param {Changes} seen what it was when they began
 * @param {Changes} wanted
 * @returns {Changes}
 */
export function merged(now, seen, wanted) {
  return {
    issuer: wanted.issuer === seen.issuer ? now.issuer : wanted.issuer,
    name: wanted.name === seen.name ? now.name : wanted.name,
    submit: wanted.submit === seen.submit ? now.submit : wanted.submit,
    sites: mergedSites(now.sites, seen.sites, wanted.sites),
    frames: now.frames?.filter((frame) => wanted.frames?.includes(frame) || !seen.frames?.includes(frame)) ?? [],
  };
}

/**
 * @param {BoundSite[]} now
 * @param {BoundSite[]} seen
 * @param {BoundSite[]} wanted
 */
function mergedSites(now, seen, wanted) {
  const left = wanted.flatMap((site) => {
    const before = siteIn(seen, site);
    const untouched = before?.rule === site.rule && before.taught === site.taught;
    return untouched ? (siteIn(now, site) ?? []) : site;
  });
  return [...left, ...now.filter((site) => !siteIn(seen, site) && !siteIn(wanted, site))];
}

/** @param {BoundSite[]} sites @param {BoundSite} site */
function siteIn(sites, { origin }) {
  return sites.find((other) => other.origin === origin);
}
