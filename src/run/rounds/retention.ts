import { groupBy, sortedBy } from '../../core/collections.ts';
import { BY_OPTION } from '../../plan/approvals.ts';
import type { RunRecord } from '../journal-read.ts';
import { isDamaged } from '../past.ts';
import { LONGEST_RUN } from '../run-time.ts';
import { changedSomething } from '../runs-to-undo.ts';

/** What of a journal says whether anything needs it. Times are in milliseconds. */
export interface RunFacts {
  readonly run: string;
  /** The account. */
  readonly target: string;
  readonly begun: number;
  /** The latest time that stands in it. */
  readonly latest: number;
  /** It broke off and was not looked at since, or goes on. */
  readonly isOpen: boolean;
  readonly isDamaged: boolean;
  /** It was about a part only, so a retry looks beyond it. */
  readonly isPart: boolean;
  /** It has changed something, or may have. */
  readonly changed: boolean;
  /** An approval of a file has let something through in it: it is used up as long as this is known. */
  readonly usedApproval: boolean;
}

/** How long records are kept, in milliseconds. */
export interface Keeping {
  readonly now: number;
  readonly retention: number;
  /** For which earlier changes count against the limits. */
  readonly window: number;
}

/** The time before which everything must lie that may be cleared. */
export function horizon({ now, retention, window }: Keeping): number {
  return now - Math.max(retention, window + LONGEST_RUN);
}

/** Milliseconds. Two rounds are no farther apart: an interval, and a round that takes long. */
const LONGEST_REST = 2 * 86_400_000;

/**
 * Whether the clock may be wrong, as it looks to somebody who has seen it last at `seen`. After a leap ahead every record looks
 * old; cleared, it would count against no limit once the clock is right again. A leap of half of what lies between the two
 * takes nothing from them.
 *
 * @param seen milliseconds; null = never
 */
export function hasLeapt(seen: number | null, { now, retention, window }: Keeping): boolean {
  const slack = (retention - window - LONGEST_RUN) / 2;
  return seen !== null && !(Math.abs(now - seen) <= Math.max(LONGEST_REST, slack));
}

export function factsOf(record: RunRecord): RunFacts {
  const { head, changes, calls, outcomes, close, settled } = record;
  const begun = Date.parse(head.at);
  const times = [
    begun,
    ...calls.flatMap(({ begin, end }) => [begin.at, end?.at ?? begin.at]).map((at) => Date.parse(at)),
    ...[...outcomes.values()].map(({ at }) => Date.parse(at)),
    ...[close, settled].flatMap((line) => (line === null ? [] : [Date.parse(line.at)])),
  ];
  return {
    run: head.run,
    target: head.target,
    begun,
    // A time that is none makes it NaN, which is never before anything.
    latest: times.reduce((latest, one) => (one > latest || Number.isNaN(one) ? one : latest), begun),
    isOpen: close === null && settled === null,
    isDamaged: isDamaged(record),
    isPart: head.kinds !== undefined,
    changed: changedSomething(record),
    usedApproval: changes.some(({ letThrough }) => usesApprovalOfFile(letThrough)),
  };
}

/** Anybody may have edited a journal: what is not understood is taken for an approval. */
function usesApprovalOfFile(letThrough: unknown): boolean {
  if (letThrough === undefined) return false;
  if (!Array.isArray(letThrough)) return true;
  return letThrough.some((one: unknown) => {
    const by: unknown = typeof one === 'object' && one !== null && 'by' in one ? one.by : null;
    return by !== BY_OPTION;
  });
}

/**
 * The runs of one account that nothing needs any more. What a plan, a retry, an undo or a limit may still look at stays,
 * however old it is:
 *
 * - what began, or has any time in it, after the horizon, or has no time that can be read
 * - runs that broke off, and journals that are damaged: they may say less than what was done
 * - runs in which an approval of a file was used: cleared, it could be used a second time
 * - the last run, with what a retry looks at behind it
 * - the last run that has changed something: it is what an undo takes back
 * - what lies within a day of the last change of any account: it tells whether the same command has made both
 *
 * @param all of the account, and of the others, as far as they can be read
 */
export function runsToClear(all: readonly RunFacts[], target: string, keeping: Keeping): string[] {
  const before = horizon(keeping);
  const own = all.filter((one) => one.target === target).toSorted((a, b) => (a.run < b.run ? 1 : -1));
  const needed = new Set(lastRuns(own));
  const lastChanges = [...groupBy(all, (one) => one.target).values()].flatMap(lastChange);
  const isOld = ({ begun, latest }: RunFacts): boolean => begun < before && latest < before;
  const isNear = (one: RunFacts): boolean => lastChanges.some(({ begun }) => Math.abs(one.begun - begun) < LONGEST_RUN);
  return own
    .filter((one) => isOld(one) && !one.isOpen && !one.isDamaged && !one.usedApproval && !needed.has(one))
    .filter((one) => !isNear(one))
    .map(({ run }) => run);
}

function lastChange(runs: readonly RunFacts[]): RunFacts[] {
  return sortedBy(runs, ({ run }) => [run])
    .filter(({ changed }) => changed)
    .slice(-1);
}

/** The last run, and those before it up to one that was about everything. */
function lastRuns(own: readonly RunFacts[]): RunFacts[] {
  const whole = own.findIndex(({ isPart }) => !isPart);
  return whole < 0 ? [...own] : own.slice(0, whole + 1);
}

/** A file of a held set. Times are in milliseconds. */
export interface HoldFacts {
  readonly id: string;
  /** When it was written. */
  readonly written: number;
}

/**
 * The held sets that nobody needs any more.
 *
 * @param needed ids that a file approves, or that hold something now
 */
export function holdsToClear(all: readonly HoldFacts[], needed: ReadonlySet<string>, keeping: Keeping): string[] {
  const before = horizon(keeping);
  return all.filter(({ id, written }) => written < before && !needed.has(id)).map(({ id }) => id);
}

/** The mark of a spent plan: when it was spent, in milliseconds. */
export interface SpentFacts {
  readonly name: string;
  readonly at: number;
}

/** Milliseconds: no file lets plans be older. */
const OLDEST_PLAN = 366 * 86_400_000;

/**
 * The marks of spent plans that nobody needs any more: such a plan is too old to be applied, whatever the file says.
 *
 * @param maxPlanAge milliseconds
 */
export function spentToClear(all: readonly SpentFacts[], maxPlanAge: number, { now, retention }: Keeping): string[] {
  const before = now - Math.max(retention, maxPlanAge, OLDEST_PLAN);
  return all.filter(({ at }) => at < before).map(({ name }) => name);
}
