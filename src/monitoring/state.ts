import type { RoundEvent, RoundReport } from '../run/rounds/events.ts';

/** What is known of the rounds of one file. Times are milliseconds since 1970. */
export interface FileState {
  /** As the user named it. */
  readonly file: string;
  readonly dryRun: boolean;
  /** A round goes on since then; null = none does. */
  readonly underWaySince: number | null;
  /** The round waits for another run until then at most; null = it does not wait. */
  readonly putOffUntil: number | null;
  /** null = no round is planned, or none has ended yet. */
  readonly nextAt: number | null;
  readonly lastEndAt: number | null;
  /** When the last round ended that went to its end: done or incomplete. */
  readonly lastSuccessAt: number | null;
  readonly last: RoundReport | null;
  /** Rounds are farther apart until then; null = they come at their interval. */
  readonly quarantineUntil: number | null;
  /** The file has errors, and the last good one is in use. */
  readonly broken: boolean;
  /** When its rounds last heard of a service or a directory; null = not yet. */
  readonly lastCallAt: number | null;
}

/** What the probes and the metrics are answered from. */
export interface MonitorState {
  readonly stopping: boolean;
  readonly files: readonly FileState[];
}

/** @param files as the user named them */
export function newState(files: readonly string[]): MonitorState {
  return { stopping: false, files: files.map(newFile) };
}

function newFile(file: string): FileState {
  return {
    file,
    dryRun: false,
    underWaySince: null,
    putOffUntil: null,
    nextAt: null,
    lastEndAt: null,
    lastSuccessAt: null,
    last: null,
    quarantineUntil: null,
    broken: false,
    lastCallAt: null,
  };
}

/** The state after the rounds of a file have had an answer. */
export function heardOf(state: MonitorState, file: string, now: number): MonitorState {
  return { ...state, files: state.files.map((one) => (one.file === file ? { ...one, lastCallAt: now } : one)) };
}

/** The state after an event. */
export function after(state: MonitorState, event: RoundEvent): MonitorState {
  if (event.kind === 'stopping') return { ...state, stopping: true };
  const known = state.files.some(({ file }) => file === event.file);
  const files = known ? state.files : [...state.files, newFile(event.file)];
  return { ...state, files: files.map((one) => (one.file === event.file ? afterOwn(one, event) : one)) };
}

/** A round that went to its end. Held and failed changes do not count against it: they have numbers of their own. */
export function wentWell({ end }: Pick<RoundReport, 'end'>): boolean {
  return end === 'done' || end === 'incomplete';
}

function afterOwn(state: FileState, event: RoundEvent): FileState {
  switch (event.kind) {
    case 'round-began':
      return { ...state, dryRun: event.dryRun, underWaySince: Date.parse(event.at) };
    case 'put-off':
      return { ...state, putOffUntil: Date.parse(event.until) };
    case 'round-ended': {
      const { report, nextAt } = event;
      const endedAt = Date.parse(report.endedAt);
      return {
        ...state,
        dryRun: event.dryRun,
        underWaySince: null,
        putOffUntil: null,
        nextAt: nextAt === null ? null : Date.parse(nextAt),
        lastEndAt: endedAt,
        last: report,
        ...(wentWell(report) ? { lastSuccessAt: endedAt, quarantineUntil: null } : {}),
      };
    }
    case 'quarantine':
      return { ...state, quarantineUntil: Date.parse(event.until) };
    case 'recovered':
      return { ...state, quarantineUntil: null };
    case 'file-broken':
      return { ...state, broken: true };
    case 'file-reloaded':
      return { ...state, broken: false };
    default:
      return state;
  }
}
