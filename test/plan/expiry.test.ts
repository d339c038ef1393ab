import { expect, test } from '@jest/globals';
import { expiryNotices, holdsOn } from '../../src/plan/expiry.ts';

const MAPPING = { name: 'Contractors', expires: '2026-12-31', line: 12 };

test.each([
  ['2026-12-24', null],
  ['2026-12-25', 'Its last day is 2026-12-31, in 6 days. From 2027-01-01 on'],
  ['2026-12-30', 'Its last day is 2026-12-31, in 1 day.'],
  ['2026-12-31', 'Today is its last day. From 2027-01-01 on'],
  ['2027-01-01', 'Its last day was 2026-12-31'],
  ['2030-01-01', 'Its last day was 2026-12-31'],
])('on %s a plan says of a mapping that ends on 2026-12-31: %p', (today, text) => {
  const [notice] = expiryNotices([MAPPING], today);

  if (text === null) expect(notice).toBeUndefined();
  else {
    const code = text.includes('was') ? 'EXPIRED' : 'EXPIRES_SOON';
    expect(notice).toMatchObject({ code, subject: 'Contractors', line: 12, text: expect.stringContaining(text) });
  }
});

test('a mapping holds up to its last day, and for ever without one', () => {
  expect(['2026-12-30', '2026-12-31', '2027-01-01'].map((day) => holdsOn(day, MAPPING))).toEqual([true, true, false]);
  expect(holdsOn('2999-01-01', {})).toBe(true);
});
