import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import ExcelJS from 'exceljs';
import { changeTable } from '../../src/cli/changes-text.ts';
import { csvText } from '../../src/render/csv.ts';
import { excelText, terminalText } from '../../src/render/escape.ts';
import { verdictsJunit } from '../../src/render/verdicts.ts';
import { writeExcel } from '../../src/render/xlsx.ts';
import { activity } from './hostile-activity.ts';
import { HOSTILE_NAMES } from './hostile-text.ts';
import { PageBrowser } from './page-browser.ts';
import { planOf, userChange } from './sample-plan.ts';
import { wholeView } from './shown.ts';

/** Every hostile name in a workbook and in a table, opened by LibreOffice; and in JUnit, read by a browser as XML. */

const run = promisify(execFile);
const NAMES = HOSTILE_NAMES.map(([, name]) => name);
const TABLE = ['Ada', ...NAMES].map(activity);

let folder = '';

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'adsync-names-'));
  // Everybody has an address that finds them again, whatever becomes of their name.
  const changes = NAMES.map((name, index) =>
    userChange({
      operations: ['create'],
      name,
      email: `n${index}@corp.example`,
      group: `Technicians/${name}`,
      reason: { code: 'MEMBER_OF', text: name, line: 27, path: [name] },
    }),
  );
  await writeExcel(wholeView(planOf(changes)), join(folder, 'plan.xlsx'));
  await writeFile(join(folder, 'changes.csv'), csvText(changeTable(TABLE)));
});

afterAll(() => rm(folder, { recursive: true, force: true }));

/** Opens a file in LibreOffice, and saves it in a format. @param more options, such as how a table is read */
async function saved(name: string, format: string, into: string, ...more: string[]): Promise<string> {
  const profile = `-env:UserInstallation=file://${join(folder, 'profile')}`;
  const args = [profile, '--headless', ...more, '--convert-to', format, '--outdir', into, name];
  await run('soffice', args, { cwd: folder, timeout: 100_000 });
  return join(folder, into);
}

/**
 * How LibreOffice opens a CSV file: UTF-8, numbers and formulas looked for in every field, as Excel does. The tokens are in
 * https://help.libreoffice.org/latest/en-US/text/shared/guide/csv_params.html
 */
function asTable(separator: string): string {
  return `--infilter=CSV:${separator.charCodeAt(0)},34,76,1,,0,false,true,false,false,false,0,true`;
}

async function workbookAt(path: string): Promise<ExcelJS.Workbook> {
  const workbook = new ExcelJS.Workbook();
  await workbook.xlsx.readFile(path);
  return workbook;
}

/** Addresses of the cells in which something else than a text or a number stands: a formula, a link, an error. */
function neitherTextNorNumber(workbook: ExcelJS.Workbook): string[] {
  const plain: readonly ExcelJS.ValueType[] = [
    ExcelJS.ValueType.Null,
    ExcelJS.ValueType.Merge,
    ExcelJS.ValueType.String,
    // A text of several scripts, for which LibreOffice writes the parts one by one.
    ExcelJS.ValueType.RichText,
    ExcelJS.ValueType.Number,
  ];
  const found: string[] = [];
  workbook.eachSheet((sheet) => {
    sheet.eachRow((row) => {
      row.eachCell(({ type, address }) => {
        if (!plain.includes(type)) found.push(`${sheet.name}!${address} ${type}`);
      });
    });
  });
  return found;
}

/** What stands in a column below its title, by what stands in another one. */
function column(sheet: ExcelJS.Worksheet | undefined, title: string, by: string): Map<string, string> {
  const titles: string[] = [''];
  sheet?.getRow(1).eachCell({ includeEmpty: true }, ({ text }) => titles.push(text));
  const found = new Map<string, string>();
  sheet?.eachRow((row, number) => {
    if (number > 1) found.set(row.getCell(titles.indexOf(by)).text, row.getCell(titles.indexOf(title)).text);
  });
  return found;
}

