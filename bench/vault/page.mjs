// What is measured inside a page of the extension. Each function is handed to the browser by itself.

/** Argon2 by itself. */
export async function loadDerivation() {
  const kdf = await import(/** @type {any} */ ('/bench/kdf.js'));
  await kdf.default({ module_or_path: '/bench/kdf_bg.wasm' });
  Object.assign(globalThis, { kdf });
}

/**
 * One derivation in an instance of its own, as the vault does it, so that the system's work for 64 MiB counts in both.
 * @param {{ m: number, t: number, p: number }} cost
 */
export function timeDerivation({ m, t, p }) {
  const { kdf } = /** @type {any} */ (globalThis);
  const [passphrase, salt] = [new TextEncoder().encode('seven wooden boats at dawn'), new Uint8Array(16)];
  kdf.__wbg_reset_state();
  const began = performance.now();
  kdf.derive(passphrase, salt, m, t, p);
  return performance.now() - began;
}

/** From the question to the answer. @param {{ type: string, ask: object }} message @returns {Promise<number>} */
export async function timeMessage(message) {
  const began = performance.now();
  const reply = await chrome.runtime.sendMessage(message);
  const time = performance.now() - began;
  if (!reply || 'error' in reply) {
    throw new Error(reply?.error.code ?? 'no-answer');
  }
  return time;
}

/**
 * The core's own calls on an envelope.
 * @param {{ passphrase: string, envelope: string, times: number }} what
 */
export async function timeCore({ passphrase, envelope: text, times }) {
  const core = await import(/** @type {any} */ ('/core/core.js'));
  await core.default({ module_or_path: '/core/core_bg.wasm' });
  const envelope = /** @type {any} */ (Uint8Array).fromBase64(text);
  const { ticket } = core.unlock(envelope, new TextEncoder().encode(passphrase), Date.now());
  /** @type {Record<string, number[]>} */
  const all = { open: [], list: [], seal: [], verify: [] };
  /** @type {(name: string, call: () => any) => any} */
  const timed = (name, call) => {
    const began = performance.now();
    const result = call();
    all[name]?.push(performance.now() - began);
    return result;
  };
  for (let time = 0; time < times; time += 1) {
    const vault = timed('open', () => core.Vault.open(envelope, ticket, new Uint8Array(8)));
    timed('list', () => vault.list(undefined, () => undefined, Date.now()));
    const sealed = timed('seal', () => vault.seal(Date.now()));
    timed('verify', () => vault.verify(sealed));
    vault.free();
  }
  core.__wbg_reset_state();
  return all;
}

/** How much of `storage.local` is in use, and what the largest value takes. */
export async function storageUse() {
  const all = await chrome.storage.local.get(null);
  const sizes = await Promise.all(Object.keys(all).map((key) => chrome.storage.local.getBytesInUse(key)));
  return { used: await chrome.storage.local.getBytesInUse(null), quota: chrome.storage.local.QUOTA_BYTES, largest: Math.max(0, ...sizes) };
}
