import { grouped } from '../core/counted.ts';
import type { BaseView, PreventedRow } from '../plan/view/base.ts';
import { inColumns } from './columns.ts';
import { terminalText } from './escape.ts';
import type { Page } from './page.ts';
import { SIGNS } from './paint.ts';
import { wrap } from './width.ts';

/** So many of them are shown on a terminal. */
const MOST = 50;
const INDENT = 4;

/** `Compared with origin/main: 12 changes: 3 by this pull request, …` */
export function comparedWith({ name, sum }: BaseView): string {
  return `Compared with ${terminalText(name)}${sum === '' ? '.' : `: ${sum}.`}`;
}

/** What the former file would change and this one does not; empty where there is nothing of the kind. */
export function preventedSection(base: BaseView | null, rest: string, page: Page): string[] {
  if (base === null || base.prevented.length === 0) return [];
  const shown = base.prevented.filter(({ operation }, index) => index < MOST || operation === 'disable');
  const left = base.prevented.length - shown.length;
  const more = left === 0 ? [] : [`  … and ${grouped(left)} more${rest === '' ? '' : `; ${rest}`}`];
  return [
    ...wrap(terminalText(base.preventedTitle), page.columns).map((line) => page.paint('title', line)),
    ...inColumns(shown.map((row) => cells(row, page))),
    ...more.map((line) => page.paint('faint', line)),
    '',
  ];
}

function cells(
  { operation, does, name, email, where, differences, status, why, held }: PreventedRow,
  page: Page,
): string[] {
  const all = status === null ? differences : [status, ...differences];
  const facts = [
    email ?? '',
    where,
    ...all.map(({ field, from, to }) => `${field}: ${from === null ? '' : `${from} → `}${to}`),
    ...(held === null ? [] : [`held by ${held.limit}`]),
    why,
  ].filter((fact) => fact !== '');
  const text = terminalText([name, ...facts].join('; '));
  const width = page.columns - INDENT - 18;
  return [page.paint('faint', `${SIGNS[operation]} ${does}`), wrap(text, width).join('\n')];
}
