import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { fold } from '../../src/core/text.ts';

/** The form itself, without any shorter way to it. */
function folded(text: string): string {
  return text.normalize('NFC').trim().toLowerCase();
}

const NEAR_ASCII = fc.string({ unit: fc.integer({ min: 0, max: 0x17f }).map((code) => String.fromCharCode(code)) });

test.each([
  ['', ''],
  ['anna@corp.example', 'anna@corp.example'],
  ['Anna@Corp.Example', 'anna@corp.example'],
  [' anna@corp.example\n', 'anna@corp.example'],
  ['anna\n', 'anna'],
  ['a\u0308', 'ä'],
  ['K\u212a', 'kk'],
  ['[Z]', '[z]'],
])('%j is folded to %j', (text, expected) => {
  expect(fold(text)).toBe(expected);
});

test('what is folded already is found to be so, and nothing else', () => {
  fc.assert(
    fc.property(fc.oneof(fc.string(), NEAR_ASCII, fc.string({ unit: 'binary' })), (text) => {
      expect(fold(text)).toBe(folded(text));
      expect(fold(fold(text))).toBe(folded(folded(text)));
    }),
  );
});
