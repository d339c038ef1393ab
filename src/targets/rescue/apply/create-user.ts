import type { RescueChange } from '../planner/change.ts';
import type { NodeId } from '../planner/account.ts';
import { readUser, type UserRecord } from '../wire/user-record.ts';
import { giveBare, type NodeWish } from './bare-nodes.ts';
import type { ApplyContext } from './context.ts';
import { takeNode } from './create-node.ts';
import { destinationOf } from './destination.ts';
import { learnUser, pathOfUser } from './known-tree.ts';
import { isIn, usersWithEmail } from './known-users.ts';
import { DONE, type End, failed, gone, refusedWith, stale } from './outcome.ts';
import { newPassword } from './password.ts';
import { isEqual, wantedUser } from './wanted-record.ts';
import { writeUser } from './write-user.ts';

/** Creates a user, or fills in a bare node that a run left behind when it broke off. */
export async function createUser(context: ApplyContext, change: RescueChange): Promise<End> {
  const destination = destinationOf(context, change, 'INVALIDPARAM_PARENT');
  if (!destination.ok) return destination.end;
  const wish: NodeWish = { kind: 'user', role: change.role, parent: destination.id };
  const { client, known } = context;
  const bearers = await bearersOf(context, change.after.email ?? '');
  const bearer = bearers.find((id) => isIn(known.users, id, wish.parent)) ?? bearers[0];
  if (bearer !== undefined) return await alreadyThere(context, change, bearer, wish.parent);

  for (;;) {
    const node = await takeNode(context, wish, change.node);
    if (!node.ok) return refusedWith(node.word);
    const user = await readUser(client, node.value, null);
    if (user !== null && user.role === change.role && !user.accountHolder && (node.isNew || isBlank(user))) {
      return await fillIn(context, change, user, wish);
    }
    // Somebody has filled in the bare node (or a part of it) or removed it: it is not ours. Look for the next, or create one.
    if (node.isNew)
      return failed('The new user could not be found after it was created. Make a new plan, which finds it.');
  }
}

/** The users with an address: as our own changes have left it, and those that have come since the plan was made. */
async function bearersOf({ known, live }: ApplyContext, email: string): Promise<NodeId[]> {
  const come = (await live.withEmail(email)).filter((id) => !known.ids.has(id));
  return [...usersWithEmail(known.users, email), ...come];
}

const BLANK = { name: '', nick: '', email: '', ssoId: '', description: '', mobile: false, rpat: false } as const;

/** Whether nobody has filled the node in. Its name may be one that the service gives to every new node. */
function isBlank({ email, nick, ssoId, description, mobile, rpat }: UserRecord): boolean {
  return [email, nick, ssoId, description].every((text) => text === '') && !mobile && !rpat;
}

async function fillIn(context: ApplyContext, change: RescueChange, bare: UserRecord, wish: NodeWish): Promise<End> {
  const { client, known, mark, sealing } = context;
  // Everything is written: the new user keeps nothing that the node came with.
  const blank = { ...bare, ...BLANK, enabled: false };
  const wanted = wantedUser(blank, change, sealing);
  const end = await writeUser(client, { found: bare, user: blank, wanted, mark, password: newPassword(context) });
  if (end.result === 'failed') return failed(`${end.text} ${await leftBehind(context, change, bare.id, wish)}`);
  if (end.result === 'done') learnUser(known, bare.id, wish.parent, change.after.email ?? '');
  return end;
}

/** What a refused creation leaves in the account, in a sentence: nothing is ever deleted. */
async function leftBehind(
  { client, known }: ApplyContext,
  change: RescueChange,
  id: NodeId,
  wish: NodeWish,
): Promise<string> {
  const left = await readUser(client, id, null);
  if (left === null) return '';
  if (left.email === '') {
    giveBare(known.bare, id, wish);
    return `An empty user is left in ${change.group}; the next new user there is made of it.`;
  }
  learnUser(known, id, wish.parent, left.email);
  return `The user is left in ${change.group} all the same, ${left.enabled ? 'enabled' : 'disabled'}; the next plan goes on from there.`;
}

/** A user with the new user's e-mail address: perhaps this very change was made by a run that broke off afterwards. */
async function alreadyThere(
  { client, known, sealing }: ApplyContext,
  change: RescueChange,
  id: NodeId,
  parent: NodeId,
): Promise<End> {
  const user = await readUser(client, id, null);
  if (user === null) return gone('user');
  if (isIn(known.users, id, parent) && isEqual(user, wantedUser(user, change, sealing))) return DONE;
  const path = pathOfUser(known, id);
  const where = path === null ? '' : ` in ${path}`;
  return stale(`A user with the e-mail address ${user.email} is there already: ${user.name}${where}. Make a new plan.`);
}
