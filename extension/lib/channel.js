// Bytes between a screen and the background: over a channel that structured clones pass. A message of the extension would make
// a string of them, which nobody can wipe.

/**
 * Hands something over to whoever is told the channel.
 * @template T
 * @param {Blob | Uint8Array} what
 * @param {(channel: string) => Promise<T>} tell
 * @returns {Promise<T>}
 */
export async function handingOver(what, tell) {
  const channel = crypto.randomUUID();
  const line = new BroadcastChannel(channel);
  line.onmessage = () => line.postMessage(what);
  try {
    return await tell(channel);
  } finally {
    line.close();
  }
}

/**
 * Hands something over to whoever is told the channel, and answers with what comes back on it. The caller wipes that.
 * @param {Blob | null} what null where nothing is handed over
 * @param {(channel: string) => Promise<unknown>} tell
 * @returns {Promise<Uint8Array<ArrayBuffer>[]>}
 */
export async function takingBytes(what, tell) {
  const channel = crypto.randomUUID();
  const line = new BroadcastChannel(channel);
  /** @type {Promise<Uint8Array<ArrayBuffer>[]>} */
  const coming = new Promise((resolve) => {
    line.onmessage = ({ data }) => {
      if (Array.isArray(data)) {
        resolve(data);
      } else if (what !== null) {
        line.postMessage(what);
      }
    };
  });
  try {
    await tell(channel);
    return await coming;
  } finally {
    line.close();
  }
}
