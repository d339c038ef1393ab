import { holdsSomething } from '../planner/journal-values.ts';
import type { AccountUser, UserKey } from '../planner/account.ts';
import type { GotoChange } from '../planner/change.ts';
import type { Added, NewUser, Refusal } from '../wire/calls.ts';
import { carryThrough, differenceOf, type Task, withoutLicence, withUnseen } from './carry-out.ts';
import { elsewhere } from './change-user.ts';
import { unshown } from './compare-live.ts';
import type { ApplyContext } from './context.ts';
import { protection } from './obstacles.ts';
import { DONE, type End, failed, pending, stale } from './outcome.ts';
import { readBack, readUserBack } from './read-back.ts';
import { gainedLicences, outOfLicences, refused } from './refused.ts';
import { newUser, NOBODY, wantedUser } from './wanted-user.ts';

/** What is to be made, before the service has given it a key. */
interface Creation {
  readonly change: GotoChange;
  readonly wanted: AccountUser;
  readonly user: NewUser;
}

const NO_KEY = '' as UserKey;

/** Adds a user, or finds that an earlier try has done so. */
export async function createUser(context: ApplyContext, change: GotoChange): Promise<End> {
  const wanted = wantedUser({ ...NOBODY, key: NO_KEY }, change, context.settings);
  const obstacle = protection(context, { key: null, email: wanted.email }) ?? unshown(change, context.shown(wanted));
  if (obstacle !== null) return stale(obstacle);
  const creation: Creation = { change, wanted, user: newUser(wanted, change, context.settings) };
  const there = await context.client.findUser(wanted.email);
  if (there !== null) return alreadyThere(context, creation, there);

  const seat = await context.seats.take(wanted.licences);
  if (!seat.ok) return outOfLicences(context, seat.full);
  try {
    return await add(context, creation);
  } finally {
    seat.ended();
  }
}

async function add(context: ApplyContext, creation: Creation): Promise<End> {
  const { user, wanted } = creation;
  const result = await context.writer.add(user);
  if (!result.ok) {
    if (!result.maybe) return await refused(context, result.refusal, wanted.licences, tooLittle(user));
    const made = await findAfterAdding(context, user.email);
    return made === null
      ? { ...(await refused(context, result.refusal, [])), serviceFailed: true }
      : await fillIn(context, creation, made.key);
  }
  const added = result.value;
  if (added.kind === 'conflict') return await conflict(context, creation, added.refusal);
  return await addedAs(context, creation, added);
}

/** A custom role follows in a call of its own: the one that adds the user does not show that it will hold something. */
function tooLittle({ licences, adminRoles }: NewUser): string {
  if (licences.length + adminRoles.length > 0) return '';
  return 'The service is said to add nobody without a product or an admin role, and a custom role can only be given afterwards: have a rule give a product as well, or add the user in the Admin Center.';
}

/** The key of somebody who was there when the plan was made is no new user's. */
async function addedAs(
  context: ApplyContext,
  creation: Creation,
  { key }: Extract<Added, { kind: 'added' }>,
): Promise<End> {
  if (!context.reading.users.some((user) => user.key === key)) return await fillIn(context, creation, key);
  const there = await context.client.readUser(key);
  return there === null ? existsElsewhere() : alreadyThere(context, creation, there);
}

/** The address is in use: here, where somebody may have added it meanwhile, or in another account. */
async function conflict(context: ApplyContext, { user, ...rest }: Creation, refusal: Refusal | null): Promise<End> {
  const there = await context.client.findUser(user.email);
  if (there !== null) return alreadyThere(context, { user, ...rest }, there);
  if (refusal === null || refusal.kind === 'account-exists') return existsElsewhere();
  return await refused(context, { ...refusal, kind: kindOfConflict(refusal) }, user.licences);
}

/** A conflict that the service does not explain is about the address; but where it names a reason, that counts. */
function kindOfConflict({ kind }: Refusal): Refusal['kind'] {
  return kind === 'unknown' ? 'account-exists' : kind;
}

function existsElsewhere(): End {
  return failed(
    'account-exists',
    'The address belongs to a user of another account, so the service did not add it to this one.',
  );
}

async function findAfterAdding(context: ApplyContext, email: string): Promise<AccountUser | null> {
  return await readBack(context, {
    read: () => context.client.findUser(email),
    isShown: (user) => user !== null,
  });
}

/** The user is added: waits until it shows with what the addition gave it, and then gives it the rest. */
async function fillIn(context: ApplyContext, { change, wanted, user }: Creation, key: UserKey): Promise<End> {
  // Who is to have nothing but a custom role is shown as suspended until that is given.
  const isElsewhere = ({ status }: AccountUser): boolean =>
    status === 'SUSPENDED' && holdsSomething({ ...user, roleSets: [] });
  const isShown = (live: AccountUser): boolean =>
    gainedLicences(live.licences, user.licences).length === 0 &&
    user.adminRoles.every((role) => live.adminRoles.includes(role)) &&
    !isElsewhere(live);
  const live = await readUserBack(context, key, isShown);
  if (live === null) return existsElsewhere();
  const missing = gainedLicences(live.licences, user.licences);
  if (missing.length > 0) return await withoutLicence(context, live, missing);
  if (isElsewhere(live)) return elsewhere();

  // A person who comes over from another account brings name and address along.
  const { firstName, lastName, email } = live;
  const brought: AccountUser = {
    ...withUnseen(live, { ...wanted, managedGroups: user.managedGroups }),
    attributes: live.attributes ?? {},
  };
  const task: Task = {
    change,
    found: brought,
    wanted: { ...wanted, key, firstName, lastName, email, locale: live.locale, status: live.status },
    leftAlone: new Set(['firstName', 'lastName', 'email']),
  };
  const made = await carryThrough(context, task);
  if (made.ok) return invited(context, made.user);
  return { ...made.end, text: `The user was added, but not all of the change was made. ${made.end.text}` };
}

/** Somebody with the address is there: perhaps an earlier try added it, and was broken off before it could say so. */
function alreadyThere(context: ApplyContext, { change, wanted }: Creation, there: AccountUser): End {
  if (differenceOf(context, { change, leftAlone: new Set() }, there, wanted) === null) return invited(context, there);
  return stale(`A user with the address ${there.email} is in the account already.`);
}

function invited({ settings }: ApplyContext, { status }: AccountUser): End {
  if (status !== 'INVITED') return DONE;
  const mail = settings.welcomeMail
    ? 'The service has sent its welcome mail.'
    : 'No welcome mail was sent, as goto.welcomeMail says.';
  return pending(
    `Added, and shown as invited until the person signs in. ${mail} A person who has another GoTo account must accept the transfer to this one first.`,
  );
}
