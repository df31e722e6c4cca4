/**
 * Random edits of the ways into a vault, and what must open it after them.
 */
import { ask } from './asking_worker.mjs';

/**
 * @typedef {import('./book.mjs').Vault} Vault
 * @typedef {import('./book.mjs').Way} Way
 * @typedef {import('./edits.mjs').Edit} Edit
 */

const MOST = 4;

/**
 * Those that ask for the passphrase.
 * @param {Vault} vault
 * @param {() => number} chance
 * @param {{ passphrase: boolean }} options whether changing it is one
 * @returns {(() => Edit)[]}
 */
export function waysEdits(vault, chance, { passphrase: may }) {
  const { ways } = vault;
  const word = () => Math.floor(chance() * 2 ** 32).toString(36);
  const edits = [() => newDataKey(vault)];
  if (ways.length < MOST) {
    edits.push(() => recoveryKey(vault, `key ${word()}`), () => device(vault, `device ${word()}`));
  }
  if (may) {
    const next = `a passphrase of ${word()}`;
    edits.push(() => newPassphrase(vault, next));
  }
  return edits;
}

/** @param {Vault} vault @param {string} next @returns {Edit} */
export function newPassphrase(vault, next) {
  const after = { ...vault, passphrase: next };
  return {
    what: 'change the passphrase',
    newKey: true,
    after,
    send: (page) => ask(page, 'changePassphrase', { current: vault.passphrase, next }).then(() => after),
  };
}

/** @param {Vault} vault @param {string} name @returns {Edit} */
export function recoveryKey(vault, name) {
  const after = (/** @type {string} */ text) => ({ ...vault, ways: [...vault.ways, { kind: 'recovery', name, text }] });
  return {
    what: 'add a recovery key',
    after: after(''),
    send: async (page) => after((await ask(page, 'addRecoveryKey', { passphrase: vault.passphrase, name })).text),
  };
}

/** Remembered again it is remembered once. @param {Vault} vault @param {string} name @returns {Edit} */
export function device(vault, name) {
  const after = { ...vault, ways: [...vault.ways.filter(({ kind }) => kind !== 'device'), { kind: 'device', name }] };
  return {
    what: 'remember this device',
    newKey: true,
    after,
    send: (page) => ask(page, 'trustDevice', { passphrase: vault.passphrase, name, days: 30 }).then(() => after),
  };
}

/** All ways in stay. @param {Vault} vault @returns {Edit} */
export function newDataKey(vault) {
  return { what: 'make a new data key', newKey: true, after: vault, send: (page) => ask(page, 'rotateKey', {}).then(() => vault) };
}

/** @param {Vault} vault @param {Way} way @returns {Edit} */
export function revoke(vault, way) {
  const after = { ...vault, ways: vault.ways.filter((other) => other !== way), revoked: [...vault.revoked, ...textsOf([way])] };
  return {
    what: `revoke a ${way.kind}`,
    newKey: true,
    after,
    send: async (page) => {
      const listed = (await ask(page, 'ways', {})).ways.find(({ kind, name }) => kind === way.kind && name === way.name);
      await ask(page, 'revokeWay', { id: listed?.id ?? '' });
      return after;
    },
  };
}

/** @param {Way[]} ways */
const textsOf = (ways) => ways.flatMap(({ text }) => (text ? [text] : []));
