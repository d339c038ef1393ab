import { guidToBytes } from '../../../src/directory/ad/ids.ts';
import { CONFIGURATION, DOMAIN, type FakeEntry, type FakeOptions } from './fake-dc.ts';
import type { Values } from './fake-wire.ts';
import { guid } from './fixture.ts';

type Kind = 'user' | 'group' | 'computer' | 'organizationalUnit';

interface Thing {
  readonly number: number;
  readonly kind: Kind;
  readonly attributes: Record<string, readonly string[]>;
  /** The number of the container; 0 = the domain. */
  parent: number;
  name: string;
  usn: number;
  state: 'here' | 'deleted';
  readonly members: Set<number>;
}

const CLASSES: Readonly<Record<Kind, readonly string[]>> = {
  user: ['top', 'person', 'organizationalPerson', 'user'],
  group: ['top', 'group'],
  computer: ['top', 'person', 'organizationalPerson', 'user', 'computer'],
  organizationalUnit: ['top', 'organizationalUnit'],
};

/**
 * A domain that changes as Active Directory does, with its numbers: what touches which object is what it is about. Edits
 * give the domain back.
 */
export class LivingDomain {
  usn = 100;
  invocationId = guid(7001);
  server = `CN=NTDS Settings,CN=DC1,${CONFIGURATION}`;
  seesDeleted = true;
  /** What the server calls its domain. */
  called = DOMAIN;
  /** Of the forest. */
  features: readonly string[] = [];
  /** What the schema says of attributes, by name. */
  readonly schema = new Map<string, Record<string, readonly string[]>>();
  /** Attributes that the account may not read of these objects. */
  readonly withheld = new Map<number, readonly string[]>();
  readonly #things = new Map<number, Thing>();
  #next = 1;

  add(kind: Kind, name: string, parent = 0, more: Record<string, readonly string[]> = {}): number {
    const number = this.#next++;
    const state = { userAccountControl: ['512'], accountExpires: ['0'], primaryGroupID: ['513'] };
    const attributes = { ...(kind === 'user' || kind === 'computer' ? state : {}), ...more };
    this.#things.set(number, { number, kind, attributes, parent, name, usn: 0, state: 'here', members: new Set() });
    this.#touch(number);
    return number;
  }

  set(number: number, attribute: string, ...values: string[]): this {
    this.#of(number).attributes[attribute] = values;
    this.#touch(number);
    return this;
  }

  /** What a container holds is not touched. */
  rename(number: number, name: string): this {
    this.#of(number).name = name;
    this.#touch(number);
    return this;
  }

  move(number: number, parent: number): this {
    this.#of(number).parent = parent;
    this.#touch(number);
    return this;
  }

  /** The member is not touched. */
  join(group: number, member: number): this {
    this.#of(group).members.add(this.#of(member).number);
    this.#touch(group);
    return this;
  }

  leave(group: number, member: number): this {
    this.#of(group).members.delete(member);
    this.#touch(group);
    return this;
  }

  /** Leaves the list of members of its new primary group, and stands in that of the old one. */
  makePrimary(number: number, group: number): this {
    this.#of(number).attributes['primaryGroupID'] = [String(group)];
    this.#touch(number);
    return this;
  }

