import type { BaseView, PreventedRow } from '../plan/view/base.ts';
import { code, words } from './markdown-escape.ts';
import type { Group, Item } from './markdown-fit.ts';
import { difference, NEEDS_NOTHING, rankOf, tableOf, whoCell } from './markdown-rows.ts';
import { SIGNS } from './paint.ts';

/** What a plan is compared with is shown up to so many characters: it always has room. */
const LONGEST_BASE = 120;

/** `Compared with origin/main (2ddc6af1c0de): 12 changes: 3 by this pull request, …` */
export function comparedLines(base: BaseView | null): string[] {
  if (base === null) return [];
  const { name, sum } = base;
  return [`Compared with ${code(name, 'line', LONGEST_BASE)}${sum === '' ? '' : `: ${words(sum, 'line')}`}.`, ''];
}

/** What the former file would change, and this one does not; no group where there is nothing of the kind. */
export function preventedGroup(base: BaseView | null): Group[] {
  if (base === null || base.prevented.length === 0) return [];
  const table = tableOf(COLUMNS, base.prevented, rankOfPrevented);
  return [{ open: `### No longer planned\n\n${words(base.preventedTitle, 'line')}.\n\n`, parts: [table], close: '' }];
}

const COLUMNS: readonly (readonly [title: string, cell: (row: PreventedRow) => string])[] = [
  ['Not made', ({ operation, does }) => `${SIGNS[operation]} ${words(does, 'cell')}`],
  ['Who', whoCell],
  ['Place', ({ where }) => code(where, 'cell')],
  ['What it would be', whatCell],
  ['Id', ({ id }) => code(id, 'cell', 16)],
];

function whatCell({ status, differences, held, why }: PreventedRow): string {
  const all = status === null ? differences : [status, ...differences];
  return [
    ...all.map(difference),
    ...(held === null ? [] : [`held by ${code(held.limit, 'cell')}`]),
    ...(why === '' ? [] : [words(why, 'cell')]),
  ].join('; ');
}

/** A leaver who stays needs a look like one who goes. */
function rankOfPrevented({ operation }: PreventedRow): Item['rank'] {
  const ends = operation === 'disable' || operation === 'suspend';
  return rankOf(ends ? 'ends' : NEEDS_NOTHING, { cause: 'pullRequest' });
}
