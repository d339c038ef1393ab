import type { FailedInRound, Failing, HeldInRound, RoundReport, RoundsState, UnreadInRound } from './events.ts';
import type { Found } from './found.ts';
import type { ReadingCounts } from './kept-reading.ts';

/** How things stand with a file between two rounds. */
export interface Standing {
  /** null = the last round went well, or there was none. */
  readonly failing: Failing | null;
  readonly held: readonly HeldInRound[];
  readonly failed: readonly FailedInRound[];
  readonly lastSuccessAt: string | null;
  readonly last: RoundReport | null;
}

/** What has changed by a round. */
export interface Changed<One> {
  readonly added: readonly One[];
  readonly gone: readonly One[];
}

export interface AfterRound {
  readonly standing: Standing;
  readonly report: RoundReport;
  readonly held: Changed<HeldInRound>;
  readonly failed: Changed<FailedInRound>;
  /** The failures that it has ended; null where it has ended none. */
  readonly recovered: { readonly failures: number; readonly since: string } | null;
}

/** When and as what a round is reported. */
export interface RoundTimes {
  readonly startedAt: string;
  readonly endedAt: string;
  readonly runs: RoundReport['runs'];
  readonly calls: RoundReport['calls'];
  readonly readings: ReadingCounts;
}

/** How things stood when adsync ran last, so that a restart does not tell everything anew. null = it never ran. */
export function standingFrom(state: RoundsState | null): Standing {
  const { lastSuccessAt = null, last = null } = state ?? {};
  return {
    failing: state === null ? null : failingIn(state),
    held: last?.held ?? [],
    failed: last?.failed ?? [],
    lastSuccessAt,
    last,
  };
}

/** The failures of a state; earlier versions noted them from the third one on. */
export function failingIn({ failing, quarantine, last }: RoundsState): Failing | null {
  if (failing !== undefined) return failing;
  const code = last?.failure?.code ?? UNKNOWN;
  return quarantine === null ? null : { failures: quarantine.failures, since: quarantine.since, code };
}

/** The code of a failure that left none. */
export const UNKNOWN = 'unknown';

/** What becomes of it by a round. */
export function afterRound(before: Standing, found: Found, times: RoundTimes): AfterRound {
  const { endedAt } = times;
  const held = sinceWhen(found.held, before.held, endedAt, ({ id }) => id);
  const failed = sinceWhen(found.failed, before.failed, endedAt, keyOf);
  const heldNow = [...held, ...before.held.filter(({ target }) => !found.seen.has(target))];
  const known = new Set(failed.map(({ change }) => change));
  const untold = before.failed.filter(
    ({ target, change }) => !found.seen.has(target) || (found.untried.has(change) && !known.has(change)),
  );
  const failedNow = [...failed, ...untold];
  const { exitCode, end, people, groups, counts, failure } = found;
  const unread = unreadNow(found, before.last?.unread ?? [], endedAt);
  const report = { ...times, exitCode, end, people, groups, counts, failure, held: heldNow, failed: failedNow, unread };
  const succeeded = end === 'done' || end === 'incomplete';
  return {
    standing: {
      failing: failingAfter(before.failing, found, endedAt),
      held: heldNow,
      failed: failedNow,
      lastSuccessAt: succeeded ? endedAt : before.lastSuccessAt,
      last: report,
    },
    report,
    held: changed(before.held, heldNow, ({ id }) => id),
    failed: changed(before.failed, failedNow, keyOf),
    recovered:
      succeeded && before.failing !== null ? { failures: before.failing.failures, since: before.failing.since } : null,
  };
}

/** A round that made no plan says nothing about what it would have read. */
function unreadNow(found: Found, before: readonly UnreadInRound[], at: string): readonly UnreadInRound[] {
  const hasPlan = found.end === 'done' || found.end === 'incomplete' || found.seen.size > 0;
  return hasPlan ? sinceWhen(found.unread, before, at, ({ code, subject }) => `${code} ${subject ?? ''}`) : before;
}

/** A round that was told to stop says nothing about the next one. */
function failingAfter(before: Failing | null, { end, failure }: Found, at: string): Failing | null {
  if (end === 'interrupted') return before;
  if (end !== 'failed') return null;
  return { failures: (before?.failures ?? 0) + 1, since: before?.since ?? at, code: failure?.code ?? UNKNOWN };
}

/** Somebody who fails in another way than before fails anew. */
function keyOf({ change, kind }: Pick<FailedInRound, 'change' | 'kind'>): string {
  return `${kind} ${change}`;
}

function sinceWhen<One>(
  now: readonly One[],
  before: readonly (One & { readonly since: string })[],
  at: string,
  keyOf: (one: One) => string,
): (One & { readonly since: string })[] {
  const since = new Map(before.map((one) => [keyOf(one), one.since]));
  return now.map((one) => ({ ...one, since: since.get(keyOf(one)) ?? at }));
}

function changed<One>(before: readonly One[], now: readonly One[], keyOf: (one: One) => string): Changed<One> {
  const [then, today] = [before, now].map((all) => new Set(all.map(keyOf)));
  return {
    added: now.filter((one) => then?.has(keyOf(one)) !== true),
    gone: before.filter((one) => today?.has(keyOf(one)) !== true),
  };
}
