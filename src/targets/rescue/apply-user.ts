import { fold } from '../../core/identity.ts';
import { formatMarker, NO_FINGERPRINT, parseMarker, withMarker } from '../../core/marker.ts';
import type { Change, NodeId } from '../../core/model.ts';
import { withPlanMark } from '../../core/plan-mark.ts';
import type { Client } from './client.ts';
import { isEqual, merged, misfit } from './facts.ts';
import { DONE, done, type End, endOfWrite, failed, gone, refusedWith, stale } from './outcome.ts';
import { randomPassword } from './password.ts';
import { readTree } from './tree.ts';
import { nodeParameters, readUser, type UserRecord, writeUser } from './user.ts';
import { concernsMobile } from './words.ts';
import { homeOf, takeNode, type Workshop } from './workshop.ts';

const GONE = gone('user');

/** Creates a user, or fills in a bare node that a run left behind when it broke off. */
export async function createUser(shop: Workshop, change: Change): Promise<End> {
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
    if (user !== null && user.role === change.role && !user.accountHolder && (node.isNew || user.email === '')) {
      return await fillIn(shop, change, user, home.id);
    }
    // A bare node that somebody has filled in or removed meanwhile is not ours; look for the next, or create one.
    if (node.isNew)
      return failed('The new user could not be found after it was created. Make a new plan, which finds it.');
  }
}

/** Who has the address: as our own changes have left it, and somebody else may have come since the plan was made. */
async function bearersOf({ places, live }: Workshop, email: string): Promise<NodeId[]> {
  const come = (await live.withEmail(email)).filter((id) => !places.isKnown(id));
  return [...places.withEmail(email), ...come];
}

async function fillIn(shop: Workshop, change: Change, bare: UserRecord, parent: NodeId): Promise<End> {
  const blank = { ...bare, mobile: false, rpat: false };
  const password = shop.newUserPassword?.reveal() ?? randomPassword(shop.randomBytes);
  const end = await write(
    shop.client,
    { found: bare, user: blank },
    withMark(merged(blank, change), shop.mark),
    password,
  );
  if (end.result === 'failed') return failed(`${end.text} ${await whatIsLeft(shop, change, bare.id, parent)}`);
  if (end.result === 'done') shop.places.put(bare.id, parent, change.after.email ?? '');
  return end;
}

