import type { RoundsState } from './rounds/events.ts';
import type { RunSummary } from './run-summary.ts';

/** Something that monitoring has to tell somebody. */
export interface Finding {
  readonly code: FindingCode;
  /** ISO 8601, UTC; null = unknown. */
  readonly since: string | null;
  /** A sentence. Names in it come from outside. */
  readonly text: string;
}

/**
 * What there may be to tell, with the exit code of `adsync status`: 4 = nothing is at work that should be, 1 = a run failed as a
 * whole or nothing can be said, 3 = somebody has to look at single changes.
 */
export const FINDINGS = {
  'not-running': 4,
  overdue: 4,
  'no-record': 1,
  'round-failed': 1,
  'run-failed': 1,
  'file-broken': 1,
  unread: 1,
  held: 3,
  failed: 3,
  'not-made': 3,
} as const satisfies Readonly<Record<string, 1 | 3 | 4>>;

export type FindingCode = keyof typeof FINDINGS;

/** What is known of one file. */
export interface Known {
  /** null = `adsync run` never had this file; `unread` = it had, and this version cannot read what it left. */
  readonly rounds: RoundsState | 'unread' | null;
  /** Absolute paths of the other files that `adsync run` had from this state folder. */
  readonly others: readonly string[];
  /** Whether a process has the file now. */
  readonly isRunning: boolean;
  /** Newest first. */
  readonly runs: readonly RunSummary[];
  readonly now: Date;
  /** Milliseconds within which a round must have gone well; null = no matter how long ago that was. */
  readonly within: number | null;
}

/** Milliseconds that a round may be late: a busy machine, or a clock that was set. */
const GRACE = 5 * 60_000;

/** Milliseconds that a round may take. The first one of a large account makes some ten thousand calls; none takes half a day. */
const LONGEST = 12 * 3_600_000;

/** What is wrong, the worst first. PURE but for its input. */
export function findingsOf(known: Known): Finding[] {
  const { rounds } = known;
  const found =
    rounds === null || rounds === 'unread' ? ofRuns(known) : [...ofProcess(rounds, known), ...ofRounds(rounds)];
  const order = [4, 1, 3];
  return found.toSorted((a, b) => order.indexOf(FINDINGS[a.code]) - order.indexOf(FINDINGS[b.code]));
}

/** The exit code of `adsync status`: that of the worst finding. */
export function statusExitCode(findings: readonly Finding[]): 0 | 1 | 3 | 4 {
  const codes = new Set<number>(findings.map(({ code }) => FINDINGS[code]));
  return ([4, 1, 3] as const).find((code) => codes.has(code)) ?? 0;
}

/** Whether a process is at work that should be, and in time. */
function ofProcess(rounds: RoundsState, { isRunning, now, within }: Known): Finding[] {
  const { nextAt, underWaySince, once = false, lastSuccessAt, interval, at, pid, host } = rounds;
  const found: Finding[] = [];
  const hasEnded = nextAt === null && underWaySince === null;
  if (!isRunning && !hasEnded) {
    const text = `adsync run is gone without having ended: it was process ${pid} on ${host}. Start it again.`;
    found.push({ code: 'not-running', since: at, text });
  }
  if (!isRunning && hasEnded && !once) {
    found.push({ code: 'not-running', since: at, text: 'adsync run was ended, and does not run any more.' });
  }
  if (isRunning && nextAt !== null && now.getTime() - Date.parse(nextAt) > Math.max(GRACE, interval * 1000)) {
    found.push({ code: 'overdue', since: nextAt, text: `The next round was to begin at ${nextAt}, and has not.` });
  }
  if (
    isRunning &&
    underWaySince !== null &&
    now.getTime() - Date.parse(underWaySince) > Math.max(LONGEST, interval * 1000)
  ) {
    const text = `A round has been under way since ${underWaySince}. Look at the log, and start adsync run again if it hangs.`;
    found.push({ code: 'overdue', since: underWaySince, text });
  }
  if (within !== null && lastSuccessAt !== null && Date.parse(lastSuccessAt) - now.getTime() > GRACE) {
    const text = `The last round that went well ended at ${lastSuccessAt} by the clock of then, which was ahead: nobody can tell how long ago that was.`;
    found.push({ code: 'overdue', since: null, text });
  }
  if (within !== null && (lastSuccessAt === null || now.getTime() - Date.parse(lastSuccessAt) > within)) {
    const text =
      lastSuccessAt === null
        ? 'No round has gone well yet.'
        : `The last round that went well ended at ${lastSuccessAt}.`;
    found.push({ code: 'overdue', since: lastSuccessAt, text });
  }
  return found;
}

