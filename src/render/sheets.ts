import type { NoticeRow } from '../plan/view/notices.ts';
import type { Row } from '../plan/view/rows.ts';
import type { Tally } from '../plan/model.ts';
import type { PlanView } from '../plan/view/view.ts';
import { excelText } from './escape.ts';
import type { Cell, Sheet } from './sheet.ts';
import { summarySheet } from './sheet-summary.ts';

/** The workbook of a plan as plain data: what stands in which cell. */
export function sheetsOf(view: PlanView): Sheet[] {
  return [summarySheet(view), changesSheet(view), groupsSheet(view), noticesSheet(view)];
}

function changesSheet({ rows }: PlanView): Sheet {
  const columns: readonly (readonly [string, number])[] = [
    ['Operation', 15],
    ['Name', 22],
    ['E-mail', 28],
    ['From group', 25],
    ['To group', 25],
    ['What changes (old → new)', 34],
    ['Why', 30],
    ['Mapping line', 11],
    ['Role', 13],
    ['Held or let through', 13],
  ];
  return tableOf('Changes', columns, rows.map(changeCells), 'No changes.');
}

function changeCells(row: Row): Cell[] {
  return [
    { value: excelText(row.does), look: row.held === null ? row.operation : 'held' },
    wrapped(row.name),
    wrapped(row.email ?? ''),
    wrapped(row.standsIn ?? ''),
    wrapped(row.group),
    wrapped(...whatChanges(row)),
    wrapped(row.why),
    { value: row.line, look: 'count' },
    wrapped(row.role),
    wrapped(...heldLines(row)),
  ];
}

function heldLines({ held, approval }: Row): string[] {
  if (held === null) return [approval];
  return [`limit ${held.limit}, approve ${held.id}`, ...(approval === '' ? [] : [approval])];
}

function whatChanges({ status, differences }: Row): string[] {
  const all = status === null ? differences : [status, ...differences];
  return all.map(({ field, from, to }) => `${field}: ${from === null ? '' : `${from} → `}${to}`);
}

function groupsSheet({ header, tallies }: PlanView): Sheet {
  const words = [...new Set(header.targets.map(({ groupWord }) => groupWord))].join(', ');
  const columns: readonly (readonly [string, number])[] = [
    [words, 60],
    ['Mapping line', 12],
    ['Members wanted', 12],
    ['Users present', 12],
    ['Users after', 12],
    ['Difference', 12],
  ];
  return tableOf('Groups', columns, tallies.map(groupCells), 'No mapped group.');
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

function noticesSheet({ notices }: PlanView): Sheet {
  const columns: readonly (readonly [string, number])[] = [
    ['Severity', 11],
    ['Code', 26],
    ['What it says', 70],
    ['About', 44],
    ['Line', 8],
  ];
  return tableOf('Notices', columns, notices.rows.map(noticeCells), 'No notices.');
}

function noticeCells({ severity, word, code, text, subject, line }: NoticeRow): Cell[] {
  return [
    { value: word, look: severity },
    wrapped(code),
    wrapped(text),
    wrapped(subject),
    { value: line, look: 'count' },
  ];
}

function tableOf(
  name: string,
  columns: readonly (readonly [title: string, width: number])[],
  rows: readonly (readonly Cell[])[],
  empty: string,
): Sheet {
  const header = columns.map(([title]): Cell => ({ value: title, look: 'header' }));
  const body = rows.length === 0 ? [[{ value: empty, look: 'text' } satisfies Cell]] : rows;
  return { name, widths: columns.map(([, width]) => width), table: true, rows: [header, ...body] };
}

function wrapped(...lines: readonly string[]): Cell {
  return { value: excelText(...lines), look: 'wrapped' };
}
