import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { approvedRows } from '../../src/planfile/approved-rows.ts';
import type { Found } from '../../src/planfile/workbook-cells.ts';
import { wholeSheetsOf } from '../../src/render/sheets.ts';
import { hostileText } from '../render/hostile-text.ts';
import { emptyPlan, planWith, variedPlan } from '../render/sample-plan.ts';
import { wholeView } from '../render/shown.ts';
import { approvingSheetsOf, type Open, readAgain } from './workbooks.ts';

const PLAN = variedPlan();
const SHEETS = approvingSheetsOf(PLAN);
const ROWS = PLAN.changes.length;
/** Columns of the Changes sheet, from 1. */
const COLUMN = { approve: 1, operation: 2, name: 3, email: 4, to: 6, line: 9, approval: 12, id: 13 };

function text(value: string): Found {
  return { kind: 'text', text: value };
}

function sheetIn(sheets: readonly Open[], name: string): Open {
  const found = sheets.find((one) => one.name === name);
  if (found === undefined) throw new Error(`no sheet ${name}`);
  return found;
}

function rowIn(sheets: readonly Open[], name: string, row: number): Map<number, Found> {
  const found = sheetIn(sheets, name).rows.get(row);
  if (found === undefined) throw new Error(`no row ${row} in ${name}`);
  return found;
}

function set(name: string, row: number, column: number, value: Found | string | null): (sheets: Open[]) => void {
  return (sheets) => {
    const cells = sheetIn(sheets, name).rows.get(row) ?? new Map<number, Found>();
    sheetIn(sheets, name).rows.set(row, cells);
    if (value === null) cells.delete(column);
    else cells.set(column, typeof value === 'string' ? text(value) : value);
  };
}

/** The row in which a label stands in the Summary sheet. */
function summaryRow(label: string): number {
  return (SHEETS[0]?.rows.findIndex(([cell]) => cell?.value === label) ?? -1) + 1;
}

function swap(sheets: Open[], name: string, a: number, b: number): void {
  const [first, second] = [rowIn(sheets, name, a), rowIn(sheets, name, b)];
  sheetIn(sheets, name).rows.set(a, second).set(b, first);
}

function read(edit: (sheets: Open[]) => void): ReturnType<typeof approvedRows> {
  const sheets = readAgain(SHEETS);
  edit(sheets);
  return approvedRows(SHEETS, sheets, 'plan.xlsx');
}

function nothing(): void {
  // The workbook stays as it was written.
}

describe('what is approved', () => {
  test('nothing is, in a workbook that nobody has opened', () => {
    expect(read(nothing).ids).toEqual(new Set());
    expect(read(nothing).places.size).toBe(ROWS);
  });

  test.each(['yes', 'YES', ' Yes ', '✓', '✔'])('%j approves the change of its row', (word) => {
    const { ids, places } = read(set('Changes', 4, COLUMN.approve, word));

    const id = SHEETS[1]?.rows[3]?.at(-1)?.value;
    expect([...ids]).toEqual([id]);
    expect(places.get(String(id))).toBe('Changes!A4');
  });

  test.each(['no', 'No', ' '])('%j does not', (word) => {
    expect(read(set('Changes', 4, COLUMN.approve, word)).ids).toEqual(new Set());
  });

  test('rows may be sorted: a change is known by its id', () => {
    const { ids, places } = read((sheets) => {
      set('Changes', 3, COLUMN.approve, 'yes')(sheets);
      swap(sheets, 'Changes', 3, 9);
      swap(sheets, 'Notices', 2, 3);
    });

    const id = String(SHEETS[1]?.rows[2]?.at(-1)?.value);
    expect(ids).toEqual(new Set([id]));
    expect(places.get(id)).toBe('Changes!A9');
  });

  test.each<[string, (sheets: Open[]) => void]>([
    ['a number that became text', set('Changes', 3, COLUMN.line, String(SHEETS[1]?.rows[2]?.[COLUMN.line - 1]?.value))],
    ['an empty text for an empty cell', set('Changes', 3, COLUMN.approval, null)],
    [
      'line breaks of Windows',
      (sheets) => {
        for (const { rows } of sheets)
          for (const cells of rows.values())
            for (const [column, cell] of cells)
              if (cell.kind === 'text') cells.set(column, text(cell.text.replaceAll('\n', '\r\n')));
      },
    ],
  ])('%s is what a program makes of it', (_what, edit) => {
    expect(read(edit).ids).toEqual(new Set());
  });

  test('a workbook of a plan without changes approves nothing', () => {
    const sheets = approvingSheetsOf(emptyPlan());

    expect(approvedRows(sheets, readAgain(sheets), 'plan.xlsx').ids).toEqual(new Set());
  });

  test('whatever names there are, the workbook is the one that was written', () => {
    fc.assert(
      fc.property(hostileText(), (name) => {
        const sheets = approvingSheetsOf(planWith(name));

        expect(approvedRows(sheets, readAgain(sheets), 'plan.xlsx').ids).toEqual(new Set());
      }),
      { numRuns: 50 },
    );
  });

  test('exactly the chosen rows are approved, in any order of the rows', () => {
    const ids = PLAN.changes.map(({ id }) => id);
    fc.assert(
      fc.property(fc.subarray(ids), fc.shuffledSubarray(ids, { minLength: ids.length }), (chosen, order) => {
        const sheets = readAgain(SHEETS);
        const { rows } = sheetIn(sheets, 'Changes');
        const byId = new Map([...rows].map(([, cells]) => [(cells.get(COLUMN.id) as { text?: string }).text, cells]));
        for (const [index, id] of order.entries()) {
          const cells = byId.get(id) ?? new Map<number, Found>();
          if (chosen.includes(id)) cells.set(COLUMN.approve, text('yes'));
          rows.set(index + 2, cells);
        }

        expect(approvedRows(SHEETS, sheets, 'plan.xlsx').ids).toEqual(new Set(chosen));
      }),
      { numRuns: 50 },
    );
  });
});

