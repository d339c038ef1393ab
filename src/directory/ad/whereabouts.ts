import type { PersonId, Whereabouts } from '../../core/people.ts';
import type { EntrySource } from './entry-source.ts';

/** What an Active Directory says of people, by objectGUID: it is looked for in the whole domain, or the whole file. */
export async function whereaboutsIn(
  source: Pick<EntrySource, 'byGuid'>,
  ids: readonly PersonId[],
): Promise<ReadonlyMap<PersonId, Whereabouts>> {
  const objects = await source.byGuid(ids);
  const found = new Map<string | null, Whereabouts>();
  for (const object of objects) found.set(object.id, object.kind === 'person' ? object.person.state : 'present');
  return new Map(ids.map((id): [PersonId, Whereabouts] => [id, found.get(id) ?? 'gone']));
}
