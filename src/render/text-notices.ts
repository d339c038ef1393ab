import { counted } from '../core/counted.ts';
import type { NoticeRow, Notices } from '../plan/view/notices.ts';
import { inColumns } from './columns.ts';
import { terminalText } from './escape.ts';
import type { Page } from './page.ts';
import { wrap } from './width.ts';

const SIGN_WIDTH = 8;
/** Nothing readable is narrower than this, however narrow the terminal is. */
const LEAST = 20;

/** The notices under a heading that counts them; empty when there are none. */
export function noticeSection({ rows, left, sum }: Notices, page: Page): string[] {
  if (rows.length + left === 0) return [];
  return [
    page.paint('title', `Notices: ${sum}`),
    ...inColumns(rows.map((notice) => noticeCells(notice, page))),
    ...(left > 0 ? [page.paint('faint', `  … and ${counted(left, 'more notice')}; see --excel or --json`)] : []),
    '',
  ];
}

function noticeCells({ code, where, whom, text, word, severity }: NoticeRow, { paint, columns }: Page): string[] {
  const head = terminalText([code, where, whom].filter((part) => part !== null && part !== '').join('  '));
  const body = terminalText(text);
  const sign = paint(severity, word);
  if (columns === Infinity) return [sign, `${head}: ${body}`];
  const width = Math.max(columns - SIGN_WIDTH - 4, LEAST);
  return [sign, [...wrap(head, width).map((line) => paint('faint', line)), ...wrap(body, width)].join('\n')];
}
