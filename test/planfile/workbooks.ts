import ExcelJS from 'exceljs';
import type { Plan } from '../../src/plan/model.ts';
import type { Found, FoundSheet } from '../../src/planfile/workbook-cells.ts';
import type { WholeSheet } from '../../src/render/sheet.ts';
import { wholeSheetsOf } from '../../src/render/sheets.ts';
import { wholeView } from '../render/shown.ts';

/** Workbooks in which somebody approves. */

export const DIGEST = 'd1'.repeat(32);

export function approvingSheetsOf(plan: Plan): WholeSheet[] {
  return wholeSheetsOf(wholeView(plan), { digest: DIGEST });
}

/** Sheets as they are read again, with cells that can be changed. */
export interface Open extends FoundSheet {
  readonly rows: Map<number, Map<number, Found>>;
}

/** What is read of sheets that nobody changed. */
export function readAgain(sheets: readonly WholeSheet[]): Open[] {
  return sheets.map(({ name, rows }) => ({
    name,
    rows: new Map(
      rows.map((cells, row) => [
        row + 1,
        new Map(
          cells.flatMap(({ value }, column): [number, Found][] => {
            if (value === null || value === '') return [];
            if (typeof value === 'number') return [[column + 1, { kind: 'number', number: value }]];
            return [[column + 1, { kind: 'text', text: value }]];
          }),
        ),
      ]),
    ),
  }));
}

/** Opens a workbook with exceljs, changes it, and saves it: as one more program that writes it anew. */
export async function editWorkbook(
  from: string,
  to: string,
  edit: (workbook: ExcelJS.Workbook) => void,
): Promise<void> {
  const workbook = new ExcelJS.Workbook();
  await workbook.xlsx.readFile(from);
  edit(workbook);
  await workbook.xlsx.writeFile(to);
}

/** Writes an answer into the rows of some changes. */
export function answer(workbook: ExcelJS.Workbook, ids: ReadonlySet<string>, word: ExcelJS.CellValue = 'yes'): void {
  const sheet = workbook.getWorksheet('Changes');
  const last = sheet?.getRow(1).actualCellCount ?? 0;
  sheet?.eachRow((row) => {
    if (ids.has(row.getCell(last).text)) row.getCell(1).value = word;
  });
}
