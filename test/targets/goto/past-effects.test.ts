import { expect, test } from '@jest/globals';
import type { CallWrites } from '../../../src/targets/journal.ts';
import { effectsOf } from '../../../src/targets/goto/past-effects.ts';

test.each([
  ['a suspension', { status: 'enabled', licences: ['1'] }, { status: 'disabled', licences: [] }, ['disable']],
  ['the loss of the last product', { licences: ['1'] }, { licences: [] }, ['disable']],
  [
    'the loss of the last role of somebody without a product',
    { status: 'enabled' },
    { status: 'disabled' },
    ['disable'],
  ],
  ['the loss of one of two products', { licences: ['1', '2'] }, { licences: ['1'] }, []],
  ['no product before and after', { licences: [] }, { licences: [] }, []],
  ['a resume', { status: 'disabled', licences: [] }, { status: 'enabled', licences: ['1'] }, []],
  ['a new address', { email: 'ada@corp.example' }, { email: 'king@corp.example' }, ['readdress']],
  ['a new name', { lastName: 'Lovelace' }, { lastName: 'King' }, []],
  ['an address that is none', {}, { email: ['ada@corp.example'] }, []],
  ['licences that are no list', { licences: 'all' }, { licences: 0 }, []],
])('%s', (_what, before, after, counts) => {
  const effects = effectsOf({ node: '7', before, after } as unknown as CallWrites);

  expect(effects.map((effect) => effect.counts)).toEqual(counts);
});

test('the new address is what the user is known by afterwards', () => {
  const before = { email: 'ada@corp.example' };

  expect(effectsOf({ node: '7', before, after: { email: 'king@corp.example' } })).toEqual([
    { node: '7', counts: 'readdress', from: null, after: { email: 'king@corp.example' } },
  ]);
});

test.each([
  ['a creation', { node: null, before: {}, after: { status: 'disabled' } }],
  ['a node that is no text', { node: 7, before: {}, after: { status: 'disabled' } }],
  ['values that are none', { node: '7', before: null, after: 'disabled' }],
])('%s has no effects', (_what, call) => {
  expect(effectsOf(call as unknown as CallWrites)).toEqual([]);
});
