import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { canonicalJson } from '../../src/core/digest.ts';
import type { Notice } from '../../src/core/notice.ts';
import { sortNotices } from '../../src/plan/notices.ts';

const plain = fc.record({
  code: fc.constantFrom('NO_LOGIN_ID' as const, 'IN_TWO_MAPPINGS' as const),
  severity: fc.constantFrom('error' as const, 'warning' as const, 'info' as const),
  text: fc.constantFrom('a', 'b'),
  subject: fc.constantFrom('Ada', 'Eve'),
  line: fc.constantFrom(null, 1, 2),
});
const more = fc.constantFrom({}, { names: ['Ada'] }, { names: ['Ada', 'Eve'] }, { target: 'rescue:1' });
const notice = fc.tuple(plain, more).map(([one, fields]): Notice => ({ ...one, ...fields }));

const SEVERITIES = ['error', 'warning', 'info'];

test('errors come first, and each notice is there once, also among others that sort alike', () => {
  fc.assert(
    fc.property(fc.array(notice, { maxLength: 40 }), (notices) => {
      const sorted = sortNotices(notices);
      const texts = sorted.map(canonicalJson);
      expect(new Set(texts).size).toBe(texts.length);
      expect(new Set(texts)).toEqual(new Set(notices.map(canonicalJson)));
      const ranks = sorted.map(({ severity }) => SEVERITIES.indexOf(severity));
      expect(ranks).toEqual(ranks.toSorted((a, b) => a - b));
    }),
  );
});
