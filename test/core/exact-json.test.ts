import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { parseExactJson } from '../../src/core/exact-json.ts';

describe('JSON is read without loss', () => {
  test.each([
    ['7000000000000000001', '7000000000000000001'],
    ['-7000000000000000001', '-7000000000000000001'],
    ['[12345678901234567890123456]', ['12345678901234567890123456']],
    ['{"key":7000000000000000001,"seats":50}', { key: '7000000000000000001', seats: 50 }],
    ['{"key":"7000000000000000001"}', { key: '7000000000000000001' }],
    ['9007199254740991', 9007199254740991],
    ['9007199254740992', '9007199254740992'],
    ['1600000000000', 1600000000000],
    ['[1.5, -2e3, 12345678901234567890.5]', [1.5, -2000, 12345678901234567000]],
    ['"the \\"key\\" 7000000000000000001"', 'the "key" 7000000000000000001'],
    ['["\\\\", 7000000000000000001]', ['\\', '7000000000000000001']],
    ['{"7000000000000000001": true}', { '7000000000000000001': true }],
  ])('%s', (text, value) => {
    expect(parseExactJson(text)).toEqual(value);
  });

  test.each(['', '{', '{7000000000000000001: 1}', '70000000000000000011 2', '01234567890123456789', '<html>'])(
    'refuses %j',
    (text) => {
      expect(() => parseExactJson(text)).toThrow(SyntaxError);
    },
  );

  test('is JSON.parse where no number is too large', () => {
    fc.assert(
      fc.property(fc.json(), (text) => {
        fc.pre(!/\d{16}/.test(text));
        expect(parseExactJson(text)).toEqual(JSON.parse(text));
      }),
    );
  });
});
