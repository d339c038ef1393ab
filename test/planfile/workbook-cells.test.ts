import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { storedZip } from '../../src/files/stored-zip.ts';
import { zipEntry, zipNames } from '../../src/files/zip-entry.ts';
import { approvedRows } from '../../src/planfile/approved-rows.ts';
import { type Found, readWorkbook } from '../../src/planfile/workbook-cells.ts';
import { writeExcel } from '../../src/render/xlsx.ts';
import { cpuTime } from '../cpu-time.ts';
import { variedPlan } from '../render/sample-plan.ts';
import { wholeView } from '../render/shown.ts';
import { answer, approvingSheetsOf, DIGEST, editWorkbook } from './workbooks.ts';

let folder = '';

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'adsync-cells-'));
});

afterAll(async () => {
  await rm(folder, { recursive: true });
});

const MAIN = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"';
const REL = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';

interface Parts {
  /** The rows of the only sheet. */
  readonly data?: string;
  /** What stands behind them. */
  readonly after?: string;
  /** What stands before them. */
  readonly before?: string;
  readonly names?: string;
  readonly strings?: string;
  readonly more?: Readonly<Record<string, string>>;
}

function partsOf({
  data = '',
  after = '',
  before = '',
  names = '',
  strings = '',
  more = {},
}: Parts): Map<string, Buffer> {
  const parts = {
    '[Content_Types].xml': '<Types/>',
    'xl/workbook.xml': `<workbook ${MAIN} xmlns:r="${REL}"><sheets><sheet name="One" sheetId="1" r:id="rId1"/></sheets>${names}</workbook>`,
    'xl/_rels/workbook.xml.rels': `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="${REL}/worksheet" Target="worksheets/sheet1.xml"/></Relationships>`,
    'xl/sharedStrings.xml': `<sst ${MAIN}>${strings}</sst>`,
    'xl/worksheets/sheet1.xml': `<worksheet ${MAIN}>${before}<sheetData>${data}</sheetData>${after}</worksheet>`,
    ...more,
  };
  return new Map(Object.entries(parts).map(([name, xml]) => [name, Buffer.from(xml)]));
}

async function readBytes(
  bytes: Buffer,
  name = 'plan.xlsx',
  most = 100,
): Promise<Awaited<ReturnType<typeof readWorkbook>>> {
  const path = join(folder, name);
  await writeFile(path, bytes);
  return await readWorkbook(path, name, most);
}

async function cellsIn(parts: Parts): Promise<(readonly [string, Found])[]> {
  const { sheets } = await readBytes(storedZip(partsOf(parts)));
  return sheets.flatMap(({ rows }) =>
    [...rows].flatMap(([row, cells]) => [...cells].map(([column, found]) => [`${column},${row}`, found] as const)),
  );
}

describe('a cell', () => {
  test.each<[string, Parts, unknown]>([
    ['a shared string', { data: cell('s', '<v>0</v>'), strings: '<si><t>yes</t></si>' }, 'yes'],
    [
      'rich text',
      { data: cell('s', '<v>0</v>'), strings: '<si><r><t>y</t></r><r><rPr><b/></rPr><t>es</t></r></si>' },
      'yes',
    ],
    [
      'a reading aid beside a text',
      { data: cell('s', '<v>0</v>'), strings: '<si><t>佐藤</t><rPh sb="0" eb="2"><t>サトウ</t></rPh></si>' },
      '佐藤',
    ],
    ['an inline string', { data: cell('inlineStr', '<is><t>yes</t></is>') }, 'yes'],
    ['inline rich text', { data: cell('inlineStr', '<is><r><t>no </t></r><r><t>yes</t></r></is>') }, 'no yes'],
    ['a string', { data: cell('str', '<v>yes</v>') }, 'yes'],
    ['an entity', { data: cell('str', '<v>&lt;b&gt;&#x41;</v>') }, '<b>A'],
    ['a number', { data: cell('n', '<v>12</v>') }, 12],
    ['a number in a format of dates', { data: '<row r="1"><c r="A1" s="3"><v>45000</v></c></row>' }, 45000],
    ['a switch', { data: cell('b', '<v>1</v>') }, { kind: 'other', text: 'TRUE' }],
    ['an error', { data: cell('e', '<v>#REF!</v>') }, { kind: 'other', text: 'the error #REF!' }],
    [
      'a formula',
      { data: cell('str', '<f>"ye"&amp;"s"</f><v>yes</v>') },
      { kind: 'other', text: 'the formula ="ye"&"s"' },
    ],
    ['a formula without a result', { data: cell('str', '<f>A2</f>') }, { kind: 'other', text: 'the formula =A2' }],
    [
      'a formula over a range',
      { data: cell('str', '<f t="array" ref="A1:A9">A2</f><v>yes</v>') },
      { kind: 'other', text: 'the formula =A2' },
    ],
  ])('holds %s', async (_what, parts, wanted) => {
    const [first] = await cellsIn(parts);

    const found =
      typeof wanted === 'string'
        ? { kind: 'text', text: wanted }
        : typeof wanted === 'number'
          ? { kind: 'number', number: wanted }
          : wanted;
    expect(first).toEqual(['1,1', found]);
  });

  test.each<[string, Parts]>([
    ['that is empty', { data: '<row r="1"><c r="A1" s="1"/></row>' }],
    ['with an empty text', { data: cell('s', '<v>0</v>'), strings: '<si><t></t></si>' }],
  ])('%s holds nothing', async (_what, parts) => {
    expect(await cellsIn(parts)).toEqual([]);
  });
});

