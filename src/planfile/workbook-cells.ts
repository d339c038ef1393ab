import { createHash } from 'node:crypto';
import ExcelJS from 'exceljs';
import { Failure } from '../core/failure.ts';
import { readFileUpTo } from '../files/read-file.ts';
import { storedZip } from '../files/stored-zip.ts';
import { zipEntry, zipNames } from '../files/zip-entry.ts';

/** What stands in a cell. */
export type Found =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'number'; readonly number: number }
  /** A formula, a switch, a date, an error: none of them is ever written by adsync. `text` says which, and its content. */
  | { readonly kind: 'other'; readonly text: string };

/** One sheet of a workbook: the cells that hold something, by row and column from 1. */
export interface FoundSheet {
  readonly name: string;
  readonly rows: ReadonlyMap<number, ReadonlyMap<number, Found>>;
}

export interface FoundWorkbook {
  readonly sheets: readonly FoundSheet[];
  /** Of the file as it was read, lower-case hex. */
  readonly sha256: string;
}

const LARGEST_FILE = 64 * 1024 ** 2;
/** Of all parts together, unpacked. */
const LARGEST_PARTS = 256 * 1024 ** 2;
/** More than Excel has. */
const MOST_ROWS = 1_048_576;
const MOST_PARTS = 1_000;

/** What of a workbook holds cells. Nothing else is unpacked: no macros, links to other files, pictures or comments. */
const PARTS = /^xl\/(workbook\.xml|sharedStrings\.xml|_rels\/workbook\.xml\.rels|worksheets\/sheet\d+\.xml)$/;
/** The parts of a sheet that exceljs writes out cell by cell, however large they say that they are, and that hold no cell. */
const IGNORED = [
  ...['autoFilter', 'cols', 'conditionalFormatting', 'dataValidations', 'dimension', 'drawing', 'extLst'],
  ...['headerFooter', 'hyperlinks', 'legacyDrawing', 'mergeCells', 'pageMargins', 'pageSetup', 'picture'],
  ...['printOptions', 'rowBreaks', 'sheetFormatPr', 'sheetPr', 'sheetProtection', 'sheetViews', 'tableParts'],
];
/** Names of ranges: exceljs writes them out cell by cell, too. */
const NAMES = /<definedNames\b[\s\S]*?<\/definedNames\s*>/g;
const ADVICE = 'Name the workbook that "adsync plan --out FILE --excel FILE" has written, saved as .xlsx.';

/**
 * Reads the cells of a workbook that may come from anybody. Only parts that hold cells are unpacked, up to a size, and
 * only these are given to the library that reads them.
 *
 * @param shown the name as the user gave it
 * @param most how many cells the workbook should have; far more are refused before they are read
 * @throws Failure WORKBOOK_UNREADABLE, WORKBOOK_TOO_LARGE, WORKBOOK_MACROS
 */
export async function readWorkbook(path: string, shown: string, most: number): Promise<FoundWorkbook> {
  const bytes = Buffer.from(await read(path, shown));
  if (bytes.length > LARGEST_FILE) throw tooLarge(shown);
  const parts = partsOf(bytes, shown);
  if ([...parts.values()].reduce((sum, part) => sum + tagsIn(part), 0) > 200_000 + 40 * most) throw tooLarge(shown);
  const workbook = new ExcelJS.Workbook();
  try {
    const only = storedZip(parts);
    await workbook.xlsx.load(
      only.buffer.slice(only.byteOffset, only.byteOffset + only.length) as ArrayBuffer,
      // The types of exceljs do not know this option of its.
      Object.assign({}, { ignoreNodes: IGNORED }),
    );
    return {
      sheets: workbook.worksheets.map((sheet) => cellsOf(sheet, shown)),
      sha256: createHash('sha256').update(bytes).digest('hex'),
    };
  } catch (cause) {
    if (cause instanceof Failure) throw cause;
    throw new Failure('WORKBOOK_UNREADABLE', `${shown} is damaged, or no workbook.`, ADVICE, { cause });
  }
}

