import type { DirectoryReading, Person } from '../../src/core/people.ts';
import { newSandboxAccount, type SandboxAccount, sandboxNode } from '../../src/sandbox/index.ts';
import type { TestAccount } from '../targets/rescue/planner/builders.ts';

/** A random directory as the LDIF file an export of it would be. */
export function asLdif(reading: DirectoryReading): string {
  const people = [...reading.people.values()].map(personEntry);
  const groups = [...reading.groups.values()].map((group) => {
    const members = [
      ...group.people.map((id) => `member: ${personDn(reading.people.get(id))}`),
      ...group.groups.map((id) => `member: ${groupDn(reading.groups.get(id)?.name ?? '')}`),
    ];
    return [
      `dn: ${groupDn(group.name)}`,
      'objectClass: group',
      `cn: ${group.name}`,
      `objectGUID: ${group.id}`,
      ...members,
    ];
  });
  return [...people, ...groups].map((lines) => `${lines.join('\n')}\n`).join('\n');
}

function personEntry(person: Person): string[] {
  const optional = (name: string, value: string | null): string[] =>
    value === null || value === '' ? [] : [`${name}:: ${Buffer.from(value).toString('base64')}`];
  return [
    `dn: ${personDn(person)}`,
    'objectClass: user',
    `objectGUID: ${person.id}`,
    `userAccountControl: ${person.state === 'disabled' ? 514 : 512}`,
    ...(person.state === 'expired' ? ['accountExpires: 132223104000000000'] : []),
    ...optional('displayName', person.name),
    ...optional('mail', person.mail),
    ...optional('userPrincipalName', person.upn),
  ];
}

function personDn(person: Person | undefined): string {
  return `${person?.label ?? ''},OU=People,DC=corp,DC=example`;
}

function groupDn(name: string): string {
  return `CN=${name},OU=Groups,DC=corp,DC=example`;
}

export const SELF = 'olga.owner@corp.example';
export const TOKEN = 'sandbox-token';

const TYPES = {
  technician: 'Technician',
  administrator: 'Administrator',
  masterAdministrator: 'Masteradministrator',
} as const;

/** A random account as the stand-in keeps it. Everybody has a password, so that everybody can be enabled. */
export function asSandbox({ reading, details }: TestAccount): SandboxAccount {
  const account = newSandboxAccount({
    organization: reading.organization,
    accountId: Number(reading.account),
    apiToken: TOKEN,
    holder: { name: 'Olga Owner', email: SELF, password: 'Holder%1pass' },
  });
  const roots = new Map(account.nodes.filter(({ parent }) => parent === null).map(({ name, id }) => [name, id]));
  const idOf = (id: string): number => {
    const group = reading.groups.find((entry) => entry.id === id);
    return group?.path.length === 1 ? (roots.get(group.path[0] ?? '') ?? 0) : Number(id);
  };
  for (const { id, parent, path, role, description } of reading.groups) {
    if (parent === null) continue;
    const type = role === 'technician' ? 'TechnicianGroup' : 'AdministratorGroup';
    account.nodes.push(
      sandboxNode({ id: Number(id), parent: idOf(parent), type, name: path.at(-1) ?? '', description }),
    );
  }
  for (const { id, group, role, name, email, description, enabled } of reading.users) {
    const type = TYPES[role];
    const { ssoId = '', mobile: mobileAddon = false, accountHolder = false } = details.get(id) ?? {};
    const status = enabled ? 'Online' : 'Disabled';
    const base = { id: Number(id), parent: idOf(group), type, name, email, description, status } as const;
    account.nodes.push(
      sandboxNode({
        ...base,
        ssoId,
        mobileAddon,
        accountHolder,
        nick: `nick of ${id}`,
        rpatAddon: true,
        password: 'Rescue%Tech1',
      }),
    );
  }
  return account;
}
