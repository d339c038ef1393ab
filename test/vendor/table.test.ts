import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { ADSYNC, type Table, USER_SYNC, vendorRows } from './table.ts';

const FOLDER = new URL('./', import.meta.url);

/** Names of the tests in this folder that stand for a row, of any table. */
function testNames(): string[] {
  const files = readdirSync(FOLDER).filter((name) => name.endsWith('.test.ts'));
  const texts = files.map((name) => readFileSync(new URL(name, FOLDER), 'utf8'));
  return texts.flatMap((text) =>
    [...text.matchAll(/(?:test\(|\[)\s*'([VU]\d\d [^']+)'/g)].map(([, name = '']) => name),
  );
}

describe.each<[name: string, table: Table, rows: number]>([
  ['AdSync', ADSYNC, 50],
  ['User Sync', USER_SYNC, 38],
])('the table of %s', (_name, table, least) => {
  test('every row has one test of the same name, and every such test a row', () => {
    const titles = vendorRows(table).map(({ title }) => title);

    const names = testNames().filter((name) => name.startsWith(table.letter));

    expect(names.sort()).toEqual(titles);
    expect(titles.length).toBeGreaterThan(least);
  });

  test('the rows are numbered without a gap, and each says on which of the pages it stands and where it is here', () => {
    const rows = vendorRows(table);

    expect(rows.map(({ title }) => title.slice(0, 3))).toEqual(
      rows.map((_, index) => `${table.letter}${String(index + 1).padStart(2, '0')}`),
    );
    expect(rows.filter(({ vendor, here }) => !table.places.test(vendor) || here === '')).toEqual([]);
  });
});
