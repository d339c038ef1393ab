import { expect, test } from '@jest/globals';
import { wantsColor } from '../../src/cli/color.ts';

test.each([
  ['a terminal', null, true, {}, true],
  ['a pipe', null, false, {}, false],
  ['NO_COLOR', null, true, { NO_COLOR: '1' }, false],
  ['an empty NO_COLOR is none', null, true, { NO_COLOR: '' }, true],
  ['a terminal that knows no colours', null, true, { TERM: 'dumb' }, false],
  ['FORCE_COLOR', null, false, { FORCE_COLOR: '1' }, true],
  ['an empty FORCE_COLOR', null, false, { FORCE_COLOR: '' }, true],
  ['FORCE_COLOR=0', null, true, { FORCE_COLOR: '0' }, false],
  ['FORCE_COLOR=false', null, true, { FORCE_COLOR: 'false' }, false],
  ['FORCE_COLOR before NO_COLOR', null, false, { FORCE_COLOR: '1', NO_COLOR: '1' }, true],
  ['--no-color before FORCE_COLOR', false, true, { FORCE_COLOR: '1' }, false],
  ['--color before NO_COLOR', true, false, { NO_COLOR: '1', TERM: 'dumb' }, true],
])('%s', (_what, chosen, isTTY, env: Readonly<Record<string, string>>, expected) => {
  expect(wantsColor(chosen, { isTTY }, env)).toBe(expected);
});
