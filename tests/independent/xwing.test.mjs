// What the independent reader and the kit's writer take X-Wing for: the draft's own vectors, and sealing to a key pair.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { runPython } from './reader.mjs';

test('X-Wing of the reader and of the writer give what the draft says', async () => {
  const { code, output, errors } = await runPython('xwing_check.py');
  assert.deepEqual({ code, output, errors }, { code: 0, output: '3 vectors\n', errors: '' });
});
