import { join } from 'node:path';
import ExcelJS from 'exceljs';
import type { Plan } from '../../src/plan/model.ts';
import { writeExcel } from '../../src/render/xlsx.ts';
import { wholeView } from './shown.ts';

/** The workbook of a plan, read again. */
export async function writtenWorkbook(plan: Plan, folder: string): Promise<ExcelJS.Workbook> {
  const path = join(folder, 'plan.xlsx');
  await writeExcel(wholeView(plan), path);
  const workbook = new ExcelJS.Workbook();
  await workbook.xlsx.readFile(path);
  return workbook;
}

/** Every cell of a workbook that holds something. */
export function cellsOf(workbook: ExcelJS.Workbook): ExcelJS.Cell[] {
  const cells: ExcelJS.Cell[] = [];
  workbook.eachSheet((sheet) => {
    sheet.eachRow((row) => {
      row.eachCell((cell) => cells.push(cell));
    });
  });
  return cells;
}
