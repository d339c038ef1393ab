import { expect, test } from '@jest/globals';
import { byRelevance } from '../../src/directory/search-ranking.ts';

function match(name: string, ...others: string[]): { id: string; name: string; names: string[] } {
  return { id: name, name, names: [name, ...others] };
}

test.each([
  [
    'an equal name, then a beginning, then a part',
    ['The Sales', 'Sales EMEA', 'sales'],
    ['sales', 'Sales EMEA', 'The Sales'],
  ],
  ['by name where they fit equally well', ['Sales B', 'sales a', 'Sales C'], ['sales a', 'Sales B', 'Sales C']],
  [
    'what only the directory calls a match comes last',
    ['Zürich', 'Wholesales', 'Absatz'],
    ['Wholesales', 'Absatz', 'Zürich'],
  ],
])('%s', (_rule, names, expected) => {
  const ranked = byRelevance(
    names.map((name) => match(name)),
    'SALES',
  );

  expect(ranked.map(({ name }) => name)).toEqual(expected);
});

test('any of its names counts', () => {
  const ranked = byRelevance([match('Sales EMEA'), match('Vertrieb', 'sales')], 'sales');

  expect(ranked.map(({ name }) => name)).toEqual(['Vertrieb', 'Sales EMEA']);
});
