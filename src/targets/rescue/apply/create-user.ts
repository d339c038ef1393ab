import type { RescueChange } from '../planner/change.ts';
import type { NodeId } from '../planner/account.ts';
import { isEqual, merged } from './facts.ts';
import { DONE, type End, failed, gone, refusedWith, stale } from './outcome.ts';
import { readUser, type UserRecord } from '../wire/user.ts';
import { homeOf, newPassword, takeNode, type Workshop } from './workshop.ts';
import { writeRecord } from './write-record.ts';

/** Creates a user, or fills in a bare node that a run left behind when it broke off. */
export async function createUser(shop: Workshop, change: RescueChange): Promise<End> {
  const home = homeOf(shop, change, 'INVALIDPARAM_PARENT');
  if (!home.ok) return home.end;
  const { client, places } = shop;
  const taken = await bearersOf(shop, change.after.email ?? '');
  const namesake = taken.find((id) => places.isIn(id, home.id)) ?? taken[0];
  if (namesake !== undefined) return await alreadyThere(shop, change, namesake, home.id);

  for (;;) {
    const node = await takeNode(shop, 'user', change.role, home.id, change.node);
    if (!node.ok) return refusedWith(node.word);
    const user = await readUser(client, node.value, null);
    if (user !== null && user.role === change.role && !user.accountHolder && (node.isNew || isBlank(user))) {
      return await fillIn(shop, change, user, home.id);
    }
    // A bare node that somebody has filled in (or in part) or removed meanwhile is not ours; look for the next, or create one.
    if (node.isNew)
      return failed('The new user could not be found after it was created. Make a new plan, which finds it.');
  }
}

/** Who has the address: as our own changes have left it, and somebody else may have come since the plan was made. */
async function bearersOf({ places, live }: Workshop, email: string): Promise<NodeId[]> {
  const come = (await live.withEmail(email)).filter((id) => !places.isKnown(id));
  return [...places.withEmail(email), ...come];
}

const BLANK = { name: '', nick: '', email: '', ssoId: '', description: '', mobile: false, rpat: false } as const;

/** Whether nobody has filled the node in. Its name may be one that the service gives to every new node. */
function isBlank({ email, nick, ssoId, description, mobile, rpat }: UserRecord): boolean {
  return [email, nick, ssoId, description].every((text) => text === '') && !mobile && !rpat;
}

async function fillIn(shop: Workshop, change: RescueChange, bare: UserRecord, parent: NodeId): Promise<End> {
  // Everything is written: what the node came with is nothing that the new user should have.
  const blank = { ...bare, ...BLANK, enabled: false };
  const password = newPassword(shop);
  const wanted = merged(blank, change, shop.sealing);
  const end = await writeRecord(shop.client, { found: bare, user: blank, wanted, mark: shop.mark, password });
  if (end.result === 'failed') return failed(`${end.text} ${await whatIsLeft(shop, change, bare.id, parent)}`);
  if (end.result === 'done') shop.places.put(bare.id, parent, change.after.email ?? '');
  return end;
}

/** A refused creation leaves something behind, and it is said what, since nothing is ever deleted. */
async function whatIsLeft(
  { client, places }: Workshop,
  change: RescueChange,
  id: NodeId,
  parent: NodeId,
): Promise<string> {
  const left = await readUser(client, id, null);
  if (left === null) return '';
  if (left.email === '') {
    places.giveBare(id, 'user', change.role, parent);
    return `An empty user is left in ${change.group}; the next new user there is made of it.`;
  }
  places.put(id, parent, left.email);
  return `The user is left in ${change.group} all the same, ${left.enabled ? 'enabled' : 'disabled'}; the next plan goes on from there.`;
}

/** A user with the new user's e-mail address: perhaps this very change was made by a run that broke off afterwards. */
async function alreadyThere(
  { client, places, sealing }: Workshop,
  change: RescueChange,
  id: NodeId,
  parent: NodeId,
): Promise<End> {
  const user = await readUser(client, id, null);
  if (user === null) return gone('user');
  if (places.isIn(id, parent) && isEqual(user, merged(user, change, sealing))) return DONE;
  const place = places.placeOf(id);
  const where = place === null ? '' : ` in ${place}`;
  return stale(`A user with the e-mail address ${user.email} is there already: ${user.name}${where}. Make a new plan.`);
}
