import { expect, test } from '@jest/globals';
import { expiringOf, sectionOn } from '../../../src/targets/goto/expiry.ts';
import { gotoKind } from '../../../src/targets/goto/kind.ts';
import type { Rule } from '../../../src/targets/goto/settings.ts';
import { settingsFor } from './apply/bench.ts';

const rule = (directoryGroup: string, line: number, given: Partial<Rule> = {}): Rule => ({
  directoryGroup,
  note: null,
  products: ['Meeting'],
  role: null,
  userGroup: null,
  language: null,
  line,
  ...given,
});
const FILE = settingsFor('https://goto.example', {
  mappings: [rule('Fair', 10, { expires: '2026-12-31' }), rule('Sales', 20)],
});

test('a rule that has expired has nobody, and the others keep their numbers', () => {
  const then = sectionOn(FILE, '2027-01-01');

  expect(then.mappings.map(({ directoryGroup, number }) => `${number ?? ''} ${directoryGroup}`)).toEqual(['2 Sales']);
  expect(then.expired?.map(({ directoryGroup }) => directoryGroup)).toEqual(['Fair']);
  expect(gotoKind.configured(then).mappings.map(({ group }) => group)).toEqual(['Rule 2: Sales']);
  expect(expiringOf(then)).toEqual([{ name: 'Fair', expires: '2026-12-31', line: 10 }]);
  expect(sectionOn(FILE, '2026-12-31')).toBe(FILE);
});
