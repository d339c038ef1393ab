import { grouped } from '../core/counted.ts';
import { ATTENTION_KINDS, type AttentionKind, attentionKinds } from '../plan/view/attention.ts';
import { isOwn } from '../plan/view/base.ts';
import type { Difference } from '../plan/view/fields.ts';
import type { NoticeKind, NoticeRow } from '../plan/view/notices.ts';
import type { Row } from '../plan/view/rows.ts';
import { code, words } from './markdown-escape.ts';
import type { Item, Part } from './markdown-fit.ts';
import { CAUSE_MARKS, SIGNS } from './paint.ts';

/** What a row says of itself beside the heading under which it stands; the others are said by its operations or details. */
const ALSO: Readonly<Partial<Record<AttentionKind, string>>> = {
  takeover: 'another person',
  adoption: 'adopted',
  privileged: 'rights over others',
  credentials: 'new credentials',
};

/** For what is shown besides everything that needs attention. */
export const NEEDS_NOTHING = null;
/** The lowest ranks are those of users who end. */
const ENDS = 1;

/**
 * Users who end go last where there is no room for all; what needs no attention goes first. Of two that are alike, the one that
 * this change of the file causes stays longer.
 */
export function rankOf(
  kind: AttentionKind | typeof NEEDS_NOTHING,
  about: Partial<Pick<Row, 'ends' | 'cause'>>,
): number {
  const urgency = kind === NEEDS_NOTHING ? ATTENTION_KINDS.length : ATTENTION_KINDS.indexOf(kind);
  return 2 * (about.ends === true ? 0 : urgency + 1) + (isOwn(about) ? 0 : 1);
}

/** Whether this is the rank of a user who ends. */
export function isOfEnding(rank: number): boolean {
  return rank <= ENDS;
}

/** A table with a cell in each row for each title. */
export function tableOf<One>(
  columns: readonly (readonly [title: string, cell: (one: One) => string])[],
  rows: readonly One[],
  rankOfRow: (row: One) => number,
): Part {
  const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |\n`;
  return {
    open: line(columns.map(([title]) => title)) + line(columns.map(() => '---')),
    items: rows.map((row): Item => ({ line: () => line(columns.map(([, cell]) => cell(row))), rank: rankOfRow(row) })),
    close: '\n',
  };
}

/**
 * A table of changes. Each row has a cell for each title; another fact of every row gets its title and its cell here.
 *
 * @param kind why they need attention; null for those that stand in the fold of their place
 * @param placeOf the words for the place of a row
 */
export function changeTable(rows: readonly Row[], kind: AttentionKind | null, placeOf: (row: Row) => string): Part {
  const columns: readonly (readonly [title: string, cell: (row: Row) => string])[] = [
    ['Change', (row) => changeCell(row, kind)],
    ['Who', whoCell],
    ...(kind === null ? [] : [['Place', (row: Row) => code(placeOf(row), 'cell')] as const]),
    ...(rows.some(({ cause }) => cause !== null) ? [['Caused', causeCell] as const] : []),
    ['What and why', detailCell],
    ['Id', ({ id }) => code(id, 'cell', 16)],
  ];
  return tableOf(columns, rows, (row) => rankOf(kind, row));
}

function causeCell({ cause, causeWords }: Row): string {
  return cause === null ? '' : `${CAUSE_MARKS[cause]} ${causeWords}`;
}

function changeCell(row: Row, kind: AttentionKind | null): string {
  const also = attentionKinds(row).flatMap((one) => (one === kind ? [] : (ALSO[one] ?? [])));
  const stranger = row.risk.includes('stranger') ? ['not in the directory'] : [];
  const more = [...also, ...stranger].join(', ');
  return `${SIGNS[row.operation]} ${words(row.does, 'cell')}${more === '' ? '' : `<br>${more}`}`;
}

export function whoCell({ name, email }: Pick<Row, 'name' | 'email'>): string {
  return email === null || email === '' ? code(name, 'cell') : `${code(name, 'cell')}<br>${code(email, 'cell')}`;
}

function detailCell({ from, differences, approval, why, where, risk, role }: Row): string {
  const facts = [
    ...(risk.includes('privileged') ? [`role ${code(role, 'cell')}`] : []),
    ...(from === null ? [] : [`from ${code(from, 'cell')}`]),
    ...differences.map(difference),
    ...(approval === '' ? [] : [words(approval, 'cell')]),
    ...(why === '' ? [] : [words(why, 'cell')]),
  ];
  return facts.join('; ') + (where === null ? '' : ` (${code(where, 'cell')})`);
}

/** In words: an arrow between two names that run from right to left would seem to point the other way. */
export function difference({ field, from, to }: Difference): string {
  const what = words(field, 'cell');
  return from === null ? `${what}: ${code(to, 'cell')}` : `${what} from ${code(from, 'cell')} to ${code(to, 'cell')}`;
}

/** A list of notices, kind by kind: a few one by one, of many the first, with the names of others behind it. */
export function noticeList(kinds: readonly NoticeKind[], kind: AttentionKind): Part {
  const items = kinds.flatMap((one) =>
    one.rows.map((row, index): Item => {
      const crowd = index === one.rows.length - 1 ? others(one) : '';
      return { line: () => `- ${notice(row)}${crowd}\n`, rank: rankOf(kind, { cause: row.cause ?? null }) };
    }),
  );
  return { open: '', items, close: '\n' };
}

function notice({ word, code: name, where, whom, text, causeWords }: NoticeRow): string {
  const about = [where ?? '', whom].filter((part) => part !== '').map((part) => code(part, 'line'));
  const own = causeWords === '' ? '' : ` ${CAUSE_MARKS.pullRequest} ${causeWords}`;
  return `**${word}** ${[code(name, 'line'), ...about].join(' ')}${own}: ${words(text, 'line')}`;
}

function others({ count, others: names, left }: NoticeKind): string {
  if (names.length + left === 0) return '';
  const shown = names.map((name) => code(name, 'line', 80));
  const also = [...shown, ...(left > 0 ? [`${grouped(left)} more`] : [])].join(', ');
  return ` ${grouped(count)} of this kind; also: ${also}`;
}
