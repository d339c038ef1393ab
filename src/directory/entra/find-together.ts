import { append } from '../../core/collections.ts';
import { parseGuid } from '../guid.ts';
import { called, spellings } from '../names.ts';
import { chunked } from '../batches.ts';
import { unavailable } from './failures.ts';
import { type ListingContext, readList } from './graph-list.ts';
import { type EntraGroup, readGroup } from './graph-objects.ts';
import { GraphProblem } from './graph-problem.ts';
import { groupsAmong, MOST_VALUES, type Query } from './graph-queries.ts';
import { field, isJson, type Json, valuesOf } from './json.ts';

/** The longest text of names in one question: an address may have 2,048 characters. */
const LONGEST = 1500;

/** References that one question is about, and the values that it asks for. */
interface Together {
  readonly property: 'id' | 'displayName';
  readonly refs: readonly string[];
  readonly values: readonly string[];
}

/**
 * Finds groups, 15 with one question, so that 300 take one round trip. Only what is beyond doubt is given back: a group
 * with that object id, or the only group of that name in a list that was read to its end. All others (not found, several
 * of one name, refused) are to be asked for one by one: then it is known which of them a problem is about.
 *
 * @throws Failure when nothing at all can be asked
 */
export async function findTogether(
  context: ListingContext,
  refs: readonly string[],
): Promise<ReadonlyMap<string, EntraGroup>> {
  const questions = questionsFor(refs);
  const queries = questions.map(({ property, values }) => groupsAmong(property, values));
  const answers = await context.graph.getMany(queries);
  const problems = answers.filter((answer) => answer instanceof GraphProblem);
  const [first] = problems;
  if (first?.kind === 'trouble' && problems.length === answers.length) throw unavailable(first);
  const found = new Map<string, EntraGroup>();
  for (const [index, question] of questions.entries()) {
    const [query, answer] = [queries[index], answers[index]];
    if (query === undefined || answer === undefined || answer instanceof GraphProblem) continue;
    const groups = await listed(context, query, answer);
    for (const ref of question.refs) {
      const group = onlyOne(question.property, ref, groups);
      if (group !== null) found.set(ref, group);
    }
  }
  return found;
}

function questionsFor(refs: readonly string[]): Together[] {
  const ids = refs.filter((ref) => parseGuid(ref) !== null);
  const byId = chunked(ids, MOST_VALUES).map(
    (some): Together => ({ property: 'id', refs: some, values: some.map((ref) => parseGuid(ref) ?? ref) }),
  );
  return [...byId, ...byName(refs.filter((ref) => parseGuid(ref) === null))];
}

/** Each name in all its spellings, as many names as one question can hold. */
function byName(names: readonly string[]): Together[] {
  const questions: { property: 'displayName'; refs: string[]; values: string[] }[] = [];
  for (const name of names) {
    const own = valuesFor(name);
    const last = questions.at(-1);
    const fits = last !== undefined && isShort([...last.values, ...own]);
    if (fits) {
      last.refs.push(name);
      append(last.values, own);
    } else if (isShort(own)) {
      questions.push({ property: 'displayName', refs: [name], values: own });
    }
  }
  return questions;
}

function valuesFor(name: string): string[] {
  return [...new Set([name.trim(), name].flatMap(spellings))];
}

function isShort(values: readonly string[]): boolean {
  return values.length <= MOST_VALUES && encodeURIComponent(values.join(', ')).length <= LONGEST;
}

/** All groups of the answer; none where it came to no end. */
async function listed(context: ListingContext, query: Query, answer: Json): Promise<readonly Json[]> {
  // Each id is that of one group at most, so nothing has to be counted.
  if (!query.advanced) return valuesOf(answer).filter(isJson);
  try {
    const { items, problem } = await readList(context, query, answer);
    return problem === null ? items : [];
  } catch (error) {
    if (!(error instanceof GraphProblem)) throw error;
    return [];
  }
}

function onlyOne(property: Together['property'], ref: string, groups: readonly Json[]): EntraGroup | null {
  const id = parseGuid(ref);
  const fitting = groups.filter((group) =>
    property === 'id' ? parseGuid(String(group['id'])) === id : called(ref)({ names: namesOf(group) }),
  );
  const [only, another] = fitting;
  if (only === undefined || another !== undefined) return null;
  return property === 'id' || isFoundBy(ref, only) ? readGroup(only) : null;
}

/**
 * Whether the group is found where this name is asked for alone. One with blanks around its name may be there for the
 * sake of another name of the question, and what a name means must not depend on the others.
 */
function isFoundBy(name: string, group: Json): boolean {
  const [own = ''] = namesOf(group);
  return valuesFor(name).some((value) => inLowerCase(value) === inLowerCase(own));
}

/** Without composing letters, which a server may tell apart. */
function inLowerCase(text: string): string {
  return text.replace(/\p{Lu}|\p{Lt}/gu, (letter) => letter.toLowerCase());
}

function namesOf(group: Json): string[] {
  const name = field(group, 'displayName');
  return typeof name === 'string' ? [name] : [];
}
