import { fold, foldPath } from '../../src/core/identity.ts';
import { withMarker } from '../../src/core/marker.ts';
import type { AccountGroup, AccountUser, Change, NodeId, Plan, UserDetails } from '../../src/core/model.ts';
import { formatPath, parsePath } from '../../src/core/path.ts';
import type { TestAccount } from '../core/builders.ts';

/** What becomes of an account when a plan is carried out; throws where the service would refuse a step. */
export function carryOut(plan: Plan, account: TestAccount): TestAccount {
  let groups = [...account.reading.groups];
  let users = [...account.reading.users];
  const details = new Map(account.details);
  let next = 1000;

  function groupAt(path: string): AccountGroup {
    const found = groups.find((group) => formatPath(group.path) === path);
    if (found === undefined) throw new Error(`no group ${path}`);
    return found;
  }

  for (const change of plan.changes) {
    const id = change.node ?? (String(next++) as NodeId);
    if (change.kind === 'group') {
      groups = [...groups, createdGroup(change, id, groupAt)];
      continue;
    }
    const before = users.find((user) => user.id === id) ?? null;
    const after = changedUser(change, id, before, groupAt(change.group));
    users = [...users.filter((user) => user.id !== id), after];
    details.set(id, changedDetails(change, details.get(id)));
    refuse(after, users, groups);
  }
  return { reading: { ...account.reading, groups, users }, details };
}

function createdGroup(change: Change, id: NodeId, groupAt: (path: string) => AccountGroup): AccountGroup {
  const path = parsePath(change.group);
  return { id, parent: groupAt(formatPath(path.slice(0, -1))).id, role: 'technician', path, description: '' };
}

function changedUser(change: Change, id: NodeId, before: AccountUser | null, home: AccountGroup): AccountUser {
  const { after, marker } = change;
  return {
    id,
    role: 'technician',
    group: home.id,
    name: after.name ?? before?.name ?? '',
    email: after.email ?? before?.email ?? '',
    enabled: after.status === undefined ? (before?.enabled ?? true) : after.status === 'enabled',
    description: marker === null ? (before?.description ?? '') : withMarker(before?.description ?? '', marker),
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

function refuse(user: AccountUser, users: readonly AccountUser[], groups: readonly AccountGroup[]): void {
  const same = users.filter(({ id, email }) => id !== user.id && fold(email) === fold(user.email));
  if (same.length > 0) throw new Error(`${user.email} is in use`);
  if (user.name.trim() === '') throw new Error(`${user.email} has no name`);
  const home = groups.find(({ id }) => id === user.group);
  if (home === undefined || foldPath(home.path) === 'technicians') throw new Error(`${user.email} stands nowhere`);
}
