import type { Notice } from '../core/notice.ts';
import type { Plan } from '../plan/model.ts';
import { inColumns } from './columns.ts';
import { terminalText } from './escape.ts';
import type { Page } from './text-changes.ts';
import { wrap } from './width.ts';
import { counted, noticesInOrder, placeWords, SEVERITIES, SEVERITY_WORDS } from './wording.ts';

const SIGN_WIDTH = 8;
/** Nothing readable is narrower than this, however narrow the terminal is. */
const LEAST = 20;

/** The notices, errors first, under a heading that counts them; empty when there are none. */
export function noticeSection(plan: Plan, page: Page, limit: number): string[] {
  const sorted = noticesInOrder(plan.notices);
  if (sorted.length === 0) return [];
  const rest = sorted.length - limit;
  return [
    page.paint('title', `Notices: ${noticeCounts(plan.notices)}`),
    ...inColumns(sorted.slice(0, limit).map((notice) => noticeRow(plan, notice, page))),
    ...(rest > 0 ? [page.paint('faint', `  … and ${counted(rest, 'more notice')}; see --excel or --json`)] : []),
    '',
  ];
}

/** `1 error, 2 warnings, 3 notes`: only what there is. */
export function noticeCounts(notices: readonly Notice[]): string {
  return SEVERITIES.map((severity) => ({ severity, count: notices.filter((n) => n.severity === severity).length }))
    .filter(({ count }) => count > 0)
    .map(({ severity, count }) => counted(count, SEVERITY_WORDS[severity]))
    .join(', ');
}

function noticeRow(plan: Plan, notice: Notice, { paint, columns }: Page): string[] {
  const place = placeWords(plan, notice.line);
  const where = [notice.code, place, notice.subject].filter((part) => part !== null && part !== '');
  const head = terminalText(where.join('  '));
  const text = terminalText(notice.text);
  const sign = paint(notice.severity, SEVERITY_WORDS[notice.severity]);
  if (columns === Infinity) return [sign, `${head}: ${text}`];
  const width = Math.max(columns - SIGN_WIDTH - 4, LEAST);
  return [sign, [...wrap(head, width).map((line) => paint('faint', line)), ...wrap(text, width)].join('\n')];
}
