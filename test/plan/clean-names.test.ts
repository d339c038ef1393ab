import { expect, test } from '@jest/globals';
import { withCleanText } from '../../src/plan/clean.ts';

const NOTICE = { code: 'LEAVERS_LEFT', severity: 'warning', text: 'a', subject: 'b', line: null } as const;

test('the names of a notice hold no control character, and a notice without names gets none', () => {
  expect(withCleanText({ ...NOTICE, names: ['Ada\u0007', 'Bob'] }).names?.join()).not.toContain('\u0007');
  expect(withCleanText(NOTICE)).toEqual(NOTICE);
});
