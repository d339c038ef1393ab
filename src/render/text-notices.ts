import { grouped } from '../core/counted.ts';
import type { NoticeKind, NoticeRow, Notices } from '../plan/view/notices.ts';
import { inColumns } from './columns.ts';
import { terminalText } from './escape.ts';
import type { Page } from './page.ts';
import { wrap } from './width.ts';

const SIGN_WIDTH = 8;
/** Nothing readable is narrower than this, however narrow the terminal is. */
const LEAST = 20;

/**
 * The notices under a heading that counts them, kind by kind; empty when there are none.
 *
 * @param rest where the reader finds those that are not shown
 */
export function noticeSection({ kinds, sum }: Notices, rest: string, page: Page): string[] {
  if (kinds.length === 0) return [];
  return [
    page.paint('title', `Notices: ${sum}`),
    ...inColumns(kinds.flatMap((kind) => kindRows(kind, rest, page))),
    '',
  ];
}

/** A few are shown one by one; of many the first, with the names of others below it. */
function kindRows({ rows, others, left, count }: NoticeKind, rest: string, page: Page): string[][] {
  const isWhole = others.length + left === 0;
  const names = [...others, ...(left > 0 ? [`${grouped(left)} more`] : [])].join(', ');
  const crowd = { many: `${grouped(count)} of this kind`, also: `Also: ${names}${rest === '' ? '' : `; ${rest}`}` };
  return rows.map((row, index) => noticeCells(row, isWhole || index < rows.length - 1 ? null : crowd, page));
}

interface Crowd {
  readonly many: string;
  readonly also: string;
}

/** @param crowd how many there are of the kind, and who they are; null where the notice speaks for itself */
function noticeCells(notice: NoticeRow, crowd: Crowd | null, { paint, columns }: Page): string[] {
  const { code, where, whom, text, word, severity, causeWords } = notice;
  const head = terminalText(
    [code, crowd?.many, where, whom, causeWords].filter((part) => (part ?? '') !== '').join('  '),
  );
  const body = terminalText(text);
  const also = crowd === null ? [] : [terminalText(crowd.also)];
  const sign = paint(severity, word);
  if (columns === Infinity) return [sign, [`${head}: ${body}`, ...also].join(' ')];
  const width = Math.max(columns - SIGN_WIDTH - 4, LEAST);
  const faint = (lines: readonly string[]): string[] =>
    lines.flatMap((line) => wrap(line, width)).map((line) => paint('faint', line));
  return [sign, [...faint([head]), ...wrap(body, width), ...faint(also)].join('\n')];
}
