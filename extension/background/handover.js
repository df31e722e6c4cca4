// What screens hand over to the background and take from it, over channels (see lib/channel.js).
import { CodedError } from '../lib/errors.js';

/** How long a screen that has announced something may take to hand it over, in milliseconds. */
const HANDOVER = 5000;

/**
 * What a screen hands over on a channel.
 * @template {typeof Blob | typeof Uint8Array} K
 * @param {string} channel
 * @param {K} kind
 * @returns {Promise<InstanceType<K>>}
 */
export async function handedOver(channel, kind) {
  const line = new BroadcastChannel(channel);
  try {
    return await new Promise((resolve, reject) => {
      setTimeout(() => reject(new CodedError('no-answer')), HANDOVER);
      line.onmessage = ({ data }) => {
        if (data instanceof kind) {
          resolve(/** @type {InstanceType<K>} */ (data));
        }
      };
      line.postMessage('ready');
    });
  } finally {
    line.close();
  }
}

/**
 * Hands bytes to the screen that listens on a channel, and wipes them here.
 * @param {string} channel
 * @param {Uint8Array[]} bytes
 */
export function handBack(channel, bytes) {
  const line = new BroadcastChannel(channel);
  try {
    line.postMessage(bytes);
  } finally {
    line.close();
    for (const one of bytes) {
      one.fill(0);
    }
  }
}
