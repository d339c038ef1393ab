import type { Person } from '../../core/people.ts';
import { fold } from '../../core/text.ts';
import { MOST_PEOPLE } from '../directory.ts';
import type { AskedAttribute } from './attributes.ts';
import type { EntrySource } from './entry-source.ts';

/** What a search for people has to be given of each, so that they can be told by their logon name. */
export const LOGON_NAME: AskedAttribute = { name: 'sAMAccountName', ldapName: 'sAMAccountName' };

/** The people of an Active Directory with this text as one of their names or addresses, in the whole domain or file. */
export async function findPeopleIn(source: Pick<EntrySource, 'peopleCalled'>, text: string): Promise<Person[]> {
  const wanted = fold(text);
  const people = (await source.peopleCalled(text)).flatMap((object) =>
    object.kind === 'person' ? [object.person] : [],
  );
  const fitting = people.filter(({ name, mail, upn, label, attributes }) =>
    [name, mail, upn, label, attributes?.[LOGON_NAME.name]].some((one) => fold(one ?? '') === wanted),
  );
  return fitting.slice(0, MOST_PEOPLE);
}
