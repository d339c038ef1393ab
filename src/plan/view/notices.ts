import { groupBy } from '../../core/collections.ts';
import { counted } from '../../core/counted.ts';
import type { Notice, Severity } from '../../core/notice.ts';
import { compareFirst } from '../growth.ts';
import type { Plan } from '../model.ts';
import { causeWords, isOwn } from './base.ts';
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
  /** `by this pull request`; empty for all others, and where the plan is compared with nothing. */
  readonly causeWords: string;
}

/** Notices with one code, of one severity. */
export interface NoticeKind {
  readonly code: NoticeRow['code'];
  readonly severity: Severity;
  readonly word: string;
  readonly count: number;
  /** Those that are shown in full: all of a few, the first of many. */
  readonly rows: readonly NoticeRow[];
  /** Whom some of the others are about, and how many others there are. */
  readonly others: readonly string[];
  readonly left: number;
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
  /** The same for a text, which a crowd of one kind must not flood. */
  readonly kinds: readonly NoticeKind[];
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

/** So many of one kind are shown in full; errors are mended one by one. */
const IN_FULL: Readonly<Record<Severity, number>> = { error: 10, warning: 3, info: 3 };
/** So many of the others are named. */
const NAMED = 10;

/** The notices of a plan, in the order in which they are read: what has to be seen first, then by severity; own ones first. */
export function noticesOf(plan: Plan): Notices {
  const sorted = plan.notices.toSorted(
    (a, b) =>
      compareFirst(a, b) ||
      SEVERITIES.indexOf(a.severity) - SEVERITIES.indexOf(b.severity) ||
      Number(isOwn(b)) - Number(isOwn(a)),
  );
  const rows = sorted.map((notice): NoticeRow => {
    const whom = ofAccount(notice.target, notice.subject, plan.targets);
    const words = isOwn(notice) ? causeWords(notice.cause) : '';
    return { whom, word: WORDS[notice.severity], where: lineWords(plan, notice.line), causeWords: words, ...notice };
  });
  return {
    first: rows.filter(({ first }) => first === true).map(({ target, text }) => ofAccount(target, text, plan.targets)),
    rows,
    kinds: kindsOf(rows),
    counts: SEVERITIES.map((severity) => ({
      severity,
      words: `${WORDS[severity]}s`,
      count: countOf(plan.notices, severity),
      meaning: MEANINGS[severity],
    })),
    sum: noticeSum(plan.notices),
  };
}

/** Most urgent first: each kind stands where the first of it stands. */
function kindsOf(rows: readonly NoticeRow[]): NoticeKind[] {
  const kinds = groupBy(rows, ({ first, severity, code }) => `${first === true} ${severity} ${code}`);
  return [...kinds.values()].flatMap((own) => own.slice(0, 1).map((first) => kindOf(first, own)));
}

function kindOf({ code, severity, word }: NoticeRow, own: readonly NoticeRow[]): NoticeKind {
  // What is held is approved set by set, so each has to be read.
  // What this change of the file causes is never hidden in a crowd either.
  const isEach = ({ about, first, cause }: NoticeRow): boolean =>
    about !== undefined || first === true || isOwn({ cause });
  const few = own.length <= IN_FULL[severity];
  const rows = own.filter((row, index) => few || index === 0 || isEach(row));
  const shown = new Set(rows);
  const hidden = own.filter((row) => !shown.has(row));
  const others = [...new Set(hidden.map(({ whom }) => whom))].filter((whom) => whom !== '').slice(0, NAMED);
  return { code, severity, word, count: own.length, rows, others, left: hidden.length - others.length };
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
