import type { DirectoryReading, Person, PersonId, Whereabouts } from '../../core/people.ts';
import { calledName, compareText } from '../../core/text.ts';
import { type Step, step } from './chain.ts';
import type { PersonFacts } from './explanation.ts';

type Read = Pick<DirectoryReading, 'people' | 'groups' | 'outside'>;

/**
 * What is known of a person.
 *
 * @param found the person as a search of the whole directory has found them; null where it was not asked, or has none
 * @param whereabouts what the directory says of the id where the person was not read
 */
export function personFacts(
  id: PersonId,
  { people, groups, outside }: Read,
  found: Person | null,
  whereabouts: Whereabouts | null,
): PersonFacts {
  const read = people.get(id);
  const person = read ?? found;
  const holding = [...groups.values()].filter((group) => group.people.includes(id));
  return {
    id,
    person,
    state: person?.state ?? whereabouts ?? outside?.get(id) ?? 'unsure',
    isMapped: read !== undefined,
    groups: holding
      .map(({ id: group, name, label }) => ({ id: group, name, label }))
      .sort((a, b) => compareText(a.name, b.name) || compareText(a.id, b.id)),
  };
}

/** The steps that are the same for all accounts. */
export function directorySteps(facts: PersonFacts | null): Step[] {
  if (facts === null) return [step('PERSON_UNKNOWN', 'No person is known: no link names one, and nobody was found')];
  const { id, person, state, isMapped, groups } = facts;
  const who = person === null ? [] : [addressWords('e-mail', person.mail), addressWords('UPN', person.upn)];
  const place = person === null ? [] : [person.label];
  const text = [STATES[state], ...who, `id ${id}`, ...place].join(', ');
  const head = step('PERSON', person === null ? text : `${calledName(person)}: ${text}`);
  if (!isMapped) return [head, step('PERSON_OUTSIDE', 'in none of the mapped directory groups that were read')];
  const list = groups.map(({ name, label }) => step('IN_GROUPS', `${name} (${label})`));
  return [
    head,
    step('IN_GROUPS', 'Directory groups that hold them directly, of those that were read', { steps: list }),
  ];
}

function addressWords(what: string, address: string | null): string {
  return address === null ? `no ${what}` : `${what} ${address}`;
}

const STATES: Readonly<Record<Whereabouts, string>> = {
  enabled: 'enabled in the directory',
  disabled: 'disabled in the directory',
  expired: 'expired in the directory',
  present: 'in the directory, which does not say whether they are enabled',
  gone: 'not in the directory any more: deleted, or out of sight of whoever reads',
  unsure: 'the directory does not say whether it still has them',
};