function ofRounds({ last, quarantine, brokenSince }: RoundsState): Finding[] {
  const found: Finding[] = [];
  if (last?.end === 'failed') {
    const { failure, endedAt } = last;
    const why = failure === null ? '' : `: ${failure.code} ${failure.text} ${failure.advice}`;
    const text =
      quarantine === null
        ? `The last round has failed${why}`
        : `The last ${quarantine.failures} rounds have failed, and the next one is put off until ${quarantine.until}${why}`;
    found.push({ code: 'round-failed', since: quarantine?.since ?? endedAt, text });
  }
  if (brokenSince !== null) {
    const text = 'The file has faults, and the last good one is in use. "adsync validate" shows them.';
    found.push({ code: 'file-broken', since: brokenSince, text });
  }
  for (const { code, text, since } of last?.unread ?? []) {
    found.push({ code: 'unread', since, text: `Part of the last round could not be made: ${code} ${text}` });
  }
  for (const { id, target, limit, people, since } of last?.held ?? []) {
    const whom = `${people} ${people === 1 ? 'change' : 'changes'} in ${target}`;
    found.push({ code: 'held', since, text: `${limit} holds ${whom}; --approve ${id} lets them through.` });
  }
  for (const { target, name, kind, text, since } of last?.failed ?? []) {
    found.push({ code: 'failed', since, text: `${target}: ${name} fails (${kind}): ${text}` });
  }
  return found;
}

/** Where only `adsync apply` is used: the last run of each account says how things are. */
function ofRuns({ rounds, runs, within, others }: Known): Finding[] {
  const last = lastOfEach(runs);
  const missing: string[] = [];
  if (rounds === 'unread') {
    missing.push('What adsync run has left of this file cannot be read: it is broken, or of another version.');
  } else if (last.some(({ command }) => command === 'run') && others.length > 0) {
    missing.push(
      `adsync run had no file of this path here, but ${others.join(', ')}. Name the file as it was named there.`,
    );
  } else if (runs.length === 0) {
    missing.push('Nothing was run from here yet, or its records are elsewhere.');
  }
  if (within !== null && missing.length === 0) {
    missing.push('An apply without changes leaves no record, so only adsync run can tell when it last went well.');
  }
  return [
    ...missing.map((text): Finding => ({ code: 'no-record', since: null, text })),
    ...last.flatMap((run) => ofRun(run)),
  ];
}

const ENDS = { gaveUp: 'was given up', brokeOff: 'broke off', interrupted: 'was interrupted' } as const;

function ofRun({ run, command, target, end, endedAt, startedAt, text, ...counts }: RunSummary): Finding[] {
  const { failed, stale, skipped, notReached } = counts;
  const what = `adsync ${command} for ${target} (${run})`;
  if (end !== 'done' && end !== 'underWay') {
    const why = text === '' ? '' : `: ${text}`;
    return [{ code: 'run-failed', since: endedAt ?? startedAt, text: `${what} ${ENDS[end]}${why}` }];
  }
  const notMade = failed + stale + skipped + notReached;
  if (end === 'underWay' || notMade === 0) return [];
  const parts = [
    ...(failed > 0 ? [`${failed} failed`] : []),
    ...(stale > 0 ? [`${stale} stale`] : []),
    ...(skipped + notReached > 0 ? [`${skipped + notReached} held or skipped`] : []),
  ];
  return [{ code: 'not-made', since: endedAt, text: `${what} left changes unmade: ${parts.join(', ')}.` }];
}

function lastOfEach(runs: readonly RunSummary[]): RunSummary[] {
  const seen = new Set<string>();
  return runs.filter(({ target }) => !seen.has(target) && seen.add(target));
}
