// Lines as QR codes, which the core draws.
import { handingOver } from '../lib/channel.js';
import { send } from '../lib/messages.js';

/** A QR code of each line. @param {Uint8Array} lines */
export function drawn(lines) {
  return handingOver(lines, (channel) => send('drawLines', { channel }));
}
