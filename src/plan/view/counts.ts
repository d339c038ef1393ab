import type { Operation, Plan, PlanSummary } from '../model.ts';
import type { Row } from './rows.ts';
import type { PlannedTarget } from './targets.ts';

/** How much of a plan does one thing. A user with two operations counts under both. */
export interface Count {
  readonly id: keyof PlanSummary | 'strangers';
  /** `create users` */
  readonly words: string;
  readonly count: number;
  readonly meaning: string;
  /** The colour of the changes that are counted; null where it counts none. */
  readonly tint: Operation | 'held' | null;
}

type Counted = readonly [key: keyof PlanSummary, tint: Count['tint'], words: string, meaning: string];

/** The counts of a plan, in the order in which they are shown. */
export function countsOf({ summary }: Plan, rows: readonly Row[], targets: readonly PlannedTarget[]): Count[] {
  const strangers = rows.filter(({ section }) => section === 'strangers').length;
  return [
    ...changeCounts(targets).map(([id, tint, words, meaning]) => ({ id, words, count: summary[id], meaning, tint })),
    {
      id: 'strangers',
      words: 'not in the directory',
      count: strangers,
      meaning: 'of those to disable: never met in the directory',
      tint: 'disable',
    },
    {
      id: 'unchanged',
      words: 'unchanged',
      count: summary.unchanged,
      meaning: 'users who are in step with the directory',
      tint: null,
    },
  ];
}

function changeCounts(targets: readonly PlannedTarget[]): Counted[] {
  const meaning = (key: 'createGroup' | 'update'): string =>
    [...new Set(targets.map(({ labels }) => labels.meanings[key]))].join('; ');
  return [
    ['create', 'create', 'create users', 'people of the directory who get a user in the account'],
    ['createGroup', 'create', 'create groups', meaning('createGroup')],
    ['updateGroup', 'update', 'update groups', 'groups that are renamed with, or linked to, their directory group'],
    ['enable', 'enable', 'enable users', 'disabled users who may work again'],
    ['move', 'move', 'move users', 'users who come to stand in another group'],
    ['update', 'update', 'update users', meaning('update')],
    ['disable', 'disable', 'disable users', 'users who can no longer log in; nothing is ever deleted'],
    ['held', 'held', 'held back', 'changes over a limit, or in doubt, not made unless somebody approves them'],
    ['leaversLeft', 'held', 'leavers left', 'users who stay enabled although the person has ended'],
  ];
}
