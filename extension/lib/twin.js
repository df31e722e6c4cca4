// A site that looks like another one, in words.
import { explain, message } from './i18n.js';

/** @param {import('../core/types.js').Twin} twin */
export function twinInWords({ reason, imitates, certain }) {
  const words = explain({ code: reason, args: { imitates } });
  return certain ? words : `${words} ${message('twinUncertain')}`;
}