describe('what a workbook says of itself costs no time', () => {
  const all = 'A1:XFD1048576';
  const data = cell('str', '<v>yes</v>');

  test.each<[string, Parts]>([
    ['cells that are joined', { data, after: `<mergeCells count="1"><mergeCell ref="${all}"/></mergeCells>` }],
    [
      'a drop-down everywhere',
      {
        data,
        after: `<dataValidations count="1"><dataValidation type="list" sqref="${all}"><formula1>"yes"</formula1></dataValidation></dataValidations>`,
      },
    ],
    [
      'a name for everything',
      { data, names: `<definedNames><definedName name="All">One!$A$1:$XFD$1048576</definedName></definedNames>` },
    ],
    ['columns without end', { data, before: '<cols><col min="1" max="4000000000" width="9"/></cols>' }],
    ['a size', { data, before: `<dimension ref="${all}"/>` }],
    ['a filter', { data, after: `<autoFilter ref="${all}"/>` }],
    ['links to other places', { data, after: '<hyperlinks><hyperlink ref="A1" r:id="rId9"/></hyperlinks>' }],
    ['a picture that there is not', { data, after: '<drawing r:id="rId7"/><legacyDrawing r:id="rId8"/>' }],
    ['a link to another workbook', { data, more: { 'xl/externalLinks/externalLink1.xml': '<externalLink/>' } }],
    ['a comment', { data, more: { 'xl/comments1.xml': '<comments', 'xl/styles.xml': '<broken' } }],
  ])('%s', async (_what, parts) => {
    const start = cpuTime();

    expect(await cellsIn(parts)).toEqual([['1,1', { kind: 'text', text: 'yes' }]]);
    expect(cpuTime() - start).toBeLessThan(2_000);
  });
});

describe('a file is refused', () => {
  test.each<[string, () => Buffer, string, string]>([
    ['that is no archive', () => Buffer.from('yes'), 'plan.xlsx', 'WORKBOOK_UNREADABLE'],
    ['that is empty', () => Buffer.alloc(0), 'plan.xlsx', 'WORKBOOK_UNREADABLE'],
    [
      'of a former Excel, or with a password',
      () => Buffer.from('d0cf11e0a1b11ae1', 'hex'),
      'plan.xlsx',
      'WORKBOOK_UNREADABLE',
    ],
    [
      'that is another archive',
      () => storedZip(new Map([['a.txt', Buffer.from('a')]])),
      'plan.xlsx',
      'WORKBOOK_UNREADABLE',
    ],
    ['that was cut off', () => storedZip(partsOf({})).subarray(0, 900), 'plan.xlsx', 'WORKBOOK_UNREADABLE'],
    ['whose sheet is no XML', () => storedZip(partsOf({ data: '<row r="1"><c' })), 'plan.xlsx', 'WORKBOOK_UNREADABLE'],
    [
      'with a column that there is not',
      () => storedZip(partsOf({ data: '<row r="1"><c r="ZZZZ1"><v>1</v></c></row>' })),
      'plan.xlsx',
      'WORKBOOK_UNREADABLE',
    ],
    ['with macros', () => storedZip(partsOf({ more: { 'xl/vbaProject.bin': 'x' } })), 'plan.xlsx', 'WORKBOOK_MACROS'],
    [
      'with macros of an old kind',
      () => storedZip(partsOf({ more: { 'xl/macrosheets/sheet1.xml': 'x' } })),
      'plan.xlsx',
      'WORKBOOK_MACROS',
    ],
    ['whose name says macros', () => storedZip(partsOf({})), 'plan.xlsm', 'WORKBOOK_MACROS'],
    [
      'with far more cells than were written',
      () => storedZip(partsOf({ data: '<row r="1"/>'.repeat(300_000) })),
      'plan.xlsx',
      'WORKBOOK_TOO_LARGE',
    ],
    [
      'with a row far below the last',
      () => storedZip(partsOf({ data: '<row r="4000000000"><c r="A4000000000"><v>1</v></c></row>' })),
      'plan.xlsx',
      'WORKBOOK_TOO_LARGE',
    ],
  ])('%s', async (_what, bytes, name, code) => {
    const start = cpuTime();

    await expect(readBytes(bytes(), name)).rejects.toMatchObject({ name: 'Failure', code });
    expect(cpuTime() - start).toBeLessThan(3_000);
  });

  test('with a part that is in it twice', async () => {
    const twice = storedZip(partsOf({ more: { 'xl/worksheets/sheet2.xml': '<worksheet/>' } }));
    for (let at = twice.indexOf('sheet2.xml'); at >= 0; at = twice.indexOf('sheet2.xml', at))
      twice.write('sheet1.xml', at);

    await expect(readBytes(twice)).rejects.toMatchObject({ code: 'WORKBOOK_UNREADABLE' });
  });

  test('that is not there, or a folder', async () => {
    await expect(readWorkbook(join(folder, 'none.xlsx'), 'none.xlsx', 9)).rejects.toMatchObject({
      code: 'WORKBOOK_UNREADABLE',
      message: 'The workbook none.xlsx cannot be read.',
    });
    await expect(readWorkbook(folder, 'folder', 9)).rejects.toMatchObject({ code: 'WORKBOOK_UNREADABLE' });
  });
});

