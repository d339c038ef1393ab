import { fold } from '../../core/identity.ts';
import type { AccountReading, Change, NodeId } from '../../core/model.ts';
import type { Secret } from '../../core/secret.ts';
import type { Client, Result } from './client.ts';
import { isEqual, merged, misfit } from './facts.ts';
import type { NodeMaker } from './nodes.ts';
import { DONE, type End, failed, refusedWith, stale } from './outcome.ts';
import { randomPassword } from './password.ts';
import type { Places } from './places.ts';
import { readTree } from './tree.ts';
import { nodeParameters, readUser, type UserRecord, writeUser } from './user.ts';

/** What the changes of one plan work with. */
export interface Workshop {
  readonly client: Client;
  readonly places: Places;
  readonly maker: NodeMaker;
  readonly self: AccountReading['self'];
  /** null = a random one for each new user. */
  readonly newUserPassword: Secret | null;
  readonly randomBytes: (size: number) => Uint8Array;
}

const GONE = stale('The user is not in the account any more. Make a new plan.');

/** Creates a user, or fills in a bare node that a run left behind when it broke off. */
export async function createUser(shop: Workshop, change: Change): Promise<End> {
  const { client, places, maker } = shop;
  const parent = places.group(change.group);
  if (parent === null) return noGroup(change.group);
  const taken = places.withEmail(change.after.email ?? '');
  if (taken !== null) return await alreadyThere(shop, change, taken, parent);

  for (;;) {
    const left = places.takeBare('user', change.role, parent, change.node);
    const created: Result<NodeId> =
      left === null ? await maker.create('user', change.role, parent) : { ok: true, value: left };
    if (!created.ok) return refusedWith(created.word);
    const user = await readUser(client, created.value, null);
    if (user !== null && user.role === change.role && !user.accountHolder && (left === null || user.email === '')) {
      return await fillIn(shop, change, user, parent);
    }
    // A bare node that somebody has filled in or removed meanwhile is not ours; look for the next, or create one.
    if (left === null)
      return failed('The new user could not be found after it was created. Make a new plan, which finds it.');
  }
}

async function fillIn(shop: Workshop, change: Change, bare: UserRecord, parent: NodeId): Promise<End> {
  const wanted = merged({ ...bare, mobile: false, rpat: false }, change);
  const password = shop.newUserPassword?.reveal() ?? randomPassword(shop.randomBytes);
  const refusal = await writeUser(shop.client, wanted, password);
  if (refusal !== null) {
    shop.places.giveBare(bare.id, 'user', change.role, parent);
    return refusedWith(refusal);
  }
  shop.places.put(bare.id, parent, wanted.email);
  return DONE;
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
  const { client, places } = shop;
  const user = await readUser(client, id, null);
  if (user === null) return GONE;
  const obstacle = protection(shop, user) ?? misfit(change, user);
  if (obstacle !== null) return stale(obstacle);

  const wanted = merged(user, change);
  if (change.after.group !== undefined) {
    const target = places.group(change.after.group);
    if (target === null) return noGroup(change.after.group);
    const end = await moveUser(shop, change, id, target);
    if (end.result !== 'done') return end;
    places.put(id, target, user.email);
  }
  if (isEqual(user, wanted)) return DONE;
  const refusal = await writeUser(client, wanted, null);
  if (refusal !== null) return refusedWith(refusal);
  places.rename(id, wanted.email);
  return DONE;
}

/** The plan knows better, but nothing that it may have got wrong reaches these users. */
function protection({ self }: Workshop, user: UserRecord): string | null {
  if (user.accountHolder) return 'This is the account holder, who is never changed.';
  const isSelf = self.ids.includes(user.id) || (user.email !== '' && fold(user.email) === fold(self.email));
  return isSelf ? 'This is the user whose credentials are used, who is never changed.' : null;
}

async function moveUser({ client, places }: Workshop, change: Change, id: NodeId, target: NodeId): Promise<End> {
  if (places.isIn(id, target)) return DONE;
  const from = change.before?.group === undefined ? null : places.group(change.before.group);
  if (from === null || !places.isIn(id, from)) return elsewhere(places.placeOf(id));

  const moved = await client.call<End>({
    method: 'moveNode',
    parameters: { ...nodeParameters(id), targetnode: target, targetNodeID: target },
    signal: null,
    parse: () => DONE,
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
    `The user stands in ${place ?? 'another group'} by now, not where it was planned to be moved from. Make a new plan.`,
  );
}

function noGroup(path: string): End {
  return failed(`There is no group ${path} in the account, or there are several of that name.`);
}
