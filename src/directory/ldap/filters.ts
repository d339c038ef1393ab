import {
  AndFilter,
  EqualityFilter,
  type Filter,
  GreaterThanEqualsFilter,
  NotFilter,
  OrFilter,
  PresenceFilter,
  SubstringFilter,
} from 'ldapts';
import { guidToBytes } from '../ad/ids.ts';
import { spellings } from '../names.ts';

// Filters are built, never written: ldapts re-encodes bytes of a written filter as UTF-8, and names are hostile input.

/** Objects that have one of the values. */
export function anyOf(attribute: string, values: readonly string[]): Filter {
  return new OrFilter({ filters: values.map((value) => new EqualityFilter({ attribute, value })) });
}

export function anyGuid(guids: readonly string[]): Filter {
  return new OrFilter({
    filters: guids.map((guid) => new EqualityFilter({ attribute: 'objectGUID', value: guidToBytes(guid) })),
  });
}

/**
 * The groups among these that have no members. A group whose members are hidden is not one of them: a filter on an
 * attribute that may not be read is neither true nor false ([MS-ADTS] 3.1.1.3.1.3.1).
 */
export function withoutMembers(guids: readonly string[]): Filter {
  const none = new NotFilter({ filter: new PresenceFilter({ attribute: 'member' }) });
  return new AndFilter({ filters: [anyGuid(guids), none] });
}

/** Objects that were created, changed or deleted later than this update of the server. */
export function changedAfter(usn: bigint): Filter {
  return new GreaterThanEqualsFilter({ attribute: 'uSNChanged', value: String(usn + 1n) });
}

/** What is left of deleted people and groups, if it shows when it was changed. */
export function deletedMembers(): Filter {
  return new AndFilter({
    filters: [
      new EqualityFilter({ attribute: 'isDeleted', value: 'TRUE' }),
      changedAfter(0n),
      anyOf('objectClass', ['user', 'group']),
    ],
  });
}

/** What the schema says of attributes. */
export function attributesCalled(names: readonly string[]): Filter {
  return new AndFilter({
    filters: [
      new EqualityFilter({ attribute: 'objectClass', value: 'attributeSchema' }),
      anyOf('lDAPDisplayName', names),
    ],
  });
}

const NAMES = ['cn', 'sAMAccountName', 'displayName'];

export function groupsWithName(names: readonly string[]): Filter {
  const asked = names.flatMap(spellings);
  return groupsThat(NAMES.map((attribute) => anyOf(attribute, asked)));
}

const PERSONAL = ['mail', 'userPrincipalName', 'sAMAccountName', 'displayName', 'cn'];

/** People with this text as one of their names or addresses. No character of the text is special. */
export function peopleNamed(name: string): Filter {
  const asked = spellings(name);
  return new AndFilter({
    filters: [
      new EqualityFilter({ attribute: 'objectClass', value: 'person' }),
      new OrFilter({ filters: PERSONAL.map((attribute) => anyOf(attribute, asked)) }),
    ],
  });
}

/** Groups with this text in one of their names. No character of the text is special. */
export function groupsContaining(term: string): Filter {
  const terms = spellings(term);
  return groupsThat(NAMES.flatMap((attribute) => terms.map((any) => new SubstringFilter({ attribute, any: [any] }))));
}

/** Groups that begin as the name does, or share a word with it. */
export function groupsSimilarTo(name: string): Filter {
  const initials = spellings(Array.from(name.normalize('NFC')).slice(0, 3).join(''));
  const words = name.split(/[\s_-]+/).filter((word) => word.length > 2);
  return groupsThat([
    ...NAMES.flatMap((attribute) => initials.map((initial) => new SubstringFilter({ attribute, initial }))),
    ...words
      .slice(0, 5)
      .flatMap(spellings)
      .map((word) => new SubstringFilter({ attribute: 'cn', any: [word] })),
  ]);
}

function groupsThat(alternatives: Filter[]): Filter {
  return new AndFilter({
    filters: [
      new EqualityFilter({ attribute: 'objectCategory', value: 'group' }),
      new OrFilter({ filters: alternatives }),
    ],
  });
}
