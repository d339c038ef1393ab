import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { csvText } from '../../src/render/csv.ts';
import { hostileText } from './hostile-text.ts';

/** A table for spreadsheets: what stands in a name comes out as text, in its own field. */

describe('a field', () => {
  test.each([
    ['plain text', 'Ada Lovelace', 'Ada Lovelace'],
    ['a comma', 'Lovelace, Ada', '"Lovelace, Ada"'],
    ['quotation marks', 'the "first"', '"the ""first"""'],
    ['nothing', '', ''],
    ['a formula', '=1+1', "'=1+1"],
    ['a plus', '+4930', "'+4930"],
    ['a minus', '-1', "'-1"],
    ['an at', '@SUM(A1)', "'@SUM(A1)"],
    ['a formula in wide signs', '＝1', "'＝1"],
    ['a formula behind blanks', '  =1', "'  =1"],
    ['a tab', '\t=1', "'␉=1"],
    ['a line break', 'a\r\n=1', 'a␍␊=1'],
    ['a formula with a comma', '=HYPERLINK("x","y")', '"\'=HYPERLINK(""x"",""y"")"'],
    ['a formula behind a semicolon', 'x;=1', "x;'=1"],
    ['a formula behind a semicolon and a mark', 'x; "=1', '"x;\' ""=1"'],
    ['a semicolon before no formula', 'a;b', 'a;b'],
    ['a minus inside', 'a-b', 'a-b'],
    ['what turns the direction of text', 'a\u202eb', 'a<U+202E>b'],
    ['a log command', '##vso[x]', '<U+0023>#vso[x]'],
  ])('with %s', (_name, value, expected) => {
    expect(csvText([[value]])).toBe(`${expected}\r\n`);
  });
});

test('rows end with CR and LF, fields are apart by commas', () => {
  expect(
    csvText([
      ['a', 'b'],
      ['c', ''],
    ]),
  ).toBe('a,b\r\nc,\r\n');
});

/** As RFC 4180 says; a spreadsheet of some countries takes semicolons, and a mark in the middle of a field for text. */
function fieldsOf(line: string, separator: string): string[] {
  const fields: string[] = [];
  for (let rest = line; ; ) {
    const [all = '', quoted, plain = ''] =
      (separator === ',' ? /^(?:"((?:[^"]|"")*)"|([^,]*))/ : /^(?:"((?:[^"]|"")*)"(?=;|$)|([^;]*))/).exec(rest) ?? [];
    fields.push(quoted?.replaceAll('""', '"') ?? plain);
    if (all.length === rest.length) return fields;
    rest = rest.slice(all.length + 1);
  }
}

test('whatever a name holds, it stays one field of one line, and no field begins as a formula', () => {
  fc.assert(
    fc.property(
      fc.array(fc.oneof(hostileText(), fc.constantFrom('=1', '";=1', ';"=1', '\n=1')), { minLength: 1 }),
      (row) => {
        const text = csvText([row]);
        const lines = text.split(/[\r\n]+/);
        const line = lines[0] ?? '';

        expect(lines).toHaveLength(2);
        expect(fieldsOf(line, ',')).toHaveLength(row.length);
        for (const separator of [',', ';']) {
          for (const field of fieldsOf(line, separator)) expect(field).not.toMatch(/^[\s"]*[=+\-@＝＋－＠\t]/);
        }
      },
    ),
  );
});
