import { describe, expect, test } from '@jest/globals';
import { type Hunk, hunksOf } from '../../../src/config/edit/diff.ts';

const MARKS = { same: ' ', old: '-', new: '+' } as const;
const shown = ({ oldLine, newLine, lines }: Hunk): string =>
  [`${oldLine} ${newLine}`, ...lines.map(({ kind, text }) => MARKS[kind] + text)].join('|');

describe('where two files differ', () => {
  test.each([
    ['nowhere', 'a\nb\n', 'a\nb\n', []],
    ['in a line', 'a\nb\nc\n', 'a\nx\nc\n', ['1 1| a|-b|+x| c']],
    ['in a new file', '', 'a\nb\n', ['1 1|+a|+b']],
    [
      'with three lines around',
      '1\n2\n3\n4\n5\n6\n7\n8\n9\n',
      '1\n2\n3\n4\nx\n5\n6\n7\n8\n9\n',
      ['2 2| 2| 3| 4|+x| 5| 6| 7'],
    ],
    [
      'far apart',
      'a\n1\n2\n3\n4\n5\n6\n7\n8\nb\n',
      'x\n1\n2\n3\n4\n5\n6\n7\n8\ny\n',
      ['1 1|-a|+x| 1| 2| 3', '7 7| 6| 7| 8|-b|+y'],
    ],
    ['in line ends', 'a\r\nb\n', 'a\nb\n', ['1 1|-a|+a| b']],
  ])('%s', (_what, before, after, expected) => {
    expect(hunksOf(before, after).map(shown)).toEqual(expected);
  });

  test('in too many lines to compare: all old ones, then all new ones', () => {
    const lines = (mark: string): string => Array.from({ length: 2001 }, (_, at) => `${mark}${at}`).join('\n');
    const [hunk] = hunksOf(`${lines('a')}\n`, `${lines('b')}\n`);

    expect(hunk?.lines.slice(2000, 2002).map(({ kind }) => kind)).toEqual(['old', 'new']);
  });
});
