import { expect, test } from '@jest/globals';
import { withCleanReasons, withCleanText } from '../../src/plan/clean.ts';

const NOTICE = { code: 'LEAVERS_LEFT', severity: 'warning', text: 'a', subject: 'b', line: null } as const;

test('the names of a notice hold no control character, and a notice without names gets none', () => {
  expect(withCleanText({ ...NOTICE, names: ['Ada\u0007', 'Bob'] }).names?.join()).not.toContain('\u0007');
  expect(withCleanText(NOTICE)).toEqual(NOTICE);
});

test('reasons lose their control characters, and a change without any stays the same', () => {
  const reason = { code: 'MEMBER_OF', text: 'member of A', line: 1, path: ['A'] } as const;
  const dirty = { ...reason, path: ['A\u0007'] };
  const change = { reason, because: { name: reason } };
  const cleaned = withCleanReasons({ reason, because: { name: dirty } });

  expect(withCleanReasons(change)).toBe(change);
  expect(cleaned.because.name.path).toEqual(['A ']);
  expect(withCleanReasons({ reason: dirty, because: { name: dirty } }).reason.path).toEqual(['A ']);
});
