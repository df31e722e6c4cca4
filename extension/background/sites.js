// Sites as the core knows them: origins.

/**
 * The origin of what a tab shows; undefined when that may not be known.
 * @param {chrome.tabs.Tab} tab
 */
export function originOf(tab) {
  const url = tab.url && URL.canParse(tab.url) ? new URL(tab.url) : null;
  return url === null || url.origin === 'null' ? undefined : url.origin;
}
