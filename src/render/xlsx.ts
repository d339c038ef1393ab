import { greatest } from '../core/collections.ts';
import { once } from 'node:events';
import { createWriteStream, open, write, type WriteStream, writev } from 'node:fs';
import type { FileHandle } from 'node:fs/promises';
import { setImmediate } from 'node:timers/promises';
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
  interface AddWorksheetOptions {
    /** Its types leave this out. Only the writer that streams knows it. */
    readonly useSharedStrings: boolean;
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
/** So many rows are made before those before them must have gone. */
const ROWS_AT_ONCE = 250;
/**
 * A sheet with more rows has its texts in its cells, as runs of one format. Otherwise they stand in a table of all texts of the
 * workbook: that is smaller, and kept in memory until the end.
 */
const MOST_SHARED = 20_000;
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
  // By its number: a stream made from the handle itself keeps the handle from ever being closed by anybody else. Nor does
  // the stream close it: a destroyed one would, whatever `autoClose` says.
  const stream = createWriteStream('', {
    fd: file.fd,
    autoClose: false,
    fs: { open, write, writev, close: notClosed },
  });
  // The writer listens for errors of the stream only at its very end, and then waits for ever after one.
  const written = once(stream, 'finish');
  try {
    await Promise.race([written, fillWorkbook(saved === null ? newStreaming(stream) : newWhole(stream), view, saved)]);
    await written;
  } catch (error) {
    written.catch(nothing);
    // Nothing may be written by this number any more: it can soon be that of another file.
    stream.on('error', nothing);
    if (!stream.closed) await new Promise<void>((resolve) => stream.destroy().once('close', resolve));
    throw error;
  }
}

function notClosed(_fd: number, done?: (error: null) => void): void {
  done?.(null);
}

function nothing(): void {
  // It is told already.
}

async function fillWorkbook(
  { workbook, drained, finish }: Making,
  view: PlanView,
  saved: SavedMark | null,
): Promise<void> {
  const made = new Date(view.header.createdAt);
  workbook.creator = 'adsync';
  workbook.lastModifiedBy = 'adsync';
  workbook.created = made;
  workbook.modified = made;
  for (const sheet of sheetsOf(view, saved)) await addSheet(workbook, sheet, view.header, drained);
  await finish();
}

/** A workbook that is being made, and what writes it. */
interface Making {
  readonly workbook: ExcelJS.Workbook;
  /** Waits until the rows so far have gone. */
  readonly drained: () => Promise<void>;
  readonly finish: () => Promise<void>;
}

/**
 * The archive of the writer, which its types leave out. `drained` is what the program has in its bundle
 * (files/streamed-zip.ts); the writer's own archiver has nothing like it.
 */
interface Archived {
  readonly zip: { drained?(): Promise<void> };
}

/** Row by row: a large plan takes little memory. */
function newStreaming(stream: WriteStream): Making {
  const workbook = new ExcelJS.stream.xlsx.WorkbookWriter({ stream, useStyles: true, useSharedStrings: true });
  const { zip } = workbook as ExcelJS.stream.xlsx.WorkbookWriter & Archived;
  const drained = async (): Promise<void> => {
    await setImmediate();
    await zip.drained?.();
  };
  return { workbook, drained, finish: () => workbook.commit() };
}

/** At its end. The writer that streams puts the protection of a sheet where Excel does not expect it. */
function newWhole(stream: WriteStream): Making {
  const workbook = new ExcelJS.Workbook();
  return { workbook, drained: () => Promise.resolve(), finish: () => workbook.xlsx.write(stream) };
}

async function addSheet(
  workbook: ExcelJS.Workbook,
  sheet: Sheet,
  { planId }: Header,
  drained: () => Promise<void>,
): Promise<void> {
  const { name, widths, table, count, locked, fillIn } = sheet;
  const shared = locked || count <= MOST_SHARED;
  const worksheet = workbook.addWorksheet(name, {
    useSharedStrings: shared,
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
  if (table) worksheet.autoFilter = { from: { row: 1, column: 1 }, to: { row: count, column: widths.length } };
  let index = 0;
  for (const cells of sheet.rows()) {
    const row = worksheet.getRow(index + 1);
    for (const [column, { value, look }] of cells.entries()) {
      const cell = row.getCell(column + 1);
      cell.value = shared || typeof value !== 'string' ? value : { richText: [{ text: value }] };
      cell.style = STYLES[look];
    }
    row.height = table && index === 0 ? HEADER_HEIGHT : heightOf(cells, widths);
    row.commit();
    index += 1;
    if (index % ROWS_AT_ONCE === 0) await drained();
  }
  if (!locked) {
    worksheet.commit();
    return;
  }
  await worksheet.protect('', PROTECTION);
  const letter = fillIn === null ? null : worksheet.getColumn(fillIn + 1).letter;
  if (letter !== null) worksheet.dataValidations.add(`${letter}2:${letter}${count}`, ANSWER);
}

/** Room for every wrapped line: not every program works a row's height out when it opens the file. */
function heightOf(cells: readonly Cell[], widths: readonly number[]): number {
  if (cells[0]?.look === 'title') return TITLE_HEIGHT;
  const lines = cells.map(({ value, look }, column) => {
    if (typeof value !== 'string' || STYLES[look].alignment?.wrapText !== true) return 1;
    const width = (widths[column] ?? Infinity) - INDENT;
    return value.split('\n').reduce((sum, line) => sum + wrap(line, width).length, 0);
  });
  return Math.min(greatest(lines, 1) * LINE_HEIGHT + 1, TALLEST_ROW);
}