/** A table of RFC 4180, whose fields may hold line breaks. */
function recordsOf(text: string): string[][] {
  const records: string[][] = [[]];
  for (const [, end = '', quoted, plain = ''] of text.matchAll(/(^|,|\r?\n)(?:"((?:[^"]|"")*)"|([^",\r\n]*))/g)) {
    if (end.endsWith('\n')) records.push([]);
    records.at(-1)?.push(quoted?.replaceAll('""', '"') ?? plain);
  }
  return records;
}

describe('a workbook', () => {
  // As a cell shows them; `_x005F_` is only how the file writes an underscore.
  const shown = new Map(
    NAMES.map((name, index) => [`n${index}@corp.example`, excelText(name).replaceAll('_x005F_', '_')]),
  );

  test('saved by LibreOffice has no formula and no link, and the same names', async () => {
    const workbook = await workbookAt(join(await saved('plan.xlsx', 'xlsx', 'again'), 'plan.xlsx'));
    const names = column(workbook.getWorksheet('Changes'), 'Name', 'E-mail');

    expect(neitherTextNorNumber(workbook)).toEqual([]);
    expect(Object.fromEntries(names)).toEqual(Object.fromEntries(shown));
  });

  test('shows the same names in LibreOffice', async () => {
    // All sheets, each as a file: commas, quotation marks, UTF-8, and every cell as it is shown.
    const filter = 'csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,false,false,false,-1';
    const path = join(await saved('plan.xlsx', filter, 'shown'), 'plan-Changes.csv');
    const [titles = [], ...rows] = recordsOf(await readFile(path, 'utf8'));
    const names = rows.map((row) => [row[titles.indexOf('E-mail')] ?? '', row[titles.indexOf('Name')] ?? '']);

    expect(Object.fromEntries(names.filter(([email]) => email !== ''))).toEqual(Object.fromEntries(shown));
  });
});

describe('a table of changes', () => {
  const expected = new Map(TABLE.map(({ change, user: { name } }) => [change, terminalText(name)]));

  // As it is opened in a country that separates fields by commas, and in one that separates them by semicolons.
  test('opened with commas has no formula, and the same names', async () => {
    const into = await saved('changes.csv', 'xlsx', 'commas', asTable(','));
    const workbook = await workbookAt(join(into, 'changes.xlsx'));
    const names = column(workbook.worksheets[0], 'name', 'change');

    expect(neitherTextNorNumber(workbook)).toEqual([]);
    expect([...names].map(([change, name]) => [change, name.replace(/^'/, '')])).toEqual(
      [...expected].map(([change, name]) => [change, name.replace(/^'/, '')]),
    );
  });

  test('opened with semicolons has no formula', async () => {
    const into = await saved('changes.csv', 'xlsx', 'semicolons', asTable(';'));
    const workbook = await workbookAt(join(into, 'changes.xlsx'));

    expect(neitherTextNorNumber(workbook)).toEqual([]);
    expect(workbook.worksheets[0]?.actualRowCount).toBe(TABLE.length + 1);
  });
});

test('a formula would be seen by these tests', async () => {
  await writeFile(join(folder, 'formula.csv'), 'name\r\n=1+1\r\n');
  const into = await saved('formula.csv', 'xlsx', 'formula', asTable(','));

  expect(neitherTextNorNumber(await workbookAt(join(into, 'formula.xlsx')))).toHaveLength(1);
});

test('JUnit is well-formed XML, with the same names', async () => {
  const xml = verdictsJunit(
    NAMES.map((name) => ({ name, file: 'tests/a.yaml', line: 1, faults: [{ line: 2, text: name }] })),
  );
  const browser = await PageBrowser.start();
  try {
    const { page } = await browser.open('<title>x</title>');
    const read = await page.evaluate((text) => {
      const document = new DOMParser().parseFromString(text, 'application/xml');
      return {
        errors: document.querySelectorAll('parsererror').length,
        names: [...document.querySelectorAll('testcase')].map((one) => one.getAttribute('name')),
        texts: [...document.querySelectorAll('failure')].map((one) => one.getAttribute('message')),
      };
    }, xml);

    const shown = NAMES.map(terminalText);
    expect(read).toEqual({ errors: 0, names: shown, texts: shown });
  } finally {
    await browser.close();
  }
});
