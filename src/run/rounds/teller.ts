import type { ApplyReporter } from '../reporter.ts';
import type { RoundEvent } from './events.ts';

/** An event without what is the same for all of a file. */
export type Told<Event = RoundEvent> = Event extends RoundEvent ? Omit<Event, 'file' | 'at'> : never;

/** What one round says, sentence by sentence. */
export interface RoundTeller {
  readonly reporter: ApplyReporter;
  /** Ids of the runs that were recorded. */
  readonly runs: readonly string[];
  /** Says the sentence, unless the round before said it. */
  say(text: string): void;
  /** Everything that was said, for the next round to compare with. */
  readonly said: ReadonlySet<string>;
}

/** @param before what the round before has said: it is repeated for whoever looks closely only */
export function newTeller(tell: (event: Told) => void, before: ReadonlySet<string>): RoundTeller {
  const said = new Set<string>();
  const runs: string[] = [];
  function detail(text: string): void {
    tell({ kind: 'told', level: 'detail', text });
  }
  function say(text: string): void {
    const isNews = !before.has(text) && !said.has(text);
    said.add(text);
    tell({ kind: 'told', level: isNews ? 'info' : 'detail', text });
  }
  const reporter: ApplyReporter = {
    progress(text) {
      if (text !== null) detail(text);
    },
    detail,
    say,
    answer: say,
    lasting: detail,
    plan: () => Promise.resolve(),
    consent: () => Promise.resolve(true),
    recorded: (run) => runs.push(run),
    outcome({ name }, { result, text }, { ended, of }) {
      detail(`${ended} of ${of}: ${name} ${result}${text === '' ? '' : `: ${text}`}`);
    },
    interrupted() {
      say('Told to stop: the changes under way are finished.');
    },
    ended() {
      // The report of the round says it.
    },
    failure() {
      // So it does with this.
    },
  };
  return { reporter, runs, say, said };
}
