import { expect, test } from '@jest/globals';
import type { Checked } from '../../src/core/check.ts';
import { checksSummary, checkText } from '../../src/render/checks.ts';

function checked(change: Partial<Checked>): Checked {
  return { id: 'a', title: 'name of a host', result: 'ok', text: 'It is there.', remedy: null, ms: 3, ...change };
}

const PLAIN = { color: false, columns: 80 };

test('a short finding stands on one line, a long one below, with what to do', () => {
  expect(checkText(checked({}), PLAIN)).toBe('  ok   name of a host                It is there.\n');
  expect(
    checkText(
      checked({ result: 'fail', text: `It is not there. ${'So it goes. '.repeat(7)}`.trim(), remedy: 'Mend it.' }),
      PLAIN,
    ),
  ).toBe(
    [
      '  FAIL name of a host',
      '       It is not there. So it goes. So it goes. So it goes. So it goes. So it',
      '       goes. So it goes. So it goes.',
      '       → Mend it.',
      '',
    ].join('\n'),
  );
});

test('names from outside are harmless', () => {
  const text = checkText(checked({ title: 'a\u001b[31m', text: 'b\nc\u202e' }), PLAIN);

  expect(text).toContain('a␛[31m');
  expect(text).toContain('b␊c<U+202E>');
});

test.each([
  [['ok', 'ok'], '2 checks: 2 ok. Everything that a run needs is there.\n'],
  [['ok', 'warn'], '2 checks: 1 ok, 1 warning. A run would work; somebody should look at the warnings.\n'],
  [['fail', 'skipped'], '2 checks: 0 ok, 1 failed, 1 skipped. A run would not work.\n'],
] as const)('%j', (results, expected) => {
  expect(checksSummary(results.map((result) => checked({ result })))).toBe(expected);
});
