import { csvText } from '../render/csv.ts';
import { type Activities, activitiesOfRun, readActivities } from '../run/read-activities.ts';
import { foreignText } from '../run/sentences.ts';
import { changeRows, changeTable } from './changes-text.ts';
import type { Options } from './command.ts';
import type { Context } from './context.ts';
import { EXIT, type ExitCode } from './exit-codes.ts';
import { filterOf } from './history-filter.ts';
import { writeLine } from './progress.ts';
import { sayFeed } from './say-feed.ts';
import { surroundingsOf } from './surroundings.ts';

export interface ChangesOptions {
  readonly stateDir: string;
  readonly form: 'text' | 'json' | 'csv';
  /** Any part of the run's name that fits no other; null = all runs. */
  readonly run: string | null;
  /** Those of the command line, with the filters among them. */
  readonly options: Options;
  readonly limit: number;
}

/**
 * Lists single changes, the newest first.
 *
 * @throws Failure TIMES_SWAPPED, RUN_UNKNOWN, RUN_AMBIGUOUS, RUN_FORMAT, STATE_UNREADABLE
 */
export async function showChanges(context: Context, asked: ChangesOptions): Promise<ExitCode> {
  const { stateDir, form, run, options, limit } = asked;
  const records = { stateDir, surroundings: surroundingsOf(context) };
  const filter = filterOf(options, records.surroundings.now());
  if (run === null) {
    const found = await readActivities(records, filter, limit);
    for (const one of found.foreign) writeLine(context, foreignText(one));
    if (form === 'text') sayFeed(context, found.feed);
    print(context, form, found, { feed: found.feed });
  } else print(context, form, await activitiesOfRun(records, run, filter, limit), {});
  return EXIT.done;
}

function print(
  context: Context,
  form: ChangesOptions['form'],
  { changes, more }: Pick<Activities, 'changes' | 'more'>,
  head: Partial<Pick<Activities, 'feed'>>,
): void {
  const { stdout } = context.terminal;
  if (form === 'json') stdout.writeJson({ format: 'adsync.changes/1', ...head, more, changes });
  // Whatever is masked must be so before quotation marks are doubled, and columns measured.
  else if (form === 'csv') stdout.write(csvText(changeTable(context.mask(changes))));
  else if (changes.length === 0) stdout.write('No change fits.\n');
  else stdout.write(`${changeRows(context.mask(changes)).join('\n')}\n`);
  if (more) writeLine(context, `There are more than these ${changes.length}: name a higher --limit to see them.`);
}
