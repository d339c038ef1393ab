/** A made-up company: so many people, in so many groups. The same numbers give the same company. */
export interface Company {
  readonly people: number;
  readonly groups: number;
  /** In each group. Where that makes more memberships than people, people are in several groups. */
  readonly members: number;
  /** Each group but the last holds the next one as well: as many levels as groups. */
  readonly nested?: boolean;
  /** An export has first and last names as well, as GoTo needs them. */
  readonly named?: boolean;
}

export const DOMAIN = 'DC=corp,DC=example,DC=test';

export interface BenchPerson {
  readonly guid: string;
  readonly dn: string;
  /** The name of the object, which is in its DN. */
  readonly cn: string;
  readonly logon: string;
  readonly name: string;
  readonly first: string;
  readonly last: string;
  readonly mail: string;
}

const GIVEN = [
  'Anna',
  'Bruno',
  'Chloé',
  'David',
  'Elena',
  'François',
  'Greta',
  'Hugo',
  'Inês',
  'Jörg',
  'Karin',
  'Luca',
];
const FAMILY = [
  "O'Neil",
  'Bauer',
  'Conti',
  'Dvořák',
  'Egger',
  'Fischer',
  'García',
  'Huber',
  'Iten',
  'Jensen',
  'Keller',
];
const SITES = 20;
/** People of one group are spread over the whole company: larger than a company, and no multiple of its size. */
const STEP = 1_000_003;

/** @param root the DN below which the company stands */
export function personOf(index: number, root = DOMAIN): BenchPerson {
  const mixed = mix(index);
  const given = GIVEN[mixed % GIVEN.length] ?? '';
  const family = FAMILY[(mixed >>> 8) % FAMILY.length] ?? '';
  const number = String(index).padStart(6, '0');
  // As some companies write them; a tenth, so that DNs with escapes are met.
  const cn = (mixed >>> 16) % 10 === 0 ? `${family}, ${given} ${number}` : `${given} ${family} ${number}`;
  return {
    guid: guidOf(1, index),
    dn: `CN=${cn.replace(',', '\\,')},OU=Site ${String(index % SITES).padStart(2, '0')},OU=People,${root}`,
    cn,
    logon: `p${number}`,
    name: `${given} ${family} ${number}`,
    first: given,
    last: `${family} ${number}`,
    mail: `p${number}@corp.example`,
  };
}

export function siteDns(root = DOMAIN): string[] {
  return Array.from({ length: SITES }, (_, site) => `OU=Site ${String(site).padStart(2, '0')},OU=People,${root}`);
}

export interface BenchGroup {
  readonly guid: string;
  readonly dn: string;
  readonly name: string;
}

export function groupOf(index: number, root = DOMAIN): BenchGroup {
  const name = `Group ${String(index).padStart(4, '0')}`;
  return { guid: guidOf(2, index), dn: `CN=${name},OU=Groups,${root}`, name };
}

/** The numbers of the people in a group. */
export function* membersOf({ people, members }: Company, group: number): Generator<number> {
  for (let place = group * members; place < (group + 1) * members; place++) yield (place * STEP) % people;
}

/** For each person the first group that has them; -1 = none. With mappings in the order of the groups, theirs. */
export function firstGroups(company: Company): Int32Array {
  const first = new Int32Array(company.people).fill(-1);
  for (let group = 0; group < company.groups; group++) {
    for (const person of membersOf(company, group)) if (first[person] === -1) first[person] = group;
  }
  return first;
}

function guidOf(kind: number, index: number): string {
  return `${String(kind).padStart(8, '0')}-0000-4000-8000-${index.toString(16).padStart(12, '0')}`;
}

/** Spreads the bits of a number (the last part of murmur3), so that neighbours have other names. */
function mix(number: number): number {
  let mixed = Math.imul(number ^ (number >>> 16), 0x85ebca6b);
  mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35);
  return (mixed ^ (mixed >>> 16)) >>> 0;
}
