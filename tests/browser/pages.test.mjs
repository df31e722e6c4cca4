// The pages of tests/fixtures/pages in real Chromium, described by the collector that ships and decided by the core.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { judgeAll } from '../../bench/autofill/judge.mjs';

const FOLDER = new URL('../fixtures/pages/', import.meta.url).pathname;

test('of the pages with a field nearly all are right, and nothing is filled where nothing should be', async () => {
  const results = await judgeAll(FOLDER, 'debug');
  /** @param {string[]} verdicts */
  const those = (...verdicts) => results.filter(({ verdict }) => verdicts.includes(verdict)).map(({ id }) => id);
  assert.deepEqual(those('filled', 'wrong'), []);
  assert.ok(those('right').length >= 0.99 * those('right', 'missed').length, `missed: ${those('missed').join(', ')}`);
  assert.ok(those('right').length >= 80 && those('quiet').length >= 120, 'all pages were there');
});