describe('the workbook of a plan', () => {
  test('is read as it was written, and when another program has written it anew', async () => {
    const plan = variedPlan();
    const ids = new Set(plan.changes.slice(2, 5).map(({ id }) => id));
    const [path, again] = ['plan.xlsx', 'again.xlsx'].map((name) => join(folder, name));
    await writeExcel(wholeView(plan), path ?? '', { digest: DIGEST });
    await editWorkbook(path ?? '', again ?? '', (workbook) => {
      answer(workbook, ids, { richText: [{ text: 'Ye' }, { text: 's', font: { bold: true } }] });
    });
    const sheets = approvingSheetsOf(plan);

    const first = approvedRows(sheets, (await readWorkbook(path ?? '', 'plan.xlsx', 999)).sheets, 'plan.xlsx');
    const second = approvedRows(sheets, (await readWorkbook(again ?? '', 'again.xlsx', 999)).sheets, 'again.xlsx');

    expect(first.ids).toEqual(new Set());
    expect(second.ids).toEqual(ids);
  });

  test('keeps people from changing more than the answers, offers yes and no, and has no password', async () => {
    const path = join(folder, 'locked.xlsx');
    await writeExcel(wholeView(variedPlan()), path, { digest: DIGEST });
    const zip = await readFile(path);
    const xml = (number: number): string =>
      zipEntry(zip, `xl/worksheets/sheet${number}.xml`, 10 ** 7)?.toString('utf8') ?? '';

    for (const number of [1, 2, 3, 4]) {
      expect(xml(number)).toContain('<sheetProtection sheet="1"');
      expect(xml(number)).not.toMatch(/password|hashValue/);
      // Excel takes the parts of a sheet in one order only (ECMA-376 part 1, 18.3.1.99).
      const order = ['</sheetData>', '<sheetProtection', '<autoFilter', '<dataValidations', '<pageMargins'];
      const places = order.map((part) => xml(number).indexOf(part)).filter((place) => place >= 0);
      expect(places).toEqual(places.toSorted((a, b) => a - b));
    }
    expect(xml(2)).toMatch(
      /<dataValidation type="list"[^>]* sqref="A2:A14"[^>]*><formula1>&quot;yes,no&quot;<\/formula1><\/dataValidation><\/dataValidations>/,
    );
    expect(xml(2)).toContain('autoFilter="0"');
  });
});

test('an archive that is only stored is read again, name by name', () => {
  const files = new Map([
    ['a/é.txt', Buffer.from('one')],
    ['b', Buffer.alloc(0)],
  ]);

  const zip = storedZip(files);

  expect(zipNames(zip)).toEqual(['a/é.txt', 'b']);
  expect(zipEntry(zip, 'a/é.txt', 100)?.toString()).toBe('one');
  expect(zipEntry(zip, 'b', 100)?.length).toBe(0);
  expect(zipEntry(zip, 'c', 100)).toBeNull();
});

function cell(type: string, inside: string): string {
  return `<row r="1"><c r="A1" t="${type}">${inside}</c></row>`;
}
