import { fold } from '../../../core/text.ts';
import type { RescueChange } from '../planner/change.ts';
import type { NodeId } from '../planner/account.ts';
import { readUser, type UserRecord } from '../wire/user-record.ts';
import { misfit } from './compare-live.ts';
import type { ApplyContext } from './context.ts';
import { destinationOf, misplaced } from './destination.ts';
import { learnUser, pathOfUser } from './known-tree.ts';
import { setEmail } from './known-users.ts';
import { elsewhere, moveUser } from './move-user.ts';
import { DONE, done, type End, gone, stale } from './outcome.ts';
import { newPassword } from './password.ts';
import { isEqual, wantedUser } from './wanted-record.ts';
import { isWithoutLogin, NEEDS_LOGIN, type UserWrite, writeUser } from './write-user.ts';

const GONE = gone('user');

/** Updates, moves, enables or disables a user. Everything is checked before anything is written. */
export async function changeUser(context: ApplyContext, change: RescueChange, id: NodeId): Promise<End> {
  const endsMaster = change.role === 'masterAdministrator' && change.after.status === 'disabled';
  return endsMaster
    ? await context.live.oneByOne(() => changeChecked(context, change, id))
    : await changeChecked(context, change, id);
}

async function changeChecked(context: ApplyContext, change: RescueChange, id: NodeId): Promise<End> {
  const { client, known, live } = context;
  const group = await live.parentOf(id);
  const user = group === null ? null : await readUser(client, id, null);
  if (group === null || user === null) return GONE;
  learnUser(known, id, group, user.email);
  const obstacle =
    protection(context, user) ??
    misfit(change, user, context.sealing) ??
    misshown(context, change) ??
    (await lastMaster(context, change, user));
  if (obstacle !== null) return stale(obstacle);

  let moved = false;
  if (change.after.group !== undefined) {
    const destination = destinationOf(context, change, 'INVALID_MOVE');
    if (!destination.ok) return destination.end;
    const end = await moveUser(context, change, id, destination.id);
    if (end.result !== 'done') return end;
    learnUser(known, id, destination.id, user.email);
    moved = group !== destination.id;
  } else if (change.native.fromNode !== null && group !== change.native.fromNode) {
    return elsewhere(pathOfUser(known, id));
  }
  return await writeChange(context, change, user, moved);
}

/** @param moved whether a move has just been made: it may have taken a while, and the record is read anew */
async function writeChange(
  context: ApplyContext,
  change: RescueChange,
  user: UserRecord,
  moved: boolean,
): Promise<End> {
  const { client, known, sealing, mark } = context;
  const isMoveOnly = isEqual(user, wantedUser(user, change, sealing));
  if (isMoveOnly && (!moved || mark === null)) return DONE;
  const found = moved ? await readUser(client, user.id, null) : user;
  if (found === null) return GONE;
  const obstacle = moved ? misfit(change, found, sealing) : null;
  if (obstacle !== null) return isMoveOnly ? DONE : stale(`The user was moved, and nothing else: ${obstacle}`);

  const wanted = wantedUser(found, change, sealing);
  const password = change.after.password === undefined ? null : newPassword(context);
  const end = await writeOrRefuse(context, { found, user: found, wanted, mark, password });
  if (end.result === 'done') setEmail(known.users, user.id, wanted.email);
  return isMoveOnly && end.result !== 'done' ? done(`The plan could not leave its mark. ${end.text}`) : end;
}

/** What the service has refused for one user because of how it is written it is not asked for others. */
async function writeOrRefuse({ client, refused }: ApplyContext, write: UserWrite): Promise<End> {
  if (refused.withoutLogin && isWithoutLogin(write)) return NEEDS_LOGIN;
  const end = await writeUser(client, write);
  refused.withoutLogin ||= end === NEEDS_LOGIN;
  return end;
}

/** The plan leaves one master administrator enabled; somebody may have disabled that one by hand since. */
async function lastMaster({ live }: ApplyContext, { after }: RescueChange, user: UserRecord): Promise<string | null> {
  if (user.role !== 'masterAdministrator' || !user.enabled || after.status !== 'disabled') return null;
  if (await live.hasOtherMaster(user.id)) return null;
  return 'This is the last enabled master administrator by now, who is never disabled.';
}

/** Why the user does not stand where the plan shows it, in a sentence; null when it does. */
function misshown(context: ApplyContext, { native: { fromNode }, before, group }: RescueChange): string | null {
  return fromNode === null ? null : misplaced(context, fromNode, before?.group ?? group);
}

/** The planner leaves these users alone already; here a plan that got it wrong is stopped. */
function protection({ self }: ApplyContext, user: UserRecord): string | null {
  if (user.accountHolder) return 'This is the account holder, who is never changed.';
  const isSelf = self.ids.includes(user.id) || (user.email !== '' && fold(user.email) === fold(self.email));
  return isSelf ? 'This is the user whose credentials are used, who is never changed.' : null;
}
