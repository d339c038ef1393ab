import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { FIELDS } from '../../src/log/fields.ts';
import { LINES } from '../../src/log/lines.ts';
import { FINDINGS } from '../../src/run/status-findings.ts';

const PAGE = readFileSync(join(import.meta.dirname, '../../docs/log.md'), 'utf8');

/** Rows of tables, by the cells of each. */
const rows = [...PAGE.matchAll(/^\| (.+) \|$/gm)].map(([, cells = '']) =>
  cells.split(/(?<!\\)\|/).map((cell) => cell.trim()),
);

test('docs/log.md has every kind of line with its level and its fields', () => {
  const kinds = Object.entries(LINES).map(([kind, [level, fields, when]]) => {
    const names = fields.map((name) => `\`${name}\``).join(', ');
    return [`\`${kind}\``, level, when, names === '' ? '—' : names];
  });

  expect(rows).toEqual(expect.arrayContaining(kinds));
});

test('docs/log.md has every field', () => {
  const fields = Object.entries(FIELDS).map(([name, [sort, what]]) => [`\`${name}\``, sort, what]);

  expect(rows).toEqual(expect.arrayContaining(fields));
});

test('docs/log.md has the exit code of every finding', () => {
  const said = rows.flatMap(([code = '', findings = '']) =>
    [...findings.matchAll(/`([a-z-]+)`/g)].map(([, finding = '']) => `${finding} ${code}`),
  );

  for (const [finding, code] of Object.entries(FINDINGS)) expect(said).toContain(`${finding} ${code}`);
});
