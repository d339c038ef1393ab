import { once } from 'node:events';
import { createWriteStream, type WriteStream } from 'node:fs';
import type { FileHandle } from 'node:fs/promises';
import ExcelJS, { type DataValidation, type WorksheetProtection } from 'exceljs';
import type { Header, PlanView } from '../plan/view/view.ts';
import { writeAtomically } from '../files/atomic.ts';
import type { Cell, Sheet } from './sheet.ts';
import type { SavedMark } from './sheet-summary.ts';
import { ANSWERS, sheetsOf } from './sheets.ts';
import { wrap } from './width.ts';
import { STYLES } from './xlsx-styles.ts';

declare module 'exceljs' {
  interface Worksheet {
    /** Its types leave this out. Given cell by cell, it would write ranges that overlap. */
    readonly dataValidations: { add(range: string, validation: DataValidation): void };
  }
}

/** Points. */
const HEADER_HEIGHT = 32;
const LINE_HEIGHT = 15;
const TITLE_HEIGHT = 28;
/** The most that Excel allows: Microsoft, "Excel specifications and limits". */
const TALLEST_ROW = 409;
/** What a reader may still do: filter, make room, look. No password: it keeps accidents away, and nobody else. */
const PROTECTION: Partial<WorksheetProtection> = {
  selectLockedCells: true,
  selectUnlockedCells: true,
  formatColumns: true,
  formatRows: true,
  autoFilter: true,
  sort: true,
};
/** The drop-down of an answer. */
const ANSWER: DataValidation = {
  type: 'list',
  allowBlank: true,
  formulae: [`"${ANSWERS.join(',')}"`],
  showErrorMessage: true,
  errorStyle: 'stop',
  errorTitle: 'Approve',
  error: `Choose ${ANSWERS.join(' or ')}, or leave the cell empty.`,
};
/** The part of a column that the indent takes, in characters. */
const INDENT = 1;

/**
 * Writes the plan as an Excel workbook: Summary, Changes, Groups, Notices; readable for its owner only, because it lists
 * people. That adsync is its creator is how it is known again (files/replaceable.ts). What is there under this name is replaced
 * when the new file is whole, not before.
 *
 * @param saved the saved plan whose changes can be approved in the workbook; null = it is only to be read
 * @throws Failure OUTPUT_… when the file cannot be written (no such folder, no permission, open in Excel, disk full)
 */
export async function writeExcel(view: PlanView, path: string, saved: SavedMark | null = null): Promise<void> {
  await writeAtomically(path, (file) => writeWorkbook(view, saved, file), 0o600);
}

async function writeWorkbook(view: PlanView, saved: SavedMark | null, file: FileHandle): Promise<void> {
  // By its number: a stream made from the handle itself keeps the handle from ever being closed by anybody else.
  const stream = createWriteStream('', { fd: file.fd, autoClose: false });
  const made = new Date(view.header.createdAt);
  const { workbook, finish } = saved === null ? newStreaming(stream) : newWhole(stream);
  workbook.creator = 'adsync';
  workbook.lastModifiedBy = 'adsync';
  workbook.created = made;
  workbook.modified = made;
  for (const sheet of sheetsOf(view, saved)) await addSheet(workbook, sheet, view.header);
  // The writer listens for errors of the stream only at its very end, and then waits for ever after one.
  const broken = once(stream, 'finish');
  await Promise.race([finish(), broken]);
  await broken;
}

/** A workbook that is being made, and what writes it. */
interface Making {
  readonly workbook: ExcelJS.Workbook;
  readonly finish: () => Promise<void>;
}

/** Row by row: a large plan takes little memory. */
function newStreaming(stream: WriteStream): Making {
  const workbook = new ExcelJS.stream.xlsx.WorkbookWriter({ stream, useStyles: true, useSharedStrings: true });
  return { workbook, finish: () => workbook.commit() };
}

/** At its end. The writer that streams puts the protection of a sheet where Excel does not expect it. */
function newWhole(stream: WriteStream): Making {
  const workbook = new ExcelJS.Workbook();
  return { workbook, finish: () => workbook.xlsx.write(stream) };
}

async function addSheet(workbook: ExcelJS.Workbook, sheet: Sheet, { planId }: Header): Promise<void> {
  const { name, widths, table, rows, locked, fillIn } = sheet;
  const worksheet = workbook.addWorksheet(name, {
    views: table ? [{ state: 'frozen', ySplit: 1, showGridLines: false }] : [{ showGridLines: false }],
    pageSetup: {
      // No paper size: Excel then takes the printer's, A4 or Letter.
      orientation: 'landscape',
      fitToPage: true,
      fitToWidth: 1,
      fitToHeight: 0,
      margins: { left: 0.4, right: 0.4, top: 0.5, bottom: 0.6, header: 0.3, footer: 0.3 },
      ...(table ? { printTitlesRow: '1:1' } : {}),
    },
    // Nothing from outside stands in the footer: `&` begins a code there.
    headerFooter: {
      oddFooter: `&Ladsync plan ${planId.replace(/[^0-9a-f]/g, '').slice(0, 12)}&C&A&RPage &P of &N`,
    },
  });
  worksheet.columns = widths.map((width) => ({ width }));
  if (table) worksheet.autoFilter = { from: { row: 1, column: 1 }, to: { row: rows.length, column: widths.length } };
  for (const [index, cells] of rows.entries()) {
    const row = worksheet.getRow(index + 1);
    for (const [column, { value, look }] of cells.entries()) {
      const cell = row.getCell(column + 1);
      cell.value = value;
      cell.style = STYLES[look];
    }
    row.height = table && index === 0 ? HEADER_HEIGHT : heightOf(cells, widths);
    row.commit();
  }
  if (!locked) {
    worksheet.commit();
    return;
  }
  await worksheet.protect('', PROTECTION);
  const letter = fillIn === null ? null : worksheet.getColumn(fillIn + 1).letter;
  if (letter !== null) worksheet.dataValidations.add(`${letter}2:${letter}${rows.length}`, ANSWER);
}

/** Room for every wrapped line: not every program works a row's height out when it opens the file. */
function heightOf(cells: readonly Cell[], widths: readonly number[]): number {
  if (cells[0]?.look === 'title') return TITLE_HEIGHT;
  const lines = cells.map(({ value, look }, column) => {
    if (typeof value !== 'string' || STYLES[look].alignment?.wrapText !== true) return 1;
    const width = (widths[column] ?? Infinity) - INDENT;
    return value.split('\n').reduce((sum, line) => sum + wrap(line, width).length, 0);
  });
  return Math.min(Math.max(1, ...lines) * LINE_HEIGHT + 1, TALLEST_ROW);
}