/** A refused creation leaves something behind, and it is said what, since nothing is ever deleted. */
async function whatIsLeft({ client, places }: Workshop, change: Change, id: NodeId, parent: NodeId): Promise<string> {
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
async function alreadyThere({ client, places }: Workshop, change: Change, id: NodeId, parent: NodeId): Promise<End> {
  const user = await readUser(client, id, null);
  if (user === null) return GONE;
  if (places.isIn(id, parent) && isEqual(user, merged(user, change))) return DONE;
  const place = places.placeOf(id);
  const where = place === null ? '' : ` in ${place}`;
  return stale(`A user with the e-mail address ${user.email} is there already: ${user.name}${where}. Make a new plan.`);
}

/** Updates, moves, enables or disables a user. Everything is checked before anything is written. */
export async function changeUser(shop: Workshop, change: Change, id: NodeId): Promise<End> {
  const isMaster = change.role === 'masterAdministrator' && change.after.status === 'disabled';
  return isMaster
    ? await shop.live.oneByOne(() => changeChecked(shop, change, id))
    : await changeChecked(shop, change, id);
}

async function changeChecked(shop: Workshop, change: Change, id: NodeId): Promise<End> {
  const { client, places, live } = shop;
  const group = await live.parentOf(id);
  const user = group === null ? null : await readUser(client, id, null);
  if (group === null || user === null) return GONE;
  places.put(id, group, user.email);
  const obstacle = protection(shop, user) ?? misfit(change, user) ?? (await lastMaster(shop, change, user));
  if (obstacle !== null) return stale(obstacle);

  let moved = false;
  if (change.after.group !== undefined) {
    const home = homeOf(shop, change, 'INVALID_MOVE');
    if (!home.ok) return home.end;
    const end = await moveUser(shop, change, id, home.id);
    if (end.result !== 'done') return end;
    places.put(id, home.id, user.email);
    moved = group !== home.id;
  } else if (change.fromNode !== null && group !== change.fromNode) {
    return elsewhere(places.placeOf(id));
  }
  return await writeChange(shop, change, user, moved);
}

/** @param moved whether a move has just been made: it may have taken a while, and the record is read anew */
async function writeChange(shop: Workshop, change: Change, user: UserRecord, moved: boolean): Promise<End> {
  const isMoveOnly = isEqual(user, merged(user, change));
  if (isMoveOnly && (!moved || shop.mark === null)) return DONE;
  const found = moved ? await readUser(shop.client, user.id, null) : user;
  if (found === null) return GONE;
  const obstacle = moved ? misfit(change, found) : null;
  if (obstacle !== null) return stale(`The user was moved, and nothing else: ${obstacle}`);

  const wanted = merged(found, change);
  const end = await write(shop.client, { found, user: found }, withMark(wanted, shop.mark), null);
  if (end.result === 'done') shop.places.rename(user.id, wanted.email);
  return isMoveOnly && end.result !== 'done' ? done(`The plan could not leave its mark. ${end.text}`) : end;
}

function withMark(user: UserRecord, mark: string | null): UserRecord {
  return mark === null ? user : { ...user, description: withPlanMark(user.description, mark) };
}

/** The plan leaves one enabled, who may have been disabled by hand since. */
async function lastMaster({ live }: Workshop, { after }: Change, user: UserRecord): Promise<string | null> {
  if (user.role !== 'masterAdministrator' || !user.enabled || after.status !== 'disabled') return null;
  if (await live.hasOtherMaster(user.id)) return null;
  return 'This is the last enabled master administrator by now, who is never disabled.';
}

/** The plan knows better, but nothing that it may have got wrong reaches these users. */
function protection({ self }: Workshop, user: UserRecord): string | null {
  if (user.accountHolder) return 'This is the account holder, who is never changed.';
  const isSelf = self.ids.includes(user.id) || (user.email !== '' && fold(user.email) === fold(self.email));
  return isSelf ? 'This is the user whose credentials are used, who is never changed.' : null;
}

interface Start {
  /** The record as it was read. */
  readonly found: UserRecord;
  /** The same; for a new user without the add-ons that nobody has given it. */
  readonly user: UserRecord;
}

/**
 * Writes a record. Where only the mobile add-on is refused, everything else is written without it: nobody can ask the
 * service beforehand how many of these licences are left.
 */
async function write(
  client: Client,
  { found, user }: Start,
  wanted: UserRecord,
  password: string | null,
): Promise<End> {
  const written = await writeUser(client, found, wanted, password);
  if (written.ok || !wanted.mobile || user.mobile || !concernsMobile(written.word)) return endOfWrite(written, 'user');

  const rest = withoutMobile(wanted);
  const end = isEqual(user, rest) ? DONE : endOfWrite(await writeUser(client, found, rest, password), 'user');
  if (end.result !== 'done') return end;
  return done('No mobile licence was left; everything else is as planned. The next run asks for the licence again.');
}

/** The link then vouches for nothing, so that the next plan looks at the user again. */
function withoutMobile(user: UserRecord): UserRecord {
  const marker = parseMarker(user.description);
  if (marker === null) return { ...user, mobile: false };
  const open = formatMarker({ person: marker.person, fingerprint: NO_FINGERPRINT });
  const description = withMarker(user.description, open);
  return { ...user, mobile: false, description };
}

async function moveUser({ client, places }: Workshop, change: Change, id: NodeId, target: NodeId): Promise<End> {
  if (places.isIn(id, target)) return DONE;
  const from = change.fromNode;
  if (from === null || !places.isIn(id, from)) return elsewhere(places.placeOf(id));

  const moved = await client.call<End>({
    method: 'moveNode',
    parameters: { ...nodeParameters(id), targetnode: target, targetNodeID: target },
    signal: null,
    parse: () => DONE,
    writes: {
      node: id,
      before: { parent: from, group: change.before?.group ?? null },
      after: { parent: target, group: change.group },
    },
    async settle() {
      const live = (await readTree(client, null)).find((node) => node.id === id);
      if (live === undefined) return { ok: true, value: GONE };
      if (live.parent === target) return { ok: true, value: DONE };
      return live.parent === from ? null : { ok: true, value: elsewhere(null) };
    },
  });
  return moved.ok ? moved.value : refusedWith(moved.word);
}

function elsewhere(place: string | null): End {
  return stale(
    `The user stands in ${place ?? 'another group'} by now, not where it stood when the plan was made. Make a new plan.`,
  );
}
