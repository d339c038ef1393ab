import { onlySection } from '../plan/section.ts';
import type { Change, Operation, Plan, Tally } from '../plan/model.ts';
import type { Notice } from '../core/notice.ts';
import { excelText } from './escape.ts';
import { summarySheet } from './sheet-summary.ts';
import { compareGroups, differences, isNotInDirectory, operationsOf, operationWords } from './wording.ts';
import { alsoHeldWords, letThroughWords, noticesInOrder, reasonWords, ROLE_WORDS, SEVERITY_WORDS } from './wording.ts';

/** How a cell looks; the writer knows the colours. */
export type Look =
  | Operation
  | Notice['severity']
  | 'held'
  | 'text'
  | 'wrapped'
  | 'count'
  | 'difference'
  | 'header'
  | 'title'
  | 'label'
  | 'banner'
  | 'alert'
  | 'faint';

/** Text is escaped already and becomes a string cell, whatever it looks like; there are no formulas. */
export interface Cell {
  readonly value: string | number | null;
  readonly look: Look;
}

export interface Sheet {
  readonly name: string;
  /** Column widths in characters. */
  readonly widths: readonly number[];
  /** Whether the first row is a header: frozen, with filters, repeated on every printed page. */
  readonly table: boolean;
  readonly rows: readonly (readonly Cell[])[];
}

/** The workbook of a plan as plain data: what stands in which cell. */
export function sheetsOf(plan: Plan): Sheet[] {
  return [summarySheet(plan), changesSheet(plan), groupsSheet(plan), noticesSheet(plan)];
}

function changesSheet(plan: Plan): Sheet {
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
  // Whoever is not in the directory stands at the end, apart from leavers.
  const sorted = [...plan.changes].sort(
    (a, b) => Number(isNotInDirectory(a)) - Number(isNotInDirectory(b)) || compareGroups(a.group, b.group),
  );
  return tableOf('Changes', columns, sorted.map(changeCells), 'No changes.');
}

function changeCells(change: Change): Cell[] {
  const { name, email, before, group, reason, role, held, kind } = change;
  const look = held === null ? (operationsOf(change)[0] ?? 'update') : 'held';
  const created = change.operations.includes('create');
  // A group does not come from anywhere and goes nowhere; a new user comes from nowhere.
  const from = created ? '' : (before?.group ?? group);
  return [
    { value: excelText(operationWords(change)), look },
    wrapped(name),
    wrapped(email ?? ''),
    wrapped(from),
    wrapped(group),
    wrapped(...whatChanges(change)),
    wrapped(reasonWords(reason)),
    { value: reason.line, look: 'count' },
    wrapped(kind === 'group' ? 'group' : (ROLE_WORDS[role] ?? role)),
    wrapped(...heldLines(change)),
  ];
}

function heldLines(change: Change): string[] {
  const { held, letThrough } = change;
  if (held !== null) return [`limit ${held.limit}, approve ${held.id}`, alsoHeldWords(change) ?? ''].filter(Boolean);
  return letThrough.length === 0 ? [''] : [letThroughWords(letThrough)];
}

function whatChanges(change: Change): string[] {
  const lines = differences(change).map(({ field, from, to }) => `${field}: ${from === null ? '' : `${from} → `}${to}`);
  const { before, after } = change;
  const status = before?.status === undefined ? [] : [`status: ${before.status} → ${after.status ?? before.status}`];
  return [...status, ...lines];
}

function groupsSheet(plan: Plan): Sheet {
  const columns: readonly (readonly [string, number])[] = [
    ['Rescue group', 60],
    ['Mapping line', 12],
    ['Members wanted', 12],
    ['Users present', 12],
    ['Users after', 12],
    ['Difference', 12],
  ];
  const sorted = [...onlySection(plan).tallies].sort((a, b) => compareGroups(a.group, b.group));
  return tableOf('Groups', columns, sorted.map(groupCells), 'No mapped group.');
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

function noticesSheet(plan: Plan): Sheet {
  const columns: readonly (readonly [string, number])[] = [
    ['Severity', 11],
    ['Code', 26],
    ['What it says', 70],
    ['About', 44],
    ['Line', 8],
  ];
  const sorted = noticesInOrder(plan.notices);
  return tableOf('Notices', columns, sorted.map(noticeCells), 'No notices.');
}

function noticeCells({ severity, code, text, subject, line }: Notice): Cell[] {
  return [
    { value: SEVERITY_WORDS[severity], look: severity },
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
