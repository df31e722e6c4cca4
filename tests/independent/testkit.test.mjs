// Another reader of the vault's format gives the verdicts that the core gives (tests/it/vault_testkit.rs).
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { runPython } from './reader.mjs';

test('the independent reader agrees with every case of the test kit', async () => {
  const { code, output, errors } = await runPython('testkit.py');
  assert.deepEqual({ code, errors }, { code: 0, errors: '' });
  assert.match(output, /^\d{3,4} envelopes in \d{3} cases\n$/);
});
