import { addressFault, plainAddress } from '../../../core/address.ts';
import type { Person } from '../../../core/people.ts';
import { cleanName, fold, visibleName } from '../../../core/text.ts';
import type { AccountUser } from './account.ts';

/** The most characters that the service takes. */
export const LONGEST_NAME = 32;
export const LONGEST_ADDRESS = 128;

/** What stands for the last name of somebody who has one name only: the service wants two. */
const NO_LAST_NAME = '-';

/** What a person's address is worth. */
export type Address =
  | { readonly kind: 'usable'; readonly address: string }
  | { readonly kind: 'none' }
  | { readonly kind: 'unusable'; readonly address: string; readonly fault: string }
  /** No domain of the file. */
  | { readonly kind: 'outside'; readonly domain: string };

export function addressOf({ mail }: Person, domains: readonly string[]): Address {
  const address = plainAddress(mail);
  if (address === null) return { kind: 'none' };
  const fault = addressFault(address);
  if (fault !== null) return { kind: 'unusable', address, fault };
  const domain = domainOf(address);
  return domains.includes(domain) ? { kind: 'usable', address } : { kind: 'outside', domain };
}

/** What stands behind the @, folded. */
export function domainOf(address: string): string {
  const folded = fold(address);
  return folded.slice(folded.lastIndexOf('@') + 1);
}

export interface Names {
  readonly first: string;
  readonly last: string;
}

/**
 * First and last name: as the directory has them, or else from the name to show, whose last word is the last name. Of
 * somebody with one word only that is the first name.
 */
export function namesOf(person: Person): Names {
  const { given, surname } = ownNames(person);
  const words = shownName(person).split(' ');
  const last = words.length > 1 ? words.at(-1) : undefined;
  return {
    first: given || words.slice(0, last === undefined ? undefined : -1).join(' '),
    last: surname || (last ?? NO_LAST_NAME),
  };
}

/**
 * The names that an existing user is to have; null = its own are left alone, because the directory does not tell first
 * and last name apart, and what it says is no contradiction.
 */
export function namesFor(person: Person, { firstName, lastName }: AccountUser): Names | null {
  const { given, surname } = ownNames(person);
  if (given !== '' && surname !== '') return namesOf(person);
  const shown = shownName(person);
  const isSame = fold(`${cleanName(firstName)} ${cleanName(lastName)}`) === fold(shown);
  return isSame || !shown.includes(' ') ? null : namesOf(person);
}

function ownNames({ attributes }: Person): { readonly given: string; readonly surname: string } {
  return { given: visibleName(attributes?.['givenName'] ?? ''), surname: visibleName(attributes?.['surname'] ?? '') };
}

function shownName({ name, label }: Person): string {
  return visibleName(name) || cleanName(label);
}

/** Why the service would not take a name; null when it would. Its characters are counted as people count them. */
export function nameFault({ first, last }: Names): string | null {
  const long = [first, last].find((name) => Array.from(name).length > LONGEST_NAME);
  return long === undefined ? null : `the name "${long}" has more than ${LONGEST_NAME} characters`;
}

export function lengthFault(address: string): string | null {
  return address.length > LONGEST_ADDRESS ? `the address has more than ${LONGEST_ADDRESS} characters` : null;
}

export function fullName({ first, last }: Names): string {
  return `${first} ${last}`.trim();
}
