import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { excelLines, excelText, indentedText, jsonText, terminalText } from '../../src/render/escape.ts';
import { HOSTILE_NAMES, hostileText, INVISIBLE } from './hostile-text.ts';

describe('terminalText', () => {
  test.each([
    ['an escape sequence', 'a\u001b[31mb', 'a␛[31mb'],
    ['line breaks and tabs', 'a\r\nb\tc', 'a␍␊b␉c'],
    ['NUL, SOH and DEL', '\u0000\u0001\u007f', '␀␁␡'],
    ['a C1 control, which some terminals obey', 'a\u009b31m', 'a<U+009B>31m'],
    ['a line separator', 'a\u2028b', 'a<U+2028>b'],
    ['a right-to-left override', 'gpj.\u202eexe', 'gpj.<U+202E>exe'],
    ['isolates and marks', '\u2066a\u2069\u200f\u061c', '<U+2066>a<U+2069><U+200F><U+061C>'],
    ['zero-width characters', 'A\u200bd\u200ca\u200d\ufeff', 'A<U+200B>d<U+200C>a<U+200D><U+FEFF>'],
    ['a soft hyphen and a Hangul filler', 'a\u00adb\u3164', 'a<U+00AD>b<U+3164>'],
    ['a lone surrogate', 'a\ud800b', 'a<U+D800>b'],
    ['a noncharacter and a tag', '\ufffe\u{e0041}', '<U+FFFE><U+E0041>'],
    ['an empty Braille pattern and a private-use character', 'a\u2800b\ue001', 'a<U+2800>b<U+E001>'],
    ['a name of blanks only', ' \u3000', '<U+0020><U+3000>'],
    ['blanks that push the rest to the next row', `Eve${' '.repeat(200)}✔ done`, 'Eve<U+0020 ×200>✔ done'],
    ['wide blanks in a row', 'Eve\u2003\u00a0\u3000Row', 'Eve<U+2003 ×3>Row'],
    ['nothing at all', '', ''],
    ['blanks between words', 'a  b\u3000c', 'a  b\u3000c'],
    ['a log command, as wide as it is counted', 'a ##vso[b]', 'a <U+0023>#vso[b]'],
    ['ordinary names', 'Zoë O’Neill, 山田 太郎, נועה לוי', 'Zoë O’Neill, 山田 太郎, נועה לוי'],
    ['joined emoji', '👩🏽‍🔧 ❤️‍🔥', '👩🏽‍🔧 ❤️‍🔥'],
  ])('shows %s as harmless text', (_what, given, expected) => {
    expect(terminalText(given)).toBe(expected);
  });

  test('leaves nothing invisible in any text', () => {
    fc.assert(
      fc.property(hostileText(), (text) => {
        expect(terminalText(text)).not.toMatch(INVISIBLE);
      }),
    );
  });
});

describe('indentedText', () => {
  test.each([
    ['    at plan (plan.ts:1)', '    at plan (plan.ts:1)'],
    [`${' '.repeat(40)}deep`, `${' '.repeat(40)}deep`],
    ['      ', '      '],
    [`${' '.repeat(41)}row`, '<U+0020 ×41>row'],
    ['  a    b\u202e', '  a<U+0020 ×4>b<U+202E>'],
    ['\u3000\u3000\u3000a', '<U+3000 ×3>a'],
  ])('keeps the indentation of a line, and nothing else that hides: %j', (given, expected) => {
    expect(indentedText(given)).toBe(expected);
  });
});

describe('excelText', () => {
  test('puts each line on a line of its own, whatever is in it', () => {
    expect(excelLines(['a\nb', '=1+1'])).toBe('a␊b\n=1+1');
  });

  test.each([
    ['_x0041_', '_x005F_x0041_'],
    ['_x000d_', '_x005F_x000d_'],
    ['__x0041__x0042_', '__x005F_x0041__x005F_x0042_'],
    ['_x41_', '_x41_'],
  ])('keeps %s from being read as a character number', (given, expected) => {
    expect(excelText(given)).toBe(expected);
  });

  test('keeps a text that just fits', () => {
    const text = 'a'.repeat(32_767);

    expect(excelText(text)).toBe(text);
  });

  test('cuts what is longer, visibly and between characters', () => {
    const text = excelText(`${'a'.repeat(32_765)}😀b`);

    expect(text).toHaveLength(32_766);
    expect(text.endsWith('a…')).toBe(true);
  });
});

describe('jsonText', () => {
  test('keeps the value, the layout and every visible character', () => {
    const value = { name: 'Zoë\u202e\u009b\u{e0041}\ud800\n', list: [1, 'ש'] };

    const text = jsonText(JSON.stringify(value, null, 2));

    expect(JSON.parse(text)).toEqual(value);
    expect(text).toContain('Zoë\\u202e\\u009b\\udb40\\udc41\\ud800\\n');
    expect(text.split('\n')).toHaveLength(7);
  });
});

describe('the names that every output is tried with', () => {
  test('are many, and each tries something else', () => {
    expect(HOSTILE_NAMES.length).toBeGreaterThanOrEqual(40);
    expect(new Set(HOSTILE_NAMES.map(([what]) => what)).size).toBe(HOSTILE_NAMES.length);
    expect(new Set(HOSTILE_NAMES.map(([, name]) => name)).size).toBe(HOSTILE_NAMES.length);
  });

  test.each(HOSTILE_NAMES)('%s', (_what, name) => {
    expect(terminalText(name)).not.toMatch(INVISIBLE);
    expect(terminalText(name)).not.toMatch(/##(?:\w+)?\[/);
    expect(excelText(name)).not.toMatch(INVISIBLE);
    expect(JSON.parse(jsonText(JSON.stringify(name)))).toBe(name);
  });
});
