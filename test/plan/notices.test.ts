import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { canonicalJson } from '../../src/core/digest.ts';
import type { Notice } from '../../src/core/notice.ts';
import { sortNotices } from '../../src/plan/notices.ts';

const notice = fc.record<Notice, 'names' | 'target'>(
  {
    code: fc.constantFrom('NO_LOGIN_ID', 'IN_TWO_MAPPINGS'),
    severity: fc.constantFrom('error', 'warning', 'info'),
    text: fc.constantFrom('a', 'b'),
    subject: fc.constantFrom('Ada', 'Eve'),
    line: fc.constantFrom(null, 1, 2),
    names: fc.constantFrom(['Ada'], ['Ada', 'Eve']),
    target: fc.constantFrom('rescue:1', 'rescue:2'),
  },
  { requiredKeys: ['code', 'severity', 'text', 'subject', 'line'] },
);

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
