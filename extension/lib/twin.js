// A site that looks like another one, in words.
import { explain, message } from './i18n.js';

/** @param {import('./views.js').Twin} twin */
export function twinInWords({ reason, imitates, certain }) {
  return certain ? explain(reason, imitates) : `${explain(reason, imitates)} ${message('twinUncertain')}`;
}
