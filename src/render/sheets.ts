import type { BaseView, PreventedRow } from '../plan/view/base.ts';
import type { NoticeRow } from '../plan/view/notices.ts';
import type { Row } from '../plan/view/rows.ts';
import type { Tally } from '../plan/model.ts';
import type { Header, PlanView } from '../plan/view/view.ts';
import { excelLines, excelText } from './escape.ts';
import type { Cell, Sheet, WholeSheet } from './sheet.ts';
import { type SavedMark, summarySheet } from './sheet-summary.ts';

type Column = readonly [title: string, width: number];

/** The first column of a table where a plan is for several accounts; none where there is one. */
function accountColumn({ targets }: Header): { readonly columns: Column[]; cells(account: string): Cell[] } {
  if (targets.length < 2) return { columns: [], cells: () => [] };
  return { columns: [['Account', 18]], cells: (account) => [wrapped(account)] };
}

/** Where the changes stand, and the titles of the columns that only a workbook for approving has. */
export const CHANGES = { sheet: 'Changes', approve: 'Approve', id: 'Change id' } as const;

/** What the cells below {@link CHANGES}.approve take, and what a workbook offers there. */
export const ANSWERS = ['yes', 'no'] as const;

/** The last column of a table where a plan is compared with a base; none where it is not. */
function causeColumn(base: BaseView | null): { readonly columns: Column[]; cells(words: string): Cell[] } {
  if (base === null) return { columns: [], cells: () => [] };
  return { columns: [['Caused', 24]], cells: (words) => [wrapped(words)] };
}

/**
 * The workbook of a plan as plain data: what stands in which cell.
 *
 * @param saved the saved plan whose changes can be approved in the workbook; null = it is only to be read
 */
export function sheetsOf(view: PlanView, saved: SavedMark | null = null): Sheet[] {
  const sheets = [
    summarySheet(view, saved),
    changesSheet(view, saved),
    ...(view.base === null ? [] : [preventedSheet(view, view.base)]),
    groupsSheet(view),
    noticesSheet(view),
  ];
  return saved === null ? sheets : sheets.map((sheet): Sheet => ({ ...sheet, locked: true }));
}

/** The same with all rows: for whoever reads the workbook back. */
export function wholeSheetsOf(view: PlanView, saved: SavedMark | null = null): WholeSheet[] {
  return sheetsOf(view, saved).map((sheet) => ({ ...sheet, rows: [...sheet.rows()] }));
}

function changesSheet({ header, rows, base }: PlanView, saved: SavedMark | null): Sheet {
  const accounts = accountColumn(header);
  const approving = saved !== null && rows.length > 0;
  const causes = causeColumn(base);
  const columns: readonly Column[] = [
    ...(approving ? [[CHANGES.approve, 11] as const] : []),
    ...accounts.columns,
    ['Operation', 15],
    ['Name', 22],
    ['E-mail', 28],
    ['From group', 25],
    ['To group', 25],
    ['What changes (old → new)', 34],
    ['Why', 30],
    ['Mapping line', 11],
    ['Role', 13],
    ['Held or let through', 30],
    // Wide enough for a whole id (plan/hold-id.ts): it is copied from here.
    ['Approval id', 46],
    ...causes.columns,
    ...(approving ? [[CHANGES.id, 15] as const] : []),
  ];
  const cells = (row: Row): Cell[] => [
    ...accounts.cells(row.target),
    ...changeCells(row),
    ...causes.cells(row.causeWords),
  ];
  if (!approving) return tableOf(CHANGES.sheet, columns, rows, cells, 'No changes.');
  const withAnswer = (row: Row): Cell[] => [
    { value: null, look: 'approve' },
    ...cells(row),
    { value: excelText(row.id), look: 'id' },
  ];
  return { ...tableOf(CHANGES.sheet, columns, rows, withAnswer, ''), fillIn: 0 };
}

function changeCells(row: Row): Cell[] {
  return [
    { value: excelText(row.does), look: row.held === null && !row.blocked ? row.operation : 'held' },
    wrapped(row.name),
    wrapped(row.email ?? ''),
    wrapped(row.standsIn ?? ''),
    wrapped(row.group),
    lined(whatChanges(row)),
    wrapped(row.why),
    { value: row.line, look: 'count' },
    wrapped(row.role),
    lined(heldLines(row)),
    lined(row.approvalIds),
  ];
}

