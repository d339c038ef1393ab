import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import ExcelJS from 'exceljs';
import type { Row } from '../../src/plan/view/rows.ts';
import { wholeSheetsOf } from '../../src/render/sheets.ts';
import { writeExcel } from '../../src/render/xlsx.ts';
import { emptyPlan, largePlan, planWith, variedPlan } from './sample-plan.ts';
import { wholeView } from './shown.ts';
import { cellsOf, writtenWorkbook } from './written-workbook.ts';

let folder = '';

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'adsync-xlsx-'));
});

afterAll(async () => {
  await rm(folder, { recursive: true });
});

describe('writeExcel', () => {
  test.each([
    ['an empty plan', emptyPlan()],
    ['a varied plan', variedPlan()],
  ])('writes the cells of %s', async (_what, plan) => {
    const workbook = await writtenWorkbook(plan, folder);

    const sheets = workbook.worksheets.map((sheet) => ({ name: sheet.name, cells: sheet.actualRowCount }));
    expect(sheets).toEqual(
      wholeSheetsOf(wholeView(plan)).map(({ name, rows }) => ({
        name,
        cells: rows.filter((row) => row.length > 0).length,
      })),
    );
    const values = cellsOf(workbook).map(({ value }) => value);
    const planned = wholeSheetsOf(wholeView(plan)).flatMap(({ rows }) =>
      rows.flatMap((row) => row.map(({ value }) => value)),
    );
    expect(values.filter(filled)).toEqual(planned.filter(filled));
  });

  test('readies the lists for work: header frozen, filters, repeated on every printed page', async () => {
    const workbook = await writtenWorkbook(variedPlan(), folder);

    const changes = workbook.getWorksheet('Changes');
    expect(changes?.views[0]).toMatchObject({ state: 'frozen', ySplit: 1 });
    expect(changes?.autoFilter).toBe('A1:K14');
    expect(changes?.pageSetup).toMatchObject({ orientation: 'landscape', fitToWidth: 1, printTitlesRow: '1:1' });
    expect(changes?.getColumn(6).width).toBeGreaterThan(30);
  });

  test('gives every operation its colour, and a row the height of its text', async () => {
    const workbook = await writtenWorkbook(variedPlan(), folder);

    const changes = workbook.getWorksheet('Changes');
    const fills = new Map<unknown, unknown>();
    changes?.getColumn(1).eachCell(({ value, fill }) => fills.set(value, fill));
    const colours = ['create', 'update', 'disable', 'move, update', 'enable, move'].map((name) => fills.get(name));
    expect(new Set(colours.map((fill) => JSON.stringify(fill))).size).toBe(5);
    const move = [...(changes?.getColumn(1).values ?? [])].indexOf('move, update');
    expect(changes?.getRow(move).height).toBeGreaterThanOrEqual(60);
  });

  test('takes its dates from the plan', async () => {
    const workbook = await writtenWorkbook(emptyPlan(), folder);

    expect([workbook.created, workbook.modified]).toEqual([
      new Date('2026-01-31T09:00:00Z'),
      new Date('2026-01-31T09:00:00Z'),
    ]);
  });

  test('writes the same content for the same plan', async () => {
    const first = cellsOf(await writtenWorkbook(variedPlan(), folder)).map(({ address, value, style }) => ({
      address,
      value,
      style,
    }));

    const second = cellsOf(await writtenWorkbook(variedPlan(), folder)).map(({ address, value, style }) => ({
      address,
      value,
      style,
    }));

    expect(second).toEqual(first);
  });

  test.each(['=1+1', '=HYPERLINK("http://x","y")', '@SUM(A1)', '+1', '-1', '_x0041_', '<b>&amp;"\''])(
    'shows the name %s as it is',
    async (name) => {
      const workbook = await writtenWorkbook(planWith(name), folder);

      const cell = workbook.getWorksheet('Changes')?.getCell('B2');
      expect(cell?.type).toBe(ExcelJS.ValueType.String);
      expect(cell?.value).toBe(name);
    },
  );

  test('leaves the old file alone, and nothing half done, when it fails', async () => {
    const place = join(folder, 'taken');
    await mkdir(join(place, 'plan.xlsx'), { recursive: true });
    await writeFile(join(place, 'plan.xlsx', 'kept'), 'kept');

    const failed = writeExcel(wholeView(emptyPlan()), join(place, 'plan.xlsx'));

    await expect(failed).rejects.toMatchObject({ name: 'Failure', code: 'OUTPUT_IS_FOLDER' });
    expect(await readdir(place, { recursive: true })).toEqual(['plan.xlsx', join('plan.xlsx', 'kept')]);
  });

  test('writes nothing any more once it has failed half-way', async () => {
    const place = join(folder, 'half');
    await mkdir(place);
    const view = wholeView(largePlan(2000));
    const broken = new Proxy(view.rows[1500] ?? {}, {
      get: () => {
        throw new Error('no such row');
      },
    }) as Row;

    const failed = writeExcel({ ...view, rows: view.rows.with(1500, broken) }, join(place, 'plan.xlsx'));

    await expect(failed).rejects.toThrow('no such row');
    expect(await readdir(place)).toEqual([]);
  });

  test('says which folder is missing', async () => {
    const failed = writeExcel(wholeView(emptyPlan()), join(folder, 'nowhere', 'plan.xlsx'));

    await expect(failed).rejects.toMatchObject({
      code: 'OUTPUT_FOLDER_MISSING',
      message: expect.stringContaining(`the folder ${join(folder, 'nowhere')} does not exist`),
      advice: 'Create the folder, or name another one.',
    });
  });
});

function filled(value: unknown): boolean {
  return value !== null && value !== '';
}
