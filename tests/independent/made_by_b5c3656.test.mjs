// The vault that the build of commit b5c3656 left in a browser (tests/fixtures/README.md): a reader made from
// docs/vault-format.md alone opens it by every secret that it was given.
import assert from 'node:assert/strict';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { attack } from './attack.mjs';
import { runPython } from './reader.mjs';

const made = JSON.parse(await readFile(new URL('../fixtures/vault/made_by_b5c3656.json', import.meta.url), 'utf8'));
const { passphrase, recovery, passkey, device } = made.secrets;
const envelopes = made.stored['vault.kept'].map((/** @type {number} */ number) => made.stored[`vault.generation.${number}`]);

const secrets = {
  'the passphrase': { passphrase: passphrase.text },
  'the recovery key': { recovery: recovery.text },
  'what the passkey answered': { passkey: passkey.secret },
  'what the device answered': { device: device.secret },
  'the key that lay on its disk': { deviceKey: device.key },
};

for (const [what, secret] of Object.entries(secrets)) {
  test(`${what} opens every generation`, async () => {
    const { opened, sealed, unreadable } = await attack({ envelopes }, secret);
    assert.deepEqual([sealed, unreadable], [[], []]);
    const both = ['ada', 'ada@example.com'];
    assert.deepEqual(opened.map(({ version, accounts }) => [version, accounts]), [[1, []], [1, both.slice(0, 1)], [1, both], [1, both]]);
    const { slot } = Object.values(made.secrets).find((one) => [one.text, one.secret, one.key].includes(Object.values(secret)[0]));
    assert.match(String(opened[0]?.by), new RegExp(`of slot ${slot} `));
  });
}

test('the program that a person runs prints what was added, and its log holds', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'halfminute-made-'));
  try {
    const file = join(folder, 'envelope');
    await writeFile(file, envelopes.at(-1));
    for (const [secret, ...options] of [[passphrase.text], [recovery.text, '--recovery-key']]) {
      const { code, output, errors } = await runPython('open_vault.py', ['--base64', ...options, file], secret);
      assert.deepEqual({ code, errors }, { code: 0, errors: '' });
      const printed = output.trimEnd().split('\n').map((line) => JSON.parse(line));
      assert.deepEqual(printed, made.accounts.map(fromUri));
    }
    const { code, output, errors } = await runPython('open_vault.py', ['--base64', '--log', file], passphrase.text);
    assert.deepEqual({ code, errors }, { code: 0, errors: '' });
    assert.equal(output.split('\n').filter((line) => line.includes('"what":"enrol"')).length, 2);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
});

/** What an otpauth text says, as the program prints an account. The first was bound to a site afterwards. @param {string} text @param {number} at */
function fromUri(text, at) {
  const { pathname, searchParams } = new URL(text);
  const value = (/** @type {string} */ name, /** @type {string} */ otherwise) => searchParams.get(name) ?? otherwise;
  return {
    issuer: value('issuer', ''),
    name: decodeURIComponent(pathname).split(':')[1],
    type: 'totp',
    secret: value('secret', ''),
    algorithm: value('algorithm', 'SHA1'),
    digits: Number(value('digits', '6')),
    period: Number(value('period', '30')),
    ...(at === 0 ? { sites: ['https://northbank.test'] } : {}),
  };
}
