import { readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { Ajv2020 } from 'ajv/dist/2020.js';
import formats from 'ajv-formats';
import { causesOf } from '../../src/plan/cause.ts';
import type { Plan } from '../../src/plan/model.ts';
import { viewOf } from '../../src/plan/view/view.ts';
import { withBase, withoutBase } from '../../src/plan/with-base.ts';
import { renderJson } from '../../src/render/json.ts';
import { wholeSheetsOf } from '../../src/render/sheets.ts';
import { renderText } from '../../src/render/text.ts';
import { RESCUE_LABELS } from '../../src/targets/rescue/labels.ts';
import { ABOUT, CHANGES, compared, comparedPlan, GUARD, named } from './compared-plan.ts';
import { LEAST_LIMIT } from '../../src/render/markdown.ts';
import { expectGolden } from './golden.ts';
import { planOf } from './sample-plan.ts';
import { markdownOf } from './shown.ts';

function text(plan: Plan, columns = Infinity, most = 50): string {
  return renderText(
    viewOf(plan, () => RESCUE_LABELS, { most }),
    { columns, color: false },
  );
}

describe('a plan with a base', () => {
  test('as text says the causes, marks its own, and puts them first', () => {
    const lines = text(compared()).split('\n');

    expect(lines).toContain(
      'Compared with origin/main (c0ffeec0ffee): 4 changes: 1 by this pull request, 1 by the directory, 1 by hand in the account, 1 by something else.',
    );
    const rows = lines.filter((line) => /[◆◇]/u.test(line));
    expect(rows.map((line) => /~ update {2}(\w+) .*([◆◇] by [\w ]+)/u.exec(line)?.slice(1).join(' '))).toEqual([
      'Own ◆ by this pull request',
      'Dora ◇ by the directory',
      'Else ◇ by something else',
      'Hand ◇ by hand in the account',
    ]);
    expect(lines).toContain('No longer planned because of this pull request: 1 change');
    expect(lines.join('\n')).toMatch(/✖ disable {2}<Lea.*ver>; ada@corp\.example;.*status: enabled → disabled/);
    expect(lines.join('\n')).not.toContain('\u202e');
  });

  test.each([40, 80, 120])('fits %d columns', (columns) => {
    const widest = Math.max(
      ...text(compared(), columns)
        .split('\n')
        .map((line) => line.length),
    );

    expect(widest).toBeLessThanOrEqual(columns);
  });

  test('never leaves its own changes out of a text', () => {
    const many = Array.from({ length: 30 }, (_, index) =>
      named(`Dora ${index}`, { group: `Technicians/${index % 6}` }),
    );
    const said = text(compared([...many, named('Own', { group: 'Technicians/9' })]), Infinity, 2);

    expect(said).toMatch(/Own .*◆ by this pull request/);
    expect(said).toContain('more');
  });

  test('as a comment says what it is compared with, marks its own, and puts them first in each section', () => {
    const markdown = markdownOf(comparedPlan(), Infinity);

    expectGolden('compared.md', markdown);
    const tables = markdown.split('### ').map((part) => [...part.matchAll(/\| ([◆◇]) by/gu)].map(([, mark]) => mark));
    expect(tables.filter((marks) => marks.length > 0)).toEqual([
      ['◆', '◇'],
      ['◆', '◇'],
      ['◆', '◇'],
      ['◆', '◇', '◇', '◇', '◇'],
    ]);
  });

  test('as a comment says guard rails that the change of the file weakens before all else', () => {
    const notices = markdownOf(comparedPlan(), Infinity)
      .split('\n')
      .filter((line) => line.startsWith('- **'));

    expect(notices[0]).toMatch(/^- \*\*warning\*\* `GUARD_RAIL_CHANGED` .* ◆ by this pull request: /u);
  });

  test('needs a look when all that it does is to leave somebody enabled', () => {
    const plan = compared([]);
    const markdown = markdownOf({ ...plan, notices: [] }, Infinity);

    expect(markdown).toContain('⚠️ **No changes. The account matches the directory.**');
    expect(markdown).toContain('Look at: No longer planned (1).');
  });

  test('keeps its own changes in a comment where others find no room', () => {
    const many = Array.from({ length: 200 }, (_, index) => named(`Dora ${index}`));
    const markdown = markdownOf(compared([...many, named('Own', { group: 'Technicians/Z' })]), LEAST_LIMIT);

    expect(markdown).toContain('There is no room');
    expect(markdown).toContain('`id-own`');
    expect(markdown).toContain('`<Lea<U+202E>ver>`');
  });

  test('as a workbook has a column and a sheet more', () => {
    const sheets = wholeSheetsOf(viewOf(compared(), () => RESCUE_LABELS, { most: Infinity }));
    const values = (name: string) =>
      sheets.find((one) => one.name === name)?.rows.map((row) => row.map(({ value }) => value)) ?? [];

    expect(values('Changes')[0]?.at(-1)).toBe('Caused');
    expect(values('Changes').map((row) => row.at(-1))).toContain('by this pull request');
    expect(values('Notices').at(-1)?.at(-1)).toBe('by this pull request');
    expect(values('No longer planned')[1]?.[0]).toBe('disable');
    expect(values('Summary')).toContainEqual(['Compared with', 'origin/main (c0ffeec0ffee)']);
    expect(values('Summary')).toContainEqual(['by the directory', 1, expect.any(String)]);
    expect(values('Summary')).toContainEqual(['no longer planned', 1, expect.any(String)]);
  });

  test('as a document fits the schema, with its keys in order', () => {
    const schema = JSON.parse(
      readFileSync(new URL('../../schemas/plan.schema.json', import.meta.url), 'utf8'),
    ) as object;
    const ajv = new Ajv2020({ allErrors: true, strict: true, allowUnionTypes: true });
    formats.default(ajv);
    const isPlan = ajv.compile(schema);
    const document = JSON.parse(renderJson(compared())) as Plan;

    expect(isPlan(document) ? [] : isPlan.errors).toEqual([]);
    expect(document).toEqual(JSON.parse(JSON.stringify(compared())));
    expect(Object.keys(document.base ?? {})).toEqual(['file', 'revision', 'commit', 'sha256', 'prevented']);
  });

  test('holds no control characters in what is said of the file', () => {
    const plan = planOf(CHANGES);
    const odd = { ...GUARD, text: 'a\u001b[31mb', subject: 'c\nd' };
    const { notices } = withBase(
      plan,
      ABOUT,
      causesOf(plan, plan, () => 'unknown'),
      [odd],
    );

    expect(notices.map(({ text: words, subject }) => [words, subject])).toContainEqual(['a [31mb', 'c d']);
  });

  test('is without it what it was before', () => {
    const plan = planOf(CHANGES);

    expect(withoutBase(compared())).toEqual(plan);
    expect(withoutBase(plan)).toBe(plan);
  });
});