async function read(path: string, shown: string): Promise<Uint8Array> {
  if (/\.(xlsm|xltm|xlam|xlsb)$/i.test(path)) throw withMacros(shown);
  try {
    return await readFileUpTo(path, LARGEST_FILE, 'regular');
  } catch (cause) {
    throw new Failure('WORKBOOK_UNREADABLE', `The workbook ${shown} cannot be read.`, 'Check the path.', { cause });
  }
}

/** @throws Failure WORKBOOK_UNREADABLE, WORKBOOK_TOO_LARGE, WORKBOOK_MACROS */
function partsOf(bytes: Buffer, shown: string): Map<string, Buffer> {
  const names = zipNames(bytes);
  if (names === null || !names.includes('xl/workbook.xml') || new Set(names).size !== names.length) {
    const text = `${shown} is no workbook in the .xlsx format, is damaged, or is protected with a password.`;
    throw new Failure('WORKBOOK_UNREADABLE', text, ADVICE);
  }
  if (names.some((name) => /vbaProject|\/macrosheets\//i.test(name))) throw withMacros(shown);
  const wanted = names.filter((name) => PARTS.test(name));
  if (wanted.length > MOST_PARTS) throw tooLarge(shown);
  const parts = new Map<string, Buffer>();
  let left = LARGEST_PARTS;
  for (const name of wanted) {
    const part = zipEntry(bytes, name, left);
    if (part === null) throw tooLarge(shown);
    left -= part.length;
    parts.set(name, name === 'xl/workbook.xml' ? Buffer.from(part.toString('utf8').replace(NAMES, '')) : part);
  }
  return parts;
}

function tagsIn(part: Buffer): number {
  let count = 0;
  for (let at = part.indexOf('<'); at >= 0; at = part.indexOf('<', at + 1)) count += 1;
  return count;
}

function cellsOf(sheet: ExcelJS.Worksheet, shown: string): FoundSheet {
  if (sheet.rowCount > MOST_ROWS) throw tooLarge(shown);
  const rows = new Map<number, Map<number, Found>>();
  sheet.eachRow((row, number) => {
    const cells = new Map<number, Found>();
    row.eachCell((cell, column) => {
      const found = foundIn(cell.value);
      if (found !== null) cells.set(column, found);
    });
    if (cells.size > 0) rows.set(number, cells);
  });
  return { name: sheet.name, rows };
}

/** null for a cell that holds nothing, or an empty text. */
function foundIn(value: ExcelJS.CellValue): Found | null {
  if (value === null || value === undefined || value === '') return null;
  if (typeof value === 'string') return { kind: 'text', text: value };
  if (typeof value === 'number') return { kind: 'number', number: value };
  if (typeof value === 'boolean') return { kind: 'other', text: value ? 'TRUE' : 'FALSE' };
  if (value instanceof Date) return { kind: 'other', text: 'a date' };
  if ('richText' in value) return foundIn(value.richText.map(({ text }) => text).join(''));
  if ('error' in value) return { kind: 'other', text: `the error ${value.error}` };
  const formula = 'formula' in value ? value.formula : 'sharedFormula' in value ? value.sharedFormula : null;
  return { kind: 'other', text: formula === null ? 'something else' : `the formula =${formula}` };
}

function tooLarge(shown: string): Failure {
  const text = `${shown} holds far more than the workbook of this plan, or more than ${LARGEST_FILE / 1024 ** 2} MiB.`;
  return new Failure('WORKBOOK_TOO_LARGE', text, ADVICE);
}

function withMacros(shown: string): Failure {
  const text = `${shown} is a workbook that may hold macros or has another format than .xlsx. It was not opened.`;
  return new Failure('WORKBOOK_MACROS', text, ADVICE);
}
