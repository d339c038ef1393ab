import { readdirSync, readFileSync } from 'node:fs';
import { expect, test } from '@jest/globals';
import { vendorRows } from './table.ts';

const FOLDER = new URL('./', import.meta.url);

/** Names of the tests in this folder that stand for a row. */
function testNames(): string[] {
  const files = readdirSync(FOLDER).filter((name) => name.endsWith('.test.ts'));
  const texts = files.map((name) => readFileSync(new URL(name, FOLDER), 'utf8'));
  return texts.flatMap((text) => [...text.matchAll(/(?:test\(|\[)\s*'(V\d\d [^']+)'/g)].map(([, name = '']) => name));
}

test('every row of the table has one test of the same name, and every such test a row', () => {
  const titles = vendorRows().map(({ title }) => title);

  const names = testNames();

  expect(names.sort()).toEqual(titles);
  expect(titles.length).toBeGreaterThan(50);
});

test('the rows are numbered without a gap, and each says on which of the three pages it stands', () => {
  const rows = vendorRows();

  expect(rows.map(({ title }) => title.slice(0, 3))).toEqual(
    rows.map((_, index) => `V${String(index + 1).padStart(2, '0')}`),
  );
  expect(rows.filter(({ vendor }) => !/^(A|E|T|A E|A T|E T|A E T): ./.test(vendor))).toEqual([]);
});
