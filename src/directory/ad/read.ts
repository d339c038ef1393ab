import type {
  CompleteRoot,
  DirectoryGroup,
  DirectoryGroupId,
  DirectoryReading,
  Notice,
  OtherMember,
  Person,
  PersonId,
  RootRead,
  WantedGroup,
} from '../../core/model.ts';
import type { ReadOptions } from '../directory.ts';
import { findGroups } from './find.ts';
import type { AdSource } from './source.ts';
import { type Walked, type WalkedGroup, type WalkRoot, reachable, walk } from './walk.ts';
import { count } from './wording.ts';

/** Which directory it is: the base DN or the file. */
export interface Origin {
  readonly type: 'ldap' | 'file';
  readonly name: string;
}

/**
 * Reads the wanted groups from an Active Directory, whether it answers itself or lies in an export. Everything in
 * the reading is in order of identity, since a directory has no order of its own.
 */
export async function readGroups(
  source: AdSource,
  origin: Origin,
  wanted: readonly WantedGroup[],
  options: ReadOptions,
): Promise<DirectoryReading> {
  options.progress(`Looking for ${count(wanted.length, 'directory group')}`);
  const found = await findGroups(source, wanted);
  const starts = found.map((root, index) => ({ root, nested: wanted[index]?.nested ?? false }));
  const roots = starts.flatMap(({ root, nested }) => (root.kind === 'group' ? [{ group: root, nested }] : []));
  const walked = await walk(source, roots, options);
  const reads = starts.map(
    ({ root, nested }): RootRead =>
      root.kind === 'group' ? judge({ group: root, nested }, walked, ADVICE[origin.type]) : root,
  );
  const groups = groupsOf(walked);
  const base = { ...origin, people: peopleOf(walked), groups, notices: noticesOf([...groups.values()]) };
  const complete = reads.filter((read): read is CompleteRoot => read.kind === 'complete');
  return complete.length === reads.length
    ? { ...base, kind: 'complete', roots: complete }
    : { ...base, kind: 'partial', roots: reads };
}

const ADVICE: Readonly<Record<Origin['type'], string>> = {
  ldap: 'Such members may lie in another domain or be hidden from the account that reads: let it read them, or take them out of the group.',
  file: 'Export everything the groups hold, best the whole domain.',
};

function judge(root: WalkRoot, walked: Walked, advice: string): RootRead {
  const group: DirectoryGroupId = root.group.id;
  const faults = [...reachable(root, walked)]
    .map((id) => walked.get(id))
    .filter((read) => read !== undefined)
    .flatMap((read) => read.problems.map((problem) => `${read.group.dn}: ${problem}`))
    .sort();
  if (faults.length === 0) return { kind: 'complete', group };
  const text = `The directory group "${root.group.name}" was read only in part. ${faults.join('. ')}. ${advice}`;
  return { kind: 'incomplete', group, code: 'GROUP_READ_PARTLY', text };
}

function peopleOf(walked: Walked): ReadonlyMap<PersonId, Person> {
  const people = new Map<PersonId, Person>();
  for (const { members } of walked.values()) {
    for (const member of members) if (member.kind === 'person') people.set(member.id, member.person);
  }
  return new Map([...people].sort(byKey));
}

function groupsOf(walked: Walked): ReadonlyMap<DirectoryGroupId, DirectoryGroup> {
  return new Map([...walked].map(([id, read]): [DirectoryGroupId, DirectoryGroup] => [id, groupOf(read)]).sort(byKey));
}

function groupOf({ group, members }: WalkedGroup): DirectoryGroup {
  return {
    id: group.id,
    name: group.name,
    label: group.dn,
    people: members.flatMap((member) => (member.kind === 'person' ? [member.id] : [])).sort(),
    groups: members.flatMap((member) => (member.kind === 'group' ? [member.id] : [])).sort(),
    others: othersOf(members),
  };
}

function othersOf(members: WalkedGroup['members']): OtherMember[] {
  const others = members.flatMap((member) => (member.kind === 'other' ? [member] : []));
  return others.sort((a, b) => (a.id < b.id ? -1 : 1)).map((member) => member.other);
}

const KINDS: Readonly<Record<OtherMember['kind'], string>> = {
  computer: 'a computer',
  contact: 'a contact',
  foreignSecurityPrincipal: 'a foreign security principal (someone of another domain)',
  device: 'a device',
  servicePrincipal: 'a service principal',
  unknown: 'no person',
};

function noticesOf(groups: readonly DirectoryGroup[]): Notice[] {
  return groups.flatMap((group) =>
    group.others.map(
      (other): Notice => ({
        code: 'MEMBER_NOT_A_PERSON',
        severity: other.kind === 'computer' ? 'info' : 'warning',
        text: `"${other.name}" in the directory group "${group.name}" is ${KINDS[other.kind]} and gets no user.`,
        subject: other.name,
        line: null,
      }),
    ),
  );
}

function byKey([a]: readonly [string, unknown], [b]: readonly [string, unknown]): number {
  return a < b ? -1 : Number(a > b);
}
