import type { FailedInRound, HeldInRound, RoundEvent, RoundReport, RoundWatcher } from '../run/rounds/events.ts';
import type { Entry, Level } from './lines.ts';
import type { Log } from './log.ts';
import { figuresText } from './sentences.ts';

/** Writes what a program tells that runs day and night. Each line says the file, and from the first round on the round. */
export function roundLog(log: Log): RoundWatcher {
  const rounds = new Map<string, number>();
  return (event) => {
    if (event.kind === 'round-began') rounds.set(event.file, event.round);
    const round = rounds.get(event.file);
    const about = { file: event.file, ...(round === undefined ? {} : { round }) };
    for (const entry of roundEntries(event)) log.write({ ...about, ...entry });
    // What is told between two rounds is about none.
    if (event.kind === 'round-ended') rounds.delete(event.file);
  };
}

/** The lines of an event; a set or a change that is held or fails has a line of its own. */
export function roundEntries(event: RoundEvent): Entry[] {
  switch (event.kind) {
    case 'round-began':
      return [
        {
          event: event.kind,
          text: event.dryRun ? 'The round begins; it plans only.' : 'The round begins.',
          dryRun: event.dryRun,
        },
      ];
    case 'round-ended':
      return [ended(event)];
    case 'held-changed':
      return [
        ...event.added.map((one) => heldEntry('held', one)),
        ...event.gone.map((one) => heldEntry('held-gone', one)),
      ];
    case 'failed-changed':
      return [
        ...event.added.map((one) => failedEntry('failed', one)),
        ...event.gone.map((one) => failedEntry('failed-gone', one)),
      ];
    case 'put-off':
      return [
        { event: event.kind, text: `The round waits until ${event.until} at most. ${event.why}`, until: event.until },
      ];
    case 'told':
      return [{ event: event.level === 'detail' ? 'detail' : 'told', text: event.text }];
    case 'quarantine': {
      const { failures, until } = event;
      return [
        {
          event: event.kind,
          text: `${failures} rounds have failed one after the other. The next one begins at ${until}.`,
          failures,
          until,
        },
      ];
    }
    case 'recovered': {
      const { failures, since } = event;
      const text = `It works again. ${failures === 1 ? 'One round' : `${failures} rounds`} had failed since ${since}.`;
      return [{ event: event.kind, text, failures, since }];
    }
    case 'file-reloaded':
      return [
        {
          event: event.kind,
          text: 'The file has changed, and is in use from the next round on.',
          sha256: event.sha256,
        },
      ];
    case 'file-broken':
      return broken(event);
    case 'stopping':
      return [{ event: event.kind, text: `adsync ends: ${event.why}` }];
  }
}

function broken({ diagnostics }: Extract<RoundEvent, { kind: 'file-broken' }>): Entry[] {
  const text = 'The file has changed and has faults. The last good one stays in use.';
  return [
    { event: 'file-broken', text, diagnostics: diagnostics.length },
    ...diagnostics.map(
      ({ severity, code, line, column, message, advice }): Entry<'diagnostic'> => ({
        event: 'diagnostic',
        level: severity === 'error' ? 'error' : 'warn',
        text: message,
        code,
        line,
        column,
        advice,
      }),
    ),
  ];
}

const LEVELS_OF_END: Readonly<Record<RoundReport['end'], Level>> = {
  done: 'info',
  incomplete: 'warn',
  failed: 'error',
  interrupted: 'info',
};

const ENDS: Readonly<Record<RoundReport['end'], string>> = {
  done: 'The round has ended',
  incomplete: 'The round has ended, and something is held, has failed or could not be read',
  failed: 'The round has failed',
  interrupted: 'The round was interrupted',
};

function ended({ report, nextAt, dryRun }: Extract<RoundEvent, { kind: 'round-ended' }>): Entry<'round-ended'> {
  const { startedAt, endedAt, runs, exitCode, end, people, groups, counts, calls, readings, failure } = report;
  const figures = {
    ms: Math.max(0, Date.parse(endedAt) - Date.parse(startedAt)),
    people,
    changes: summed(counts.map(({ result, count }) => [result, count])),
    calls: summed(calls.map((one) => [one.service, one.calls])),
  };
  const why = failure === null ? '' : ` ${failure.text}`;
  const next = nextAt === null ? '' : ` The next one begins at ${nextAt}.`;
  return {
    event: 'round-ended',
    level: LEVELS_OF_END[end],
    text: `${ENDS[end]}: ${figuresText(figures)}.${next}${why}`,
    ...{ dryRun, end, exitCode, groups, runs, nextAt, ...figures },
    ...(readings === undefined ? {} : { readings: { ...readings } }),
    ...(failure === null ? {} : { code: failure.code, advice: failure.advice }),
  };
}

function summed(counts: readonly (readonly [name: string, count: number])[]): Record<string, number> {
  const sums = new Map<string, number>();
  for (const [name, count] of counts) sums.set(name, (sums.get(name) ?? 0) + count);
  return Object.fromEntries(sums);
}

function heldEntry(event: 'held' | 'held-gone', { id, target, limit, people, since }: HeldInRound): Entry {
  const whom = `${people} ${people === 1 ? 'change' : 'changes'} in ${target}`;
  const text =
    event === 'held'
      ? `${limit} holds ${whom}. To let them through: --approve ${id}`
      : `${limit} does not hold ${whom} any more.`;
  return { event, text, id, target, limit, people, since };
}

function failedEntry(
  event: 'failed' | 'failed-gone',
  { change, target, name, kind, text, since }: FailedInRound,
): Entry {
  const says = event === 'failed' ? `${name} failed (${kind}): ${text}` : `${name} does not fail any more (${kind}).`;
  return { event, text: says, change, target, name, kind, since };
}
