import { append } from '../core/collections.ts';
import { Failure } from '../core/failure.ts';
import { type ApprovalUse, NO_PAST, type Past, type RecentChange } from '../plan/earlier-runs.ts';
import { readHoldId } from '../plan/hold-id.ts';
import { BY_OPTION } from '../plan/approvals.ts';
import type { TargetId } from '../core/target-id.ts';
import type { Settings } from '../core/settings.ts';
import type { Target } from '../targets/target.ts';
import type { ChangeLine } from './journal-lines.ts';
import { mayReach } from './run-time.ts';
import { isForeign, listRuns, readJournal, type RunRecord } from './journal-read.ts';

export interface PastOptions {
  readonly stateDir: string;
  readonly target: TargetId;
  readonly settings: Pick<Settings, 'limits' | 'approve'>;
  /** Of which approvals it is looked up whether they were used: those of the file, or all that there ever were. */
  readonly approvals?: 'ofFile' | 'all';
  /** What a call did, as its target says. */
  readonly effectsOf: Target['effectsOf'];
  readonly now: Date;
}

/** Milliseconds by which clocks may differ. */
const TOLERANCE = 5 * 60_000;

type Call = RunRecord['calls'][number];

/**
 * What earlier runs did to an account, from their journals: what counts against the limits, and which approvals of the
 * file are used up. What cannot be read is said, for then it is less than what was done.
 */
export async function readPast(options: PastOptions): Promise<Past> {
  const { stateDir, target, settings, approvals = 'ofFile', effectsOf, now } = options;
  const { window } = settings.limits;
  const ids = approvals === 'all' ? null : new Set(settings.approve.map(({ id }) => id));
  if (window === 0 && ids?.size === 0) return NO_PAST;
  const since = now.getTime() - window;
  const recent: RecentChange[] = [];
  const gaps: string[] = [];
  const used = new Map<string, ApprovalUse>();
  for (const run of await runsOf(stateDir, gaps)) {
    const counts = window > 0 && mayReach(run, since);
    if (!counts && ids?.size === 0) continue;
    const found = await readOne(stateDir, run, target);
    if (typeof found === 'string') {
      if (counts) gaps.push(found);
      continue;
    }
    if (found === null) continue;
    for (const [id, use] of usesOf(found, ids)) used.set(id, use);
    if (!counts) continue;
    const future = Date.parse(found.head.at) > now.getTime() + TOLERANCE;
    if (future) gaps.push(`The run ${run} was recorded as of a time that is still to come, and is not counted.`);
    else append(recent, recentOf(found, since, effectsOf));
    if (isDamaged(found)) gaps.push(`The journal of the run ${run} is damaged.`);
  }
  return { recent, gaps, used };
}

async function runsOf(stateDir: string, gaps: string[]): Promise<string[]> {
  try {
    return await listRuns(stateDir);
  } catch (error) {
    gaps.push(said(error));
    return [];
  }
}

/** The run; null for one of another account; a sentence for one that cannot be read. */
async function readOne(stateDir: string, run: string, target: TargetId): Promise<RunRecord | null | string> {
  try {
    const found = await readJournal(stateDir, run);
    if (found === null) return `The journal of the run ${run} has no beginning.`;
    if (isForeign(found)) return `The run ${run} is recorded as ${found.format}, which this version does not read.`;
    return found.head.target === target ? found : null;
  } catch (error) {
    return said(error);
  }
}

function said(error: unknown): string {
  if (error instanceof Failure) return error.message;
  throw error;
}

export function isDamaged({ torn, head, changes, close, settled }: RunRecord): boolean {
  const tornAtTheEnd = torn === 1 && close === null && settled === null;
  return changes.length < head.changes || (torn > 0 && !tornAtTheEnd);
}

/** What may have been done since then: every call that was not refused. The account tells whether it was. */
function recentOf(record: RunRecord, since: number, effectsOf: PastOptions['effectsOf']): RecentChange[] {
  const free = new Map(record.changes.map((change) => [change.id, allowedAsAWhole(change)]));
  return record.calls
    .filter((call) => mayBeDone(call) && !isOfNewUser(call) && Date.parse(call.begin.at) >= since)
    .flatMap(({ begin }) => effectsOf(begin).filter(({ counts }) => free.get(begin.change)?.has(counts) !== true));
}

function mayBeDone({ end }: Call): boolean {
  return end?.class !== 'refused';
}

/** What is filled in for a user that is being created is no change of anybody. */
function isOfNewUser({ begin: { operations } }: Call): boolean {
  return Array.isArray(operations) && operations.includes('create');
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}

/** The approvals of a change, as far as the journal has them in a form that can be read. */
function approvalsOf({
  letThrough,
}: ChangeLine): { readonly id: string; readonly by: string; readonly part: boolean }[] {
  if (!Array.isArray(letThrough)) return [];
  return letThrough.flatMap((one: unknown) => {
    if (!isRecord(one) || typeof one['id'] !== 'string' || typeof one['by'] !== 'string') return [];
    return [{ id: one['id'], by: one['by'], part: one['part'] !== false }];
  });
}

/** What an approval lets through; what is created counts in no later run. */
function letThroughBy(id: string): readonly RecentChange['counts'][] {
  const kind = readHoldId(id)?.kind ?? null;
  if (kind === 'doubt') return ['disable', 'move', 'readdress'];
  return kind === null || kind === 'create' || kind === 'meaning' ? [] : [kind];
}

/**
 * What does not count of a change: whoever approves a move has not said that a new address is right, and whoever
 * approves a part of a set has not said so of the rest, so that part goes on counting.
 */
function allowedAsAWhole(change: ChangeLine): ReadonlySet<RecentChange['counts']> {
  return new Set(approvalsOf(change).flatMap(({ id, part }) => (part ? [] : letThroughBy(id))));
}

/**
 * Approvals of a file that have let something through which was carried out.
 *
 * @param ids which of them; null = all
 */
function usesOf(
  { head, changes, calls, settled }: RunRecord,
  ids: ReadonlySet<string> | null,
): [string, ApprovalUse][] {
  const open = new Map(settled?.calls.map(({ call, carriedOut }) => [call, carriedOut]) ?? []);
  const done = calls.filter(({ begin, end }) => (end === null ? open.get(begin.call) === 'yes' : end.class === 'ok'));
  const made = new Set(done.map(({ begin }) => begin.change));
  return changes
    .filter(({ id }) => made.has(id))
    .flatMap((change) => approvalsOf(change).filter(({ id, by }) => ids?.has(id) !== false && by !== BY_OPTION))
    .map(({ id }) => [id, { run: head.run, at: head.at }]);
}
