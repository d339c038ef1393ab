import { holdsSomething } from '../planner/journal-values.ts';
import type { AccountUser, UserKey } from '../planner/account.ts';
import type { GotoChange } from '../planner/change.ts';
import { carryThrough, type Task } from './carry-out.ts';
import { misfit, unshown } from './compare-live.ts';
import type { ApplyContext } from './context.ts';
import { isLastSuperAdmin, isSuperAdmin, protection } from './obstacles.ts';
import { DONE, type End, failed, GONE, pending, stale } from './outcome.ts';
import { gainedLicences, outOfLicences } from './refused.ts';
import { wantedUser } from './wanted-user.ts';
import { writesOf } from './writes.ts';

const IDENTITY = ['firstName', 'lastName', 'email'] as const;
const HOLDINGS: ReadonlySet<string> = new Set(['status', 'products']);

/** Changes a user. Everything is checked before anything is written. */
export async function changeUser(context: ApplyContext, change: GotoChange, key: UserKey): Promise<End> {
  const mayEndSuperAdmin =
    change.native.adminRoles !== null && context.reading.users.some((user) => user.key === key && isSuperAdmin(user));
  const work = (): Promise<End> => changeChecked(context, change, key);
  return mayEndSuperAdmin ? await context.oneByOne(work) : await work();
}

async function changeChecked(context: ApplyContext, change: GotoChange, key: UserKey): Promise<End> {
  const found = await context.client.readUser(key);
  if (found === null) return GONE;
  const whole = wantedUser(found, change, context.settings);
  const obstacle =
    protection(context, found) ??
    protection(context, whole) ??
    misfit(change, context.shown(found)) ??
    unshown(change, context.shown(whole)) ??
    (await lastSuperAdmin(context, found, whole));
  if (obstacle !== null) return stale(obstacle);

  const task = withoutIdentity({ change, found, wanted: whole, leftAlone: new Set() });
  if (writesOf(found, task.wanted).length === 0) return ended(task, found);
  const seat = await context.seats.take(gainedLicences(found.licences, task.wanted.licences));
  if (!seat.ok) return await withoutSeat(context, task, outOfLicences(context, seat.full));
  const givenBack = context.seats.giveBack(gainedLicences(task.wanted.licences, found.licences));
  try {
    const made = await carryThrough(context, task);
    return made.ok ? ended(task, made.user) : made.end;
  } finally {
    seat.ended();
    givenBack();
  }
}

async function lastSuperAdmin(context: ApplyContext, found: AccountUser, wanted: AccountUser): Promise<string | null> {
  if (!isSuperAdmin(found) || isSuperAdmin(wanted)) return null;
  if (!(await isLastSuperAdmin(context, found))) return null;
  return 'This is the last super admin by now, who is never suspended or demoted.';
}

/** Name and address of a user whose identity is managed elsewhere are never sent. */
function withoutIdentity(task: Task): Task {
  const { change, found, wanted } = task;
  if (!found.identityReadOnly) return task;
  const { firstName, lastName, email } = found;
  const leftAlone = IDENTITY.filter((field) => change.after[field] !== undefined && wanted[field] !== found[field]);
  return { ...task, wanted: { ...wanted, firstName, lastName, email }, leftAlone: new Set(leftAlone) };
}

/** Nothing of the licences changes then; everything else does: nobody keeps rights because a seat is missing. */
async function withoutSeat(context: ApplyContext, task: Task, end: End): Promise<End> {
  const { found, wanted, leftAlone } = task;
  const rest: Task = {
    ...task,
    wanted: { ...wanted, licences: found.licences },
    leftAlone: new Set([...leftAlone, ...HOLDINGS]),
  };
  if (writesOf(found, rest.wanted).length === 0) return end;
  const made = await carryThrough(context, rest);
  const also = made.ok ? 'Everything else of the change is made.' : made.end.text;
  return { ...end, text: `${end.text} ${also}` };
}

/** @param live the user as the service shows it after the last call */
function ended({ change, leftAlone }: Task, live: AccountUser): End {
  if (leftAlone.size > 0) {
    return failed(
      'identity-read-only',
      'Name, address and language of this user are managed by another account, so they are left as they are. Everything else of the change is made.',
    );
  }
  if (change.after.status !== 'enabled' || !holdsSomething(live)) return DONE;
  if (live.status === 'INVITED') return pending('The person has not accepted the invitation to the account yet.');
  return live.status === 'SUSPENDED' ? elsewhere() : DONE;
}

/** A user who has what it should have, and is shown as suspended all the same. */
export function elsewhere(): End {
  return failed(
    'account-exists',
    'The user has its products and roles, but the service shows it as suspended: the person works in another account, or has declined the invitation to this one.',
  );
}
