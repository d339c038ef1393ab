import { groupBy } from '../core/collections.ts';
import type { BaseView } from '../plan/view/base.ts';
import type { Budget } from '../plan/view/budgets.ts';
import type { Count } from '../plan/view/counts.ts';
import type { SavedPlan } from '../plan/model.ts';
import type { PlanView } from '../plan/view/view.ts';
import { excelText } from './escape.ts';
import type { Cell, Look, Sheet } from './sheet.ts';
import { wrap } from './width.ts';

/** Where else in the workbook the reader finds what is counted. */
const SEE: Partial<Record<Count['id'], string>> = {
  strangers: 'at the end of the Changes sheet',
  links: 'at the end of the Changes sheet',
  leaversLeft: 'see Notices',
};

const WIDTHS = [20, 10, 90];
/** Bold characters that fit into the columns: what goes beyond them makes everything smaller in print. */
const ALERT_WIDTH = 100;

/** The label of the digest: by it a workbook is known to be made for one saved plan, and for no other. */
export const DIGEST = 'Digest of the plan';

/** By what a saved plan is known (plan/model.ts). */
export type SavedMark = Pick<SavedPlan, 'digest'>;

/** How somebody who has only the workbook approves. */
const HOW = [
  'To approve: choose yes in the Approve column of the Changes sheet, row by row. What is left empty, or says no, is not made.',
  'A held change is approved in the same way. Change nothing else, save the workbook, and give it back.',
];

/**
 * The first sheet: what the plan is about and how much it changes.
 *
 * @param saved the saved plan whose changes can be approved in the workbook; null = it is only to be read
 */
export function summarySheet({ header, notices, counts, budgets, base }: PlanView, saved: SavedMark | null): Sheet {
  const { targets, source } = header;
  const incomplete = 'The directory could not be read completely: see Notices.';
  const rows: (readonly Cell[])[] = [
    ...targets.map(({ organization }) => [cell('title', `adsync plan for ${organization}`)]),
    [cell('banner', 'This is a dry run: nothing has been changed.')],
    ...(source.complete ? [] : [[cell('alert', incomplete)]]),
    ...notices.first.flatMap((text) => wrap(text, ALERT_WIDTH).map((line) => [cell('alert', line)])),
    ...(saved === null ? [] : HOW.map((text) => [cell('text', text)])),
    [],
    ...targets.map(({ id, account, url }) => fact('Account', `${targets.length > 1 ? id : account} at ${url}`)),
    fact(source.word, source.text),
    fact('Planned at', moment(header.createdAt)),
    ...(header.forecast === '' ? [] : [fact('Forecast', header.forecast)]),
    fact('File', header.file),
    fact('File SHA-256', header.sha256),
    ...(base === null ? [] : [fact('Compared with', base.name)]),
    fact('Plan id', header.planId),
    ...(saved === null ? [] : [fact(DIGEST, saved.digest)]),
    fact('adsync', header.adsyncVersion),
    [],
    heading('What would happen', 'Count'),
    ...counts.map(({ id, tint, words, count: found, meaning }) => {
      const see = SEE[id];
      return line(tint ?? 'wrapped', words, found, see === undefined ? meaning : `${meaning}; ${see}`);
    }),
    [],
    ...baseRows(base),
    ...budgetRows(budgets),
    heading('Notices', 'Count'),
    ...notices.counts.map(({ severity, words, count: found, meaning }) => line(severity, words, found, meaning)),
    [],
    [cell('faint', 'A user who is, say, moved and renamed counts under both. The other sheets list everything.')],
  ];
  return {
    name: 'Summary',
    widths: WIDTHS,
    table: false,
    count: rows.length,
    rows: () => rows,
    locked: false,
    fillIn: null,
  };
}

function baseRows(base: BaseView | null): Cell[][] {
  if (base === null) return [];
  const { counts, prevented } = base;
  return [
    heading('Changes by cause', 'Count'),
    ...counts.map(({ words, count, meaning }) => line('wrapped', words, count, meaning)),
    line('wrapped', 'no longer planned', prevented.length, 'what only the former file would change; see that sheet'),
    [],
  ];
}

function budgetRows(budgets: readonly Budget[]): Cell[][] {
  return [...groupBy(budgets, (budget) => budget.heading)].flatMap(([words, own]) => [
    heading(words, 'After'),
    ...own.map(({ name, after, meaning }) => line('wrapped', name, after, meaning)),
    [],
  ]);
}

function heading(what: string, count: string): Cell[] {
  return [cell('header', what), cell('header', count), cell('header', 'Meaning')];
}

function line(look: Look, words: string, count: number, meaning: string): Cell[] {
  return [cell(look, words), { value: count, look: 'count' }, cell('wrapped', meaning)];
}

function fact(label: string, value: string): Cell[] {
  return [cell('label', label), cell('text', value)];
}

function cell(look: Look, value: string): Cell {
  return { value: excelText(value), look };
}

/** `2026-01-31T09:00:00.000Z` → `2026-01-31 09:00 UTC`; any other text as it is. */
function moment(iso: string): string {
  return iso.replace(/^(\d{4}-\d\d-\d\d)T(\d\d:\d\d)[\d:.]*Z$/, '$1 $2 UTC');
}
