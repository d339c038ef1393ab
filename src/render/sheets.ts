import type { NoticeRow } from '../plan/view/notices.ts';
import type { Row } from '../plan/view/rows.ts';
import type { Tally } from '../plan/model.ts';
import type { Header, PlanView } from '../plan/view/view.ts';
import { excelText } from './escape.ts';
import type { Cell, Sheet } from './sheet.ts';
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

/**
 * The workbook of a plan as plain data: what stands in which cell.
 *
 * @param saved the saved plan whose changes can be approved in the workbook; null = it is only to be read
 */
export function sheetsOf(view: PlanView, saved: SavedMark | null = null): Sheet[] {
  const sheets = [summarySheet(view, saved), changesSheet(view, saved), groupsSheet(view), noticesSheet(view)];
  return saved === null ? sheets : sheets.map((sheet): Sheet => ({ ...sheet, locked: true }));
}

function changesSheet({ header, rows }: PlanView, saved: SavedMark | null): Sheet {
  const accounts = accountColumn(header);
  const approving = saved !== null && rows.length > 0;
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
    ...(approving ? [[CHANGES.id, 15] as const] : []),
  ];
  const cells = rows.map((row) => [...accounts.cells(row.target), ...changeCells(row)]);
  if (!approving) return tableOf(CHANGES.sheet, columns, cells, 'No changes.');
  const withAnswers = cells.map((row, index): Cell[] => [
    { value: null, look: 'approve' },
    ...row,
    { value: excelText(rows[index]?.id ?? ''), look: 'id' },
  ]);
  return { ...tableOf(CHANGES.sheet, columns, withAnswers, ''), fillIn: 0 };
}

function changeCells(row: Row): Cell[] {
  return [
    { value: excelText(row.does), look: row.held === null && !row.blocked ? row.operation : 'held' },
    wrapped(row.name),
    wrapped(row.email ?? ''),
    wrapped(row.standsIn ?? ''),
    wrapped(row.group),
    wrapped(...whatChanges(row)),
    wrapped(row.why),
    { value: row.line, look: 'count' },
    wrapped(row.role),
    wrapped(...heldLines(row)),
    wrapped(...row.approvalIds),
  ];
}

function heldLines({ held, approval }: Row): string[] {
  if (held === null) return [approval];
  return [`limit ${held.limit}`, ...(approval === '' ? [] : [approval])];
}

function whatChanges({ status, differences }: Row): string[] {
  const all = status === null ? differences : [status, ...differences];
  return all.map(({ field, from, to }) => `${field}: ${from === null ? '' : `${from} → `}${to}`);
}

function groupsSheet({ header, tallies }: PlanView): Sheet {
  const words = [...new Set(header.targets.map(({ groupWord }) => groupWord))].join(', ');
  const accounts = accountColumn(header);
  const columns: readonly Column[] = [
    ...accounts.columns,
    [words, 60],
    ['Mapping line', 12],
    ['Enabled people wanted', 12],
    ['Enabled users now', 12],
    ['Enabled users after', 12],
    ['Difference', 12],
  ];
  const cells = tallies.map((tally) => [...accounts.cells(tally.target), ...groupCells(tally)]);
  return tableOf('Groups', columns, cells, 'No mapped group.');
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

function noticesSheet({ header, notices }: PlanView): Sheet {
  const accounts = accountColumn(header);
  const columns: readonly Column[] = [
    ...accounts.columns,
    ['Severity', 11],
    ['Code', 26],
    ['What it says', 70],
    ['About', 44],
    ['Line', 8],
  ];
  const cells = notices.rows.map((row) => [...accounts.cells(row.target ?? 'all'), ...noticeCells(row)]);
  return tableOf('Notices', columns, cells, 'No notices.');
}

function noticeCells({ severity, word, code, text, subject, names = [], line }: NoticeRow): Cell[] {
  return [
    { value: word, look: severity },
    wrapped(code),
    wrapped(text),
    wrapped(...(names.length === 0 ? [subject] : names)),
    { value: line, look: 'count' },
  ];
}

function tableOf(name: string, columns: readonly Column[], rows: readonly (readonly Cell[])[], empty: string): Sheet {
  const header = columns.map(([title]): Cell => ({ value: title, look: 'header' }));
  const body = rows.length === 0 ? [[{ value: empty, look: 'text' } satisfies Cell]] : rows;
  return {
    name,
    widths: columns.map(([, width]) => width),
    table: true,
    rows: [header, ...body],
    locked: false,
    fillIn: null,
  };
}

function wrapped(...lines: readonly string[]): Cell {
  return { value: excelText(...lines), look: 'wrapped' };
}
