/**
 * What the browser's memory holds of a secret: the JavaScript heap of a context, its WebAssembly memories, and the whole
 * memory of the extension's process.
 *
 * What was found by trying (Chromium 156):
 * - A heap snapshot holds every string that is alive, cut off at 1,024 characters unless the flag below lifts that; the
 *   parts of ropes are strings of their own. It does not hold what lies in array buffers, WebAssembly's memories among
 *   them, nor what a field of a form holds. The popup and the options page share one heap; the worker has its own.
 * - `Runtime.queryObjects` collects garbage first. It finds WebAssembly's memories, but no array buffer and no view of
 *   one; nor does `HeapProfiler.getObjectByHeapObjectId`. What they hold is found in the memory of the process.
 * - The memory of the process holds garbage too, until it is written over: a search there that finds nothing says much,
 *   one that finds something says only that it was there once.
 */
import { open, readFile, readdir } from 'node:fs/promises';
import { PATIENCE, within } from './wait.mjs';

/**
 * @typedef {import('puppeteer-core').CDPSession} Session
 * @typedef {import('./chromium.mjs').Chromium} Chromium
 */

/** For `launchChromium`: strings in heap snapshots are not cut off. */
export const WHOLE_STRINGS = '--js-flags=--heap-snapshot-string-limit=2000000000';

const MEBIBYTE = 1 << 20;

/**
 * A secret in every spelling in which it could lie around, by the name of the spelling. Base64 depends on how many bytes
 * stand before; the characters that only depend on the secret are looked for.
 * @param {Buffer} secret
 * @returns {Map<string, string>} one character a byte
 */
export function spellings(secret) {
  const hex = secret.toString('hex');
  const upper = base32(secret);
  /** @type {[string, string][]} */
  const found = [
    ['bytes', secret.toString('latin1')],
    ['hex', hex], ['HEX', hex.toUpperCase()],
    ['BASE32', upper], ['base32', upper.toLowerCase()],
  ];
  for (const before of [0, 1, 2]) {
    const text = Buffer.concat([Buffer.alloc(before), secret]).toString('base64').replace(/=+$/, '');
    const end = (before + secret.length) % 3 === 0 ? text.length : text.length - 1;
    const own = text.slice(before === 0 ? 0 : before + 1, end);
    found.push([`base64+${before}`, own], [`base64url+${before}`, own.replaceAll('+', '-').replaceAll('/', '_')]);
  }
  return new Map(found);
}

