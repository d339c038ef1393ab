import { newTally } from '../log/tally.ts';
import { figuresText } from '../log/sentences.ts';
import type { RunResult } from '../plan/exit.ts';
import type { Plan } from '../plan/model.ts';
import type { Surroundings } from '../run/surroundings.ts';
import type { Context } from './context.ts';
import { writeLine } from './progress.ts';

/** Counts what a command does that reads or changes accounts, for its last line. */
export interface Measured {
  /** Those of the command; its calls are counted. */
  readonly surroundings: Surroundings;
  /** Writes the last line: to the log, and for people on stderr where `shows`. */
  end(ended: EndedCommand, shows: boolean): void;
}

export interface EndedCommand extends Pick<RunResult, 'plan' | 'outcomes'> {
  readonly exitCode: number;
}

/** Begins to count. @param command apply, plan, retry, undo */
export function measured(context: Context, command: string, given: Surroundings): Measured {
  const tally = newTally();
  const began = performance.now();
  return {
    surroundings: {
      ...given,
      traffic: (call) => {
        tally.watch(call);
        given.traffic(call);
      },
    },
    end({ plan, outcomes, exitCode }, shows) {
      const figures = {
        ms: Math.round(performance.now() - began),
        people: plan?.directory.people ?? null,
        changes: plan === null ? {} : changesBy(plan, outcomes),
        calls: tally.counts(),
      };
      const text = `${command} took ${figuresText(figures)}.`;
      const groups = plan?.directory.groups ?? null;
      context.log?.write({ event: 'run-ended', text, command, exitCode, groups, ...figures });
      if (shows && !context.logsOnStderr) writeLine({ ...context, log: null }, text);
    },
  };
}

/** How many changes ended in which way; one that is held was not tried, and one without an end is only planned. */
function changesBy({ changes }: Plan, outcomes: RunResult['outcomes']): Record<string, number> {
  const results = new Map(outcomes.map(({ change, result }) => [change, result]));
  const counts = new Map<string, number>();
  for (const { id, held } of changes) {
    const word = held === null ? (results.get(id) ?? 'planned') : 'held';
    counts.set(word, (counts.get(word) ?? 0) + 1);
  }
  return Object.fromEntries(counts);
}
