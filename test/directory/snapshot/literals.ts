import type { DirectoryGroup, DirectoryGroupId, Person, PersonId } from '../../../src/core/people.ts';
import { guid } from '../../targets/rescue/planner/builders.ts';

const ids = <Id extends string, Word extends string>(words: readonly Word[]): Readonly<Record<Word, Id>> =>
  Object.fromEntries(words.map((word) => [word, guid(word)])) as Readonly<Record<Word, Id>>;

export const PEOPLE = ids<PersonId, 'ada' | 'bob' | 'cy' | 'dan'>(['ada', 'bob', 'cy', 'dan']);
export const GROUPS = ids<DirectoryGroupId, 'desk' | 'night' | 'whole' | 'half' | 'inner'>([
  'desk',
  'night',
  'whole',
  'half',
  'inner',
]);

export function person(word: keyof typeof PEOPLE, more: Partial<Person> = {}): Person {
  const mail = `${word}@corp.example`;
  return { id: PEOPLE[word], name: word, mail, upn: null, state: 'enabled', label: `CN=${word}`, ...more };
}

export function group(
  word: keyof typeof GROUPS,
  people: readonly (keyof typeof PEOPLE)[],
  groups: readonly (keyof typeof GROUPS)[],
): DirectoryGroup {
  return {
    id: GROUPS[word],
    name: word,
    label: `CN=${word},DC=corp,DC=example`,
    people: people.map((one) => PEOPLE[one]),
    groups: groups.map((one) => GROUPS[one]),
    others: [],
  };
}
