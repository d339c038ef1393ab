import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import ExcelJS from 'exceljs';
import { wholeSheetsOf } from '../../src/render/sheets.ts';
import { writeExcel } from '../../src/render/xlsx.ts';
import { largePlan } from './sample-plan.ts';
import { wholeView } from './shown.ts';

let folder = '';

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'adsync-xlsx-'));
});

afterAll(async () => {
  await rm(folder, { recursive: true });
});

const NAMES = ['=1+1', '@SUM(A1)', '_x0041_', '<b>&amp;"\'', ' blanks ', '😀', 'two\nlines'];

test('shows of a sheet that is too large for a table of texts the same as of any other', async () => {
  const plan = largePlan(20_001);
  const changes = plan.changes.map((change, index) => ({ ...change, name: NAMES[index] ?? change.name }));
  const view = wholeView({ ...plan, changes });
  const path = join(folder, 'plan.xlsx');

  await writeExcel(view, path);

  const workbook = new ExcelJS.Workbook();
  await workbook.xlsx.readFile(path);
  const sheet = workbook.getWorksheet('Changes');
  const planned = wholeSheetsOf(view).find(({ name }) => name === 'Changes');
  expect(sheet?.actualRowCount).toBe(20_002);
  const texts = (planned?.rows ?? []).map((row) => row.map(({ value }) => unescaped(String(value ?? ''))));
  const found = texts.map((row, index) => row.map((_, column) => sheet?.getCell(index + 1, column + 1).text ?? ''));
  expect(found).toEqual(texts);
});

/** As the file format writes a character by number (ECMA-376 part 1, 22.9.2.19). */
function unescaped(text: string): string {
  return text.replaceAll('_x005F_', '_');
}
