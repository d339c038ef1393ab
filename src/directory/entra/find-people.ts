import type { Person } from '../../core/people.ts';
import type { EntraSettings } from '../../core/settings.ts';
import type { LookOptions } from '../directory.ts';
import { unavailable } from './failures.ts';
import { readPerson } from './graph-objects.ts';
import { GraphProblem } from './graph-problem.ts';
import { usersCalled } from './graph-queries.ts';
import { isJson, valuesOf } from './json.ts';
import { type Access, newContext } from './read-groups.ts';

/** The people of a tenant with this text as one of their names or addresses; null without the right to read users. */
export async function findPeopleInEntra(
  settings: EntraSettings,
  access: Access,
  text: string,
  options: LookOptions,
): Promise<Person[] | null> {
  const { graph } = newContext(settings, access, options);
  const [answer] = await graph.getMany([usersCalled(text)]);
  if (answer instanceof GraphProblem) {
    if (answer.kind === 'forbidden') return null;
    throw unavailable(answer);
  }
  const users = answer === undefined ? [] : valuesOf(answer).filter(isJson);
  // Without the right to read whether users are enabled, nothing is known of them.
  if (users.some(({ accountEnabled }) => typeof accountEnabled !== 'boolean')) return null;
  return users.map(readPerson).filter((person) => person !== null);
}
