import { compareText } from '../core/text.ts';
import type {
  CompleteRoot,
  DirectoryGroup,
  DirectoryGroupId,
  DirectoryReading,
  IncompleteRoot,
  OtherMember,
  Person,
  PersonId,
  RootRead,
} from '../core/people.ts';
import type { Notice } from '../core/notice.ts';
import { judgeAttributes } from './attributes.ts';
import { reachable } from './nested-groups.ts';
import type { Root } from './wanted-groups.ts';

/** A direct member that is no group, whatever directory it was read from. */
export type Member =
  | { readonly kind: 'person'; readonly id: PersonId; readonly person: Person }
  | { readonly kind: 'other'; readonly id: string; readonly other: OtherMember };

/** The direct members of a group. One may stand there twice, as a listed member and as one by primaryGroupID. */
export interface Members<Group extends { readonly id: DirectoryGroupId } = { readonly id: DirectoryGroupId }> {
  readonly people: readonly Person[];
  readonly groups: readonly Group[];
  readonly others: readonly Extract<Member, { readonly kind: 'other' }>[];
}

/** A group with everything that is known about its direct members. */
export interface GroupRead extends Members {
  readonly group: { readonly id: DirectoryGroupId; readonly name: string; readonly label: string };
  /** The gaps in what is known about its members, each a sentence without its full stop; empty when all is known. */
  readonly problems: readonly string[];
}

type FoundRoot = Root<Pick<GroupRead['group'], 'id' | 'name'>>;

/** Which directory it is: the base DN, the tenant or the file. */
export interface Origin {
  readonly type: DirectoryReading['type'];
  readonly name: string;
}

/**
 * Puts a reading together. It is in order of identity, since a directory has no order of its own.
 *
 * @param roots one for each wanted group, in the same order
 * @param advice what to do about groups that were read only in part
 * @param attributes those of people that were asked for
 */
export function assembleReading(
  origin: Origin,
  roots: readonly (FoundRoot | IncompleteRoot)[],
  read: ReadonlyMap<DirectoryGroupId, GroupRead>,
  advice: string,
  attributes: readonly string[] = [],
): DirectoryReading {
  const judged = roots.map((root) => (root.kind === 'found' ? judge(root, read, advice) : root));
  const groups = groupsOf(read);
  const { people, notices } = judgeAttributes(peopleOf(read), attributes);
  const base = { ...origin, people, groups, notices: [...notPeople([...groups.values()]), ...notices] };
  const complete = judged.filter((root): root is CompleteRoot => root.kind === 'complete');
  return complete.length === judged.length
    ? { ...base, kind: 'complete', roots: complete }
    : { ...base, kind: 'partial', roots: judged };
}

function judge(root: FoundRoot, read: ReadonlyMap<DirectoryGroupId, GroupRead>, advice: string): RootRead {
  const group = root.group.id;
  const problems = [...reachable(root, read)].flatMap((id) => read.get(id)?.problems ?? []).sort();
  if (problems.length === 0) return { kind: 'complete', group };
  const text = `The directory group "${root.group.name}" was read only in part. ${problems.join('. ')}. ${advice}`;
  return { kind: 'incomplete', group, code: 'GROUP_READ_PARTLY', text };
}

function peopleOf(read: ReadonlyMap<DirectoryGroupId, GroupRead>): ReadonlyMap<PersonId, Person> {
  const people = new Map<PersonId, Person>();
  for (const group of read.values()) for (const person of group.people) people.set(person.id, person);
  return new Map([...people].sort(byKey));
}

function groupsOf(read: ReadonlyMap<DirectoryGroupId, GroupRead>): ReadonlyMap<DirectoryGroupId, DirectoryGroup> {
  return new Map([...read].map(([id, group]): [DirectoryGroupId, DirectoryGroup] => [id, groupOf(group)]).sort(byKey));
}

function groupOf({ group, people, groups, others }: GroupRead): DirectoryGroup {
  return {
    id: group.id,
    name: group.name,
    label: group.label,
    people: inOrder(people.map(({ id }) => id)),
    groups: inOrder(groups.map(({ id }) => id)),
    others: [...new Map(others.map(({ id, other }) => [id, other])).entries()].sort(byKey).map(([, other]) => other),
  };
}

/** Each once. */
function inOrder<Id extends string>(ids: Id[]): Id[] {
  return ids.sort().filter((id, index, all) => id !== all[index - 1]);
}

const KINDS: Readonly<Record<OtherMember['kind'], string>> = {
  computer: 'a computer',
  contact: 'a contact',
  foreignSecurityPrincipal: 'a foreign security principal (someone of another domain)',
  device: 'a device',
  servicePrincipal: 'a service principal',
  guest: 'a guest of the tenant',
  unknown: 'no person',
};

const NOT_A_PERSON = 'MEMBER_NOT_A_PERSON';

export function isAboutMembers({ code }: Notice): boolean {
  return code === NOT_A_PERSON;
}

const HARMLESS: ReadonlySet<OtherMember['kind']> = new Set(['computer', 'device']);

/** What there is to say of members that are no people. */
export function notPeople(groups: readonly Pick<DirectoryGroup, 'name' | 'others'>[]): Notice[] {
  return groups.flatMap((group) =>
    group.others.map(
      (other): Notice => ({
        code: NOT_A_PERSON,
        severity: HARMLESS.has(other.kind) ? 'info' : 'warning',
        text: `"${other.name}" in the directory group "${group.name}" is ${KINDS[other.kind]} and gets no user.`,
        subject: other.name,
        line: null,
      }),
    ),
  );
}

function byKey([a]: readonly [string, unknown], [b]: readonly [string, unknown]): number {
  return compareText(a, b);
}
