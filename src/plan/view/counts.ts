import type { Operation, Plan, PlanSummary } from '../model.ts';
import type { Row } from './rows.ts';
import { operationsOf, type PlannedTarget } from './targets.ts';

/** How much of a plan does one thing. A user with two operations counts under both. */
export interface Count {
  readonly id: keyof PlanSummary | 'strangers' | 'links';
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
  const ends = operationsOf(targets).includes('disable') ? 'disable' : 'suspend';
  const renewed = rows.filter(({ section }) => section === 'links').length;
  const strangers = rows.filter(({ section }) => section === 'strangers').length;
  return [
    ...changeCounts(targets).map(([id, tint, words, meaning]) => {
      return { id, words, count: (summary[id] ?? 0) - (id === 'update' ? renewed : 0), meaning, tint };
    }),
    ...(renewed > 0 ? [linkCount(renewed)] : []),
    {
      id: 'strangers',
      words: 'never met',
      count: strangers,
      meaning: `of those to ${ends}: never met in the directory`,
      tint: ends,
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

function linkCount(count: number): Count {
  const meaning = 'users whose link to the same person is written anew; nothing else changes';
  return { id: 'links', words: 'renew links', count, meaning, tint: null };
}

function changeCounts(targets: readonly PlannedTarget[]): Counted[] {
  const meaning = (key: 'createGroup' | 'update'): string =>
    [...new Set(targets.map(({ labels }) => labels.meanings[key]))].join('; ');
  const all: Counted[] = [
    ['create', 'create', 'create users', 'people of the directory who get a user in the account'],
    ['createGroup', 'create', 'create groups', meaning('createGroup')],
    ['updateGroup', 'update', 'update groups', 'groups that are renamed with, or linked to, their directory group'],
    ['grant', 'grant', 'grant to users', 'users who get products'],
    ['enable', 'enable', 'enable users', 'disabled users who may work again'],
    ['resume', 'resume', 'resume users', 'suspended users who may work again'],
    ['move', 'move', 'move users', 'users who come to stand in another group'],
    ['update', 'update', 'update users', meaning('update')],
    ['revoke', 'revoke', 'revoke from users', 'users who lose products'],
    ['disable', 'disable', 'disable users', 'users who can no longer log in; nothing is ever deleted'],
    ['suspend', 'suspend', 'suspend users', 'users who lose all products and their role; nothing is ever deleted'],
    ['blocked', 'held', 'blocked', 'changes that cannot be made now, as for want of a licence'],
    ['held', 'held', 'held back', 'changes over a limit, or in doubt, not made unless somebody approves them'],
    ['leaversLeft', 'held', 'leavers left', 'users who stay enabled although the person has ended'],
  ];
  const known: readonly string[] = operationsOf(targets);
  const knowsGroups = targets.some(({ labels }) => labels.changesGroups);
  return all.filter(([id]) => {
    if (id === 'createGroup' || id === 'updateGroup') return knowsGroups;
    if (id === 'blocked') return known.includes('grant');
    return id === 'held' || id === 'leaversLeft' || known.includes(id);
  });
}
