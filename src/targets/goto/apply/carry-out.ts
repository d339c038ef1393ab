import type { AccountUser } from '../planner/account.ts';
import type { GotoChange } from '../planner/change.ts';
import { type Field, firstDifference, LABELS, show } from './compare-live.ts';
import type { ApplyContext } from './context.ts';
import { after } from './journaled-writer.ts';
import { type End, failed } from './outcome.ts';
import { readUserBack } from './read-back.ts';
import { gainedLicences, outOfLicences, refused } from './refused.ts';
import { demotionOf, type Write, writesOf } from './writes.ts';

/** What is made of one user. */
export interface Task {
  readonly change: Pick<GotoChange, 'after'>;
  readonly found: AccountUser;
  readonly wanted: AccountUser;
  /** Fields of the change that are not written after all. */
  readonly leftAlone: ReadonlySet<string>;
}

/** The user as the service shows it in the end; or why it is not as wanted. */
export type CarriedThrough =
  | { readonly ok: true; readonly user: AccountUser }
  | { readonly ok: false; readonly end: End };

/** Makes the wanted user of the one that was found, call by call, and reads back whether it is there. */
export async function carryThrough(context: ApplyContext, task: Task): Promise<CarriedThrough> {
  const { found, wanted } = task;
  let current = found;
  for (const write of writesOf(found, wanted)) {
    // The call finds the user by its address: one that has just changed must show first.
    const { email, key } = current;
    if (write.kind === 'giveRoleSet' && email !== found.email) {
      await readUserBack(context, key, (live) => live.email === email);
    }
    const end = await carryOut(context, task, current, write);
    if (end !== null) return { ok: false, end };
    current = after(current, write);
  }
  return await lookAgain(context, task);
}

/** @returns why it could not be carried out; null when it was */
async function carryOut(context: ApplyContext, task: Task, current: AccountUser, write: Write): Promise<End | null> {
  const result = await context.writer.write(current, write);
  if (result.ok) return null;
  const { refusal, maybe } = result;
  const made = after(current, write);
  if (maybe) {
    const live = await readUserBack(context, made.key, (user) => differenceOf(context, task, user, made) === null);
    if (live !== null && differenceOf(context, task, live, made) === null) return null;
  }
  const demotion = write.kind === 'update' && !maybe ? demotionOf(current, write.write) : null;
  const done = demotion === null ? '' : await demote(context, current, { kind: 'update', write: demotion });
  const end = await refused(context, refusal, gainedLicences(current.licences, made.licences), done);
  return maybe ? { ...end, serviceFailed: true } : end;
}

/** @returns what became of it, in a sentence */
async function demote(context: ApplyContext, current: AccountUser, write: Write): Promise<string> {
  const result = await context.writer.write(current, write);
  if (result.ok) return 'The admin rights that were to go are gone all the same.';
  return `The admin rights that were to go could not be taken alone either: ${result.refusal.text}`;
}

/** Reads back until everything is as wanted; an answer that says yes proves nothing. */
async function lookAgain(context: ApplyContext, task: Task): Promise<CarriedThrough> {
  const { found, wanted } = task;
  const user = await readUserBack(context, found.key, (live) => differenceOf(context, task, live, wanted) === null);
  if (user === null) return { ok: false, end: failed('unknown', 'The user was gone when it was looked for again.') };
  const field = differenceOf(context, task, user, wanted);
  return field === null ? { ok: true, user } : { ok: false, end: await notShown(context, user, wanted, field) };
}

async function notShown(context: ApplyContext, user: AccountUser, wanted: AccountUser, field: Field): Promise<End> {
  const missing = gainedLicences(user.licences, wanted.licences);
  if (missing.length > 0) return await withoutLicence(context, user, missing);
  const { [field]: live } = context.shown(user);
  const { [field]: planned } = context.shown(wanted);
  return failed(
    'unknown',
    `The service accepted the change, but shows ${show(live)} as the ${LABELS[field]}, not ${show(planned)}.`,
  );
}

/** A licence that was given did not come: either no seat is left, or the person is another account's. */
export async function withoutLicence(
  context: ApplyContext,
  { status }: Pick<AccountUser, 'status'>,
  missing: AccountUser['licences'],
): Promise<End> {
  const full = await context.seats.firstFull(missing);
  if (full !== null) return outOfLicences(context, full, 'The service said yes, but gave no licence.');
  if (status === 'SUSPENDED') {
    return failed(
      'account-exists',
      'The service said yes, but gave no licence and shows the user as suspended. The person may have another account, or may have declined the invitation to this one.',
    );
  }
  return failed('out-of-licences', 'The service said yes, but gave no licence.');
}

/** The first field that does not show as wanted; what the service does not show is taken to be so. */
export function differenceOf(
  { shown }: Pick<ApplyContext, 'shown'>,
  { change, leftAlone }: Pick<Task, 'change' | 'leftAlone'>,
  live: AccountUser,
  wanted: AccountUser,
): Field | null {
  return firstDifference(change, shown(withUnseen(live, wanted)), shown(wanted), leftAlone);
}

/** A reading, with what the service never shows taken from somewhere else. */
export function withUnseen(live: AccountUser, other: AccountUser): AccountUser {
  return {
    ...live,
    managedGroups: live.managedGroups ?? other.managedGroups,
    attributes: live.attributes ?? other.attributes,
  };
}
