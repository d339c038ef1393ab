import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { cpuTime } from '../cpu-time.ts';
import { excelText, jsonText, terminalText } from '../../src/render/escape.ts';
import { withoutCommands } from '../../src/render/log-commands.ts';

/** What CI systems take for commands, said here again as their runners look for it. */
const COMMAND = /##(?:\w+)?\[|^\s*::/im;

const PIECES = [
  '##',
  '#',
  '[',
  'vso',
  'vso[',
  'teamcity[',
  '##[',
  '::',
  ':',
  'error::x',
  '\n',
  '\r',
  '\u2028',
  ' ',
  '\t',
  '"',
  '\\',
  'a',
];

function commands(): fc.Arbitrary<string> {
  return fc.array(fc.constantFrom(...PIECES), { maxLength: 12 }).map((parts) => parts.join(''));
}

describe('text out of which no CI system reads a command', () => {
  test.each([
    ['##vso[task.setvariable variable=a]b', '<U+0023>#vso[task.setvariable variable=a]b'],
    ['a ##VSO[x]', 'a <U+0023>#VSO[x]'],
    ['##[error]x', '<U+0023>#[error]x'],
    ['a##teamcity[x]', 'a<U+0023>#teamcity[x]'],
    ['####[x]', '##<U+0023>#[x]'],
    ['::error::x', '<U+003A>:error::x'],
    ['a\n  ::add-mask::x', 'a\n  <U+003A>:add-mask::x'],
    ['a\r::x::', 'a\r<U+003A>:x::'],
    ['\u00a0\t::x::', '\u00a0\t<U+003A>:x::'],
    ['a ::b:: ## c [d]', 'a ::b:: ## c [d]'],
    ['# C++ std::string', '# C++ std::string'],
  ])('%j', (given, expected) => {
    expect(withoutCommands(given)).toBe(expected);
  });

  test('whatever it is made of', () => {
    fc.assert(
      fc.property(commands(), (text) => {
        expect(withoutCommands(text)).not.toMatch(COMMAND);
        expect(withoutCommands(terminalText(text))).not.toMatch(COMMAND);
      }),
    );
  });

  test('and JSON of the same value', () => {
    fc.assert(
      fc.property(commands(), (text) => {
        const value = { name: text, list: [text] };

        const json = jsonText(JSON.stringify(value, null, 2));

        expect(json).not.toMatch(COMMAND);
        expect(json).not.toMatch(/" *::/);
        expect(JSON.parse(json)).toEqual(value);
      }),
    );
  });

  test('a workbook is no log, and keeps the text', () => {
    expect(excelText('##vso[x]')).toBe('##vso[x]');
  });

  test.each([['#'], ['##a'], [' '], [' ::'], ['\n'], ['"  '], ['##aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa']])(
    'in time that grows with its length only: %j',
    (piece) => {
      const text = piece.repeat(200_000 / piece.length);
      const start = cpuTime();

      withoutCommands(terminalText(text));
      jsonText(text);

      expect(cpuTime() - start).toBeLessThan(2000);
    },
  );
});