function heldLines({ held, approval }: Row): string[] {
  if (held === null) return [approval];
  return [`limit ${held.limit}`, ...(approval === '' ? [] : [approval])];
}

function whatChanges({ status, differences }: Pick<Row, 'status' | 'differences'>): string[] {
  const all = status === null ? differences : [status, ...differences];
  return all.map(({ field, from, to }) => `${field}: ${from === null ? '' : `${from} → `}${to}`);
}

/** What the former file would change, and this one does not. */
function preventedSheet({ header }: PlanView, { prevented }: BaseView): Sheet {
  const accounts = accountColumn(header);
  const columns: readonly Column[] = [
    ...accounts.columns,
    ['Operation', 15],
    ['Name', 22],
    ['E-mail', 28],
    ['Group', 25],
    ['What would change (old → new)', 34],
    ['Why', 30],
    ['Held', 30],
  ];
  const cells = (row: PreventedRow): Cell[] => [...accounts.cells(row.target), ...preventedCells(row)];
  return tableOf('No longer planned', columns, prevented, cells, 'Nothing of the kind.');
}

function preventedCells({ does, name, email, group, status, differences, why, held }: PreventedRow): Cell[] {
  return [
    wrapped(does),
    wrapped(name),
    wrapped(email ?? ''),
    wrapped(group),
    lined(whatChanges({ status, differences })),
    wrapped(why),
    wrapped(held === null ? '' : `limit ${held.limit}`),
  ];
}

function groupsSheet({ header, tallies }: PlanView): Sheet {
  const words = [...new Set(header.targets.map(({ groupWord }) => groupWord))].join(', ');
  const accounts = accountColumn(header);
  const columns: readonly Column[] = [
    ...accounts.columns,
    [words, 60],
    ['Mapping line', 12],
    ['Enabled people wanted', 18],
    ['Enabled users now', 12],
    ['Enabled users after', 12],
    ['Difference', 12],
  ];
  const cells = (tally: (typeof tallies)[number]): Cell[] => [...accounts.cells(tally.target), ...groupCells(tally)];
  return tableOf('Groups', columns, tallies, cells, 'No mapped group.');
}

function groupCells({ group, line, wanted, present, after }: Tally): Cell[] {
  return [
    wrapped(group),
    { value: line, look: 'count' },
    { value: wanted, look: 'count' },
    { value: present, look: 'count' },
    { value: after, look: 'count' },
    { value: after - present, look: 'difference' },
  ];
}

function noticesSheet({ header, notices, base }: PlanView): Sheet {
  const accounts = accountColumn(header);
  const causes = causeColumn(base);
  const columns: readonly Column[] = [
    ...accounts.columns,
    ['Severity', 11],
    ['Code', 26],
    ['What it says', 70],
    ['About', 44],
    ['Line', 8],
    ...causes.columns,
  ];
  const cells = (row: NoticeRow): Cell[] => [
    ...accounts.cells(row.target ?? 'all'),
    ...noticeCells(row),
    ...causes.cells(row.causeWords),
  ];
  return tableOf('Notices', columns, notices.rows, cells, 'No notices.');
}

function noticeCells({ severity, word, code, text, subject, names = [], line }: NoticeRow): Cell[] {
  return [
    { value: word, look: severity },
    wrapped(code),
    wrapped(text),
    lined(names.length === 0 ? [subject] : names),
    { value: line, look: 'count' },
  ];
}

function tableOf<Item>(
  name: string,
  columns: readonly Column[],
  items: readonly Item[],
  cellsOf: (item: Item) => Cell[],
  empty: string,
): Sheet {
  const header = columns.map(([title]): Cell => ({ value: title, look: 'header' }));
  return {
    name,
    widths: columns.map(([, width]) => width),
    table: true,
    count: 1 + Math.max(1, items.length),
    *rows() {
      yield header;
      if (items.length === 0) yield [{ value: empty, look: 'text' }];
      for (const item of items) yield cellsOf(item);
    },
    locked: false,
    fillIn: null,
  };
}

/** A cell that may have several lines. */
function wrapped(text: string): Cell {
  return { value: excelText(text), look: 'wrapped' };
}

function lined(lines: readonly string[]): Cell {
  return { value: excelLines(lines), look: 'wrapped' };
}
