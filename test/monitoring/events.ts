import type { FailedInRound, HeldInRound, RoundEvent, RoundReport, RoundsState } from '../../src/run/rounds/events.ts';

export const FILE = 'sync.yaml';
export const T0 = '2026-03-01T08:00:00.000Z';

/** ISO 8601 of some minutes after {@link T0}. */
export function at(minutes: number): string {
  return new Date(Date.parse(T0) + minutes * 60_000).toISOString();
}

/** Milliseconds since 1970 of some minutes after {@link T0}. */
export function ms(minutes: number): number {
  return Date.parse(at(minutes));
}

export function report(more: Partial<RoundReport> = {}): RoundReport {
  return {
    startedAt: at(0),
    endedAt: at(1),
    runs: [],
    exitCode: 0,
    end: 'done',
    people: 40,
    groups: 3,
    counts: [],
    held: [],
    failed: [],
    calls: [],
    failure: null,
    ...more,
  };
}

export const FAILURE = {
  code: 'LDAP_UNREACHABLE',
  text: 'No domain controller answers.',
  advice: 'Look at the network.',
};

export function failedReport(failure = FAILURE): RoundReport {
  return report({ end: 'failed', exitCode: 1, people: null, groups: null, failure });
}

export function began(minutes = 0, file = FILE): RoundEvent {
  return { kind: 'round-began', file, at: at(minutes), round: 1, dryRun: false };
}

export function ended(of: RoundReport, nextAt: string | null = at(15), file = FILE): RoundEvent {
  return { kind: 'round-ended', file, at: of.endedAt, round: 1, dryRun: false, report: of, nextAt };
}

export function held(more: Partial<HeldInRound> = {}): HeldInRound {
  const id = 'd12-4f0e8b6a2f6f41c09b3d7a5e8c1f2d60';
  return { id, target: 'rescue:560961', limit: 'limits.disable', people: 12, since: at(0), ...more };
}

export function failed(more: Partial<FailedInRound> = {}): FailedInRound {
  const text = 'There is no licence left for Ada Lovelace.';
  return { change: 'c1', target: 'goto:7', name: 'Ada Lovelace', kind: 'out-of-licences', text, since: at(0), ...more };
}

/** What a process leaves that has made a round and goes on. */
export function roundsState(more: Partial<RoundsState> = {}): RoundsState {
  return {
    format: 'adsync.rounds/1',
    file: FILE,
    path: `/srv/${FILE}`,
    host: 'sync1',
    pid: 7,
    adsyncVersion: '0.1.0',
    startedAt: T0,
    at: at(1),
    dryRun: false,
    once: false,
    interval: 900,
    round: 1,
    underWaySince: null,
    nextAt: at(16),
    quarantine: null,
    failing: null,
    lastSuccessAt: at(1),
    last: report(),
    brokenSince: null,
    ...more,
  };
}

export const OTHERS = {
  quarantine: { kind: 'quarantine', file: FILE, at: at(2), failures: 3, until: at(62) },
  recovered: { kind: 'recovered', file: FILE, at: at(70), failures: 4, since: at(0) },
  broken: {
    kind: 'file-broken',
    file: FILE,
    at: at(3),
    diagnostics: [
      {
        code: 'UNKNOWN_KEY',
        severity: 'error',
        message: '"ada@corp.example" is not a key of rescue.',
        advice: 'Possible here: url.',
        file: FILE,
        line: 7,
        column: 3,
        source: null,
      },
    ],
  },
  reloaded: { kind: 'file-reloaded', file: FILE, at: at(4), sha256: 'ab'.repeat(32) },
  stopping: { kind: 'stopping', file: FILE, at: at(5), why: 'SIGTERM' },
} as const satisfies Record<string, RoundEvent>;