/** RFC 4648, without padding. @param {Buffer} bytes */
export function base32(bytes) {
  const bits = [...bytes].map((byte) => byte.toString(2).padStart(8, '0')).join('');
  return (bits.match(/.{1,5}/g) ?? []).map((five) => 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'[parseInt(five.padEnd(5, '0'), 2)]).join('');
}

/** The worker's session, which starts it when it sleeps. @param {Chromium} chromium @returns {Promise<Session>} */
export async function sessionOfWorker(chromium) {
  await chromium.worker();
  const target = chromium.browser.targets().find((one) => one.type() === 'service_worker' && one.url().startsWith(chromium.url('')));
  if (!target) throw new Error('the service worker does not run');
  return target.createCDPSession();
}

/**
 * All strings that are alive in a heap, after its garbage was collected.
 * @param {Session} session
 * @returns {Promise<string[]>}
 */
export async function heapStrings(session) {
  /** @type {string[]} */
  const chunks = [];
  const add = (/** @type {{ chunk: string }} */ { chunk }) => void chunks.push(chunk);
  session.on('HeapProfiler.addHeapSnapshotChunk', add);
  await session.send('HeapProfiler.enable');
  // What a first collection lets go may keep others alive until the next one.
  await session.send('HeapProfiler.collectGarbage');
  await session.send('HeapProfiler.collectGarbage');
  await session.send('HeapProfiler.takeHeapSnapshot', { reportProgress: false });
  await session.send('HeapProfiler.disable');
  session.off('HeapProfiler.addHeapSnapshotChunk', add);
  return JSON.parse(chunks.join('')).strings;
}

/**
 * All WebAssembly memories that are alive in a context. They stay until they are released.
 * @param {Session} session
 */
async function memoriesOf(session) {
  const objectGroup = 'memories';
  const { result: prototype } = await session.send('Runtime.evaluate', { expression: 'WebAssembly.Memory.prototype', objectGroup });
  const { objects } = await session.send('Runtime.queryObjects', { prototypeObjectId: prototype.objectId ?? '', objectGroup });
  return {
    /**
     * Calls a function with them.
     * @template R
     * @param {(memories: WebAssembly.Memory[], at: number, from: number, to: number) => R} call
     * @param {number[]} parameters
     * @returns {Promise<R>}
     */
    async ask(call, ...parameters) {
      const { result, exceptionDetails } = await session.send('Runtime.callFunctionOn', {
        objectId: objects.objectId,
        functionDeclaration: `function(...parameters) { return (${call})(this, ...parameters); }`,
        arguments: parameters.map((value) => ({ value })),
        returnByValue: true,
      });
      if (exceptionDetails) throw new Error(exceptionDetails.exception?.description ?? exceptionDetails.text);
      return result.value;
    },
    release: () => session.send('Runtime.releaseObjectGroup', { objectGroup }),
  };
}

/** @param {WebAssembly.Memory[]} memories */
const sizes = (memories) => memories.map(({ buffer }) => buffer.byteLength);

/** How many bytes each of a context's WebAssembly memories has. @param {Session} session */
export async function wasmSizes(session) {
  const { ask, release } = await memoriesOf(session);
  const found = await ask(sizes);
  await release();
  return found;
}

/** What a context's WebAssembly memories hold. @param {Session} session @returns {Promise<Buffer[]>} */
export async function wasmMemories(session) {
  const { ask, release } = await memoriesOf(session);
  const memories = [];
  for (const [at, size] of (await ask(sizes)).entries()) {
    const parts = [];
    for (let from = 0; from < size; from += 8 * MEBIBYTE) {
      const part = await ask((all, which, begin, end) =>
        /** @type {any} */ (new Uint8Array(all[which]?.buffer ?? new ArrayBuffer(0), begin, end - begin)).toBase64(), at, from, Math.min(size, from + 8 * MEBIBYTE));
      parts.push(Buffer.from(/** @type {string} */ (part), 'base64'));
    }
    memories.push(Buffer.concat(parts));
  }
  await release();
  return memories;
}

/**
 * Which of these texts stand in some strings.
 * @param {string[]} strings
 * @param {Map<string, string>} needles by name
 */
export function inStrings(strings, needles) {
  return [...needles].filter(([, needle]) => strings.some((text) => text.includes(needle))).map(([name]) => name);
}

/**
 * Which of these texts stand in some bytes, one byte a character or two.
 * @param {Buffer[]} buffers
 * @param {Map<string, string>} needles by name, one character a byte
 */
export function inBytes(buffers, needles) {
  return [...needles].filter(([, needle]) => {
    const [narrow, wide] = [Buffer.from(needle, 'latin1'), Buffer.from(needle, 'utf16le')];
    return buffers.some((bytes) => bytes.includes(narrow) || bytes.includes(wide));
  }).map(([name]) => name);
}

/**
 * How often each of these texts stands in the whole memory of the extension's process, garbage included.
 * @param {Chromium} chromium
 * @param {Map<string, string>} needles by name, one character a byte
 * @returns {Promise<{ megabytes: number, counts: Record<string, number> }>}
 */
export async function inProcess(chromium, needles) {
  const wanted = [...needles].flatMap(([name, needle]) =>
    /** @type {const} */ (['latin1', 'utf16le']).map((encoding) => ({ name, bytes: Buffer.from(needle, encoding) })));
  const overlap = Math.max(...wanted.map(({ bytes }) => bytes.length)) - 1;
  /** @type {Record<string, number>} */
  const counts = {};
  let searched = 0;
  for (const pid of await extensionProcesses(chromium)) {
    const memory = await open(`/proc/${pid}/mem`);
    try {
      for (const [from, to] of await writableRegions(pid)) {
        for (let at = from; at < to; at += 16 * MEBIBYTE) {
          const part = Buffer.alloc(Math.min(to - at, 16 * MEBIBYTE + overlap));
          const { bytesRead } = await memory.read(part, 0, part.length, at).catch(() => ({ bytesRead: 0 }));
          searched += bytesRead;
          for (const { name, bytes } of wanted) {
            for (let hit = part.indexOf(bytes); hit >= 0 && hit < 16 * MEBIBYTE; hit = part.indexOf(bytes, hit + 1)) {
              counts[name] = (counts[name] ?? 0) + 1;
            }
          }
        }
      }
    } finally {
      await memory.close();
    }
  }
  return { megabytes: Math.round(searched / 1e6), counts };
}

/** @param {Chromium} chromium */
async function extensionProcesses(chromium) {
  const group = String(chromium.browser.process()?.pid);
  const pids = await within(PATIENCE, 'the process of the extension', async () => {
    const found = [];
    for (const pid of (await readdir('/proc')).filter((name) => /^\d+$/.test(name))) {
      const [command, stat] = await Promise.all(['cmdline', 'stat'].map((name) => readFile(`/proc/${pid}/${name}`, 'latin1').catch(() => '')));
      if (command?.includes('--extension-process') && stat?.slice(stat.lastIndexOf(')')).split(' ')[3] === group) found.push(pid);
    }
    return found.length > 0 ? found : null;
  });
  return pids ?? [];
}

/** @param {string} pid @returns {Promise<[number, number][]>} */
async function writableRegions(pid) {
  const lines = (await readFile(`/proc/${pid}/maps`, 'utf8')).split('\n').filter((line) => / rw/.test(line));
  return lines.map((line) => /** @type {[number, number]} */ ((line.split(' ')[0] ?? '').split('-').map((end) => parseInt(end, 16))));
}
