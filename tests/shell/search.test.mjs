// Finding accounts by words, and codes in groups. Both are functions of texts alone, so no browser is needed.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { grouped, spoken } from '../../extension/lib/codes.js';
import { folded, found } from '../../extension/lib/search.js';

const ACCOUNTS = [
  { issuer: 'GitHub', name: 'lena.brandt', hosts: ['github.com'], tags: ['work'] },
  { issuer: 'Universität Münster', name: 'ada', hosts: ['login.uni-muenster.de'] },
  { issuer: 'Harbour Mail', name: 'lena@harbour.example', tags: ['Mail', 'private'] },
  { issuer: '', name: 'İstanbul Bankası' },
  { issuer: 'Grid Hub', name: 'ops' },
  { issuer: 'Łódź', name: 'Strauß' },
];
const names = (/** @type {string} */ typed) => found(ACCOUNTS, typed).map(({ issuer, name }) => issuer || name);

test('accents, case and the order of words make no difference', () => {
  assert.deepEqual(names('universitat'), ['Universität Münster']);
  assert.deepEqual(names('MUNSTER uni'), ['Universität Münster']);
  assert.deepEqual(names('istanbul'), ['İstanbul Bankası']);
  assert.deepEqual(names('bankasi'), ['İstanbul Bankası']);
  assert.deepEqual(names('lodz strauss'), ['Łódź']);
  assert.equal(folded('Å'), 'a');
});

test('a beginning stands before what is inside, sites and tags count', () => {
  assert.deepEqual(names('hub'), ['Grid Hub', 'GitHub']);
  assert.deepEqual(names('git'), ['GitHub']);
  assert.deepEqual(names('muenster'), ['Universität Münster']);
  assert.deepEqual(names('#mail'), ['Harbour Mail']);
  assert.deepEqual(names('work'), ['GitHub']);
  assert.deepEqual(names('#git'), []);
  assert.deepEqual(names(''), ACCOUNTS.map(({ issuer, name }) => issuer || name));
});

test('one letter may be wrong, but only where nothing else is found', () => {
  for (const typed of ['githb', 'gitthub', 'gihtub', 'gitjub']) assert.deepEqual(names(typed), ['GitHub'], typed);
  assert.deepEqual(names('harbuor'), ['Harbour Mail']);
  assert.deepEqual(names('gxt'), []);
  assert.deepEqual(names('gothjb'), []);
});

test('codes stand in groups that leave no digit alone', () => {
  const shown = { 12345: '12345', 123456: '123 456', 1234567: '1234 567', 12345678: '1234 5678', 123456789: '123 456 789', 1225584263: '12255 84263', BW569: 'BW569' };
  for (const [code, expected] of Object.entries(shown)) assert.equal(grouped(code), expected);
  assert.equal(spoken('005136'), '0 0 5, 1 3 6');
  assert.equal(spoken('BW569'), 'B W 5 6 9');
});
