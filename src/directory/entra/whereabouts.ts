import type { PersonId, Whereabouts } from '../../core/people.ts';
import type { EntraSettings } from '../../core/settings.ts';
import type { LookOptions } from '../directory.ts';
import { GraphProblem } from './graph-problem.ts';
import { userById } from './graph-queries.ts';
import type { Json } from './json.ts';
import { type Access, newContext } from './read-groups.ts';

/** What a tenant says of people, by object id. Without the right to read users it says nothing. */
export async function whereaboutsInEntra(
  settings: EntraSettings,
  access: Access,
  ids: readonly PersonId[],
  options: LookOptions,
): Promise<ReadonlyMap<PersonId, Whereabouts>> {
  const { graph } = newContext(settings, access, options);
  const answers = await graph.getMany(ids.map(userById));
  return new Map(ids.map((id, index): [PersonId, Whereabouts] => [id, meaningOf(answers[index])]));
}

function meaningOf(answer: Json | GraphProblem | undefined): Whereabouts {
  if (answer instanceof GraphProblem) return answer.kind === 'notFound' ? 'gone' : 'unsure';
  if (answer === undefined) return 'unsure';
  const enabled = answer['accountEnabled'];
  if (typeof enabled !== 'boolean') return 'present';
  return enabled ? 'enabled' : 'disabled';
}
