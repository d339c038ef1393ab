import { counted } from '../../core/counted.ts';
import type { Notice, Severity } from '../../core/notice.ts';
import { compareFirst } from '../growth.ts';
import type { Plan } from '../model.ts';
import { ofAccount } from './targets.ts';
import { lineWords } from './words.ts';

/** A notice as people read it. */
export interface NoticeRow extends Notice {
  /** `note` for the severity info. */
  readonly word: string;
  /** Whom or what it is about, and in which account where the plan has several. */
  readonly whom: string;
  /** The line with its file: `sync.yaml:27`; null where no line is involved. */
  readonly where: string | null;
}

export interface SeverityCount {
  readonly severity: Severity;
  /** `warnings` */
  readonly words: string;
  readonly count: number;
  readonly meaning: string;
}

export interface Notices {
  /** What has to be seen before anything else of the plan. */
  readonly first: readonly string[];
  readonly rows: readonly NoticeRow[];
  /** Rows that a limit leaves out. */
  readonly left: number;
  readonly counts: readonly SeverityCount[];
  /** `1 error, 2 warnings, 3 notes`: only what there is. */
  readonly sum: string;
}

const SEVERITIES: readonly Severity[] = ['error', 'warning', 'info'];

const WORDS: Readonly<Record<Severity, string>> = { error: 'error', warning: 'warning', info: 'note' };

const MEANINGS: Readonly<Record<Severity, string>> = {
  error: 'something could not be read or decided; what hangs on it is left alone',
  warning: 'somebody should look at it',
  info: 'good to know',
};

/**
 * The notices of a plan, in the order in which they are read: what has to be seen first, then by severity.
 *
 * @param most the most rows that are shown
 */
export function noticesOf(plan: Plan, most: number): Notices {
  const sorted = plan.notices.toSorted(
    (a, b) => compareFirst(a, b) || SEVERITIES.indexOf(a.severity) - SEVERITIES.indexOf(b.severity),
  );
  const rows = sorted.slice(0, most).map((notice): NoticeRow => {
    const whom = ofAccount(notice.target, notice.subject, plan.targets);
    return { ...notice, whom, word: WORDS[notice.severity], where: lineWords(plan, notice.line) };
  });
  return {
    first: plan.notices
      .filter(({ first }) => first === true)
      .map(({ target, text }) => ofAccount(target, text, plan.targets)),
    rows,
    left: sorted.length - rows.length,
    counts: SEVERITIES.map((severity) => ({
      severity,
      words: `${WORDS[severity]}s`,
      count: countOf(plan.notices, severity),
      meaning: MEANINGS[severity],
    })),
    sum: noticeSum(plan.notices),
  };
}

/** `1 error, 2 warnings, 3 notes`: only what there is. */
export function noticeSum(notices: readonly Notice[]): string {
  return SEVERITIES.map((severity) => ({ severity, count: countOf(notices, severity) }))
    .filter(({ count }) => count > 0)
    .map(({ severity, count }) => counted(count, WORDS[severity]))
    .join(', ');
}

function countOf(notices: readonly Notice[], severity: Severity): number {
  return notices.filter((notice) => notice.severity === severity).length;
}
