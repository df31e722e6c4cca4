// What the log says of the organisation's policy.
import { policy } from '../lib/policy.js';

/** How many bytes of a policy's hash the log has. They tell policies apart, and the log cuts off what is long. */
const HASH = 6;

/** The policy in force; nothing when there is none. */
export async function inShort() {
  const { values } = await policy();
  const decided = Object.entries(values).sort(([one], [other]) => (one < other ? -1 : 1));
  if (decided.length === 0) {
    return '';
  }
  const hash = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(JSON.stringify(decided)));
  const said = decided.map(([key, value]) => `${key}=${Array.isArray(value) ? `[${value.length}]` : value}`);
  return [new Uint8Array(hash, 0, HASH).toBase64({ alphabet: 'base64url' }), ...said].join(' ');
}
