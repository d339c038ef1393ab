import { groupBy } from '../../core/collections.ts';
import type { DirectoryGroupId } from '../../core/people.ts';
import { unreadGroups } from '../nested-groups.ts';
import type { GroupRead } from '../reading.ts';
import type { Root } from '../wanted-groups.ts';
import { count, readingMembers, some } from '../wording.ts';
import type { AskedProperty } from './attributes.ts';
import { type Listing, type ListingContext, readList } from './graph-list.ts';
import { type EntraGroup, type EntraObject, type EntraUnclear, readMember } from './graph-objects.ts';
import { forbidden, nothingShown, unavailable } from './failures.ts';
import { GraphProblem } from './graph-problem.ts';
import { membersOf, membersOfType, type Query } from './graph-queries.ts';
import type { Json } from './json.ts';
import { refuseAttributes } from './refused-attributes.ts';

/** What it takes to read groups with their people. */
export interface ReadingContext extends ListingContext {
  /** Further attributes that people are to carry. */
  readonly asked: readonly AskedProperty[];
}

/** A group as it was read from a tenant. */
export interface EntraRead extends GroupRead {
  readonly groups: readonly EntraGroup[];
  /** Whether the members are hidden from applications without Member.Read.Hidden. */
  readonly hidden: boolean;
  /** Why the members could not be asked for; null when they were. */
  readonly failed: GraphProblem | null;
  readonly unclear: readonly EntraUnclear[];
}

/** When so many groups get no usable answer, the service as a whole is taken to be out of order. */
const MOST_TROUBLED = 3;

/**
 * Reads the groups of the roots, and where wanted all groups inside them, level by level, each once (cycles are
 * legal). The direct members of 20 groups take one request, and a further one for every 999 members of a group.
 *
 * transitiveMembers would give all levels of a group at once, but not the groups through which a person belongs to it.
 * Every plan shows these groups.
 *
 * @throws Failure when people or members cannot be read at all, or with no attribute that was asked for; or the service
 *   gives no usable answers
 */
export async function readNestedGroups(
  context: ReadingContext,
  roots: readonly Root<EntraGroup>[],
): Promise<ReadonlyMap<DirectoryGroupId, EntraRead>> {
  const read = new Map<DirectoryGroupId, EntraRead>();
  for (let level = 0; ; level += 1) {
    const groups = unreadGroups(roots, read);
    if (groups.length === 0) break;
    context.progress(readingMembers(groups, level));
    const found = await readGroups(context, groups);
    const refused = found.find(({ failed }) => failed?.kind === 'refused' || failed?.kind === 'forbidden');
    if (refused !== undefined) await refuseAttributes(context, refused.group.id);
    for (const group of found) read.set(group.group.id, group);
    refuseHopeless([...read.values()]);
  }
  refuseBlind([...read.values()]);
  return read;
}

async function readGroups(context: ReadingContext, groups: readonly EntraGroup[]): Promise<EntraRead[]> {
  const queries = groups.map(({ id }) => membersOf(id, context.asked));
  const firsts = await context.graph.getMany(queries);
  return Promise.all(
    groups.map(async (group, index) => {
      const [query, first] = [queries[index] ?? membersOf(group.id, context.asked), firsts[index] ?? null];
      return readMembers(context, group, query, first);
    }),
  );
}

async function readMembers(
  context: ReadingContext,
  group: EntraGroup,
  query: Query,
  first: Json | GraphProblem | null,
): Promise<EntraRead> {
  try {
    if (first instanceof GraphProblem) throw first;
    const listing = await readList(context, query, first);
    const { items, problem } = listing.problem === null ? listing : await readByType(context, group, listing);
    return assemble(
      group,
      items.map((item) => readMember(item, context.asked)),
      problem,
    );
  } catch (error) {
    if (!(error instanceof GraphProblem)) throw error;
    const text = error.kind === 'forbidden' ? `${error.message}; it needs ${permissionFor(group)}` : error.message;
    const problems = [about(group, text)];
    return { ...sorted([]), group: labelled(group), hidden: group.hidden, problems, failed: error };
  }
}

