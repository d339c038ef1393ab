import { expect, test } from '@jest/globals';
import { isTooDeep } from '../../src/core/nesting.ts';

function nested(levels: number): unknown {
  return JSON.parse(`${'[{"a":'.repeat(levels / 2)}1${'}]'.repeat(levels / 2)}`);
}

test.each([
  ['a text', 'text', false],
  ['nothing', null, false],
  ['a wide one', { a: Array.from({ length: 10_000 }, () => [1]) }, false],
  ['as deep as it may be', nested(100), false],
  ['too deep', nested(102), true],
  ['far too deep', nested(200_000), true],
])('%s', (_what, value, isDeep) => {
  expect(isTooDeep(value)).toBe(isDeep);
});
