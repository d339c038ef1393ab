import type { Person } from '../../core/people.ts';
import { carried, refuseOddNames } from '../attributes.ts';

/** A name that was asked for, and the attribute that it stands for. */
export interface AskedAttribute {
  readonly name: string;
  readonly ldapName: string;
}

/** adsync's own words that Active Directory spells otherwise. */
const OWN_WORDS: ReadonlyMap<string, string> = new Map([['surname', 'sn']]);

/** RFC 4512, 2.5: `descr`. Options (`;binary`), numbers and the special `*`, `+` and `1.1` are no names here. */
const NAME = /^[a-z][a-z0-9-]{0,255}$/i;

/** @throws Failure ATTRIBUTE_NAME_INVALID */
export function askedAttributes(names: readonly string[]): AskedAttribute[] {
  refuseOddNames(names, NAME, 'a name of LDAP has letters, digits and hyphens, and begins with a letter');
  return names.map((name) => ({ name, ldapName: OWN_WORDS.get(name.toLowerCase()) ?? name }));
}

/** Attributes to read besides these, each once in whatever case. */
export function furtherAttributes(asked: readonly AskedAttribute[], already: readonly string[]): string[] {
  const known = new Set(already.map((name) => name.toLowerCase()));
  return asked.flatMap(({ ldapName }) => {
    const key = ldapName.toLowerCase();
    if (known.has(key)) return [];
    known.add(key);
    return [ldapName];
  });
}

/** @param values by attribute name in lower case */
export function carriedBy(
  values: ReadonlyMap<string, readonly (string | Buffer)[]>,
  asked: readonly AskedAttribute[],
): Pick<Person, 'attributes' | 'unread'> {
  const keys = new Map(asked.map(({ name, ldapName }) => [name, ldapName.toLowerCase()]));
  return carried([...keys.keys()], (name) => values.get(keys.get(name) ?? '')?.[0]);
}
