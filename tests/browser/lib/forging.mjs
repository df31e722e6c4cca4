/**
 * Forged messages: everything that the screens may ask, sent by whoever is none of them. The same in either browser.
 */
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PATIENCE } from './wait.mjs';

/**
 * @typedef {{ type: string, ask: object }} Message
 * @typedef {object} Forged what is to be tried
 * @property {string | null} target the extension that is meant; null for one's own
 * @property {Message[]} messages
 * @property {string[]} ports names to connect by
 */

/**
 * Sends all of it and tells what was heard: an answer, a word over a port, a port that stays open. Runs in content scripts
 * and in the background of another extension, so it may lean on nothing outside of it.
 * @param {Forged} forged
 * @returns {Promise<{ tried: number, heard: string[] }>}
 */
export async function forge({ target, messages, ports }) {
  /** @type {typeof chrome} */
  const api = /** @type {any} */ (globalThis).browser ?? chrome;
  /** @type {string[]} */
  const heard = [];
  let tried = 0;
  const late = (/** @type {string} */ what) => new Promise((resolve) => setTimeout(() => resolve(what), 60_000));
  for (const message of messages) {
    tried += 1;
    const sent = target === null ? api.runtime.sendMessage(message) : api.runtime.sendMessage(target, message);
    const reply = await Promise.race([sent.catch(() => undefined), late('neither answered nor refused')]);
    if (reply !== undefined && reply !== null) {
      heard.push(`${message.type}: ${JSON.stringify(reply)}`);
    }
  }
  for (const name of ports) {
    tried += 1;
    const port = target === null ? api.runtime.connect({ name }) : api.runtime.connect(target, { name });
    port.onMessage.addListener((reply) => heard.push(`port ${name}: ${JSON.stringify(reply)}`));
    const closed = new Promise((resolve) => port.onDisconnect.addListener(() => resolve('')));
    try {
      for (const { ask } of messages) {
        port.postMessage(ask);
      }
    } catch {
      // It was closed meanwhile.
    }
    const open = await Promise.race([closed, late(`port ${name} stays open`)]);
    if (open !== '') {
      heard.push(open);
    }
  }
  return { tried, heard };
}

/**
 * Everything that the contract between the screens and the worker knows, with parameters that would do something.
 * @param {{ id: string, passphrase: string, tab: number }} known
 * @returns {Promise<{ messages: Message[], ports: string[] }>}
 */
export async function everyMessage({ id, passphrase, tab }) {
  const source = await readFile(new URL('../../../extension/lib/messages.js', import.meta.url), 'utf8');
  const [, contract = '', work = ''] = /@typedef \{\{(.*?)\}\} Contract\b(.*?)\}\} Work\b/s.exec(source) ?? [];
  const names = (/** @type {string} */ text) => [...text.matchAll(/^ \* {3}(\w+): \{ ask:/gm)].map(([, name = '']) => name);
  const changes = { issuer: 'Forged', name: 'forged', sites: [], submit: true };
  const ask = {
    id, passphrase, current: passphrase, next: 'a passphrase that was forged', tab, number: 0, changes,
    typed: { text: 'JBSWY3DPEHPK3PXP', issuer: 'Forged', name: 'forged', type: 'totp', algorithm: 'SHA1', digits: 6, period: 30 },
    code: '123456', origin: 'https://forged.example', bound: true, gesture: 'page', autoLockMinutes: 0, channel: 'forged', name: 'forged', days: 30, credential: 'AAAA', salt: 'AAAA', secret: 'AAAA',
  };
  // What would shut the door behind it comes last.
  const closing = ['changePassphrase', 'rollBack', 'rotateKey', 'lock'];
  const types = names(contract);
  return {
    messages: [...types.filter((type) => !closing.includes(type)), ...closing.filter((type) => types.includes(type))].map((type) => ({ type, ask })),
    ports: [...names(work), ''],
  };
}

const MANIFEST = {
  manifest_version: 3,
  name: 'Another extension',
  version: '1',
  browser_specific_settings: { gecko: { id: 'forger@example.com', data_collection_permissions: { required: ['none'] } } },
  content_scripts: [{ matches: ['http://127.0.0.1/*'], js: ['content.js'], run_at: 'document_start' }],
};

/**
 * Another extension. When a page it runs in sends the event `forge`, its content script and then its background forge
 * what the page says, and the page is told what they heard.
 * @param {{ background: object, action?: object }} manifest what differs between the browsers
 */
export async function makeForger(manifest) {
  const folder = await mkdtemp(join(tmpdir(), 'forger-'));
  const files = {
    'manifest.json': JSON.stringify({ ...MANIFEST, ...manifest }),
    'background.js': `const api = globalThis.browser ?? chrome; ${forge}
      api.runtime.onMessage.addListener((message, _, reply) => {
        if (message.type === 'own') { reply('heard'); return false; }
        forge(message).then(reply);
        return true;
      });`,
    'content.js': `const api = globalThis.browser ?? chrome; ${forge}
      document.addEventListener('forge', async () => {
        const forged = JSON.parse(document.documentElement.dataset.forged);
        const content = await forge(forged);
        const background = await api.runtime.sendMessage(forged);
        document.documentElement.dataset.heard = JSON.stringify({ content, background });
      });`,
  };
  await Promise.all(Object.entries(files).map(([name, text]) => writeFile(join(folder, name), text)));
  return { folder, remove: () => rm(folder, { recursive: true, force: true }) };
}

/**
 * Has the other extension forge from a page.
 * @param {import('puppeteer-core').Page} page
 * @param {Forged} forged
 */
export async function forgeByOther(page, forged) {
  await page.evaluate((json) => {
    const { dataset } = document.documentElement;
    delete dataset['heard'];
    dataset['forged'] = json;
    document.dispatchEvent(new Event('forge'));
  }, JSON.stringify(forged));
  const heard = await page.waitForFunction(() => document.documentElement.dataset['heard'], { timeout: 2 * PATIENCE });
  /** @type {{ content: Awaited<ReturnType<typeof forge>>, background: Awaited<ReturnType<typeof forge>> }} */
  const told = JSON.parse(String(await heard.jsonValue()));
  return told;
}

/** The code that runs `forge` in a page, in the extension's own world there. @param {number} tab @param {Forged} forged */
export function inOwnWorld(tab, forged) {
  return `chrome.scripting.executeScript({ target: { tabId: ${tab} }, func: ${forge}, args: ${JSON.stringify([forged])} }).then(([{ result }]) => result)`;
}