/**
 * Reads people and groups in a list for each type, for when the number of members does not fit: v1.0 leaves service
 * principals out of member lists, and may count them all the same.
 *
 * @see https://learn.microsoft.com/graph/api/group-list-members
 */
async function readByType(context: ReadingContext, group: EntraGroup, mixed: Listing): Promise<Listing> {
  const types = ['user', 'group'] as const;
  const others = mixed.items.filter((item) => !types.some((type) => item['@odata.type'] === typeName(type)));
  const items = [...others];
  for (const type of types) {
    const listing = await readOrNot(context, membersOfType(group.id, type, context.asked));
    if (listing?.problem !== null) return mixed;
    for (const item of listing.items) items.push({ ...item, '@odata.type': typeName(type) });
  }
  return { items, problem: null };
}

/** The type of an object as Graph names it in lists of several types. */
function typeName(type: string): string {
  return `#microsoft.graph.${type}`;
}

async function readOrNot(context: ListingContext, query: Query): Promise<Listing | null> {
  try {
    return await readList(context, query, null);
  } catch (error) {
    if (error instanceof GraphProblem) return null;
    throw error;
  }
}

function assemble(group: EntraGroup, items: readonly EntraObject[], problem: string | null): EntraRead {
  const members = sorted(items);
  const problems = problem === null ? [] : [`its list of members is not whole: ${problem}`];
  if (group.hidden && items.length === 0) {
    problems.push(
      'its members are hidden, and none are shown; an application that may see them needs Member.Read.Hidden',
    );
  }
  for (const [permission, hidden] of groupBy(members.unclear, (object) => object.permission)) {
    const needs = permission === null ? '' : `; that needs ${permission}`;
    problems.push(
      `the properties of ${count(hidden.length, 'member')} are not shown (${some(hidden.map(({ id }) => id))})${needs}`,
    );
  }
  return {
    ...members,
    group: labelled(group),
    hidden: group.hidden,
    problems: problems.map((text) => about(group, text)),
    failed: null,
  };
}

/** Members by what they are. */
function sorted(items: readonly EntraObject[]): Pick<EntraRead, 'people' | 'groups' | 'others' | 'unclear'> {
  const of = <Kind extends EntraObject['kind']>(kind: Kind): Extract<EntraObject, { readonly kind: Kind }>[] =>
    items.filter((object): object is Extract<EntraObject, { readonly kind: Kind }> => object.kind === kind);
  const people = of('person').map(({ person }) => person);
  return { people, groups: of('group'), others: of('other'), unclear: of('unclear') };
}

function labelled({ id, name }: EntraGroup): GroupRead['group'] {
  return { id, name, label: id };
}

function about({ name, id }: EntraGroup, problem: string): string {
  return `"${name}" (${id}): ${problem}`;
}

function permissionFor({ hidden }: EntraGroup): string {
  return hidden ? 'Member.Read.Hidden' : 'GroupMember.Read.All and User.Read.All';
}

/** Stops the reading when no group at all may be read, or when several give no usable answer. */
function refuseHopeless(read: readonly EntraRead[]): void {
  const problems = read.flatMap(({ failed }) => (failed === null ? [] : [failed]));
  const open = read.filter(({ hidden }) => !hidden);
  const denied = open.find(({ failed }) => failed?.kind === 'forbidden')?.failed ?? null;
  if (denied !== null && open.every(({ failed }) => failed?.kind === 'forbidden')) throw forbidden('members', denied);
  const troubles = problems.filter(({ kind }) => kind === 'trouble');
  const [trouble] = troubles;
  if (trouble === undefined || (troubles.length < MOST_TROUBLED && troubles.length < read.length)) return;
  throw unavailable(trouble);
}

/** Stops the reading when the application may not read people: every one of them would look the same. */
function refuseBlind(read: readonly EntraRead[]): void {
  const blind = read.find(({ unclear }) => unclear.some(({ permission }) => permission === 'User.Read.All'));
  const sees = read.some(({ people, others }) => people.length > 0 || others.some(isGuest));
  if (blind !== undefined && !sees) throw nothingShown(blind.group.name);
}

function isGuest({ other }: EntraRead['others'][number]): boolean {
  return other.kind === 'guest';
}
