import type { Notice } from '../core/notice.ts';
import type { Change, Operation, PlanSummary, Tally } from './model.ts';

/** What the changes of a plan do not tell. */
type Besides = Pick<PlanSummary, 'unchanged' | 'leaversLeft'>;

/** Counts of users, each under every operation that is done to it, and of groups. */
export function summaryOf(changes: readonly Change[], notices: readonly Notice[], besides: Besides): PlanSummary {
  const users = changes.filter(({ kind }) => kind === 'user');
  const groups = changes.filter(({ kind }) => kind === 'group');
  const counted = countedUsers(users);
  const count = (operation: Operation): number => counted.get(operation)?.size ?? 0;
  // Absent where there is none, so that plans of targets that do not know them stay as they are.
  const also = (['grant', 'revoke', 'resume', 'suspend'] as const).flatMap((operation) =>
    count(operation) === 0 ? [] : [[operation, count(operation)] as const],
  );
  const blocked = changes.filter((change) => change.blocked !== undefined).length;
  const createGroup = groups.filter(({ operations }) => operations.includes('create')).length;
  return {
    create: count('create'),
    update: count('update'),
    move: count('move'),
    enable: count('enable'),
    disable: count('disable'),
    ...Object.fromEntries(also),
    ...(blocked === 0 ? {} : { blocked }),
    createGroup,
    updateGroup: groups.length - createGroup,
    unchanged: besides.unchanged,
    held: changes.filter(({ held }) => held !== null).length,
    leaversLeft: besides.leaversLeft,
    notices: notices.length,
  };
}

/** Under each operation the users to whom it is done. A user may have two changes (an exchange of addresses), and counts once. */
function countedUsers(users: readonly Change[]): ReadonlyMap<Operation, ReadonlySet<string>> {
  const counted = new Map<Operation, Set<string>>();
  for (const { target, node, id, operations } of users) {
    const user = `${target} ${node ?? id}`;
    for (const operation of operations) {
      const known = counted.get(operation);
      if (known === undefined) counted.set(operation, new Set([user]));
      else known.add(user);
    }
  }
  return counted;
}

/**
 * The tallies with who comes and goes by the changes; what is blocked moves nobody. Only enabled users count: a disabled
 * one stays in its group. Where users stand in no group of the account, those count that hold something.
 */
export function talliesAfter(tallies: readonly Omit<Tally, 'after'>[], changes: readonly Change[]): Tally[] {
  const gained = new Map<string, number>();
  const add = (group: string, count: number): unknown => gained.set(group, (gained.get(group) ?? 0) + count);
  for (const change of changes) {
    if (change.kind === 'group' || change.blocked !== undefined) continue;
    const was = change.facts?.status === 'enabled';
    if (was) add(change.before?.group ?? change.group, -1);
    if (isEnabledAfter(change, was)) add(change.after.group ?? change.group, 1);
  }
  return tallies.map(({ group, line, wanted, present }) => {
    return { group, line, wanted, present, after: present + (gained.get(group) ?? 0) };
  });
}

function isEnabledAfter({ operations }: Change, was: boolean): boolean {
  if (operations.includes('disable') || operations.includes('suspend')) return false;
  return was || (['create', 'enable', 'resume'] as const).some((one) => operations.includes(one));
}
