import { fold, foldPath } from '../../src/core/text.ts';
import { sealMarker, withMarker } from '../../src/targets/rescue/planner/marker.ts';
import type { AccountGroup, AccountUser, NodeId, UserDetails } from '../../src/targets/rescue/planner/account.ts';
import type { RescueChange as Change, RescuePlan as Plan } from '../../src/targets/rescue/planner/change.ts';
import { formatPath, parsePath } from '../../src/core/path.ts';
import { SEALING, type TestAccount } from '../targets/rescue/planner/builders.ts';

export interface Budgets {
  readonly technicians: number | null;
  readonly mobile: number | null;
}

/**
 * What becomes of an account when a plan is carried out, in the order of the plan; throws where the service would
 * refuse a step (an address in use, a kind that may not stand there, more licences than there are), and where somebody
 * would lose the user of a former role before having the new one.
 */
export function carryOut(plan: Plan, account: TestAccount, budgets: Budgets): TestAccount {
  let groups = [...account.reading.groups];
  let users = [...account.reading.users];
  const details = new Map(account.details);
  let next = Math.max(1000, ...[...groups, ...users].map(({ id }) => Number(id) + 1));
  const most = {
    technicians: Math.max(budgets.technicians ?? Infinity, seats(users)),
    mobile: Math.max(budgets.mobile ?? Infinity, addOns(details)),
  };

  function groupAt(path: string): AccountGroup {
    const found = groups.find((group) => formatPath(group.path) === path);
    if (found === undefined) throw new Error(`no group ${path}`);
    return found;
  }

  for (const [index, change] of plan.changes.entries()) {
    const id = change.node ?? (String(next++) as NodeId);
    if (change.kind === 'group') {
      groups = change.node === null ? [...groups, createdGroup(change, id, groupAt)] : renamed(change, groups);
      refuseNames(groups);
      continue;
    }
    const before = users.find((user) => user.id === id) ?? null;
    const home = groupAt(change.group);
    if (change.native.toNode !== null && change.native.toNode !== home.id)
      throw new Error(`${change.name} goes elsewhere`);
    const after = changedUser(change, id, before, home);
    if (before !== null && before.role !== after.role) throw new Error(`${change.name} changes the role`);
    users = [...users.filter((user) => user.id !== id), after];
    details.set(id, changedDetails(change, details.get(id)));
    refuse(after, users, groups);
    if ((change.after.ssoId ?? '') !== '') refuseSsoId(id, users, details);
    refuseGap(change, plan.changes.slice(index + 1));
    if (seats(users) > most.technicians) throw new Error(`no seat for ${change.name}`);
    if (addOns(details) > most.mobile) throw new Error(`no mobile add-on for ${change.name}`);
  }
  return { reading: { ...account.reading, groups, users }, details };
}

function seats(users: readonly AccountUser[]): number {
  return users.filter(({ role, enabled, email }) => role === 'technician' && enabled && email !== '').length;
}

function addOns(details: ReadonlyMap<NodeId, UserDetails>): number {
  return [...details.values()].filter(({ mobile }) => mobile).length;
}

function refuseNames(groups: readonly AccountGroup[]): void {
  const paths = groups.map(({ path }) => foldPath(path));
  const twice = paths.find((path, index) => paths.indexOf(path) !== index);
  if (twice !== undefined) throw new Error(`two groups are called ${twice}`);
}

function createdGroup(change: Change, id: NodeId, groupAt: (path: string) => AccountGroup): AccountGroup {
  const path = parsePath(change.group);
  const parent = groupAt(formatPath(path.slice(0, -1)));
  return { id, parent: parent.id, role: parent.role, path, description: sealed('', change.native.marker, id) };
}

function renamed({ node, after, native: { marker } }: Change, groups: readonly AccountGroup[]): AccountGroup[] {
  const old = groups.find(({ id }) => id === node);
  if (old === undefined) throw new Error(`no group ${node ?? ''}`);
  const path = [...old.path.slice(0, -1), after.name ?? old.path.at(-1) ?? ''];
  return groups.map((group) => {
    const below = group.path.length >= path.length && old.path.every((name, index) => group.path[index] === name);
    const moved = below ? { ...group, path: [...path, ...group.path.slice(path.length)] } : group;
    return group.id === node ? { ...moved, description: sealed(group.description, marker, node) } : moved;
  });
}

/** As a run writes it. */
function sealed(description: string, marker: string | null, node: NodeId): string {
  return marker === null ? description : withMarker(description, sealMarker(marker, node, SEALING));
}

function changedUser(change: Change, id: NodeId, before: AccountUser | null, home: AccountGroup): AccountUser {
  const { after } = change;
  const { marker } = change.native;
  return {
    id,
    role: home.role,
    group: home.id,
    name: after.name ?? before?.name ?? '',
    email: after.email ?? before?.email ?? '',
    enabled: after.status === undefined ? (before?.enabled ?? true) : after.status === 'enabled',
    description: sealed(before?.description ?? '', marker, id),
    details: null,
  };
}

function changedDetails({ after }: Change, before: UserDetails | undefined): UserDetails {
  return {
    ssoId: after.ssoId ?? before?.ssoId ?? '',
    mobile: after.mobile ?? before?.mobile ?? false,
    accountHolder: before?.accountHolder ?? false,
  };
}

function refuseGap({ reason, operations, facts, name }: Change, later: readonly Change[]): void {
  if (reason.code !== 'ROLE_CHANGED' || !operations.includes('disable')) return;
  const waits = later.some(
    ({ person, after }) => person !== null && person === facts?.link && after.status === 'enabled',
  );
  if (waits) throw new Error(`${name} is disabled before the user of the new role is there`);
}

function refuseSsoId(id: NodeId, users: readonly AccountUser[], details: ReadonlyMap<NodeId, UserDetails>): void {
  const own = fold(details.get(id)?.ssoId ?? '');
  const same = users.find((user) => user.id !== id && fold(details.get(user.id)?.ssoId ?? '') === own);
  if (same !== undefined) throw new Error(`the SSO id ${own} is that of ${same.name}`);
}

function refuse(user: AccountUser, users: readonly AccountUser[], groups: readonly AccountGroup[]): void {
  const same = users.filter(({ id, email }) => id !== user.id && fold(email) === fold(user.email));
  if (same.length > 0) throw new Error(`${user.email} is in use`);
  if (user.name.trim() === '') throw new Error(`${user.email} has no name`);
  const home = groups.find(({ id }) => id === user.group);
  if (home === undefined || foldPath(home.path) === 'technicians') throw new Error(`${user.email} stands nowhere`);
}
