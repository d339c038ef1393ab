import { describe, expect, test } from '@jest/globals';
import { inColumns } from '../../src/render/columns.ts';

describe('inColumns', () => {
  test('lines cells up by what they take on a terminal, not by their length', () => {
    const lines = inColumns([
      ['\u001b[32mab\u001b[39m', '山田', 'x'],
      ['abcd', 'y', ''],
    ]);

    expect(lines).toEqual(['  \u001b[32mab\u001b[39m    山田  x', '  abcd  y']);
  });

  test('gives a cell of several lines a row of that height', () => {
    expect(inColumns([['a', 'b\nc', 'd']])).toEqual(['  a  b  d', '     c']);
  });

  test('makes nothing of nothing', () => {
    expect(inColumns([])).toEqual([]);
  });

  test('takes long cells of wide characters in its stride', () => {
    const cell = Array.from({ length: 100 }, () => '山田太郎'.repeat(50)).join('\n');

    expect(inColumns([[cell, cell]])).toHaveLength(100);
  });
});
