import type { Command } from 'commander';
import { Failure } from '../core/failure.ts';
import { OPERATIONS } from '../plan/model.ts';
import { STATUSES } from '../run/activities.ts';
import type { ActivityFilter } from '../run/activity-filter.ts';
import { type Options, texts } from './command.ts';
import { isTimeWish, sinceOf, timeWish, untilOf } from './time-option.ts';
import { KIND, kindWishes, wordsOf, wordWishes } from './word-option.ts';

/** Every one of them makes history list single changes. */
const FILTERS = ['person', 'operation', 'kind', 'status', 'target', 'since', 'until'] as const;

const collect = (text: string, before: unknown): string[] => [...texts(before), text];

/** Adds the options that choose changes. */
export function addFilters(command: Command): Command {
  return command
    .option('--person <who>', 'only these: a part of the name, of the e-mail address, or of an id', collect)
    .option('--operation <word>', 'only changes that do this, as disable', wordsOf(OPERATIONS, 'operation'))
    .option(...KIND)
    .option('--status <word>', `only changes that ended so: ${STATUSES.join(', ')}`, wordsOf(STATUSES, 'status'))
    .option('--target <account>', 'only in this account: rescue, 560961, or rescue:560961', collect)
    .option('--since <time>', 'only what was completed then or later: 2026-11-22, 2026-11-22T09:12, 24h, 31d', timeWish)
    .option('--until <time>', 'only what was completed until then; a day is meant as a whole', timeWish);
}

/** Whether any of these options is given. */
export function isFiltered(options: Options): boolean {
  return FILTERS.some((name) => options[name] !== undefined);
}

/** @throws Failure TIMES_SWAPPED */
export function filterOf(options: Options, now: Date): ActivityFilter {
  const { since: from, until: to } = options;
  const since = isTimeWish(from) ? sinceOf(from, now) : null;
  const until = isTimeWish(to) ? untilOf(to, now) : null;
  if (since !== null && until !== null && since >= until) {
    const text = '--since names a later time than --until, so nothing can lie between them.';
    throw new Failure('TIMES_SWAPPED', text, 'Swap them: --since 31d --until 24h.');
  }
  return {
    people: texts(options['person']),
    operations: wordWishes(options, 'operation', OPERATIONS),
    kinds: kindWishes(options),
    statuses: wordWishes(options, 'status', STATUSES),
    targets: texts(options['target']),
    since,
    until,
  };
}