describe('a workbook that somebody has changed is refused', () => {
  const other = (SHEETS[1]?.rows[3]?.at(-1)?.value ?? '') as string;
  const digest = summaryRow('Digest of the plan');

  test.each<[string, (sheets: Open[]) => void, string, string]>([
    [
      'a name',
      set('Changes', 3, COLUMN.name, 'Mallory'),
      'WORKBOOK_CHANGED',
      'Changes!C3 is "Mallory", and the plan has "',
    ],
    [
      'an address',
      set('Changes', 5, COLUMN.email, 'm@corp.example'),
      'WORKBOOK_CHANGED',
      'Changes!D5 is "m@corp.example"',
    ],
    ['an operation', set('Changes', 3, COLUMN.operation, 'update'), 'WORKBOOK_CHANGED', 'Changes!B3 is "update"'],
    ['a group', set('Changes', 3, COLUMN.to, 'Administrators'), 'WORKBOOK_CHANGED', 'Changes!F3 is "Administrators"'],
    ['an emptied cell', set('Changes', 3, COLUMN.name, null), 'WORKBOOK_CHANGED', 'Changes!C3 is empty'],
    [
      'a line',
      set('Changes', 3, COLUMN.line, { kind: 'number', number: 999 }),
      'WORKBOOK_CHANGED',
      'Changes!I3 is 999',
    ],
    [
      'a header',
      set('Changes', 1, COLUMN.approve, 'Refuse'),
      'WORKBOOK_CHANGED',
      'Changes!A1 is "Refuse", and the plan has "Approve"',
    ],
    [
      'an approval id',
      set('Changes', 3, COLUMN.approval, 'd3-00'),
      'WORKBOOK_CHANGED',
      'Changes!L3 is "d3-00", and the plan has nothing there',
    ],
    [
      'an id that is none',
      set('Changes', 3, COLUMN.id, 'c9999'),
      'WORKBOOK_CHANGED',
      'Changes!M3 is "c9999", which is the id of no change',
    ],
    ['the id of another change', set('Changes', 3, COLUMN.id, other), 'WORKBOOK_CHANGED', 'Changes!C3 is "'],
    ['no id any more', set('Changes', 3, COLUMN.id, null), 'WORKBOOK_CHANGED', 'in a row without the id of a change'],
    [
      'a row twice',
      (sheets) => sheetIn(sheets, 'Changes').rows.set(90, new Map(rowIn(sheets, 'Changes', 3))),
      'WORKBOOK_CHANGED',
      'as Changes!M3 is: one change has two rows',
    ],
    ['a row less', (sheets) => sheetIn(sheets, 'Changes').rows.delete(3), 'WORKBOOK_CHANGED', 'The row of "'],
    [
      'a row more',
      set('Changes', 60, COLUMN.approve, 'yes'),
      'WORKBOOK_CHANGED',
      'Changes!A60 is "yes" in a row without',
    ],
    [
      'a remark beside a row',
      set('Changes', 3, 20, 'ask Bob'),
      'WORKBOOK_CHANGED',
      'Changes!T3 is "ask Bob", and the plan has nothing there',
    ],
    [
      'answers of two rows with their ids exchanged',
      (sheets) => {
        const [a, b] = [rowIn(sheets, 'Changes', 3), rowIn(sheets, 'Changes', 4)];
        const id = a.get(COLUMN.id) ?? text('');
        a.set(COLUMN.id, b.get(COLUMN.id) ?? text(''));
        b.set(COLUMN.id, id);
      },
      'WORKBOOK_CHANGED',
      'Changes!C3 is "',
    ],
    [
      'a formula instead of a name',
      set('Changes', 3, COLUMN.name, { kind: 'other', text: 'the formula =A1' }),
      'WORKBOOK_CHANGED',
      'Changes!C3 is the formula =A1',
    ],
    [
      'a count of the summary',
      set('Summary', 16, 2, { kind: 'number', number: 1 }),
      'WORKBOOK_CHANGED',
      'Summary!B16 is 1',
    ],
    [
      'the plan id',
      set('Summary', summaryRow('Plan id'), 2, '00'),
      'WORKBOOK_CHANGED',
      'is "00", and the plan has "4f0e',
    ],
    [
      'a row more in the summary',
      set('Summary', 80, 1, 'all is well'),
      'WORKBOOK_CHANGED',
      'Summary!A80 is "all is well"',
    ],
    ['a count of a group', set('Groups', 2, 3, { kind: 'number', number: 77 }), 'WORKBOOK_CHANGED', 'Groups!C2 is 77'],
    ['a notice', set('Notices', 2, 3, 'nothing'), 'WORKBOOK_CHANGED', 'Notices!C2 is "nothing"'],
    ['a notice less', (sheets) => sheetIn(sheets, 'Notices').rows.delete(2), 'WORKBOOK_CHANGED', 'In Notices the row'],
    ['a sheet less', (sheets) => sheets.splice(3, 1), 'WORKBOOK_CHANGED', 'The sheet Notices is missing'],
    [
      'a sheet more',
      (sheets) => sheets.push({ name: 'Mine', rows: new Map() }),
      'WORKBOOK_CHANGED',
      'It has a sheet "Mine" more',
    ],
    [
      'a sheet twice',
      (sheets) => sheets.push(sheetIn(sheets, 'Changes')),
      'WORKBOOK_CHANGED',
      'The sheet Changes is in it twice',
    ],
    [
      'another digest',
      set('Summary', digest, 2, 'e2'.repeat(32)),
      'WORKBOOK_OTHER_PLAN',
      `names the digest "${'e2'.repeat(32)}"`,
    ],
    ['a word in Approve', set('Changes', 3, COLUMN.approve, 'maybe'), 'WORKBOOK_ANSWER', 'Changes!A3 is "maybe"'],
    [
      'a number in Approve',
      set('Changes', 3, COLUMN.approve, { kind: 'number', number: 1 }),
      'WORKBOOK_ANSWER',
      'Changes!A3 is 1',
    ],
    [
      'a letter that looks like one',
      set('Changes', 3, COLUMN.approve, 'уes'),
      'WORKBOOK_ANSWER',
      'Changes!A3 is "уes"',
    ],
    [
      'a formula in Approve',
      set('Changes', 3, COLUMN.approve, { kind: 'other', text: 'the formula ="yes"' }),
      'WORKBOOK_ANSWER',
      'Changes!A3 is the formula ="yes"',
    ],
    [
      'a switch in Approve',
      set('Changes', 3, COLUMN.approve, { kind: 'other', text: 'TRUE' }),
      'WORKBOOK_ANSWER',
      'Changes!A3 is TRUE',
    ],
  ])('for %s', (_what, edit, code, words) => {
    const refused = (): unknown => read(edit);

    expect(refused).toThrow(expect.objectContaining({ code }));
    expect(refused).toThrow(words);
  });

  test('as one for reading only, when it was written without a saved plan', () => {
    const sheets = readAgain(wholeSheetsOf(wholeView(PLAN)));

    expect(() => approvedRows(SHEETS, sheets, 'plan.xlsx')).toThrow(
      expect.objectContaining({ code: 'WORKBOOK_NOT_FOR_APPROVAL' }),
    );
  });

  test('with five differences named, and the others counted', () => {
    const refused = (): unknown => {
      return read((sheets) => {
        for (let row = 2; row < 10; row += 1) set('Changes', row, COLUMN.name, 'x')(sheets);
      });
    };

    expect(refused).toThrow('and 3 differences more.');
  });
});
