import type { IncompleteRoot, WantedGroup } from '../../core/people.ts';
import { parseGuid } from '../guid.ts';
import { called, calledExactly } from '../names.ts';
import { mostSimilar } from '../similar-names.ts';
import { ambiguous, incomplete, noSuchId, notFound } from '../wanted-groups.ts';
import { forbidden, unavailable } from './failures.ts';
import { findTogether } from './find-together.ts';
import { type ListingContext, readList } from './graph-list.ts';
import { type EntraGroup, readGroup } from './graph-objects.ts';
import { BATCH } from './graph.ts';
import { GraphProblem } from './graph-problem.ts';
import { groupById, groupsNamed, namesLike, type Query } from './graph-queries.ts';
import { field, type Json, valuesOf } from './json.ts';

export type Found = EntraGroup | IncompleteRoot;

/**
 * Finds the wanted groups: by object id, or by a display name (whole, in any case) that only one group has.
 * `result[i]` belongs to `wanted[i]`.
 */
export async function findGroups(context: ListingContext, wanted: readonly WantedGroup[]): Promise<Found[]> {
  const all = [...new Set(wanted.map(({ ref }) => ref))];
  const together = all.length > BATCH ? await findTogether(context, all) : new Map<string, EntraGroup>();
  const found = new Map<string, Found | null>(together);
  const refs = all.filter((ref) => !found.has(ref));
  const queries = refs.map((ref) => {
    const id = parseGuid(ref);
    return id === null ? groupsNamed(ref) : groupById(id);
  });
  const answers = await context.graph.getMany(queries);
  const problems = answers.filter((answer) => answer instanceof GraphProblem);
  const [first] = problems;
  if (first?.kind === 'trouble' && problems.length === answers.length) throw unavailable(first);
  for (const [index, ref] of refs.entries()) {
    const [answer, query] = [answers[index], queries[index]];
    if (answer === undefined || query === undefined) continue;
    found.set(ref, await resolve(context, ref, query, answer));
  }
  const missing = refs.filter((ref) => found.get(ref) === null);
  const hints = await similarTo(context, missing);
  for (const [index, ref] of missing.entries()) found.set(ref, noneCalled(ref, hints[index] ?? []));
  return wanted.map(({ ref }) => found.get(ref) ?? noneCalled(ref, []));
}

/** null when no group has this name; the caller then looks for a hint. */
async function resolve(
  context: ListingContext,
  ref: string,
  query: Query,
  answer: Json | GraphProblem,
): Promise<Found | null> {
  if (answer instanceof GraphProblem) return fromProblem(ref, answer);
  if (!query.advanced) return readGroup(answer) ?? unreadable(ref);
  try {
    const { items, problem } = await readList(context, query, answer);
    const alike = items.filter((item) => called(ref)({ names: namesIn([item]) }));
    const exact = alike.filter((item) => calledExactly(ref)({ names: namesIn([item]) }));
    const named = exact.length === 1 ? exact : alike;
    if (problem !== null) return incomplete('GROUP_READ_PARTLY', `The search for "${ref}" came to no end: ${problem}.`);
    const [only] = named;
    if (only === undefined) return null;
    return named.length === 1
      ? (readGroup(only) ?? unreadable(ref))
      : ambiguous(ref.trim(), named.map(idIn), 'object id');
  } catch (error) {
    if (!(error instanceof GraphProblem)) throw error;
    return fromProblem(ref, error);
  }
}

function fromProblem(ref: string, problem: GraphProblem): IncompleteRoot {
  if (problem.kind === 'forbidden') throw forbidden('groups', problem);
  if (problem.kind === 'notFound') return noSuchId('object id', ref);
  return incomplete('GROUP_READ_PARTLY', `The directory group "${ref}" could not be looked up: ${problem.message}.`);
}

function unreadable(ref: string): IncompleteRoot {
  return incomplete(
    'GROUP_READ_PARTLY',
    `The directory group "${ref}" was found, but its name cannot be read. Grant the application permission GroupMember.Read.All.`,
  );
}

function noneCalled(name: string, similar: readonly string[]): IncompleteRoot {
  const missing = notFound(`No directory group is called "${name.trim()}" (compared with displayName).`, similar);
  const dn = /\bDC=/i.test(name) ? ' Entra ID knows no distinguished names: write the object id or the name.' : '';
  return { ...missing, text: `${missing.text}${dn}` };
}

/** Names that begin as the missing one does, or share a word with it. They are a hint, so one page of each is enough. */
export async function similarTo({ graph }: ListingContext, names: readonly string[]): Promise<string[][]> {
  const queries = names.flatMap(namesLike);
  const answers = queries.length === 0 ? [] : await graph.getMany(queries);
  return names.map((name, index) => {
    const pages = answers.slice(2 * index, 2 * index + 2);
    const groups = pages.flatMap((page) => (page instanceof GraphProblem ? [] : namesIn(valuesOf(page))));
    return mostSimilar(
      name,
      groups.map((own) => ({ group: own, compare: own, show: own })),
    );
  });
}

/** The names of groups as Graph gives them; none where they are not shown. */
function namesIn(groups: readonly unknown[]): string[] {
  return groups.map((group) => field(group, 'displayName')).filter((name) => typeof name === 'string');
}

function idIn(group: Json): string {
  return String(group['id']);
}