  /** Its groups are not touched. With a recycle bin its links sleep; without one they are gone. */
  remove(number: number, links: 'sleep' | 'go' = 'go'): this {
    this.#of(number).state = 'deleted';
    if (links === 'go') for (const { members } of this.#things.values()) members.delete(number);
    this.#touch(number);
    return this;
  }

  /** Links that slept wake up; no group is touched. */
  restore(number: number): this {
    this.#of(number).state = 'here';
    this.#touch(number);
    return this;
  }

  /** An update somewhere else: of DNS, or of the configuration. */
  updateElsewhere(): this {
    this.usn++;
    return this;
  }

  hasMember(group: number, member: number): boolean {
    return this.#of(group).members.has(member);
  }

  isHere(number: number): boolean {
    return this.#of(number).state === 'here';
  }

  dn(number: number): string {
    const { name, parent } = this.#of(number);
    return `${this.#kindOf(number)}=${name},${parent === 0 ? DOMAIN : this.dn(parent)}`;
  }

  entries(): readonly FakeEntry[] {
    const memberships = new Map<number, number[]>();
    for (const { number, members, state } of this.#things.values()) {
      if (state !== 'here') continue;
      for (const member of members) memberships.set(member, [...(memberships.get(member) ?? []), number]);
    }
    return [...this.#things.values()].map((thing) => this.#entryOf(thing, memberships.get(thing.number) ?? []));
  }

  /** For a stand-in that shows this domain as it is at the moment. */
  options(): FakeOptions {
    return {
      entriesAt: () => this.entries(),
      seesDeleted: () => this.seesDeleted,
      root: () => this.root(),
      configuration: () => this.configuration(),
    };
  }

  /** What the server says of itself. */
  root(): Values {
    return {
      defaultNamingContext: [this.called],
      dsServiceName: [this.server],
      highestCommittedUSN: [String(this.usn)],
      configurationNamingContext: [CONFIGURATION],
      schemaNamingContext: [`CN=Schema,${CONFIGURATION}`],
    };
  }

  /** The entries of its forest's configuration and schema. */
  configuration(): FakeEntry[] {
    const own = { objectClass: ['nTDSDSA'], invocationId: [guidToBytes(this.invocationId)] };
    const forest = { objectClass: ['crossRefContainer'], 'msDS-EnabledFeature': this.features };
    const definitions = [...this.schema].map(([name, more], index): FakeEntry => {
      const attributes = { objectClass: ['attributeSchema'], lDAPDisplayName: [name], ...more };
      return { dn: `CN=${name},CN=Schema,${CONFIGURATION}`, guid: guid(8001 + index), attributes };
    });
    return [
      { dn: this.server, guid: guid(7002), attributes: own },
      { dn: `CN=Partitions,${CONFIGURATION}`, guid: guid(7003), attributes: forest },
      ...definitions,
    ];
  }

  #touch(number: number): void {
    this.#of(number).usn = ++this.usn;
  }

  #of(number: number): Thing {
    const thing = this.#things.get(number);
    if (thing === undefined) throw new Error(`nothing has the number ${number}`);
    return thing;
  }

  #kindOf(number: number): 'OU' | 'CN' {
    return this.#of(number).kind === 'organizationalUnit' ? 'OU' : 'CN';
  }

  #entryOf(thing: Thing, groups: readonly number[]): FakeEntry {
    const { number, kind, name, usn, state } = thing;
    const base = {
      objectClass: CLASSES[kind],
      objectSid: [`S-1-5-21-1-2-3-${number}`],
      uSNChanged: [String(usn)],
    };
    const withheld = this.withheld.get(number) ?? [];
    if (state === 'deleted') {
      const dn = `CN=${name}\\0ADEL:${guid(number)},CN=Deleted Objects,${DOMAIN}`;
      return { dn, guid: guid(number), deleted: true, withheld, attributes: { ...base, isDeleted: ['TRUE'] } };
    }
    const here = [...thing.members].filter((member) => this.isHere(member));
    // A primary group has its members in another way.
    const listed = here.filter((member) => this.#of(member).attributes['primaryGroupID']?.[0] !== String(number));
    const inGroups = groups.filter((group) => thing.attributes['primaryGroupID']?.[0] !== String(group));
    const attributes = {
      ...base,
      cn: [name],
      name: [name],
      ...thing.attributes,
      ...(kind === 'group' ? { member: listed.map((member) => this.dn(member)) } : {}),
      memberOf: inGroups.map((group) => this.dn(group)),
    };
    return { dn: this.dn(number), guid: guid(number), withheld, attributes };
  }
}
